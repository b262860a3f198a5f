"""What stands in somebody's calendar: activities with all that a calendar wants to know of them."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, bindparam, func, or_, select
from sqlmodel import Session

from storage import life
from storage.activities import BRANCH, JOINED, NETWORK, TABLE, WHOLE, visible
from storage.models import Activity, Member, Place, Shift, Signup, Visibility
from storage.types import table_of

SHIFT, SIGNUP, MEMBER = table_of(Shift), table_of(Signup), table_of(Member)
# What was lately stays in the calendar for a while, and what is called off with it; so many fit in at most.
LATELY, MOST = timedelta(days=60), 1000


class Noted(NamedTuple):
    """An activity as a calendar notes it; `branch` or `network` is its organiser's name, both empty for the district.
    `contact` is whoever is responsible for it, for members alone.
    """

    id: int
    title: str
    starts_at: datetime
    ends_at: datetime
    place: str
    accessibility: str
    how_to_join: str
    description: str
    material: str
    sequence: int
    changed_at: datetime | None
    cancelled_at: datetime | None
    cancel_reason: str
    branch: str
    network: str
    contact: str


class Turn(NamedTuple):
    """A shift that a member is on, also one that was called off."""

    activity_id: int
    starts_at: datetime
    ends_at: datetime
    role: str
    place: str
    cancelled_at: datetime | None = None
    cancel_reason: str = ""
    said_at: datetime | None = None  # since when it is theirs


NAMES = (func.coalesce(table.c.name, "") for table in (BRANCH, NETWORK, MEMBER))
COLUMNS = (*(TABLE.c[name] for name in Noted._fields[:-3]), *NAMES)
HERE = and_(MEMBER.c.id == TABLE.c.contact_id, MEMBER.c.left_on.is_(None))
NOTED: Select[Any] = select(*COLUMNS).select_from(WHOLE.outerjoin(MEMBER, HERE))
RECENT = NOTED.where(TABLE.c.starts_at > bindparam("since")).order_by(TABLE.c.starts_at, TABLE.c.id).limit(MOST)
ON = and_(SIGNUP.c.member_id == bindparam("member_id"), SIGNUP.c.place == Place.GOING, SIGNUP.c.ended_at.is_(None))
SIGNED_UP = select(SHIFT.c.activity_id).join(SIGNUP, SIGNUP.c.shift_id == SHIFT.c.id).where(ON)
# A member's: what they said yes to, their branch's, their networks' and the district's, as far as they may see it.
MINE = RECENT.where(
    visible(member=True),
    or_(
        TABLE.c.branch_id == bindparam("member_of"),
        TABLE.c.branch_id.is_(None) & TABLE.c.network_id.is_(None),
        TABLE.c.network_id.in_(JOINED),
        TABLE.c.id.in_(SIGNED_UP),
    ),
)
# A branch's: what its chair can show to all who are members.
OPEN: ColumnElement[bool] = TABLE.c.visibility.in_((Visibility.PUBLIC, Visibility.MEMBERS))
OF_BRANCH = RECENT.where(OPEN, TABLE.c.branch_id == bindparam("branch_id"))
TURNS = (
    select(*(SHIFT.c[name] for name in Turn._fields[:-1]), SIGNUP.c.said_at)
    .join(SIGNUP, SIGNUP.c.shift_id == SHIFT.c.id)
    .where(ON, SHIFT.c.ends_at > bindparam("since"))
    .order_by(SHIFT.c.starts_at, SHIFT.c.id)
)


def noted(session: Session, activity: Activity, *, named: bool) -> Noted:
    """One activity, whenever it is; `named`: with whoever is responsible for it."""
    found = Noted(*session.execute(NOTED.where(TABLE.c.id == activity.id)).one())
    return found if named else found._replace(contact="")


def of_member(session: Session, member_id: int, branch_id: int, *, now: datetime) -> list[Noted]:
    """What belongs into a member's calendar, the earliest first."""
    asked = {"member_id": member_id, "member_of": branch_id, "since": now - LATELY}
    return [Noted(*row) for row in session.execute(MINE, asked)]


def of_branch(session: Session, branch_id: int, *, now: datetime) -> list[Noted]:
    """What a branch arranges that is open to every member, the earliest first; without names, for it is passed on."""
    return [
        Noted(*row)._replace(contact="")
        for row in session.execute(OF_BRANCH, {"branch_id": branch_id, "since": now - LATELY})
    ]


def turns(session: Session, member_id: int, *, now: datetime) -> Iterable[Turn]:
    """The shifts that a member is on, the earliest first; those that were called off too, for they stood there."""
    asked = {"member_id": member_id, "since": now - LATELY}
    return (Turn(*row) for row in session.execute(TURNS, asked))


def origin(session: Session) -> str:
    """What names this database for as long as it lives: an event's identity is one in the whole world by it."""
    row = life.seen(session)
    return row.generation if row and row.generation else "distriktsbot"
