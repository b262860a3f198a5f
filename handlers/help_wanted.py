"""`/hjalp-behovs`: where people are missing, the shortest first."""

from bot.context import Context
from bot.markup import Markup
from bot.messages import Button, Incoming, Reply
from bot.rosters import label, moment
from bot.router import Action, Command
from storage import shifts
from storage.rights import Right
from storage.shifts import Wanting

PAGE = 6


def show(_msg: Incoming, ctx: Context) -> Reply:
    return page(ctx, skip=0)


def show_more(_msg: Incoming, ctx: Context) -> Reply:
    return page(ctx, skip=ctx.number(ctx.args, digits=4))


def page(ctx: Context, *, skip: int) -> Reply:
    assert ctx.person is not None
    person = ctx.person
    found = shifts.wanting(
        ctx.session, now=ctx.now, member_of=person.branch_id, member_id=person.id, skip=skip, limit=PAGE + 1
    )
    if not found:
        return Reply(ctx.say("wanted.more_none" if skip else "wanted.none"), private=True)
    text = Markup("\n".join([ctx.say("wanted.intro"), *(line(one, ctx) for one in found[:PAGE])]))
    buttons = [Button(join_label(one, ctx), f"shift:{one.shift.id}") for one in found[:PAGE]]
    if len(found) > PAGE:
        buttons.append(Button(ctx.label("wanted.button.more"), f"wanted:{skip + PAGE}"))
    return Reply(text, buttons=tuple(buttons), private=True)


def line(one: Wanting, ctx: Context) -> Markup:
    """How many, at what, when, where, and for whom."""
    said = {
        "title": one.title,
        "when": moment(one.shift, ctx),
        "place": one.shift.place or one.where,
        "branch": one.branch,
    }
    key = "wanted.line" if one.branch else "wanted.line_district"
    return Markup(f"- {ctx.say(key, missing=ctx.say('signup.missing', n=one.shift.missing), **said)}")


def join_label(one: Wanting, ctx: Context) -> str:
    starts = one.shift.starts_at.astimezone(ctx.zone)
    return label("wanted.button.join", one.shift, ctx, title=one.title, day=f"{starts.day}/{starts.month}")


ROUTES = (
    Command("hjalp-behovs", show, aliases=("help-wanted",), needs=Right.USE),
    Action("wanted", show_more, needs=Right.USE),
)
