"""The log of who looked at and changed whose data. Each row covers the one before it, so that tampering shows."""

import hashlib
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import delete, func, insert
from sqlalchemy import select as sql
from sqlmodel import Session, col, select

from storage.models import Access
from storage.types import table_of

FIRST = "0" * 64
# Any number that nothing else locks.
LOCK = 0x6163


class Noted(NamedTuple):
    """A row of the log before its digest is known."""

    at: datetime
    actor: str
    subject: str
    branch_id: int | None
    what: str
    why: str


def note(
    session: Session, *, now: datetime, actor: str, subject: str, what: str, branch_id: int | None = None, why: str = ""
) -> None:
    """Write down that an actor did that with a subject's data; both are refs. `what` is a word (`export`, `name`)."""
    row = Access(at=now, actor=actor, subject=subject, branch_id=branch_id, what=what, why=why, digest="")
    row.digest = digest_of(row, last_digest(session))
    session.add(row)
    session.flush()


def last_digest(session: Session) -> str:
    """Of the newest row. Until this transaction ends nobody else adds one."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(sql(func.pg_advisory_xact_lock(LOCK)))
    return session.exec(select(Access.digest).order_by(col(Access.id).desc()).limit(1)).first() or FIRST


def digest_of(row: Access | Noted, before: str) -> str:
    """SHA-256 over the row's own words and the digest before it."""
    words = (before, row.at.isoformat(), row.actor, row.subject, str(row.branch_id or ""), row.what, row.why)
    return hashlib.sha256("\x1f".join(words).encode()).hexdigest()


def broken(session: Session) -> int | None:
    """The id of the first row that was changed, or stands after one that is missing; None when all is whole.

    The oldest that is kept is taken as it is: those before it were purged.
    """
    before = ""
    for row in in_order(session):
        if before and row.digest != digest_of(row, before):
            return row.id
        before = row.digest
    return None


def in_order(session: Session) -> Iterator[Access]:
    yield from session.exec(select(Access).order_by(col(Access.id))).yield_per(500)


def about(session: Session, subject: str) -> list[Access]:
    """All that was done with a member's data, the latest first."""
    return list(session.exec(select(Access).where(Access.subject == subject).order_by(col(Access.id).desc())))


def purge(session: Session, before: datetime) -> int:
    """Forget what was noted before then."""
    return session.connection().execute(delete(Access).where(col(Access.at) < before)).rowcount


def note_all(session: Session, rows: Iterable[Noted]) -> None:
    """Write down many at once, in their order."""
    before, made = last_digest(session), []
    for row in rows:
        before = digest_of(row, before)
        made.append(row._asdict() | {"digest": before})
    if made:
        session.connection().execute(insert(table_of(Access)), made)


def by(session: Session, actor: str) -> list[Access]:
    """All that a member did with others' data, the latest first."""
    return list(session.exec(select(Access).where(Access.actor == actor).order_by(col(Access.id).desc())))


def latest(session: Session, *, skip: int, limit: int) -> list[Access]:
    """Some of it all, the latest first."""
    return list(session.exec(select(Access).order_by(col(Access.id).desc()).offset(skip).limit(limit)))
