"""`/mina-pass`: what somebody has said yes to, and what they are responsible for."""

from bot.context import Context
from bot.markup import Markup
from bot.messages import Button, Incoming, Reply
from bot.rosters import TITLE, label, shortened, stands
from bot.router import Action, Command
from bot.wording import when
from handlers.signups import MOST_SHIFTS, own_buttons, shift_of, standing, view
from storage import details, seats, signups
from storage.models import Activity, Shift, Signup
from storage.rights import Right


def show_mine(_msg: Incoming, ctx: Context) -> Reply:
    """All that the asker has signed up for, the next first, with a button to each; then what they answer for."""
    return page(ctx, skip=0)


def show_more(_msg: Incoming, ctx: Context) -> Reply:
    return page(ctx, skip=ctx.number(ctx.args, digits=4))


def page(ctx: Context, *, skip: int) -> Reply:
    assert ctx.person is not None
    signed_up = signups.coming(ctx.session, ctx.person.id, now=ctx.now)
    responsible = details.of_contact(ctx.session, ctx.person.id, now=ctx.now)
    found, past = signed_up[skip : skip + MOST_SHIFTS], max(0, skip - len(signed_up))
    answers_for = responsible[past : past + MOST_SHIFTS - len(found)]
    texts = [told(*one, ctx) for one in found]
    if answers_for:
        texts.append(Markup("\n".join([ctx.say("responsible.intro"), *(line(one, ctx) for one in answers_for)])))
    if not texts:
        return Reply(ctx.say("wanted.more_none" if skip else "signup.none"), private=True)
    buttons = [*buttons_of(found, ctx, alone=len(signed_up) == 1)]
    buttons += [Button(responsible_label(one, ctx), f"change:{one.id}") for one in answers_for]
    if len(signed_up) + len(responsible) > skip + MOST_SHIFTS:
        buttons.append(Button(ctx.label("wanted.button.more"), f"owns:{skip + MOST_SHIFTS}"))
    return Reply(Markup("\n\n".join(texts)), buttons=tuple(buttons), private=True)


def told(signup: Signup, shift: Shift, activity: Activity, ctx: Context) -> Markup:
    return stands(activity, shift, signup, ctx, number=seats.number_in_line(ctx.session, signup))


def buttons_of(found: list[tuple[Signup, Shift, Activity]], ctx: Context, *, alone: bool) -> tuple[Button, ...]:
    """Of a single one what can be done about it, of several one to each."""
    if alone and found:
        ((signup, shift, _),) = found
        return own_buttons(shift, signup, ctx)
    return tuple(Button(own_label(activity, shift, ctx), f"own:{shift.id}") for _, shift, activity in found)


def line(activity: Activity, ctx: Context) -> Markup:
    ends = activity.ends_at if activity.ends else None
    times = when(activity.starts_at, end=ends, now=ctx.now, language=ctx.texts.language, zone=ctx.zone)
    return ctx.say("responsible.line", title=activity.title, when=times, place=activity.place)


def responsible_label(activity: Activity, ctx: Context) -> str:
    starts = activity.starts_at.astimezone(ctx.zone)
    title = shortened(activity.title, TITLE)
    return ctx.label("responsible.button.open", day=f"{starts.day}/{starts.month}", title=title)


def own_label(activity: Activity, shift: Shift, ctx: Context) -> str:
    starts = shift.starts_at.astimezone(ctx.zone)
    on, key = f"{starts.day}/{starts.month}", "signup.button.own_place" if shift.place else "signup.button.own"
    return label(key, shift, ctx, title=activity.title, day=on)


def show_own(_msg: Incoming, ctx: Context) -> Reply:
    """One of them, and what can be done about it."""
    assert ctx.person is not None
    shift, activity = shift_of(ctx.args, ctx)
    assert shift.id is not None
    signup = signups.find(ctx.session, shift.id, ctx.person.id)
    if signup is None or signup.ended_at is not None:
        return view(activity, ctx)
    return standing(activity, shift, signup, ctx)


ROUTES = (
    Command("mina-pass", show_mine, aliases=("pass", "my-shifts", "shifts"), needs=Right.USE),
    Action("owns", show_more, needs=Right.USE),
    Action("own", show_own, needs=Right.USE),
)
