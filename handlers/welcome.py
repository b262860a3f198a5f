"""`/valkomna`: the new members whom somebody is to contact, for those who do it and for those who look after it."""

from collections import Counter
from collections.abc import Iterator

from bot.context import Context
from bot.errors import UserError
from bot.freezing import refuse_frozen
from bot.markup import Markup
from bot.messages import Incoming, Reply
from bot.naming import shown
from bot.router import Action, Command
from reminders.welcome import SPEAK, WELCOME, buttons, line, spokespersons
from storage import branches, welcomes
from storage.rights import Right, allowed, own_branches
from storage.welcomes import Waiting


def show(_msg: Incoming, ctx: Context) -> Reply:
    """By name for who welcomes them; in numbers for who only looks after the branches."""
    assert ctx.person is not None
    refuse_frozen(ctx.session, UserError, ctx.texts)
    everywhere, oversees = (allowed(ctx.person, right, None) for right in (Right.WELCOME, Right.OVERSEE))
    own = None if everywhere or oversees else own_branches(ctx.person, Right.WELCOME)
    waiting = welcomes.waiting(ctx.session, own, today=ctx.today)
    if not waiting:
        return Reply(ctx.say("welcome.nobody"), private=True)
    mine = [one for one in waiting if everywhere or is_asked(one, ctx)]
    told = (line(ctx, one, ctx.me, with_branch=oversees) for one in mine)
    lines = [ctx.say("welcome.waiting", n=len(waiting)), *told]
    lines += [*numbers([one for one in waiting if one not in mine], ctx), *([ctx.say("welcome.how")] if mine else ())]
    return Reply(Markup("\n".join(lines)), buttons=tuple(buttons(ctx, mine, ctx.person.id)), private=True)


def is_asked(one: Waiting, ctx: Context) -> bool:
    """Whether it is theirs to welcome them: a contact person is asked where nobody else speaks for the branch."""
    assert ctx.person is not None
    if one.host_id == ctx.person.id or not ctx.person.posts.isdisjoint({(role, one.branch_id) for role in SPEAK}):
        return True
    return allowed(ctx.person, Right.WELCOME, one.branch_id) and not spokespersons(ctx, one.branch_id, ctx.homes)


def numbers(waiting: list[Waiting], ctx: Context) -> Iterator[Markup]:
    """A line a branch."""
    counted = Counter(one.branch_id for one in waiting)
    late = Counter(one.branch_id for one in waiting if one.due_at < ctx.now)
    for branch in branches.listed(ctx.session):
        if branch.id is not None and (n := counted[branch.id]):
            key = "welcome.count_late" if late[branch.id] else "welcome.count"
            yield ctx.say(key, branch=branch.name, n=n, late=late[branch.id])


def press(_msg: Incoming, ctx: Context) -> Reply:
    """`take:ID`, `leave:ID` and `done:ID`. The right to it is looked up now."""
    assert ctx.person is not None
    refuse_frozen(ctx.session, UserError, ctx.texts)
    verb, _, number = ctx.args.partition(":")
    one = welcomes.find(ctx.session, ctx.number(number), today=ctx.today)
    if one is None:
        return Reply(ctx.say("welcome.over"), private=True)
    if not may(verb, one, ctx):
        raise UserError(ctx.say("error.not_allowed"))
    match verb:
        case "take" if one.host_id not in {None, ctx.person.id}:
            name = shown(ctx, one, WELCOME, to=ctx.me)
            return Reply(ctx.say("welcome.taken_already", host=one.host, name=name), private=True)
        case "take" | "leave":
            welcomes.take(ctx.session, one.id, ctx.person.id if verb == "take" else None)
        case "done":
            welcomes.finish(ctx.session, one.id, by=ctx.person.id, now=ctx.now)
        case _:
            raise UserError(ctx.say("error.old_button"))
    left = [] if verb == "done" else [one._replace(host_id=ctx.person.id if verb == "take" else None)]
    said = ctx.say(f"welcome.did_{verb}", name=shown(ctx, one, WELCOME, to=ctx.me))
    return Reply(said, buttons=tuple(buttons(ctx, left, ctx.person.id)), private=True)


def may(verb: str, one: Waiting, ctx: Context) -> bool:
    """Who took it on, and has no post for it any more, may still see it through while they are in the branch."""
    assert ctx.person is not None
    theirs = one.taker_id == ctx.person.id and one.branch_id == ctx.person.branch_id
    return allowed(ctx.person, Right.WELCOME, one.branch_id) or (theirs and verb in {"leave", "done"})


ROUTES = (
    Command("valkomna", show, aliases=("welcome",), needs=Right.OVERSEE),
    Action("welcome", press, needs=Right.USE),
)
