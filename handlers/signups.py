"""Signing up: on a shift or in the line for it, with friends, not at all, and yes to a place that frees."""

from collections.abc import Iterator
from dataclasses import replace

from bot.context import Context
from bot.errors import UserError
from bot.markup import Markup
from bot.messages import Button, Incoming, Reply
from bot.rosters import again, answer_buttons, called, join_button, lines, stands
from bot.router import Action
from handlers import activity_view
from handlers.participants import check_leads, may_take
from handlers.refused import explain
from storage import activities, checkin, leaving, needs, rush, seats, shifts, signups
from storage.models import Activity, Place, Shift, Signup
from storage.rights import Right
from storage.seats import RefusedError
from storage.shifts import Standing
from storage.signups import MOST_GUESTS

# So many shifts are shown at a time, with a button each.
MOST_SHIFTS = 8
NOTHING = Markup()


def see(_msg: Incoming, ctx: Context) -> Reply:
    """`ACTIVITY[:SKIP]`: an activity, its shifts, and a button for each."""
    number, _, skip = ctx.args.partition(":")
    activity = theirs(number, ctx)
    if skip:
        return view(activity, ctx, skip=ctx.number(skip, digits=2))
    return replace(view(activity, ctx), pictures=activity_view.pictures(activity, ctx))


def view(activity: Activity, ctx: Context, *, skip: int = 0) -> Reply:
    assert activity.id is not None
    every = shifts.of(ctx.session, activity.id)
    if len(every) > MOST_SHIFTS:  # what is over would only be in the way
        every = [shift for shift in every if shift.ends_at > ctx.now]
    here = every[skip : skip + MOST_SHIFTS]
    mine = mine_of(here, ctx)
    text = [activity_view.whole(activity, ctx)]
    if len(every) > 1 or (here and (here[0].minimum or here[0].capacity)):
        text += [ctx.say("signup.shifts"), *lines(here, ctx, mine)]
    elif here:
        text += lines(here, ctx, mine)
    more = Button(ctx.label("shifts.button.more"), f"see:{activity.id}:{skip + MOST_SHIFTS}")
    keep = Button(ctx.label("calendar.button.add"), f"ics:{activity.id}")
    buttons = [*shift_buttons(activity, here, mine, ctx, alone=len(every) == 1)]
    buttons += [more] if len(every) > skip + MOST_SHIFTS else []
    buttons += [keep, *activity_view.plan_buttons(activity, ctx)]
    return Reply(Markup("\n".join(text)), buttons=tuple(buttons), private=True)


def mine_of(here: list[Standing], ctx: Context) -> dict[int, Signup]:
    """The asker's own sign-ups, by shift."""
    if ctx.person is None:
        return {}
    return signups.active_of(ctx.session, ctx.person.id, [shift.id for shift in here])


def shift_buttons(
    activity: Activity, here: list[Standing], mine: dict[int, Signup], ctx: Context, *, alone: bool
) -> tuple[Button, ...]:
    """To sign up for each shift, or to leave it."""
    if ctx.person is None:
        return ()
    if not here:
        return (Button(ctx.label("signup.button.join"), f"come:{activity.id}"),)
    coming = [shift for shift in here if shift.starts_at > ctx.now]
    open_here = [shift for shift in coming if shift.id in mine or may_take(shift, activity, ctx)]
    return tuple(button for shift in open_here for button in buttons_of(shift, mine.get(shift.id), ctx, alone=alone))


def buttons_of(shift: Standing, signup: Signup | None, ctx: Context, *, alone: bool) -> tuple[Button, ...]:
    if signup is None:
        return (join_button(shift, ctx, alone=alone),)
    return answer_buttons(shift, signup, ctx, alone=alone)


def theirs(number: str, ctx: Context) -> Activity:
    """An activity that the asker may see.

    Raises:
        UserError: it is not there, or not for them: both are told alike.

    """
    return shown(ctx.session.get(Activity, ctx.number(number), populate_existing=True), ctx)


def shown(activity: Activity | None, ctx: Context) -> Activity:
    person = ctx.person
    if activity is None or not activities.may_see(
        ctx.session, activity, member_id=person.id if person else None, branch_id=person.branch_id if person else None
    ):
        raise UserError(ctx.say("signup.not_there"))
    if activity.cancelled_at is not None:
        raise UserError(ctx.say("change.cancelled_already", title=activity.title))
    return activity


def join(msg: Incoming, ctx: Context) -> Reply:
    """Sign up for an activity: at once where it has one shift, and else for which."""
    activity = theirs(ctx.args, ctx)
    assert activity.id is not None
    if len(shifts.of(ctx.session, activity.id)) > 1:
        return view(activity, ctx)
    return sign_up(msg, str(shifts.whole(ctx.session, activity).id), ctx)


def join_shift(msg: Incoming, ctx: Context) -> Reply:
    """`SHIFT`, or with those who were to come along before: `SHIFT:N`."""
    number, _, friends = ctx.args.partition(":")
    return sign_up(msg, number, ctx, guests=so_many(friends, ctx) if friends else 0)


def so_many(friends: str, ctx: Context) -> int:
    return min(ctx.number(friends, digits=1), MOST_GUESTS)


def shift_of(number: str, ctx: Context) -> tuple[Shift, Activity]:
    found = shifts.find(ctx.session, ctx.number(number))
    if found is None:
        raise UserError(ctx.say("signup.not_there"))
    shift, activity = found
    return shift, shown(activity, ctx)


def sign_up(msg: Incoming, number: str, ctx: Context, *, guests: int = 0) -> Reply:
    assert ctx.person is not None
    found = rush.look(ctx.session, ctx.number(number), ctx.person.id)
    activity = shown(found and found.activity, ctx)
    assert found is not None
    check_leads(found.shift, activity, ctx)
    try:
        signup, is_new, place = signups.put(
            ctx.session, found, ctx.person.id, guests=guests, platform=msg.address.platform,
            said_at=msg.sent_at or ctx.now, now=ctx.now,
        )  # fmt: skip
    except RefusedError as refused:
        return explain(refused, ctx)
    if signup.ended_at is not None:  # an older word, overtaken by a later one
        return Reply(ctx.say("signup.not_there"), private=True)
    changed(activity, ctx)
    known = ctx.say("signup.already") if signup.place == Place.GOING and not is_new else NOTHING
    return placed(activity, found.shift, signup, ctx, number=place, intro=known)


def changed(activity: Activity, ctx: Context) -> None:
    """Who is on it has changed: the clock looks at once whom to tell, and what the posts in groups show."""
    assert activity.id is not None
    ctx.pushed = True


def standing(activity: Activity, shift: Shift, signup: Signup, ctx: Context) -> Reply:
    """Where the asker stands now, and what can be done about it."""
    return placed(activity, shift, signup, ctx, number=seats.number_in_line(ctx.session, signup))


def placed(
    activity: Activity, shift: Shift, signup: Signup, ctx: Context, *, number: int, intro: Markup = NOTHING
) -> Reply:
    """The same, where it is known which `number` they are in the line."""
    lines = filter(None, [intro, stands(activity, shift, signup, ctx, number=number)])
    return Reply(Markup("\n".join(lines)), buttons=own_buttons(shift, signup, ctx), private=True)


def own_buttons(shift: Shift, signup: Signup, ctx: Context) -> tuple[Button, ...]:
    """None that would be refused: once it has begun nobody leaves it, brings somebody or swaps."""
    if shift.starts_at <= ctx.now:
        return tuple(who_buttons(shift, signup, ctx))
    if signup.place == Place.OFFERED:
        return offer_buttons(signup, ctx)
    leave = "leave_line" if signup.place == Place.WAITING else "leave"
    bring = () if shift.capacity == 1 else (Button(ctx.label("signup.button.bring"), f"bring:{shift.id}"),)
    return (
        *bring,
        *place_buttons(shift, signup, ctx),
        Button(ctx.label(f"signup.button.{leave}"), f"leave:{shift.id}"),
    )


def place_buttons(shift: Shift, signup: Signup, ctx: Context) -> Iterator[Button]:
    """What whoever has a place can do: swap it, say what they need, and see the others if they check them in."""
    if signup.place != Place.GOING:
        return
    if shifts.count(ctx.session, shift.activity_id) > 1:
        yield Button(ctx.label("signup.button.swap"), f"swap:{shift.id}")
    yield Button(ctx.label("needs.button.ask"), f"need:{shift.activity_id}")
    yield from who_buttons(shift, signup, ctx)


def who_buttons(shift: Shift, signup: Signup, ctx: Context) -> Iterator[Button]:
    if signup.place == Place.GOING and shift.leads and checkin.is_near(shift, ctx.now):
        yield Button(ctx.label("shifts.button.who"), f"who:{shift.id}")


def offer_buttons(signup: Signup, ctx: Context) -> tuple[Button, ...]:
    yes, no = ctx.label("signup.button.take"), ctx.label("signup.button.pass")
    return Button(yes, f"take:{signup.id}"), Button(no, f"leave:{signup.shift_id}")


def leave(msg: Incoming, ctx: Context) -> Reply:
    """They do not come."""
    assert ctx.person is not None
    shift, activity = own_or_shown(ctx.args, ctx)
    assert shift.id is not None
    said_at, before = msg.sent_at or ctx.now, needed(activity, ctx)
    try:
        was_on = signups.cancel(ctx.session, shift.id, ctx.person.id, said_at=said_at, now=ctx.now)
    except RefusedError as refused:
        return explain(refused, ctx)
    if not was_on:
        return Reply(ctx.say("signup.not_on", what=called(activity, shift, ctx)), private=True)
    changed(activity, ctx)
    can_come_back = leaving.seeing(ctx.session, activity, [ctx.person.id])
    lines = [ctx.say("signup.left", what=called(activity, shift, ctx))]
    forgotten = before and not needed(activity, ctx)
    if forgotten:
        lines.append(ctx.say("signup.left_needs", wants=", ".join(before)))
    mine = signups.find(ctx.session, shift.id, ctx.person.id)
    assert mine is not None
    back = Button(ctx.label("signup.button.back"), again(mine, "come-back" if forgotten else "shift"))
    return Reply(Markup("\n".join(lines)), buttons=(back,) if can_come_back else (), private=True)


def needed(activity: Activity, ctx: Context) -> list[str]:
    """What they have said that they need there, or offer."""
    assert ctx.person is not None
    assert activity.id is not None
    mine = needs.of_member(ctx.session, activity.id, ctx.person.id)
    return [ctx.label(f"needs.want.{need.want}") for need in mine]


def own_or_shown(number: str, ctx: Context) -> tuple[Shift, Activity]:
    """Whoever is on it can leave it, whether they still see it or not."""
    assert ctx.person is not None
    shift_id = ctx.number(number)
    mine = signups.active_of(ctx.session, ctx.person.id, [shift_id])
    if not mine:
        return shift_of(number, ctx)
    shift = ctx.session.get_one(Shift, shift_id, populate_existing=True)
    return shift, ctx.session.get_one(Activity, shift.activity_id, populate_existing=True)


def bring(_msg: Incoming, ctx: Context) -> Reply:
    """`SHIFT` asks how many friends come along; `SHIFT:N` says so."""
    assert ctx.person is not None
    number, _, friends = ctx.args.partition(":")
    shift, activity = shift_of(number, ctx)
    assert shift.id is not None
    signup = signups.find(ctx.session, shift.id, ctx.person.id)
    if signup is None or signup.ended_at is not None:
        return Reply(ctx.say("signup.not_on", what=called(activity, shift, ctx)), private=True)
    if not friends:
        return how_many(shift, ctx)
    try:
        signups.bring(ctx.session, signup, so_many(friends, ctx), now=ctx.now)
    except RefusedError as refused:
        return explain(refused, ctx)
    changed(activity, ctx)
    return standing(activity, shift, signup, ctx)


def how_many(shift: Shift, ctx: Context) -> Reply:
    most = MOST_GUESTS if shift.capacity is None else min(MOST_GUESTS, shift.capacity - 1)
    labels = [str(ctx.say("signup.friends", n=n)) if n else ctx.label("signup.button.alone") for n in range(most + 1)]
    buttons = tuple(Button(label, f"bring:{shift.id}:{n}") for n, label in enumerate(labels))
    return Reply(ctx.say("signup.how_many"), buttons=buttons, private=True)


def take(msg: Incoming, ctx: Context) -> Reply:
    """Yes to the place that is kept for them."""
    assert ctx.person is not None
    signup = ctx.session.get(Signup, ctx.number(ctx.args), populate_existing=True)
    if signup is None or signup.member_id != ctx.person.id:
        raise UserError(ctx.say("error.not_allowed"))
    shift, activity = shift_of(str(signup.shift_id), ctx)
    try:
        signups.accept(ctx.session, signup, said_at=msg.sent_at or ctx.now, now=ctx.now)
    except RefusedError as refused:
        return explain(refused, ctx, lapsed=signup)
    changed(activity, ctx)
    return standing(activity, shift, signup, ctx)


ROUTES = (
    Action("see", see),
    Action("come", join, needs=Right.USE),
    Action("shift", join_shift, needs=Right.USE),
    Action("leave", leave, needs=Right.USE),
    Action("bring", bring, needs=Right.USE),
    Action("take", take, needs=Right.USE),
)
