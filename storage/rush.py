"""Many at the same shift in the same moment: it is held once, looked at once, and who got on it is written once."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from sqlalchemy import Integer, ScalarSelect, Table, bindparam, event, func, insert, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import ORMExecuteState
from sqlmodel import Session, col

from storage import shifts
from storage.models import Activity, Member, Place, Shift, Signup
from storage.seats import ACTIVE
from storage.shifts import HOLDING, KNOWN
from storage.types import one_of, table_of

SHIFT, SIGNUP, ACTIVITY, MEMBER = table_of(Shift), table_of(Signup), table_of(Activity), table_of(Member)


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


@dataclass(slots=True)
class Known:
    """What a transaction knows of a shift that it holds: what a `Look` has of the shift itself, of each of its `people`
    their clash and their latest sign-up, and who is `new` on it and not written yet.
    """

    shift: Shift
    activity: Activity
    taken: int
    waiting: int
    people: dict[int, tuple[int | None, int | None]]
    new: list[Signup] = field(default_factory=list)

    def look(self, member_id: int) -> Look:
        return Look(self.shift, self.activity, self.taken, self.waiting, *self.people[member_id])

    def count(self, signup: Signup) -> None:
        """Nothing is known any more of whoever it is: should they be back, they are asked for again."""
        self.new.append(signup)
        del self.people[signup.member_id]
        if signup.place == Place.WAITING:
            self.waiting += 1
        else:
            self.taken += signup.guests + 1


OTHER, THEIRS, MINE = SHIFT.alias(), SIGNUP.alias(), SIGNUP.alias()
OTHERS_ACTIVITY = ACTIVITY.alias()
ELSEWHERE = (
    select(OTHER.c.id)
    .join(THEIRS, THEIRS.c.shift_id == OTHER.c.id)
    .join(OTHERS_ACTIVITY, OTHERS_ACTIVITY.c.id == OTHER.c.activity_id)
    .where(THEIRS.c.member_id == MEMBER.c.id, one_of(THEIRS.c.place, ACTIVE))
    .where(OTHER.c.id != SHIFT.c.id, OTHER.c.cancelled_at.is_(None), OTHERS_ACTIVITY.c.cancelled_at.is_(None))
    .where(OTHER.c.starts_at < SHIFT.c.ends_at, OTHER.c.ends_at > SHIFT.c.starts_at)
    .order_by(OTHER.c.starts_at, OTHER.c.id)
    .limit(1)
    .scalar_subquery()
)
# The one that stands, or else the last that ended: a swap can bring an older one to a shift.
LATEST = (
    select(MINE.c.id)
    .where(MINE.c.shift_id == SHIFT.c.id, MINE.c.member_id == MEMBER.c.id)
    .order_by(MINE.c.ended_at.is_not(None), MINE.c.id.desc())
    .limit(1)
    .scalar_subquery()
)
LINE = select(func.count()).where(SIGNUP.c.shift_id == SHIFT.c.id, SIGNUP.c.place == Place.WAITING).scalar_subquery()
THERE = (
    select(Shift, Activity, shifts.people(HOLDING), LINE)
    .join(Activity, col(Activity.id) == col(Shift.activity_id))
    .where(col(Shift.id) == bindparam("shift"))
)
PEOPLE = (
    select(MEMBER.c.id, ELSEWHERE, LATEST)
    .join_from(MEMBER, SHIFT, SHIFT.c.id == bindparam("shift"))
    .where(MEMBER.c.id.in_(bindparam("members", expanding=True)))
)
ADD = insert(SIGNUP)
ADD_ONE = ADD.returning(SIGNUP.c.id)


def held(table: Table, ids: str) -> ScalarSelect[int]:
    """How many of them there are; they are held, in the order of their ids. What only names one of them as a foreign
    key, such as something to be told them, need not wait for that, and so gets into no ring with it.
    """
    wanted = func.any(bindparam(ids, type_=ARRAY(Integer)))
    rows = select(table.c.id).where(table.c.id == wanted).order_by(table.c.id)
    there = rows.with_for_update(key_share=True).cte(ids)
    return select(func.count()).select_from(there).scalar_subquery()


# From left to right, so that everybody waits for one another in the same order.
HOLD = select(held(MEMBER, "members"), held(SHIFT, "shifts"))
# What a session keeps of its transaction beside KNOWN: who else may come to be held, and which members and shifts are.
EXPECTED: Final = "expected"
HELD_HERE: Final = "held"


def expect(session: Session, member_ids: Iterable[int]) -> None:
    """These may all press in this transaction. They are held and looked at with the first of them, so that nobody waits
    for another out of order; who gets on a shift is written by `settle`.
    """
    session.info[EXPECTED] = set(member_ids)


def hold(session: Session, shift_ids: Collection[int], member_ids: Collection[int]) -> None:
    """Members first, then shifts, each in the order of their ids. On SQLite there is only one who writes anyway."""
    if session.get_bind().dialect.name == "sqlite":
        return
    members, shifts_held = session.info.setdefault(HELD_HERE, (set(), set()))
    if members.issuperset(member_ids) and shifts_held.issuperset(shift_ids):
        return
    members.update(member_ids, session.info.get(EXPECTED, ()))
    shifts_held.update(shift_ids)
    session.connection().execute(HOLD, {"members": list(members), "shifts": list(shifts_held)})


def look(session: Session, shift_id: int, member_id: int) -> Look | None:
    """How it stands, and stays until this transaction changes it: both are held. The shift and the activity are shared
    by all who are expected: to be read, not to be written.
    """
    hold(session, [shift_id], [member_id])
    known: Known | None = session.info.get(KNOWN)
    if known is None or known.shift.id != shift_id or member_id not in known.people:
        settle(session)
        known = ask(session, shift_id, {member_id, *session.info.get(EXPECTED, ())})
        if EXPECTED in session.info:
            session.info[KNOWN] = known
    return known.look(member_id) if known and member_id in known.people else None


def ask(session: Session, shift_id: int, member_ids: Collection[int]) -> Known | None:
    row = session.execute(THERE, {"shift": shift_id}, execution_options={"populate_existing": True}).one_or_none()
    if row is None:
        return None
    people = session.connection().execute(PEOPLE, {"shift": shift_id, "members": sorted(member_ids)})
    shift, activity, taken, waiting = row
    return Known(shift, activity, taken, waiting, {member: (clash, mine) for member, clash, mine in people})


def add(session: Session, signup: Signup) -> None:
    """Somebody who was looked at is on the shift now, or in the line. Where nobody is expected the sign-up has an id at
    once, and else none.
    """
    known: Known | None = session.info.get(KNOWN)
    if known is not None:
        assert known.shift.id == signup.shift_id
        known.count(signup)
    else:
        signup.id = session.connection().execute(ADD_ONE, signup.model_dump(exclude={"id"})).scalar_one()


def settle(session: Session) -> None:
    """Write those who are new, in the order in which they came."""
    known: Known | None = session.info.get(KNOWN)
    if known is not None and known.new:
        rows = [signup.model_dump(exclude={"id"}) for signup in known.new]
        known.new.clear()
        session.connection().execute(ADD, rows)


@event.listens_for(Session, "do_orm_execute")
def settle_first(asked: ORMExecuteState) -> None:
    """Nobody asks for sign-ups and misses some: it is to them what a flush is to other rows. As with a flush, what is
    asked through the session's `connection` goes past it.
    """
    if isinstance(asked.session, Session):
        settle(asked.session)
