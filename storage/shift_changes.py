"""What whoever arranges an activity changes about its shifts, and what that does to those who are on them."""

from datetime import date, datetime, time, timedelta

from sqlalchemy import select
from sqlmodel import Session, col

from storage import occurrences, shifts
from storage.models import Activity, Place, Shift, Signup
from storage.seats import ACTIVE, RefusedError, clash, end, taken
from storage.waiting import LAPSE, MOMENT, TORN, promote, tell

# What is said to all who are on a shift: that it comes, and that it moved or is called off.
SHIFT, CHANGED = "shift", "shift_change"


def resize(session: Session, shift: Shift, *, minimum: int, capacity: int | None, now: datetime) -> None:
    """So many are needed, and so many have room.

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
    promote(session, shift, now)


def move(
    session: Session, shift: Shift, activity: Activity, *, day: date, starts: time, ends: time | None, now: datetime
) -> list[Signup]:
    """It is at another time. Whoever has another shift then leaves this one: nobody is in two places. Who that is."""
    assert shift.id is not None
    shifts.lock(session, [shift.id])
    shifts.put_at(session, shift, activity, day=day, starts=starts, ends=ends)
    torn = [signup for signup in active(session, shift) if clash(session, shift, signup.member_id)]
    for signup in torn:
        end(session, signup, Place.CANCELLED, now)
        tell(session, TORN, signup, due_at=now, until=shift.ends_at)
    announce(session, shift, now)
    hasten(session, shift, now)
    promote(session, shift, now)
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


def follow(session: Session, activity: Activity, *, by_days: timedelta, by: timedelta, now: datetime) -> list[Signup]:
    """The activity has moved by so many days, and so long within the day: its shifts go with it."""
    torn = []
    for shift in of_activity(session, activity):
        day = shift.day + by_days
        starts, ends = later(shift.starts, by), later(shift.ends, by) if shift.ends else None
        torn += move(session, shift, activity, day=day, starts=starts, ends=ends, now=now)
    return torn


def later(wall: time, by: timedelta) -> time:
    """A wall clock's time so long after; it stays on its day."""
    return (datetime.combine(date(2000, 1, 3), wall) + by).time()


def active(session: Session, shift: Shift) -> list[Signup]:
    """Who is on it or waits for it, in their order."""
    there = select(Signup).where(col(Signup.shift_id) == shift.id, col(Signup.place).in_(ACTIVE))
    ordered = there.order_by(col(Signup.id)).execution_options(populate_existing=True)
    return list(session.execute(ordered).scalars())


def of_activity(session: Session, activity: Activity) -> list[Shift]:
    """Those that are not called off."""
    here = select(Shift).where(col(Shift.activity_id) == activity.id, col(Shift.cancelled_at).is_(None))
    return list(session.execute(here.order_by(col(Shift.starts_at), col(Shift.id))).scalars())


def cancel(session: Session, shift: Shift, *, reason: str, now: datetime) -> None:
    """It does not happen; who was on it stays written there, to be told."""
    assert shift.id is not None
    shifts.lock(session, [shift.id])
    shift.cancelled_at, shift.cancel_reason = now, reason
    announce(session, shift, now)


def cancel_all(session: Session, activity: Activity, *, reason: str, now: datetime) -> None:
    """The whole activity is called off, and so are its shifts."""
    for shift in of_activity(session, activity):
        cancel(session, shift, reason=reason, now=now)


def announce(session: Session, shift: Shift, now: datetime) -> None:
    """Have its reminders planned anew, and whoever is on it told at once."""
    shift.scheduled_for = None
    session.add(shift)
    session.flush()
    about = str(shift.id)
    occurrences.cancel_subject(session, topic=CHANGED, subject=about, now=now)
    occurrences.put(
        session, key=f"{CHANGED}:{about}:{now.isoformat()}", topic=CHANGED, subject=about, due_at=now,
        deliver_until=shift.ends_at if shift.cancelled_at else shift.starts_at,
    )  # fmt: skip


def unscheduled(session: Session) -> list[Shift]:
    """Those that are new, have moved or were called off since their reminders were planned; from now on they are."""
    found = list(session.execute(select(Shift).where(col(Shift.scheduled_for).is_(None))).scalars())
    for shift in found:
        shift.scheduled_for = shift.starts_at
        session.add(shift)
    session.flush()
    return found
