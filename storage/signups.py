"""Who is on which shift: first come, first served, together or not at all, and nobody in two places at once."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import or_, select
from sqlmodel import Session, col

from storage import rush, seats, shifts
from storage.activities import visible
from storage.models import Activity, Member, Place, Shift, Signup
from storage.rush import Look, hold
from storage.seats import RefusedError, end, free, has_room
from storage.shifts import HOLDING
from storage.waiting import promote


class SignedUp(NamedTuple):
    """Somebody's sign-up, whether it is new (then it may have no id yet), and which one they are of those who wait (0:
    they do not).
    """

    signup: Signup
    is_new: bool
    number: int


# So many friends may somebody bring.
MOST_GUESTS = 5


def find(session: Session, shift_id: int, member_id: int) -> Signup | None:
    """The member's sign-up for the shift: the one that stands, or else the last that ended."""
    mine = select(Signup).where(col(Signup.shift_id) == shift_id, col(Signup.member_id) == member_id)
    newest = (
        mine.order_by(col(Signup.ended_at).is_not(None), col(Signup.id).desc())
        .limit(1)
        .execution_options(populate_existing=True)
    )
    found: Signup | None = session.execute(newest).scalar_one_or_none()
    return found


def active_of(session: Session, member_id: int, shift_ids: Collection[int]) -> dict[int, Signup]:
    """The member's sign-ups that stand, for these shifts, by shift."""
    mine = select(Signup).where(col(Signup.member_id) == member_id, col(Signup.shift_id).in_(shift_ids))
    rows = session.execute(mine.where(col(Signup.ended_at).is_(None)).execution_options(populate_existing=True))
    return {signup.shift_id: signup for signup in rows.scalars()}


def on_activity(session: Session, activity: Activity, *, off: bool = False) -> set[int]:
    """Who has signed up for it, or waits to, on any of its shifts that stands, or was called off with all of it; `off`:
    on those that were called off alone, too.
    """
    stands = or_(col(Shift.cancelled_at).is_(None), col(Shift.cancelled_at) == activity.cancelled_at)
    mine = select(col(Signup.member_id)).join(Shift, col(Shift.id) == col(Signup.shift_id))
    there = mine.where(col(Shift.activity_id) == activity.id, col(Signup.ended_at).is_(None))
    return set(session.execute(there if off else there.where(stands)).scalars())


def with_place(session: Session, activity: Activity) -> set[int]:
    """Who has a place on any of its shifts, or has one kept for them."""
    mine = select(col(Signup.member_id)).join(Shift, col(Shift.id) == col(Signup.shift_id))
    there = mine.where(col(Shift.activity_id) == activity.id, col(Signup.place).in_(HOLDING))
    return set(session.execute(there).scalars())


def coming(session: Session, member_id: int, *, now: datetime) -> list[tuple[Signup, Shift, Activity]]:
    """What the member is on, or waits for, may see, and is not over; the next first."""
    mine = (
        select(Signup, Shift, Activity)
        .join(Shift, col(Shift.id) == col(Signup.shift_id))
        .join(Activity, col(Activity.id) == col(Shift.activity_id))
        .where(col(Signup.member_id) == member_id, col(Signup.ended_at).is_(None), col(Shift.ends_at) > now)
        .where(col(Shift.cancelled_at).is_(None), col(Activity.cancelled_at).is_(None), visible(member=True))
        .order_by(col(Shift.starts_at), col(Shift.id))
    )
    asked = {"member_id": member_id, "member_of": session.get_one(Member, member_id).branch_id}
    rows = session.execute(mine.execution_options(populate_existing=True), asked)
    return [(row[0], row[1], row[2]) for row in rows]


def sign_up(
    session: Session, shift_id: int, member_id: int, *, guests: int = 0, platform: str, said_at: datetime, now: datetime
) -> SignedUp:
    """Put somebody on a shift, or in the line for it: see `put`."""
    found = rush.look(session, shift_id, member_id)
    if found is None:
        raise RefusedError("gone")
    return put(session, found, member_id, guests=guests, platform=platform, said_at=said_at, now=now)


def put(
    session: Session, found: Look, member_id: int, *, guests: int = 0, platform: str, said_at: datetime, now: datetime
) -> SignedUp:
    """Put somebody on a shift, or in the line for it, as it was found to stand for them.

    Who stands there already stays as they are, and an older word than their latest changes nothing.

    Raises:
        RefusedError: it is over or called off, they are elsewhere then, or they are more than there are places.

    """
    shift = found.shift
    assert shift.id is not None
    check(shift, found.activity, now)
    if found.mine is not None:
        mine = session.get_one(Signup, found.mine, populate_existing=True)
        if mine.ended_at is None or mine.said_at > said_at:
            return SignedUp(mine, is_new=False, number=seats.number_in_line(session, mine))
    if found.clash is not None:
        raise RefusedError("clash", session.get_one(Shift, found.clash))
    if shift.capacity is not None and guests + 1 > shift.capacity:
        raise RefusedError("too_many", shift, shift.capacity)
    new = Signup(
        shift_id=shift.id, member_id=member_id, guests=guests, place=found.place(guests + 1), platform=platform,
        made_at=now, said_at=said_at,
    )  # fmt: skip
    rush.add(session, new)
    return SignedUp(new, is_new=True, number=found.waiting + 1 if new.place == Place.WAITING else 0)


def enter(session: Session, shift_ids: Collection[int], member_ids: Collection[int], now: datetime) -> list[Shift]:
    """Hold these members and shifts while this transaction lasts: nobody gets into two places, or takes a place twice.
    The shifts come in the order of their ids.

    Raises:
        RefusedError: nobody can sign up for one of them, or change that, any more.

    """
    hold(session, shift_ids, member_ids)
    found = shifts.lock(session, shift_ids)
    if len(found) < len(set(shift_ids)):
        raise RefusedError("gone")
    for shift in found:
        check(shift, session.get_one(Activity, shift.activity_id, populate_existing=True), now)
    return found


def check(shift: Shift, activity: Activity, now: datetime) -> None:
    if shift.cancelled_at or activity.cancelled_at:
        raise RefusedError("cancelled", shift)
    if shift.starts_at <= now:
        raise RefusedError("begun", shift)


def cancel(session: Session, shift_id: int, member_id: int, *, said_at: datetime, now: datetime) -> bool:
    """They do not come; what that frees is offered on. Whether they were on it, or in the line.

    Said before it is known that they sign up (events can come in the wrong order), it is remembered.

    Raises:
        RefusedError: it has begun, or was called off.

    """
    shift = enter(session, [shift_id], [member_id], now)[0]
    mine = find(session, shift_id, member_id)
    if mine is None:
        mine = Signup(shift_id=shift_id, member_id=member_id, place=Place.CANCELLED, made_at=now, said_at=said_at)
        end(session, mine, Place.CANCELLED, now)
        return False
    if mine.said_at > said_at:
        return False
    mine.said_at = said_at
    if mine.ended_at is not None:
        session.flush()
        return False
    end(session, mine, Place.CANCELLED, now)
    promote(session, shift, now)
    return True


def bring(session: Session, signup: Signup, guests: int, *, now: datetime) -> None:
    """Bring so many friends; fewer than before free places.

    Raises:
        RefusedError: there is no room for them, or it is too late.

    """
    shift = enter(session, [signup.shift_id], [signup.member_id], now)[0]
    session.refresh(signup)
    more = guests - signup.guests
    if signup.ended_at is not None:
        raise RefusedError("gone", shift)
    if shift.capacity is not None and guests + 1 > shift.capacity:
        raise RefusedError("too_many", shift, shift.capacity)
    if more > 0 and signup.place in HOLDING and not has_room(session, shift, more):
        raise RefusedError("full", shift, free(session, shift))
    # Who came with some of them did not come with more because fewer were expected after all.
    signup.along = None if more > 0 or signup.along is None else min(signup.along, guests)
    signup.guests = guests
    session.add(signup)
    session.flush()
    if more < 0:
        promote(session, shift, now)


def accept(session: Session, signup: Signup, *, said_at: datetime, now: datetime) -> None:
    """Take the place that is offered.

    Raises:
        RefusedError: it went on to the next, or it is too late.

    """
    enter(session, [signup.shift_id], [signup.member_id], now)
    session.refresh(signup)
    if signup.place == Place.GOING:
        return
    if signup.place != Place.OFFERED or signup.offered_until is None or signup.offered_until < now:
        raise RefusedError("lapsed")
    signup.place, signup.offered_until, signup.said_at = Place.GOING, None, max(said_at, signup.said_at)
    session.add(signup)
    session.flush()
