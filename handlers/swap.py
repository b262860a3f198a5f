"""Swapping shifts: somebody would rather have another one, and whoever is on that one says yes."""

from bot.context import Context
from bot.errors import UserError
from bot.markup import Markup
from bot.messages import Button, Incoming, Reply
from bot.rosters import brief, called
from bot.router import Action
from bot.voice import Voice
from handlers.participants import check_leads, may_take
from handlers.refused import explain
from handlers.signups import MOST_SHIFTS, changed, shift_of, standing
from storage import recipients, seats, shift_changes, shifts, signups, swaps
from storage.members import Person
from storage.models import Activity, Place, Shift, Signup, Swap
from storage.rights import Right
from storage.seats import RefusedError


def press(msg: Incoming, ctx: Context) -> Reply:
    """`SHIFT[:+SKIP]`: which one instead? `SHIFT:OTHER`: that one."""
    assert ctx.person is not None
    number, _, other = ctx.args.partition(":")
    shift, activity = shift_of(number, ctx)
    assert shift.id is not None
    signup = signups.find(ctx.session, shift.id, ctx.person.id)
    if signup is None or signup.place != Place.GOING:
        return Reply(ctx.say("signup.not_on", what=called(activity, shift, ctx)), private=True)
    if other and not other.startswith("+"):
        return ask(msg, signup, shift, other, ctx)
    return which(shift, activity, ctx, skip=ctx.number(other[1:], digits=2) if other else 0)


def which(shift: Shift, activity: Activity, ctx: Context, *, skip: int) -> Reply:
    assert activity.id is not None
    coming = [one for one in shifts.of(ctx.session, activity.id) if one.id != shift.id and one.starts_at > ctx.now]
    others = [one for one in coming if may_take(one, activity, ctx)]
    if not others:
        return Reply(ctx.say("swap.no_other"), private=True)
    shown = others[skip : skip + MOST_SHIFTS]
    buttons = [Button(brief(one, ctx), f"swap:{shift.id}:{one.id}") for one in shown]
    if len(others) > skip + MOST_SHIFTS:
        buttons.append(Button(ctx.label("shifts.button.more"), f"swap:{shift.id}:+{skip + MOST_SHIFTS}"))
    return Reply(ctx.say("swap.which", what=called(activity, shift, ctx)), buttons=tuple(buttons), private=True)


def ask(msg: Incoming, signup: Signup, has: Shift, number: str, ctx: Context) -> Reply:
    """Where there is room they change at once; else those who are there are asked."""
    assert ctx.person is not None
    wants, activity = shift_of(number, ctx)
    if wants.activity_id != has.activity_id or wants.id is None:
        raise UserError(ctx.say("error.old_button"))
    check_leads(wants, activity, ctx)
    try:
        swap = swaps.ask(ctx.session, signup, wants.id, said_at=msg.sent_at, now=ctx.now)
    except RefusedError as refused:
        return explain(refused, ctx)
    changed(activity, ctx)
    if swap is None:
        return standing(activity, wants, signup, ctx)
    there = asked(wants, ctx)
    if not there:
        return nobody_to_ask(wants, activity, ctx)
    for to in there:
        said = question(swap, (activity, has, wants), ctx.person, ctx.to(to.language))
        ctx.push(to, said, key=f"swap:{swap.id}", about=signup.member_id)
    return Reply(ctx.say("swap.asked", what=called(activity, wants, ctx)), private=True)


def nobody_to_ask(wants: Shift, activity: Activity, ctx: Context) -> Reply:
    """There is no room for all of them, and nobody who could leave it to them."""
    other = Button(ctx.label("signup.button.others"), f"see:{activity.id}")
    left = seats.free(ctx.session, wants)
    said = ctx.say("swap.no_room", what=called(activity, wants, ctx), n=left)
    return Reply(said, buttons=(other,), private=True)


def asked(wants: Shift, ctx: Context) -> list[recipients.Recipient]:
    """Who has a place on the wanted shift, where they said yes to it."""
    there = {one.member_id: one.platform for one in shift_changes.active(ctx.session, wants)
             if one.place == Place.GOING}  # fmt: skip
    return recipients.people(ctx.session, list(there), platforms=tuple(ctx.homes), said_on=there)


def question(swap: Swap, offer: tuple[Activity, Shift, Shift], asker: Person, voice: Voice) -> Reply:
    """What somebody gets, and what they would leave for it."""
    activity, has, wants = offer
    said = {"name": asker.name, "theirs": called(activity, has, voice), "yours": called(activity, wants, voice)}
    yes = Button(voice.label("swap.button.yes"), f"swapped:{swap.id}")
    return Reply(voice.say("swap.question", **said), buttons=(yes,))


def take(msg: Incoming, ctx: Context) -> Reply:
    """Yes, they take the other's shift: both are told what they have now."""
    assert ctx.person is not None
    swap = swaps.find_open(ctx.session, ctx.number(ctx.args))
    mine = signups.find(ctx.session, swap.shift_id, ctx.person.id) if swap else None
    if swap is None or mine is None:
        return Reply(ctx.say("swap.settled"), private=True)
    check_leads(*shift_of(str(ctx.session.get_one(Signup, swap.signup_id).shift_id), ctx), ctx)
    try:
        theirs = swaps.take(ctx.session, swap, mine, said_at=msg.sent_at, now=ctx.now)
    except RefusedError as refused:
        return Reply(ctx.say("swap.settled"), private=True) if refused.why == "gone" else explain(refused, ctx)
    shift, activity = shift_of(str(mine.shift_id), ctx)
    changed(activity, ctx)
    told(swap, theirs, activity, ctx)
    reply = standing(activity, shift, mine, ctx)
    return Reply(Markup(f"{ctx.say('swap.done')}\n{reply.text}"), buttons=reply.buttons, private=True)


def told(swap: Swap, theirs: Signup, activity: Activity, ctx: Context) -> None:
    assert ctx.person is not None
    shift = ctx.session.get_one(Shift, theirs.shift_id)
    on = {theirs.member_id: theirs.platform}
    for to in recipients.people(ctx.session, list(on), platforms=tuple(ctx.homes), said_on=on):
        voice = ctx.to(to.language)
        said = voice.say("swap.taken", name=ctx.person.name, what=called(activity, shift, voice))
        leave = Button(voice.label("signup.button.leave"), f"leave:{shift.id}")
        ctx.push(to, Reply(said, buttons=(leave,)), key=f"swapped:{swap.id}", about=ctx.person.id)


ROUTES = (
    Action("swap", press, needs=Right.USE),
    Action("swapped", take, needs=Right.USE),
)
