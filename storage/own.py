"""What people asked to be reminded of, for themselves or for their branch's groups."""

from datetime import date, datetime, time
from typing import NamedTuple

from sqlalchemy import String, and_, bindparam, cast, delete, exists, func, or_
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from storage.models import Fate, Occurrence, OwnReminder, Repeat
from storage.occurrences import PENDING
from storage.types import table_of

# The topics that their occurrences have: a deadline that may not have arrived is sent once more.
OWN, DEADLINE = "own", "deadline"
TOPICS = (OWN, DEADLINE)
# So many can somebody have at a time.
MOST = 50

TABLE = table_of(Occurrence)
LATER = TABLE.alias("later")
# Every tick asks it, so it is built once.
LAST_ONES = (
    select_columns(TABLE.c.subject)
    .distinct()
    .where(PENDING, TABLE.c.due_at <= bindparam("until"), TABLE.c.topic == bindparam("topic"))
    .where(
        ~exists().where(
            LATER.c.topic == TABLE.c.topic, LATER.c.subject == TABLE.c.subject, LATER.c.due_at > bindparam("until")
        )
    )
)
REPEATED = (
    select_columns(OwnReminder)
    .where(col(OwnReminder.id).in_(bindparam("ids", expanding=True)))
    .where(col(OwnReminder.repeat) != Repeat.NEVER, col(OwnReminder.ended_at).is_(None))
    .order_by(col(OwnReminder.id))
)


def topic_of(reminder: OwnReminder) -> str:
    return DEADLINE if reminder.deadline else OWN


def add(
    session: Session,
    *,
    key: str,
    member_id: int,
    what: str,
    day: date,
    wall: time,
    zone: str,
    now: datetime,
    repeat: str = Repeat.NEVER,
    deadline: bool = False,
    branch_id: int | None = None,
) -> OwnReminder:
    """Add a reminder, or find the one that has this key."""
    if found := session.exec(select(OwnReminder).where(OwnReminder.key == key)).first():
        return found
    reminder = OwnReminder(
        key=key, member_id=member_id, branch_id=branch_id, what=what, day=day, wall=wall, zone=zone, repeat=repeat,
        deadline=deadline, created_at=now,
    )  # fmt: skip
    session.add(reminder)
    session.flush()
    return reminder


def find(session: Session, reminder_id: int) -> OwnReminder | None:
    """The reminder, unless it was taken away."""
    reminder = session.get(OwnReminder, reminder_id)
    return reminder if reminder and reminder.ended_at is None else None


def end(session: Session, reminder: OwnReminder, *, now: datetime) -> None:
    """It is not wanted any more."""
    reminder.ended_at = now
    session.add(reminder)


def deadlines(session: Session, *, end: date, member_id: int | None, branch_id: int | None) -> list[OwnReminder]:
    """The deadlines that begin by then: this member's own, and what this branch's group is told."""
    mine = and_(col(OwnReminder.branch_id).is_(None), col(OwnReminder.member_id) == member_id)
    theirs = and_(col(OwnReminder.branch_id).is_not(None), col(OwnReminder.branch_id) == branch_id)
    found = select(OwnReminder).where(
        col(OwnReminder.deadline), or_(mine, theirs), col(OwnReminder.ended_at).is_(None), col(OwnReminder.day) <= end
    )
    return list(session.exec(found.order_by(col(OwnReminder.day), col(OwnReminder.id))))


class Waiting(NamedTuple):
    """A reminder that is still to come, and when it comes next."""

    reminder: OwnReminder
    next_at: datetime


ABOUT = and_(
    col(Occurrence.topic).in_(TOPICS),
    col(Occurrence.subject) == cast(col(OwnReminder.id), String),
    col(Occurrence.fate) == Fate.PENDING,
)


def waiting(session: Session, member_id: int) -> list[Waiting]:
    """What somebody has asked for and has not been told yet, the soonest first."""
    soonest = func.min(col(Occurrence.due_at))
    mine = select(OwnReminder, soonest).join(Occurrence, ABOUT).where(col(OwnReminder.member_id) == member_id)
    found = mine.where(col(OwnReminder.ended_at).is_(None)).group_by(col(OwnReminder.id))
    return [Waiting(*row) for row in session.exec(found.order_by(soonest, col(OwnReminder.id)))]


def running_out(session: Session, *, topic: str, until: datetime) -> list[OwnReminder]:
    """Those that come round and of which the last that is planned falls due before then."""
    last_ones = session.execute(LAST_ONES, {"topic": topic, "until": until}).scalars()
    ids = [int(subject) for subject in last_ones]
    return list(session.execute(REPEATED, {"ids": ids}).scalars()) if ids else []


def purge(session: Session, before: datetime) -> int:
    """Forget what was taken away before then, and what came only once, before then."""
    still_to_come = exists().where(ABOUT)
    done = and_(col(OwnReminder.repeat) == Repeat.NEVER, col(OwnReminder.day) < before.date())
    gone = delete(OwnReminder).where(or_(col(OwnReminder.ended_at) < before, done), ~still_to_come)
    return session.connection().execute(gone).rowcount
