"""`/incheckning`: who came to a shift, a button a person, for whoever arranges it or leads a shift of it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import time, timedelta

from bot import checklist
from bot.checklist import called
from bot.context import Context
from bot.errors import UserError
from bot.freezing import refuse_frozen
from bot.markup import Markup
from bot.messages import Button, Incoming, Reply
from bot.rosters import label
from bot.router import Action, Command
from bot.wording import clock
from reminders import results as calls
from reminders import thanks
from storage import access, checkin, results, shifts
from storage.checkin import Expected
from storage.members import Person
from storage.models import Activity, Shift, Signup
from storage.quiet import at
from storage.rights import Right

DAY = timedelta(days=1)
# So many shifts are shown at a time, with up to two buttons each.
PAGE = 5
MARKS = {"yes": True, "no": False}
NOTHING = Markup()


def show(_msg: Incoming, ctx: Context) -> Reply:
    """The shifts of today that they may check in, and those of yesterday that nobody has told of; one, at once."""
    found = mine(ctx)
    if not found:
        return Reply(ctx.say("checkin.none"), private=True)
    if len(found) == 1 and found[0][0].starts_at - checkin.EARLY <= ctx.now:
        return look(*found[0], ctx)
    return page(found, ctx, skip=0)


def show_more(_msg: Incoming, ctx: Context) -> Reply:
    return page(mine(ctx), ctx, skip=ctx.number(ctx.args, digits=4))


def page(found: list[tuple[Shift, Activity]], ctx: Context, *, skip: int) -> Reply:
    shown = found[skip : skip + PAGE]
    if not shown:
        return Reply(ctx.say("wanted.more_none"), private=True)
    lines = [ctx.say("checkin.which"), *(line(shift, activity, ctx) for shift, activity in shown)]
    buttons = [one for shift, activity in shown for one in buttons_of(shift, activity, ctx)]
    if len(found) > skip + PAGE:
        buttons.append(Button(ctx.label("shifts.button.more"), f"checkins:{skip + PAGE}"))
    return Reply(Markup("\n".join(lines)), buttons=tuple(buttons), private=True)


def mine(ctx: Context) -> list[tuple[Shift, Activity]]:
    midnight = at(ctx.today, time(), ctx.zone)
    found = checkin.between(ctx.session, midnight - DAY, at(ctx.today + DAY, time(), ctx.zone))
    return [
        (shift, activity)
        for shift, activity in found
        if (shift.ends_at > midnight or not is_told(shift, ctx))
        and checkin.may(ctx.session, ctx.person, activity, ctx.now)
    ]


def is_told(shift: Shift, ctx: Context) -> bool:
    assert shift.id is not None
    return results.find(ctx.session, shift.id) is not None


def line(shift: Shift, activity: Activity, ctx: Context) -> Markup:
    """What it is, and how far they have come with it."""
    assert shift.id is not None
    what = called(activity, shift, ctx)
    if shift.starts_at - checkin.EARLY > ctx.now:
        return Markup(f"- {ctx.say('checkin.opens', what=what, clock=opening(shift, ctx))}")
    if is_told(shift, ctx):
        return ctx.say("checkin.told", what=what)
    counts = checklist.counts(checkin.roll(ctx.session, shift.id), shift, ctx)
    return ctx.say("checkin.stands" if counts else "checkin.empty", what=what, count=Markup(" ".join(counts)))


def opening(shift: Shift, ctx: Context) -> str:
    return clock((shift.starts_at - checkin.EARLY).astimezone(ctx.zone).time(), language=ctx.texts.language)


def buttons_of(shift: Shift, activity: Activity, ctx: Context) -> Iterator[Button]:
    assert shift.id is not None
    if shift.starts_at - checkin.EARLY <= ctx.now:
        yield Button(label("checkin.button.open", shift, ctx, title=activity.title), f"checkin:{shift.id}")
    if shift.ends_at <= ctx.now:
        yield Button(label("checkin.button.result", shift, ctx, title=activity.title), f"result:{shift.id}")


def press(_msg: Incoming, ctx: Context) -> Reply:
    """`SHIFT[:SKIP]`: a page of who is expected."""
    number, _, skipped = ctx.args.partition(":")
    shift, activity = find(number, ctx)
    skip = ctx.number(skipped, digits=4) if skipped else 0
    return replace(look(shift, activity, ctx, skip=skip), replaces=True)


def look(shift: Shift, activity: Activity, ctx: Context, *, skip: int = 0, intro: Markup = NOTHING) -> Reply:
    refuse_frozen(ctx.session, UserError, ctx.texts)
    return checklist.view(ctx, activity, shift, me(ctx), skip=skip, intro=intro)


def me(ctx: Context) -> Person:
    assert ctx.person is not None
    return ctx.person


def find(number: str, ctx: Context) -> tuple[Shift, Activity]:
    """The shift, if they may check others in on it, now; also one that was broken off when it had begun.

    Raises:
        UserError: they may not, it is called off, or it is too early or too late.

    """
    shift = ctx.session.get(Shift, ctx.number(number), populate_existing=True)
    activity = ctx.session.get(Activity, shift.activity_id, populate_existing=True) if shift else None
    if shift is None or activity is None or not checkin.may(ctx.session, ctx.person, activity, ctx.now):
        raise UserError(ctx.say("error.not_allowed"))
    what = called(activity, shift, ctx)
    if not shifts.took_place(shift, activity):
        raise UserError(ctx.say("signup.refused_cancelled", what=what))
    if shift.starts_at - checkin.EARLY > ctx.now:
        raise UserError(ctx.say("checkin.opens", what=what, clock=opening(shift, ctx)))
    if shift.ends_at + checkin.LATEST < ctx.now:
        raise UserError(ctx.say("checkin.too_late", what=what))
    return shift, activity


def mark(_msg: Incoming, ctx: Context) -> Reply:
    """`SIGNUP:SAYS:SKIP`: whether that person came, `yes` or `no`, or with how many of their friends."""
    number, word, skipped = [*ctx.args.split(":"), "", ""][:3]
    signup = ctx.session.get(Signup, ctx.number(number), populate_existing=True)
    if signup is None:
        raise UserError(ctx.say("error.not_allowed"))
    shift, activity = find(str(signup.shift_id), ctx)
    skip = ctx.number(skipped, digits=4)
    along = None if word in MARKS else ctx.number(word, digits=1)
    refuse_frozen(ctx.session, UserError, ctx.texts)
    if not checkin.mark(ctx.session, signup, came=MARKS.get(word, True), along=along):
        return replace(look(shift, activity, ctx, skip=skip, intro=ctx.say("checkin.not_on")), replaces=True)
    assert shift.id is not None
    marked = [one for one in checkin.roll(ctx.session, shift.id) if one.signup_id == signup.id]
    write_down(marked, activity, ctx)
    begun(shift, activity, ctx)
    return replace(look(shift, activity, ctx, skip=skip), replaces=True)


def write_down(marked: list[Expected], activity: Activity, ctx: Context) -> None:
    """That something was said about somebody else is noted."""
    rows = (access.Noted(ctx.now, ctx.me, one.ref, activity.branch_id, "checkin", "/incheckning") for one in marked)
    access.note_all(ctx.session, rows)


def begun(shift: Shift, activity: Activity, ctx: Context) -> None:
    """They check others in, so they are there, and are asked how it went; who came is thanked in any case."""
    checkin.stand_there(ctx.session, activity, me(ctx).id, ctx.now)
    calls.plan(ctx, shift, me(ctx).id)
    thanks.plan_anyway(ctx, shift)


def mark_rest(_msg: Incoming, ctx: Context) -> Reply:
    """`SHIFT:SKIP`: everybody came of whom nothing was said."""
    number, _, skipped = ctx.args.partition(":")
    shift, activity = find(number, ctx)
    skip = ctx.number(skipped, digits=4)
    refuse_frozen(ctx.session, UserError, ctx.texts)
    write_down(checkin.mark_rest(ctx.session, shift), activity, ctx)
    begun(shift, activity, ctx)
    return replace(look(shift, activity, ctx, skip=skip), replaces=True)


def walk_in(_msg: Incoming, ctx: Context) -> Reply:
    """`SHIFT:WAS:NUMBER:SKIP`: so many came without a sign-up, where so many were counted before."""
    number, was, many, skipped = [*ctx.args.split(":"), "", "", ""][:4]
    shift, activity = find(number, ctx)
    skip, before = ctx.number(skipped, digits=4), ctx.number(was, digits=3)
    refuse_frozen(ctx.session, UserError, ctx.texts)
    counted = min(ctx.number(many, digits=3), checklist.MOST_WALK_INS)
    if not checkin.walk_in(ctx.session, shift, was=before, number=counted):
        return replace(look(shift, activity, ctx, skip=skip, intro=ctx.say("checkin.counted_meanwhile")), replaces=True)
    begun(shift, activity, ctx)
    return replace(look(shift, activity, ctx, skip=skip), replaces=True)


def finish(_msg: Incoming, ctx: Context) -> Reply:
    """What it came to, in numbers; and how it went is told now, or asked when it is over."""
    shift, activity = find(ctx.args, ctx)
    assert shift.id is not None
    begun(shift, activity, ctx)
    every = checkin.roll(ctx.session, shift.id)
    missed, unsaid = sum(one.heads - one.there for one in every if one.came is not None), checkin.unsaid(every)
    lines = [ctx.say("checkin.done", what=called(activity, shift, ctx)), *checklist.counts(every, shift, ctx)]
    lines += [ctx.say("checkin.missed", n=missed)] if missed else []
    lines += [ctx.say("checkin.unsaid", n=unsaid)] if unsaid else []
    over = shift.ends_at <= ctx.now
    lines += [] if over else [ctx.say("checkin.asked_later")]
    hand_in, change = calls.buttons(ctx, shift)
    buttons = (hand_in, change) if over else (change,)
    return Reply(Markup("\n".join(lines)), buttons=buttons, private=True, replaces=True)


ROUTES = (
    Command("incheckning", show, aliases=("check-in",), needs=Right.USE),
    Action("checkin", press, needs=Right.USE, is_quick=True),
    Action("checkins", show_more, needs=Right.USE),
    Action("came", mark, needs=Right.USE, is_quick=True),
    Action("came-all", mark_rest, needs=Right.USE, is_quick=True),
    Action("came-too", walk_in, needs=Right.USE, is_quick=True),
    Action("came-done", finish, needs=Right.USE, is_quick=True),
)
