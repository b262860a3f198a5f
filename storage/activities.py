"""What happens next, for whom."""

from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any, Literal, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, and_, bindparam, exists, func, literal, or_, update
from sqlmodel import Session, col, select

from storage import networks
from storage.models import Activity, Branch, ChainAnswer, Network, NetworkMember, Series, Stand, Visibility
from storage.types import table_of

# How long something is taken to last when nobody says.
UNSAID = timedelta(hours=2)


def at(day: date, wall: time, zone: str) -> datetime:
    """That wall time on that day, aware. In the autumn's double hour it is the first; in the spring's gap, after it."""
    return datetime.combine(day, wall, ZoneInfo(zone))


def ending(day: date, starts: time, ends: time | None, zone: str) -> datetime | None:
    """When it ends; an end at or before the start is on the next day."""
    if ends is None:
        return None
    return at(day if ends > starts else day + timedelta(days=1), ends, zone)


def plan(
    session: Session,
    *,
    key: str,
    kind: str,
    title: str,
    day: date,
    starts: time,
    ends: time | None,
    zone: str,
    place: str,
    branch_id: int | None = None,
    visibility: str = Visibility.MEMBERS,
    **more: Any,
) -> Activity:
    """Add an activity, or find the one that has this key. `more`: its other columns."""
    if found := session.exec(select(Activity).where(Activity.key == key)).first():
        return found
    starts_at = at(day, starts, zone)
    activity = Activity(
        key=key, kind=kind, title=title, branch_id=branch_id, visibility=visibility,
        day=day, starts=starts, ends=ends, zone=zone,
        starts_at=starts_at, ends_at=ending(day, starts, ends, zone) or starts_at + UNSAID,
        place=place, **more,
    )  # fmt: skip
    session.add(activity)
    session.flush()
    return activity


def move(session: Session, activity: Activity, *, day: date, starts: time, ends: time | None, now: datetime) -> None:
    """It is at another time now; its reminders follow."""
    starts_at = at(day, starts, activity.zone)
    ends_at = ending(day, starts, ends, activity.zone) or starts_at + UNSAID
    change(session, activity, now=now, day=day, starts=starts, ends=ends, starts_at=starts_at, ends_at=ends_at)


def cancel(session: Session, activity: Activity, *, reason: str, now: datetime) -> None:
    """It does not happen; its reminders go."""
    change(session, activity, now=now, cancelled_at=now, cancel_reason=reason)


def change(session: Session, activity: Activity, *, now: datetime, **values: Any) -> None:
    """Counted, so that calendars see it. Written as a statement: the clock may have planned its reminders since the
    activity was read.
    """
    mine = update(Activity).where(col(Activity.id) == activity.id)
    counted = {"sequence": TABLE.c.sequence + 1, "changed_at": now, "scheduled_for": None}
    session.execute(mine.values(**values, **counted))


def unscheduled(session: Session) -> list[Activity]:
    """Those that are new, have moved or were cancelled since their reminders were planned; from now on they are."""
    taken = session.connection().execute(TAKE).scalars().all()
    if not taken:
        return []
    found = select(Activity).where(col(Activity.id).in_(taken)).order_by(col(Activity.id))
    return list(session.exec(found.execution_options(populate_existing=True)))


def joined_by(session: Session, activity: Activity) -> list[int]:
    """The branches that go with whoever arranges it on the occasion that the activity is for."""
    return list(session.execute(JOINED_BY, {"activity": activity.id}).scalars())


def hosts(session: Session, branch_id: int) -> list[int]:
    """The branches whose activities a branch goes to."""
    return list(session.execute(HOSTS, {"branch": branch_id}).scalars())


class Upcoming(NamedTuple):
    """An activity as it is shown; `branch` or `network` is its organiser's name, both empty for the district. `rule`
    and `exceptions` tell how it comes back, if it does.
    """

    id: int
    kind: str
    title: str
    starts_at: datetime
    ends_at: datetime
    ends: time | None
    place: str
    accessibility: str
    how_to_join: str
    visibility: str
    description: str
    material: str
    branch: str
    network: str
    rule: str
    exceptions: str

    @property
    def organiser(self) -> str:
        return self.branch or self.network


TABLE = table_of(Activity)
BRANCH = table_of(Branch)
NETWORK = table_of(Network)
NETWORKED = table_of(NetworkMember)
SERIES = table_of(Series)
JOINED_COLUMNS = (BRANCH.c.name, NETWORK.c.name, SERIES.c.rule, SERIES.c.exceptions)
SHOWN: list[Any] = [TABLE.c[name] for name in Upcoming._fields[: -len(JOINED_COLUMNS)]]
SHOWN += [func.coalesce(column, "") for column in JOINED_COLUMNS]
WHOLE = (
    TABLE.outerjoin(BRANCH, BRANCH.c.id == TABLE.c.branch_id)
    .outerjoin(NETWORK, NETWORK.c.id == TABLE.c.network_id)
    .outerjoin(SERIES, SERIES.c.id == TABLE.c.series_id)
)
EARLIER = TABLE.alias("earlier")
# Of what comes back only the next stands in a list.
NEXT_OF_SERIES = ~exists().where(
    EARLIER.c.series_id == TABLE.c.series_id,
    EARLIER.c.series_day < TABLE.c.series_day,
    EARLIER.c.ends_at > bindparam("now"),
    EARLIER.c.cancelled_at.is_(None),
)
TAKE = (
    update(TABLE).where(TABLE.c.scheduled_for.is_(None)).values(scheduled_for=TABLE.c.starts_at).returning(TABLE.c.id)
)
# The networks that whoever asks is in.
JOINED = select(NETWORKED.c.network_id).where(NETWORKED.c.member_id == bindparam("member_id"))
ANSWER = table_of(ChainAnswer)
HOST, GUEST = ANSWER.alias("host"), ANSWER.alias("guest")
# Who goes with the district names its activity in its own answer.
WITH_DISTRICT = and_(GUEST.c.id == HOST.c.id, GUEST.c.joins_id.is_(None))
JOINED_BY = (
    select(GUEST.c.branch_id)
    .distinct()
    .join(HOST, and_(HOST.c.occasion == GUEST.c.occasion, HOST.c.year == GUEST.c.year))
    .where(HOST.c.activity_id == bindparam("activity"))
    .where(GUEST.c.stand == Stand.JOINS, or_(GUEST.c.joins_id == HOST.c.branch_id, WITH_DISTRICT))
    .order_by(GUEST.c.branch_id)
)
HOSTS = (
    select(GUEST.c.joins_id)
    .distinct()
    .where(GUEST.c.branch_id == bindparam("branch"), GUEST.c.stand == Stand.JOINS, GUEST.c.joins_id.is_not(None))
)
# Whose activities: everyone's, the district's own, those of the networks that the asker is in, or a branch's by its id.
Scope = Literal["all", "district", "networks"] | int
OWN = {
    "branch": TABLE.c.branch_id == bindparam("scope"),
    "district": and_(TABLE.c.branch_id.is_(None), TABLE.c.network_id.is_(None)),
    "networks": TABLE.c.network_id.in_(JOINED),
    "network": and_(TABLE.c.network_id == bindparam("network"), TABLE.c.network_id.in_(JOINED)),
}


def shown(session: Session, activity: Activity) -> Upcoming:
    """An activity as it is shown, whenever it is."""
    query: Select[Any] = select(*SHOWN).select_from(WHOLE)
    return Upcoming(*session.execute(query.where(TABLE.c.id == activity.id)).one())


def upcoming(
    session: Session,
    *,
    now: datetime,
    scope: Scope,
    kind: str = "",
    member_of: int | None,
    member_id: int | None = None,
    network: int | None = None,
    until: datetime | None = None,
    skip: int = 0,
    limit: int = 3,
) -> list[Upcoming]:
    """The next activities that are not over and begin before `until`, soonest first. Without `until`, of what comes
    back only the next.

    `member_of` is the branch whose member asks: without it, only what is public is shown. `member_id` is who that is:
    without it, nothing of the networks' own. `network`: only what that one of theirs arranges.
    """
    which = "network" if network else "branch" if isinstance(scope, int) else scope
    values = {
        "now": now, "scope": scope, "network": network, "kind": kind, "member_of": member_of, "member_id": member_id,
        "skip": skip, "limit": limit,
    }  # fmt: skip
    query = next_ones(which, by_kind=bool(kind), member=member_of is not None, each=until is not None)
    if until is not None:
        query = query.where(TABLE.c.starts_at < until)
    return [Upcoming(*row) for row in session.connection().execute(query, values)]


def arranged_by(
    session: Session,
    *,
    now: datetime,
    member_id: int,
    branch_ids: Collection[int],
    network_ids: Collection[int],
    district: bool,
    limit: int,
) -> list[Upcoming]:
    """What these branches and networks arrange, the `district` too, and what the member is responsible for: whoever
    may see it. Not over, soonest first; of what comes back the next.
    """
    mine = [
        TABLE.c.branch_id.in_(branch_ids),
        TABLE.c.network_id.in_(network_ids),
        and_(
            TABLE.c.contact_id == member_id,
            or_(TABLE.c.network_id.is_(None), networks.of_member(TABLE.c.network_id, literal(member_id))),
        ),
        *([OWN["district"]] if district else []),
    ]
    query: Select[Any] = select(*SHOWN).select_from(WHOLE).where(or_(*mine), NEXT_OF_SERIES)
    query = query.where(TABLE.c.ends_at > bindparam("now"), TABLE.c.cancelled_at.is_(None))
    ordered = query.order_by(TABLE.c.starts_at, TABLE.c.id).limit(limit)
    return [Upcoming(*row) for row in session.execute(ordered, {"now": now})]


@cache
def next_ones(which: str, *, by_kind: bool, member: bool, each: bool) -> Select[Any]:
    """The question in one of its shapes; `each`: with all that comes back. Everyone asks it, so it is built once."""
    query: Select[Any] = select(*SHOWN).select_from(WHOLE)
    query = query.where(TABLE.c.ends_at > bindparam("now"), TABLE.c.cancelled_at.is_(None), visible(member=member))
    if which != "all":
        query = query.where(OWN[which])
    if by_kind:
        query = query.where(TABLE.c.kind == bindparam("kind"))
    if not each:
        query = query.where(NEXT_OF_SERIES)
    return query.order_by(TABLE.c.starts_at, TABLE.c.id).offset(bindparam("skip")).limit(bindparam("limit"))


def visible(*, member: bool) -> ColumnElement[bool]:
    """What somebody may see: everyone what is public, members what is for members, a branch and a network its own."""
    public: ColumnElement[bool] = TABLE.c.visibility == Visibility.PUBLIC
    if not member:
        return public
    of_branch = and_(TABLE.c.visibility == Visibility.BRANCH, TABLE.c.branch_id == bindparam("member_of"))
    of_network = and_(TABLE.c.visibility == Visibility.NETWORK, TABLE.c.network_id.in_(JOINED))
    return or_(public, TABLE.c.visibility == Visibility.MEMBERS, of_branch, of_network)


def may_see(session: Session, activity: Activity, *, member_id: int | None, branch_id: int | None) -> bool:
    """Whether somebody may see an activity; without a member it is somebody whom nobody knows."""
    match activity.visibility:
        case Visibility.PUBLIC:
            return True
        case Visibility.BRANCH:
            return branch_id is not None and branch_id == activity.branch_id
        case Visibility.NETWORK:
            joined = select(NetworkMember).where(NetworkMember.network_id == activity.network_id)
            return session.exec(joined.where(NetworkMember.member_id == member_id)).first() is not None
    return member_id is not None


def on_day(session: Session, day: date) -> list[Activity]:
    """All that happens that day, the earliest first."""
    here = select(Activity).where(Activity.day == day, TABLE.c.cancelled_at.is_(None))
    ordered = here.order_by(TABLE.c.starts_at, TABLE.c.id)
    return list(session.exec(ordered.execution_options(populate_existing=True)))
