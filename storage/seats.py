"""The places on a shift: how many there are, who has them, and why somebody gets none."""

from collections.abc import Collection
from datetime import datetime
from typing import Final, Literal

from sqlalchemy import bindparam, func, select
from sqlmodel import Session, col

from storage import needs, shifts
from storage.models import Activity, Place, Shift, Signup
from storage.shifts import HOLDING
from storage.types import table_of

SIGNUP = table_of(Signup)
# Who is on a shift, or waits for it; the surest first.
ACTIVE: Final = (Place.GOING, Place.OFFERED, Place.WAITING)

Why = Literal["begun", "cancelled", "clash", "too_many", "full", "lapsed", "gone"]


class RefusedError(Exception):
    """It cannot be: in a word why; `shift` is the one that it is about."""

    def __init__(self, why: Why, shift: Shift | None = None, free: int = 0) -> None:
        super().__init__(why)
        self.why, self.shift, self.free = why, shift, free


BEFORE = select(func.count()).where(
    SIGNUP.c.shift_id == bindparam("shift"), SIGNUP.c.place == Place.WAITING, SIGNUP.c.id <= bindparam("id")
)


def taken(session: Session, shift_id: int) -> int:
    """How many places are taken or kept."""
    heads = select(func.coalesce(func.sum(col(Signup.guests) + 1), 0))
    held = heads.where(col(Signup.shift_id) == shift_id, col(Signup.place).in_(HOLDING))
    return int(session.execute(held).scalar_one())


def has_room(session: Session, shift: Shift, more: int) -> bool:
    assert shift.id is not None
    return shift.capacity is None or taken(session, shift.id) + more <= shift.capacity


def free(session: Session, shift: Shift) -> int:
    """How many places are left on a shift that has a limit."""
    assert shift.id is not None
    assert shift.capacity is not None
    return max(0, shift.capacity - taken(session, shift.id))


def clash(session: Session, shift: Shift, member_id: int, *, but: Collection[int] = ()) -> Shift | None:
    """Another shift at the same time that the member is on, or waits for."""
    there = (
        select(Shift)
        .join(Signup, col(Signup.shift_id) == col(Shift.id))
        .join(Activity, col(Activity.id) == col(Shift.activity_id))
        .where(col(Signup.member_id) == member_id, col(Signup.place).in_(ACTIVE), col(Shift.id).not_in([*but]))
        .where(shifts.overlapping(shift), col(Activity.cancelled_at).is_(None))
        .order_by(col(Shift.starts_at), col(Shift.id))
        .limit(1)
    )
    found: Shift | None = session.execute(there).scalar_one_or_none()
    return found


def clashing(session: Session, shift: Shift, member_id: int) -> list[Signup]:
    """What the member has on other shifts at the same time, or waits for there."""
    there = (
        select(Signup)
        .join(Shift, col(Signup.shift_id) == col(Shift.id))
        .join(Activity, col(Activity.id) == col(Shift.activity_id))
        .where(col(Signup.member_id) == member_id, col(Signup.place).in_(ACTIVE))
        .where(shifts.overlapping(shift), col(Activity.cancelled_at).is_(None))
        .order_by(col(Signup.id))
    )
    return list(session.execute(there.execution_options(populate_existing=True)).scalars())


def number_in_line(session: Session, signup: Signup) -> int:
    """Which one they are of those who wait; 0 for who does not wait."""
    if signup.place != Place.WAITING:
        return 0
    assert signup.id is not None  # it is in the table (see rush.add)
    asked = {"shift": signup.shift_id, "id": signup.id}
    return int(session.connection().execute(BEFORE, asked).scalar_one())


def end(session: Session, signup: Signup, place: Place, now: datetime) -> None:
    """What they needed there is forgotten with it, and whether they came."""
    signup.place, signup.ended_at, signup.offered_until = place, now, None
    signup.came = signup.along = None
    session.add(signup)
    session.flush()
    needs.drop_orphans(session, signup.shift_id, now, member_id=signup.member_id)
