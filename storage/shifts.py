"""The shifts of an activity: what is needed, what there is room for, and how many there are."""

from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from typing import Any, Final, NamedTuple

from sqlalchemy import Select, and_, bindparam, func, or_, select
from sqlmodel import Session, col

from storage.activities import JOINED, UNSAID, at, ending, visible
from storage.models import Activity, Branch, Network, Place, Shift, Signup
from storage.types import one_of, table_of

TABLE, SIGNUP, ACTIVITY = table_of(Shift), table_of(Signup), table_of(Activity)
BRANCH, NETWORK = table_of(Branch), table_of(Network)
# Who has a place, or has one kept for them.
HOLDING = (Place.GOING, Place.OFFERED)
# What a session knows of a shift that it holds (storage/rush.py).
KNOWN: Final = "known"


class Standing(NamedTuple):
    """A shift as it is shown: `walk_ins` who came without a sign-up, `taken` places, guests among them, so many people
    `waiting`, and of the places so many that are `kept` for whoever has not answered yet.
    """

    id: int
    activity_id: int
    role: str
    leads: bool
    place: str
    starts_at: datetime
    ends_at: datetime
    ends: time | None
    minimum: int
    capacity: int | None
    walk_ins: int
    taken: int
    waiting: int
    kept: int

    @property
    def missing(self) -> int:
        """How many are still needed."""
        return max(0, self.minimum - self.taken)

    @property
    def free(self) -> int | None:
        """How many places are left; None: there is room for everyone."""
        return None if self.capacity is None else max(0, self.capacity - self.taken)


def people(places: Collection[str]) -> Any:
    """How many people stand so on a shift."""
    heads = select(func.coalesce(func.sum(SIGNUP.c.guests + 1), 0))
    return heads.where(SIGNUP.c.shift_id == TABLE.c.id, one_of(SIGNUP.c.place, places)).scalar_subquery()


# The same as `took_place` has for one: of a shift, and of what it is part of.
HELD = or_(TABLE.c.cancelled_at.is_(None), TABLE.c.starts_at <= TABLE.c.cancelled_at)
STOOD = or_(ACTIVITY.c.cancelled_at.is_(None), TABLE.c.starts_at <= ACTIVITY.c.cancelled_at)
COUNTED = (people(HOLDING), people((Place.WAITING,)), people((Place.OFFERED,)))
SHOWN = (*(TABLE.c[name] for name in Standing._fields[: -len(COUNTED)]), *COUNTED)
STANDING: Select[Any] = select(*SHOWN).where(TABLE.c.cancelled_at.is_(None))
# Hundreds may ask for it in the same second.
FIND = (
    select(Shift, Activity)
    .join(Activity, col(Activity.id) == col(Shift.activity_id))
    .where(col(Shift.id) == bindparam("shift"))
)
COUNT = select(func.count()).where(TABLE.c.activity_id == bindparam("activity"), TABLE.c.cancelled_at.is_(None))
OF = STANDING.where(TABLE.c.activity_id == bindparam("activity")).order_by(TABLE.c.starts_at, TABLE.c.id)


def add(
    session: Session,
    activity: Activity,
    *,
    day: date | None = None,
    starts: time,
    ends: time | None = None,
    role: str = "",
    leads: bool = False,
    place: str = "",
    minimum: int = 0,
    capacity: int | None = None,
) -> Shift:
    """One more shift, on the activity's day where no other is said."""
    assert activity.id is not None
    day = day or activity.day
    starts_at, ends_at = moments(activity, day, starts, ends)
    shift = Shift(
        activity_id=activity.id, role=role, leads=leads, place=place, day=day, starts=starts, ends=ends,
        starts_at=starts_at, ends_at=ends_at, minimum=minimum, capacity=capacity,
    )  # fmt: skip
    session.add(shift)
    session.flush()
    return shift


def of(session: Session, activity_id: int) -> list[Standing]:
    """An activity's shifts, the earliest first; none where it has no parts and nobody has signed up."""
    return [Standing(*row) for row in session.execute(OF, {"activity": activity_id})]


def count(session: Session, activity_id: int) -> int:
    """How many shifts an activity has."""
    return int(session.connection().execute(COUNT, {"activity": activity_id}).scalar_one())


def find(session: Session, shift_id: int) -> tuple[Shift, Activity] | None:
    """One shift, and what it is part of."""
    row = session.execute(FIND, {"shift": shift_id}, execution_options={"populate_existing": True}).one_or_none()
    return (row[0], row[1]) if row else None


def standing(session: Session, shift_id: int) -> Standing | None:
    """One shift, unless it was called off."""
    row = session.execute(STANDING.where(TABLE.c.id == shift_id)).one_or_none()
    return Standing(*row) if row else None


def took_place(shift: Shift, activity: Activity) -> bool:
    """Whether it stands, or had begun when all of it was broken off: whoever was there by then was there."""
    off = shift.cancelled_at or activity.cancelled_at
    return off is None or shift.starts_at <= off


def whole(session: Session, activity: Activity) -> Shift:
    """The shift of an activity without parts: as long as itself. It is made for the first who signs up, also where
    those that there were are called off: the activity stands, and without shifts everyone is in on all of it.
    """
    session.execute(select(ACTIVITY.c.id).where(ACTIVITY.c.id == activity.id).with_for_update())
    mine = select(Shift).where(col(Shift.activity_id) == activity.id, col(Shift.cancelled_at).is_(None))
    found: Shift | None = session.execute(mine.order_by(col(Shift.id)).limit(1)).scalar_one_or_none()
    return found or add(session, activity, starts=activity.starts, ends=activity.ends)


def lock(session: Session, shift_ids: Collection[int]) -> list[Shift]:
    """These shifts as they stand now, in the order of their ids; nobody else changes who is on them meanwhile. Whoever
    does so changes them: what was known of them is forgotten.
    """
    found = select(Shift).where(col(Shift.id).in_(shift_ids)).order_by(col(Shift.id)).with_for_update(key_share=True)
    locked = list(session.execute(found.execution_options(populate_existing=True)).scalars())
    session.info.pop(KNOWN, None)
    return locked


def put_at(session: Session, shift: Shift, activity: Activity, *, day: date, starts: time, ends: time | None) -> None:
    """It is at another time now."""
    shift.day, shift.starts, shift.ends = day, starts, ends
    shift.starts_at, shift.ends_at = moments(activity, day, starts, ends)
    session.add(shift)
    session.flush()


def moments(activity: Activity, day: date, starts: time, ends: time | None) -> tuple[datetime, datetime]:
    """When these hours begin and end, where the activity is."""
    starts_at = at(day, starts, activity.zone)
    return starts_at, ending(day, starts, ends, activity.zone) or starts_at + UNSAID


# Whoever leads sees the others' names: that is for the organiser's own members, as `checkin.may_lead` has it for one.
NO_NETWORKS = ACTIVITY.c.network_id.is_(None)
THEIRS_TO_TAKE = or_(
    TABLE.c.leads.is_(False),
    ACTIVITY.c.network_id.in_(JOINED),
    and_(NO_NETWORKS, or_(ACTIVITY.c.branch_id.is_(None), ACTIVITY.c.branch_id == bindparam("member_of"))),
)
# Where help is missing is told so long ahead: what comes back every week is not missing anybody yet next winter.
AHEAD = timedelta(days=60)


class Wanting(NamedTuple):
    """A shift where help is missing, and what it is part of; `branch`, or the network, is empty for the district's."""

    shift: Standing
    title: str
    where: str
    branch: str


def wanting(
    session: Session, *, now: datetime, member_of: int | None, member_id: int | None, skip: int = 0, limit: int = 6
) -> list[Wanting]:
    """Where most are missing first, then the soonest; who sees what as in `activities.upcoming`, and may take it."""
    missing = TABLE.c.minimum - people(HOLDING)
    query = (
        select(*SHOWN, ACTIVITY.c.title, ACTIVITY.c.place, func.coalesce(BRANCH.c.name, NETWORK.c.name, ""))
        .join(ACTIVITY, ACTIVITY.c.id == TABLE.c.activity_id)
        .outerjoin(BRANCH, BRANCH.c.id == ACTIVITY.c.branch_id)
        .outerjoin(NETWORK, NETWORK.c.id == ACTIVITY.c.network_id)
        .where(TABLE.c.starts_at > now, TABLE.c.starts_at < now + AHEAD)
        .where(TABLE.c.cancelled_at.is_(None), ACTIVITY.c.cancelled_at.is_(None))
        .where(TABLE.c.minimum > 0, missing > 0, visible(member=member_of is not None), THEIRS_TO_TAKE)
        .order_by(missing.desc(), TABLE.c.starts_at, TABLE.c.id)
    )
    rows = session.execute(query.offset(skip).limit(limit), {"member_of": member_of, "member_id": member_id})
    width = len(Standing._fields)
    return [Wanting(Standing(*row[:width]), *row[width:]) for row in rows]


def overlapping(shift: Shift) -> Any:
    """Which other shifts are at the same time."""
    return and_(
        TABLE.c.id != shift.id,
        TABLE.c.cancelled_at.is_(None),
        TABLE.c.starts_at < shift.ends_at,
        TABLE.c.ends_at > shift.starts_at,
    )
