"""`/kalender`: activities in people's own calendars, at a secret address that follows along, or one as a file."""

from bot.agenda import file_of
from bot.context import Context
from bot.errors import UserError
from bot.freezing import refuse_frozen
from bot.markup import Markup, escape
from bot.messages import Button, Incoming, Reply
from bot.router import Action, Command
from bot.wording import day
from handlers.signups import theirs
from storage import branches, calendars, feeds
from storage.models import Feed
from storage.rights import Right, allowed, own_branches


def give_file(_msg: Incoming, ctx: Context) -> Reply:
    """One activity as a file that the telephone puts into its calendar."""
    activity = theirs(ctx.args, ctx)
    turns = calendars.turns(ctx.session, ctx.person.id, now=ctx.now) if ctx.person else ()
    file = file_of(activity, ctx, turns=turns, named=ctx.person is not None)
    return Reply(ctx.say("calendar.given", title=activity.title), pictures=(file,), private=True)


def explain(_msg: Incoming, ctx: Context) -> Reply:
    """What an address does, those that they have, and a button for each that they can have."""
    assert ctx.person is not None
    if not ctx.door:
        return Reply(ctx.say("calendar.no_door"), private=True)
    there = {feed.branch_id: feed for feed in feeds.of_member(ctx.session, ctx.person.id) if may_have(feed, ctx)}
    offered = [None, *own_branches(ctx.person, Right.PLAN)]
    lines = [ctx.say("calendar.how", branch=ctx.person.branch), *(standing(feed, ctx) for feed in there.values())]
    buttons = [make_button(branch_id, ctx, again=branch_id in there) for branch_id in offered]
    buttons += [close_button(feed, ctx) for feed in there.values()]
    return Reply(Markup("\n".join(lines)), buttons=tuple(buttons), private=True)


def may_have(feed: Feed, ctx: Context) -> bool:
    """Whether it would be answered: a branch's only for whoever plans there."""
    return feed.branch_id is None or allowed(ctx.person, Right.PLAN, feed.branch_id)


def standing(feed: Feed, ctx: Context) -> Markup:
    since = day(feed.made_at.astimezone(ctx.zone).date(), today=ctx.today, language=ctx.texts.language)
    return ctx.say("calendar.standing", what=called(feed.branch_id, ctx), day=since)


def called(branch_id: int | None, ctx: Context) -> str:
    if branch_id is None:
        return ctx.label("calendar.label.own")
    return ctx.label("calendar.label.of_branch", branch=branches.name(ctx.session, branch_id))


def make_button(branch_id: int | None, ctx: Context, *, again: bool) -> Button:
    word = "mine" if branch_id is None else f"b{branch_id}"
    if again:
        return Button(ctx.label("calendar.button.again", what=called(branch_id, ctx)), f"feed:{word}")
    if branch_id is None:
        return Button(ctx.label("calendar.button.own"), f"feed:{word}")
    branch = branches.name(ctx.session, branch_id)
    return Button(ctx.label("calendar.button.of_branch", branch=branch), f"feed:{word}")


def close_button(feed: Feed, ctx: Context) -> Button:
    return Button(ctx.label("calendar.button.close_one", what=called(feed.branch_id, ctx)), f"feed-off:{feed.id}")


def make(_msg: Incoming, ctx: Context) -> Reply:
    """`mine` or `bBRANCH`: a new address, shown now and never again."""
    assert ctx.person is not None
    refuse_frozen(ctx.session, UserError, ctx.texts)
    branch_id = None if ctx.args == "mine" else ctx.number(ctx.args.removeprefix("b"))
    if branch_id is not None and not allowed(ctx.person, Right.PLAN, branch_id):
        raise UserError(ctx.say("error.not_allowed"))
    if not ctx.door:
        raise UserError(ctx.say("calendar.no_door"))
    again = any(feed.branch_id == branch_id for feed in feeds.of_member(ctx.session, ctx.person.id))
    secret, feed = feeds.make(ctx.session, member_id=ctx.person.id, branch_id=branch_id, now=ctx.now)
    key = "paste" if branch_id is None else "paste_branch"
    lines = [
        ctx.say("calendar.made_again" if again else "calendar.made", what=called(branch_id, ctx)),
        escape(f"{ctx.door}/kalender/{secret}.ics"),
        ctx.say(f"calendar.{key}", branch=branches.name(ctx.session, branch_id)),
    ]
    close = Button(ctx.label("calendar.button.close"), f"feed-off:{feed.id}")
    return Reply(Markup("\n".join(lines)), buttons=(close,), private=True)


def close(_msg: Incoming, ctx: Context) -> Reply:
    """Nobody reads it at that address any more."""
    assert ctx.person is not None
    done = feeds.revoke(ctx.session, ctx.number(ctx.args), member_id=ctx.person.id, now=ctx.now)
    return Reply(ctx.say("calendar.closed" if done else "calendar.closed_already"), private=True)


ROUTES = (
    Command("kalender", explain, aliases=("calendar",), needs=Right.USE),
    Action("feed", make, needs=Right.USE),
    Action("feed-off", close, needs=Right.USE),
    Action("ics", give_file),
)
