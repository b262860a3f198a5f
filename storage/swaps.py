"""Two who have a shift each, and take each other's."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlmodel import Session, col

from storage import shifts
from storage.models import Place, Shift, Signup, Swap
from storage.seats import RefusedError, clash, end, free, has_room
from storage.signups import enter, find
from storage.waiting import promote


def ask(
    session: Session, signup: Signup, shift_id: int, *, said_at: datetime | None = None, now: datetime
) -> Swap | None:
    """They would rather have that shift. With room there they get it at once, and there is nothing to ask: None. The
    same sign-up and shift is the same swap, however often it is asked for. `said_at`: when, by the platform's clock.

    Raises:
        RefusedError: one of the two has begun or was called off, they are elsewhere then, or they are more than it
            holds.

    """
    found = enter(session, [shift_id, signup.shift_id], [signup.member_id], now)
    there = next(shift for shift in found if shift.id == shift_id)
    session.refresh(signup)
    if signup.place != Place.GOING:
        raise RefusedError("gone")
    if other := clash(session, there, signup.member_id, but=[signup.shift_id]):
        raise RefusedError("clash", other)
    if there.capacity is not None and signup.guests + 1 > there.capacity:
        raise RefusedError("too_many", there, there.capacity)
    if has_room(session, there, signup.guests + 1):
        move(session, signup, shift_id, said_at or now, now)
        return None
    close_of(session, signup, now)
    swap = known(session, signup, shift_id, now)
    swap.closed_at = None
    session.add(swap)
    session.flush()
    return swap


def known(session: Session, signup: Signup, shift_id: int, now: datetime) -> Swap:
    assert signup.id is not None
    before = select(Swap).where(col(Swap.signup_id) == signup.id, col(Swap.shift_id) == shift_id)
    newest = before.order_by(col(Swap.id).desc()).limit(1).execution_options(populate_existing=True)
    found: Swap | None = session.execute(newest).scalar_one_or_none()
    return found or Swap(member_id=signup.member_id, signup_id=signup.id, shift_id=shift_id, made_at=now)


def move(session: Session, signup: Signup, shift_id: int, said_at: datetime, now: datetime) -> None:
    """They change to a shift that has room; what they leave is offered on."""
    left = shifts.lock(session, [signup.shift_id])[0]
    leave_line(session, shift_id, signup.member_id, now)
    put_on(signup, shift_id, said_at)
    session.add(signup)
    session.flush()
    forget(session, [signup])
    promote(session, left, now)


def put_on(signup: Signup, shift_id: int, said_at: datetime) -> None:
    """Another shift, of which nobody has said yet whether they came. It is as old as their word for it, and not as what
    is done about that: what they say next is newer, by the clock that tells when they say it.
    """
    signup.shift_id, signup.came, signup.along = shift_id, None, None
    signup.said_at = max(signup.said_at, said_at)


def take(session: Session, swap: Swap, by: Signup, *, said_at: datetime | None = None, now: datetime) -> Signup:
    """Somebody on the wanted shift takes the other's: each gets the other's place, once. Whose they took over.

    Raises:
        RefusedError: somebody was quicker, one of them has no place any more, or one of them is elsewhere then.

    """
    mine, theirs = held(session, swap, by, now)
    fits(session, mine, theirs)
    try:
        fits(session, theirs, mine)
    except RefusedError as refused:
        # What the other one is on meanwhile is nobody else's to know.
        raise refused if refused.why != "clash" else RefusedError("gone") from None
    first, second = mine.shift_id, theirs.shift_id
    leave_line(session, second, mine.member_id, now)
    leave_line(session, first, theirs.member_id, now)
    put_on(mine, second, said_at or now)
    put_on(theirs, first, said_at or now)
    session.add_all([mine, theirs])
    session.flush()
    forget(session, [mine, theirs])
    for shift in shifts.lock(session, [first, second]):
        promote(session, shift, now)
    return theirs


def fits(session: Session, signup: Signup, instead: Signup) -> None:
    """Whether one gets into the other's shift when that one leaves it."""
    shift = session.get_one(Shift, instead.shift_id)
    if other := clash(session, shift, signup.member_id, but=[signup.shift_id]):
        raise RefusedError("clash", other)
    if not has_room(session, shift, signup.guests - instead.guests):
        raise RefusedError("full", shift, free(session, shift) + instead.guests + 1)


def held(session: Session, swap: Swap, by: Signup, now: datetime) -> tuple[Signup, Signup]:
    """Both sign-ups, held while this transaction lasts: that of whoever takes over, and that of whoever asked."""
    swap_id, theirs = swap.id, session.get(Signup, swap.signup_id, populate_existing=True)
    if theirs is None:
        raise RefusedError("gone")
    enter(session, [by.shift_id, theirs.shift_id], [by.member_id, theirs.member_id], now)
    session.refresh(by)
    session.refresh(theirs)
    now_open = find_open(session, swap_id)
    is_open = now_open is not None and by.shift_id == now_open.shift_id and by.member_id != theirs.member_id
    if not is_open or by.place != Place.GOING or theirs.place != Place.GOING:
        raise RefusedError("gone")
    return by, theirs


def leave_line(session: Session, shift_id: int, member_id: int, now: datetime) -> None:
    """Who gets a place needs no other one in the line for it."""
    other = find(session, shift_id, member_id)
    if other is not None and other.ended_at is None:
        end(session, other, Place.CANCELLED, now)


def close_of(session: Session, signup: Signup, now: datetime) -> None:
    """What they asked for is asked for no more."""
    open_ones = update(Swap).where(col(Swap.signup_id) == signup.id, col(Swap.closed_at).is_(None))
    session.execute(open_ones.values(closed_at=now))


def forget(session: Session, settled: Sequence[Signup]) -> None:
    """They have another shift now: what they had asked for was about the one that they left."""
    session.execute(delete(Swap).where(col(Swap.signup_id).in_([signup.id for signup in settled])))


def find_open(session: Session, swap_id: int | None) -> Swap | None:
    found: Swap | None = session.execute(
        select(Swap).where(col(Swap.id) == swap_id, col(Swap.closed_at).is_(None))
    ).scalar_one_or_none()
    return found
