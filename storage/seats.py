"""The places on a shift: how many there are, who has them, and why somebody gets none."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Final, Literal, NamedTuple

from sqlalchemy import Integer, ScalarSelect, Table, bindparam, func, insert, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Session, col

from storage import needs, shifts
from storage.models import Activity, Member, Place, Shift, Signup
from storage.shifts import HOLDING
from storage.types import one_of, table_of

SHIFT, SIGNUP, ACTIVITY, MEMBER = table_of(Shift), table_of(Signup), table_of(Activity), table_of(Member)
# Who is on a shift, or waits for it; the surest first.
ACTIVE: Final = (Place.GOING, Place.OFFERED, Place.WAITING)

Why = Literal["begun", "cancelled", "clash", "too_many", "full", "lapsed", "gone"]


class RefusedError(Exception):
    """It cannot be: in a word why; `shift` is the one that it is about."""

    def __init__(self, why: Why, shift: Shift | None = None, free: int = 0) -> None:
        super().__init__(why)
        self.why, self.shift, self.free = why, shift, free


class Look(NamedTuple):
    """A shift of an activity, and one member: the places that are taken, how many sign-ups wait, another shift that the
    member has at the same time, and their own latest sign-up.
    """

    shift: Shift
    activity: Activity
    taken: int
    waiting: int
    clash: int | None
    mine: int | None

    def place(self, size: int) -> Place:
        """Where so many people get to who come now."""
        full = self.shift.capacity is not None and self.taken + size > self.shift.capacity
        return Place.WAITING if full else Place.GOING


OTHER, THEIRS, MINE = SHIFT.alias(), SIGNUP.alias(), SIGNUP.alias()
OTHERS_ACTIVITY = ACTIVITY.alias()
ELSEWHERE = (
    select(OTHER.c.id)
    .join(THEIRS, THEIRS.c.shift_id == OTHER.c.id)
    .join(OTHERS_ACTIVITY, OTHERS_ACTIVITY.c.id == OTHER.c.activity_id)
    .where(THEIRS.c.member_id == bindparam("member"), one_of(THEIRS.c.place, ACTIVE))
    .where(OTHER.c.id != SHIFT.c.id, OTHER.c.cancelled_at.is_(None), OTHERS_ACTIVITY.c.cancelled_at.is_(None))
    .where(OTHER.c.starts_at < SHIFT.c.ends_at, OTHER.c.ends_at > SHIFT.c.starts_at)
    .order_by(OTHER.c.starts_at, OTHER.c.id)
    .limit(1)
    .scalar_subquery()
)
THEIR_OWN = (MINE.c.shift_id == SHIFT.c.id, MINE.c.member_id == bindparam("member"))
# The one that stands, or else the last that ended: a swap can bring an older one to a shift.
LATEST = select(MINE.c.id).where(*THEIR_OWN).order_by(MINE.c.ended_at.is_not(None), MINE.c.id.desc()).limit(1)
LINE = select(func.count()).where(SIGNUP.c.shift_id == SHIFT.c.id, SIGNUP.c.place == Place.WAITING).scalar_subquery()
# Hundreds may ask it in the same second.
LOOK = (
    select(Shift, Activity, shifts.people(HOLDING), LINE, ELSEWHERE, LATEST.scalar_subquery())
    .join(Activity, col(Activity.id) == col(Shift.activity_id))
    .where(col(Shift.id) == bindparam("shift"))
)
ADD = insert(SIGNUP).returning(SIGNUP.c.id)


def held(table: Table, ids: str) -> ScalarSelect[int]:
    """How many of them there are; they are held, in the order of their ids."""
    wanted = func.any(bindparam(ids, type_=ARRAY(Integer)))
    rows = select(table.c.id).where(table.c.id == wanted).order_by(table.c.id)
    there = rows.with_for_update().cte(ids)
    return select(func.count()).select_from(there).scalar_subquery()


# What a session knows of its transaction: who else may come to be held, and which members and shifts are.
EXPECTED, HELD_HERE = "expected", "held"

# From left to right, so that everybody waits for one another in the same order.
HOLD = select(held(MEMBER, "members"), held(SHIFT, "shifts"))
BEFORE = select(func.count()).where(
    SIGNUP.c.shift_id == bindparam("shift"), SIGNUP.c.place == Place.WAITING, SIGNUP.c.id <= bindparam("id")
)


def add(session: Session, signup: Signup) -> None:
    """Put it in, and tell it its id."""
    signup.id = session.connection().execute(ADD, signup.model_dump(exclude={"id"})).scalar_one()


def expect(session: Session, member_ids: Iterable[int]) -> None:
    """These may all be held in this transaction: they are, with the first of them, so that nobody waits for another
    out of order.
    """
    session.info[EXPECTED] = set(member_ids)


def hold(session: Session, shift_ids: Collection[int], member_ids: Collection[int]) -> None:
    """Members first, then shifts, each in the order of their ids. On SQLite there is only one who writes anyway."""
    if session.get_bind().dialect.name == "sqlite":
        return
    held = session.info.setdefault(HELD_HERE, (set(), set()))
    if held[0].issuperset(member_ids) and held[1].issuperset(shift_ids):
        return
    held[0].update(member_ids, session.info.pop(EXPECTED, ()))
    held[1].update(shift_ids)
    session.connection().execute(HOLD, {"members": list(held[0]), "shifts": list(held[1])})


def look(session: Session, shift_id: int, member_id: int) -> Look | None:
    """How it stands, and stays while this transaction lasts: both are held."""
    hold(session, [shift_id], [member_id])
    asked = {"shift": shift_id, "member": member_id}
    row = session.execute(LOOK, asked, execution_options={"populate_existing": True}).one_or_none()
    return Look(*row) if row else None


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
    asked = {"shift": signup.shift_id, "id": signup.id}
    return int(session.connection().execute(BEFORE, asked).scalar_one())


def end(session: Session, signup: Signup, place: Place, now: datetime) -> None:
    """What they needed there is forgotten with it, and whether they came."""
    signup.place, signup.ended_at, signup.offered_until = place, now, None
    signup.came = signup.along = None
    session.add(signup)
    session.flush()
    needs.drop_orphans(session, signup.shift_id, now, member_id=signup.member_id)
