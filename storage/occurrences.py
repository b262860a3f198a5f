"""What falls due: one row a moment at which something is to be said, with a unique key and a fate."""

from collections.abc import Collection
from datetime import UTC, datetime
from typing import NamedTuple

from sqlalchemy import and_, bindparam, delete, exists, func, or_, select, text, tuple_, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col
from sqlmodel import select as select_rows

from storage.models import Fate, Occurrence
from storage.types import table_of

TABLE = table_of(Occurrence)
# Word for word as the partial index has it: with a bound value SQLite would not use it.
PENDING = text("occurrence.fate = 'pending'")
PUT = {
    "sqlite": sqlite.insert(TABLE).on_conflict_do_nothing().returning(TABLE.c.id),
    "postgresql": postgresql.insert(TABLE).on_conflict_do_nothing().returning(TABLE.c.id),
}
NEXT_DUE = select(TABLE.c.due_at).where(PENDING).order_by(TABLE.c.due_at, TABLE.c.id).limit(1)
REVIVE = (
    update(TABLE)
    .where(TABLE.c.key == bindparam("which"), TABLE.c.fate == Fate.CANCELLED)
    .values(
        fate=Fate.PENDING,
        finished_at=None,
        due_at=bindparam("then"),
        deliver_until=bindparam("until", type_=TABLE.c.deliver_until.type),
    )
)
LATER = TABLE.alias("later")
SUPERSEDED = exists().where(
    LATER.c.topic == TABLE.c.topic,
    LATER.c.subject == TABLE.c.subject,
    LATER.c.branch_id.is_not_distinct_from(TABLE.c.branch_id),
    LATER.c.member_id.is_not_distinct_from(TABLE.c.member_id),
    LATER.c.fate == Fate.PENDING,
    LATER.c.due_at > TABLE.c.due_at,
    LATER.c.due_at <= bindparam("now"),
)
# Every tick asks it, so it is built once.
DUE = (
    select(Occurrence, SUPERSEDED)
    .where(PENDING, TABLE.c.due_at <= bindparam("now"))
    .where(tuple_(TABLE.c.due_at, TABLE.c.id) > tuple_(bindparam("since", type_=TABLE.c.due_at.type), bindparam("row")))
    .order_by(TABLE.c.due_at, TABLE.c.id)
    .limit(bindparam("limit"))
    .with_for_update(of=TABLE, skip_locked=True)
    .execution_options(populate_existing=True)
)
TAKE = (
    select(Occurrence)
    .where(PENDING, TABLE.c.id == bindparam("row"))
    .with_for_update()
    .execution_options(populate_existing=True)
)
SAME = and_(TABLE.c.topic == bindparam("topic"), TABLE.c.subject == bindparam("subject"))
ABOUT = select(Occurrence).where(SAME).order_by(TABLE.c.due_at, TABLE.c.id)
PLANNED = select(func.max(TABLE.c.due_at)).where(SAME, TABLE.c.lead == bindparam("lead"))
BLANK = {"fate": Fate.PENDING, "audience": 0, "finished_at": None}


def put(
    session: Session,
    *,
    key: str,
    topic: str,
    subject: str,
    due_at: datetime,
    deliver_until: datetime | None,
    lead: str = "",
    branch_id: int | None = None,
    member_id: int | None = None,
) -> int | None:
    """Add an occurrence; its row's id, or None when the same key is there already, whatever became of it."""
    row = BLANK | {
        "key": key, "topic": topic, "subject": subject, "lead": lead, "branch_id": branch_id, "member_id": member_id,
        "due_at": due_at, "deliver_until": deliver_until,
    }  # fmt: skip
    found: int | None = session.connection().execute(PUT[session.get_bind().dialect.name], row).scalar_one_or_none()
    return found


def revive(session: Session, *, key: str, due_at: datetime, deliver_until: datetime | None) -> bool:
    """Let one that was cancelled wait again: what it is about has moved back."""
    again = {"which": key, "then": due_at, "until": deliver_until}
    return session.connection().execute(REVIVE, again).rowcount > 0


def move(session: Session, *, key: str, due_at: datetime) -> bool:
    """Have one that still waits fall due at another moment; False when it does not wait any more."""
    waiting = update(TABLE).where(TABLE.c.key == key, TABLE.c.fate == Fate.PENDING)
    return session.connection().execute(waiting.values(due_at=due_at)).rowcount > 0


class Place(NamedTuple):
    """Where one stands in the order in which they fall due."""

    due_at: datetime
    id: int


FIRST = Place(datetime(1970, 1, 1, tzinfo=UTC), 0)


class Due(NamedTuple):
    """One that is due; `superseded`: so is a later one about the same thing, for the same people."""

    occurrence: Occurrence
    superseded: bool


def due(session: Session, *, now: datetime, limit: int, after: Place = FIRST) -> list[Due]:
    """The oldest that are due and stand after that place. Nobody else has them while this transaction lasts."""
    asked = {"now": now, "limit": limit, "since": after.due_at, "row": after.id}
    return [Due(*row) for row in session.execute(DUE, asked)]


def take(session: Session, row: int) -> Occurrence | None:
    """One that is still to be said, held while this transaction lasts; None if somebody else saw to it."""
    found: Occurrence | None = session.execute(TAKE, {"row": row}).scalar_one_or_none()
    return found


def next_due(session: Session) -> datetime | None:
    """When the next one is due."""
    found: datetime | None = session.execute(NEXT_DUE).scalar_one_or_none()
    return found


def finish(occurrence: Occurrence, fate: Fate, *, now: datetime, audience: int = 0) -> None:
    occurrence.fate, occurrence.finished_at, occurrence.audience = fate, now, audience


def about(session: Session, *, topic: str, subject: str) -> list[Occurrence]:
    """All that was, and is to be, said about something, the earliest first."""
    return list(session.execute(ABOUT, {"topic": topic, "subject": subject}).scalars())


def planned_until(session: Session, *, topic: str, subject: str, lead: str = "") -> datetime | None:
    """The latest moment that is planned for something with that lead: what comes after it is still to be planned."""
    asked = {"topic": topic, "subject": subject, "lead": lead}
    found: datetime | None = session.execute(PLANNED, asked).scalar_one_or_none()
    return found


def due_at(session: Session, key: str) -> datetime:
    """When the one with that key is, or was, due."""
    found: datetime = session.execute(select(TABLE.c.due_at).where(TABLE.c.key == key)).scalar_one()
    return found


def cancel_subject(session: Session, *, topic: str, subject: str, now: datetime) -> int:
    """Nothing more is said about it. Returns how many were still to come."""
    waiting = update(TABLE).where(TABLE.c.topic == topic, TABLE.c.subject == subject, TABLE.c.fate == Fate.PENDING)
    return session.connection().execute(waiting.values(fate=Fate.CANCELLED, finished_at=now)).rowcount


def known(session: Session, *, topics: Collection[str], subjects: Collection[str]) -> set[str]:
    """Of which of these anything was ever planned."""
    there = select(TABLE.c.subject).distinct().where(TABLE.c.topic.in_(topics), TABLE.c.subject.in_(subjects))
    return set(session.connection().execute(there).scalars()) if subjects else set()


def cancel_due(session: Session, *, before: datetime, now: datetime) -> int:
    """Say nothing of what was due before then. Returns how many that were."""
    old = update(TABLE).where(TABLE.c.fate == Fate.PENDING, TABLE.c.due_at < before)
    return session.connection().execute(old.values(fate=Fate.CANCELLED, finished_at=now)).rowcount


def fates(session: Session, *, topic: str) -> dict[str, str]:
    """What became of all of a topic's, by key."""
    found = session.execute(select(TABLE.c.key, TABLE.c.fate).where(TABLE.c.topic == topic))
    return {row.key: row.fate for row in found}


def cancel(session: Session, keys: Collection[str], *, now: datetime) -> int:
    """These are not said, if they are still to come. Returns how many were."""
    waiting = update(TABLE).where(TABLE.c.key.in_(keys), TABLE.c.fate == Fate.PENDING, TABLE.c.due_at > now)
    return session.connection().execute(waiting.values(fate=Fate.CANCELLED, finished_at=now)).rowcount if keys else 0


def pending(
    session: Session,
    *,
    until: datetime,
    branch_ids: Collection[int | None] = (),
    member_id: int | None = None,
    topic: str = "",
) -> list[Occurrence]:
    """What is to come until then: the district's own, these branches', and what is for this member alone."""
    everyone = and_(
        col(Occurrence.member_id).is_(None),
        or_(col(Occurrence.branch_id).is_(None), col(Occurrence.branch_id).in_(branch_ids)),
    )
    mine = and_(col(Occurrence.member_id).is_not(None), col(Occurrence.member_id) == member_id)
    coming = select_rows(Occurrence).where(PENDING, col(Occurrence.due_at) <= until, or_(everyone, mine))
    if topic:
        coming = coming.where(Occurrence.topic == topic)
    return list(session.exec(coming.order_by(col(Occurrence.due_at), col(Occurrence.id))))


def purge(session: Session, before: datetime) -> int:
    """Forget what was finished before then."""
    return session.connection().execute(delete(TABLE).where(TABLE.c.finished_at < before)).rowcount
