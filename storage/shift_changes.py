"""What whoever arranges an activity changes about its shifts, and what that does to those who are on them."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from sqlalchemy import or_, select, update
from sqlmodel import Session, col

from storage import checkin, needs, occurrences, shifts
from storage.models import Activity, Fate, Place, Shift, Signup, Swap
from storage.rush import hold
from storage.seats import ACTIVE, RefusedError, clashing, end, taken
from storage.types import table_of
from storage.waiting import LAPSE, MOMENT, OUTGROWN, TORN, line, promote, tell

# What is said to all who are on a shift: that it comes, and that it moved or is called off; and of all their shifts of
# an activity, where that is moved or called off.
SHIFT, CHANGED, ALL_CHANGED = "shift", "shift_change", "shifts_change"
ACTIVITY = table_of(Activity)


class Hours(NamedTuple):
    """When a shift is from now on."""

    day: date
    starts: time
    ends: time | None


def resize(session: Session, shift: Shift, *, minimum: int, capacity: int | None, now: datetime) -> list[Signup]:
    """So many are needed, and so many have room. Who waited and is more than that, and waits no more.

    Raises:
        RefusedError: more have a place already.

    """
    assert shift.id is not None
    shifts.lock(session, [shift.id])
    held = taken(session, shift.id)
    if capacity is not None and capacity < held:
        raise RefusedError("full", shift, held)
    shift.minimum, shift.capacity = minimum, capacity
    session.add(shift)
    session.flush()
    gone = [one for one in line(session, shift) if capacity is not None and one.guests + 1 > capacity]
    take_off(session, gone, OUTGROWN, until=shift.starts_at, now=now)
    promote(session, shift, now)
    return gone


def take_off(session: Session, gone: Iterable[Signup], why: str, *, until: datetime, now: datetime) -> None:
    """They are not on it any more, and are told why."""
    for signup in gone:
        end(session, signup, Place.CANCELLED, now)
        tell(session, why, signup, due_at=now, until=until)


def move(
    session: Session, shift: Shift, activity: Activity, *, day: date, starts: time, ends: time | None, now: datetime
) -> list[Signup]:
    """It is at another time. Nobody is in two places: the sign-ups that end because of it."""
    torn = put_all(session, activity, [(shift, Hours(day, starts, ends))], now)
    count(session, shift, now)
    announce(session, shift, now)
    return torn


class Followed(NamedTuple):
    """What became of an activity's shifts when it moved: the sign-ups that ended, the shifts that are at another time,
    and how many end later than it does, and did not before.
    """

    torn: list[Signup]
    moved: list[Shift]
    outlasting: int


def follow(session: Session, activity: Activity, was: Hours, *, now: datetime) -> Followed:
    """The activity has moved from there: its shifts go with it, and one as long as all of it still is that. Nobody is
    told of a shift that is when it was.
    """
    found = movable(session, activity, was, now)
    late = {shift.id for shift in found if outlasts(shift, activity, was)}
    hours = [(shift, along(shift, activity, was)) for shift in found]
    moved = [shift for shift, at in hours if shifts.moments(activity, *at) != (shift.starts_at, shift.ends_at)]
    # In another zone the same moment may be another hour on the wall.
    other = [(shift, at) for shift, at in hours if shift in moved or at != (shift.day, shift.starts, shift.ends)]
    torn = put_all(session, activity, other, now)
    announce_moved(session, activity, found, moved, now)
    stands = Hours(activity.day, activity.starts, activity.ends)
    return Followed(torn, moved, sum(shift.id not in late and outlasts(shift, activity, stands) for shift in found))


def movable(session: Session, activity: Activity, was: Hours, now: datetime) -> list[Shift]:
    """What of it was not held yet. Of a day that has begun, what is over stays; when all of it is over, what somebody
    has told of, if it was a part.
    """
    found = of_activity(session, activity)
    ahead = [shift for shift in found if shift.ends_at > now]
    return ahead or [
        shift for shift in found
        if (shift.day, shift.starts, shift.ends) == was or not checkin.was_held(session, shift, now)
    ]  # fmt: skip


def along(shift: Shift, activity: Activity, was: Hours) -> Hours:
    """When a shift is, now that the activity is not then any more."""
    if (shift.day, shift.starts, shift.ends) == was:
        return Hours(activity.day, activity.starts, activity.ends)
    before = datetime.combine(was.day, was.starts)
    return later(shift, datetime.combine(activity.day, activity.starts) - before)


def outlasts(shift: Shift, activity: Activity, at: Hours) -> bool:
    """Whether it ends later than the activity does at these hours; where no end is said nothing is too late."""
    return at.ends is not None and shift.ends_at > shifts.moments(activity, *at)[1]


def later(shift: Shift, by: timedelta) -> Hours:
    """Its hours on the wall so long after, also past midnight."""
    starts = datetime.combine(shift.day, shift.starts) + by
    ends = (datetime.combine(shift.day, shift.ends) + by).time() if shift.ends else None
    return Hours(starts.date(), starts.time(), ends)


def put_all(session: Session, activity: Activity, moved: Sequence[tuple[Shift, Hours]], now: datetime) -> list[Signup]:
    """All are at their new times before it is looked whom that has in two places: those are in nobody's way."""
    hold_all(session, [shift for shift, _ in moved])
    for shift, (day, starts, ends) in moved:
        shifts.put_at(session, shift, activity, day=day, starts=starts, ends=ends)
        checkin.start_over(session, shift, now)
    close_swaps(session, [shift.id for shift, _ in moved if shift.id is not None], now)
    torn = [signup for shift, _ in moved for signup in tear(session, shift, now)]
    for shift, _ in moved:
        hasten(session, shift, now)
    left = {signup.shift_id for signup in torn} | {shift.id for shift, _ in moved if shift.id is not None}
    for shift in shifts.lock(session, left):
        promote(session, shift, now)
    return torn


def close_swaps(session: Session, shift_ids: Collection[int], now: datetime) -> None:
    """Whoever was asked to swap was asked about other hours."""
    offered = select(col(Signup.id)).where(col(Signup.shift_id).in_(shift_ids))
    about = or_(col(Swap.shift_id).in_(shift_ids), col(Swap.signup_id).in_(offered))
    session.execute(update(Swap).where(about, col(Swap.closed_at).is_(None)).values(closed_at=now))


def hold_all(session: Session, moved: Collection[Shift]) -> None:
    """These shifts, whoever is on them, and what else they are on: in the one order in which everybody holds them."""
    numbers = [shift.id for shift in moved if shift.id is not None]
    standing = col(Signup.place).in_(ACTIVE)
    there = select(col(Signup.member_id)).where(col(Signup.shift_id).in_(numbers), standing)
    people = set(session.execute(there).scalars())
    beside = session.execute(select(col(Signup.shift_id)).where(col(Signup.member_id).in_(people), standing)).scalars()
    hold(session, {*numbers, *beside}, people)
    shifts.lock(session, numbers)


def tear(session: Session, shift: Shift, now: datetime) -> list[Signup]:
    """Of two at the same time the surer one stays (ACTIVE has that order), and of equals the one that did not move.
    Those that end.
    """
    torn = []
    for mine in active(session, shift):
        others = clashing(session, shift, mine.member_id)
        stays = all(ACTIVE.index(Place(other.place)) > ACTIVE.index(Place(mine.place)) for other in others)
        torn += others if stays else [mine]
    for signup in torn:
        take_off(session, [signup], TORN, until=session.get_one(Shift, signup.shift_id).ends_at, now=now)
    return torn


def hasten(session: Session, shift: Shift, now: datetime) -> None:
    """It begins sooner than was thought: whoever is offered a place has half of what is left to answer."""
    for signup in active(session, shift):
        until = now + (shift.starts_at - now) / 2
        if signup.place == Place.OFFERED and signup.offered_until is not None and signup.offered_until > until:
            signup.offered_until = until
            session.add(signup)
            occurrences.move(session, key=f"{LAPSE}:{signup.id}", due_at=until + MOMENT)
    session.flush()


def active(session: Session, shift: Shift) -> list[Signup]:
    """Who is on it or waits for it, in their order."""
    there = select(Signup).where(col(Signup.shift_id) == shift.id, col(Signup.place).in_(ACTIVE))
    ordered = there.order_by(col(Signup.id)).execution_options(populate_existing=True)
    return list(session.execute(ordered).scalars())


def of_activity(session: Session, activity: Activity) -> list[Shift]:
    """Those that are not called off."""
    here = select(Shift).where(col(Shift.activity_id) == activity.id, col(Shift.cancelled_at).is_(None))
    return list(session.execute(here.order_by(col(Shift.starts_at), col(Shift.id))).scalars())


def of_each(session: Session, activity: Activity, now: datetime) -> dict[int, list[tuple[Signup, Shift]]]:
    """Who is on which of its shifts, or waits for them, that are not over; what was called off before it was is not."""
    stands = or_(col(Shift.cancelled_at).is_(None), col(Shift.cancelled_at) == activity.cancelled_at)
    there = (
        select(Signup, Shift)
        .join(Shift, col(Shift.id) == col(Signup.shift_id))
        .where(col(Shift.activity_id) == activity.id, col(Shift.ends_at) > now, stands)
        .where(col(Signup.place).in_(ACTIVE))
        .order_by(col(Shift.starts_at), col(Shift.id))
    )
    found: dict[int, list[tuple[Signup, Shift]]] = {}
    for signup, shift in session.execute(there.execution_options(populate_existing=True)):
        found.setdefault(signup.member_id, []).append((signup, shift))
    return found


def cancel(session: Session, shift: Shift, *, reason: str, now: datetime) -> None:
    """It does not happen; who was on it stays written there, to be told."""
    call_off(session, shift, reason, now)
    count(session, shift, now)
    announce(session, shift, now)


def cancel_all(session: Session, activity: Activity, *, reason: str, now: datetime) -> None:
    """The whole activity is called off, and so are its shifts."""
    found = of_activity(session, activity)
    for shift in found:
        call_off(session, shift, reason, now)
    announce_all(session, activity, found, now)


def call_off(session: Session, shift: Shift, reason: str, now: datetime) -> None:
    assert shift.id is not None
    shifts.lock(session, [shift.id])
    shift.cancelled_at, shift.cancel_reason = now, reason
    session.add(shift)
    session.flush()
    needs.drop_orphans(session, shift.id, now)


def count(session: Session, shift: Shift, now: datetime) -> None:
    """Calendars see by their activity that its hours are others. No reminder of the whole moves with it."""
    mine = update(Activity).where(col(Activity.id) == shift.activity_id)
    session.execute(mine.values(sequence=ACTIVITY.c.sequence + 1, changed_at=now))


def announce(session: Session, shift: Shift, now: datetime) -> None:
    """Have its reminders planned anew, and whoever is on it told at once."""
    plan_anew(session, [shift], now)
    put(session, CHANGED, shift.id, now, until=shift.ends_at if shift.cancelled_at else shift.starts_at)


def announce_all(session: Session, activity: Activity, found: Sequence[Shift], now: datetime) -> None:
    """The same for all of an activity's: whoever is on several is told of them in one message."""
    plan_anew(session, found, now)
    occurrences.cancel_subject(session, topic=ALL_CHANGED, subject=str(activity.id), now=now)
    if found:
        until = max(shift.ends_at if shift.cancelled_at else shift.starts_at for shift in found)
        put(session, ALL_CHANGED, activity.id, now, until=until)


def announce_moved(
    session: Session, activity: Activity, found: Sequence[Shift], moved: Sequence[Shift], now: datetime
) -> None:
    """Whoever is on one that moved; the others only where they wait to be told of all of it anyhow."""
    known = occurrences.about(session, topic=ALL_CHANGED, subject=str(activity.id))
    if moved and (len(moved) == len(found) or any(one.fate == Fate.PENDING and not one.lead for one in known)):
        announce_all(session, activity, found, now)
        return
    for shift in moved:
        announce(session, shift, now)


def plan_anew(session: Session, found: Iterable[Shift], now: datetime) -> None:
    """Their reminders; what was to be told of them is told with what is told now."""
    for shift in found:
        shift.scheduled_for = None
        session.add(shift)
        occurrences.cancel_subject(session, topic=CHANGED, subject=str(shift.id), now=now)
    session.flush()


def put(session: Session, topic: str, about: int | None, now: datetime, *, until: datetime) -> None:
    key = f"{topic}:{about}:{now.isoformat()}"
    new = occurrences.put(session, key=key, topic=topic, subject=str(about), due_at=now, deliver_until=until)
    if new is None:  # changed twice in the same moment
        occurrences.revive(session, key=key, due_at=now, deliver_until=until)


def unscheduled(session: Session) -> list[Shift]:
    """Those that are new, have moved or were called off since their reminders were planned; from now on they are."""
    found = list(session.execute(select(Shift).where(col(Shift.scheduled_for).is_(None))).scalars())
    for shift in found:
        shift.scheduled_for = shift.starts_at
        session.add(shift)
    session.flush()
    return found
