"""The log of who looked at and changed whose data. Each row covers the one before it, so that tampering shows.

A seal beside it covers where it begins, where it ends and how long it is. It is made with a key of the district's where
there is one: who can only write to the database cannot make another.
"""

import hashlib
import hmac
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from sqlalchemy import delete, func, insert, or_
from sqlalchemy import select as sql
from sqlmodel import Session, col, select

from storage.database import LOG_KEYS
from storage.models import Access, AccessSeal
from storage.types import table_of

FIRST = "0" * 64
# Any number that nothing else locks.
LOCK = 0x6163
# Somebody read it; with a subject, whose name they met there.
LOG = "log"
# Of a seal that did not hold when the log went on.
UNSEALED = "broken"


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
    note_all(session, [Noted(now, actor, subject, branch_id, what, why)])


def note_all(session: Session, rows: Iterable[Noted]) -> None:
    """Write down many at once, in their order."""
    seal = seal_of(session)
    before, made = seal.newest, []
    for row in rows:
        before = digest_of(row, before)
        made.append(row._asdict() | {"digest": before})
    if made:
        session.connection().execute(insert(table_of(Access)), made)
        set_seal(session, seal, newest=before, rows=seal.rows + len(made))


def seal_of(session: Session) -> AccessSeal:
    """As it stands. Until this transaction ends nobody else changes it."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(sql(func.pg_advisory_xact_lock(LOCK)))
    found = session.get(AccessSeal, 1, with_for_update=True)
    return found or AccessSeal(id=1, before=FIRST, newest=FIRST, rows=0, mac="")


def set_seal(
    session: Session, seal: AccessSeal, *, newest: str, rows: int, before: str | None = None, anew: bool = False
) -> None:
    """One that does not hold is not made good by the next row: only who asks for one `anew` vouches for it."""
    good = anew or not (seal.mac or seal.rows) or is_sealed(session, seal)
    seal.newest, seal.rows, seal.before = newest, rows, before or seal.before
    seal.mac = macs(session, seal)[0] if good else UNSEALED
    session.add(seal)
    session.flush()


def renew_seal(session: Session) -> None:
    """Seal with the current key what is there; whoever asks for it has looked."""
    seal = seal_of(session)
    set_seal(session, seal, newest=seal.newest, rows=seal.rows, anew=True)


def is_sealed(session: Session, seal: AccessSeal) -> bool:
    return any(hmac.compare_digest(mac, seal.mac) for mac in macs(session, seal))


def macs(session: Session, seal: AccessSeal) -> list[str]:
    """What seals it with each key, the current one first; with none where there is none."""
    keys: Sequence[bytes] = session.info.get(LOG_KEYS) or (b"",)
    words = f"{seal.before} {seal.newest} {seal.rows}".encode()
    return [hmac.new(key, words, hashlib.sha256).hexdigest() for key in keys]


def digest_of(row: Access | Noted, before: str) -> str:
    """SHA-256 over the row's own words and the digest before it; the time is in UTC, as it is read again."""
    at = row.at.astimezone(UTC).isoformat()
    words = (before, at, row.actor, row.subject, str(row.branch_id or ""), row.what, row.why)
    return hashlib.sha256("\x1f".join(words).encode()).hexdigest()


def broken(session: Session) -> int | None:
    """The id of the first row that was changed, or stands after one that is missing; None when all is whole.

    0: rows are missing at the end, or the seal was not made with one of our keys.
    """
    seal = session.get(AccessSeal, 1, populate_existing=True)
    before, rows = seal.before if seal else FIRST, 0
    for row in in_order(session):
        if row.digest != digest_of(row, before):
            return row.id
        before, rows = row.digest, rows + 1
    if seal is None:
        return 0 if rows else None
    return None if (before, rows) == (seal.newest, seal.rows) and is_sealed(session, seal) else 0


def in_order(session: Session) -> Iterator[Access]:
    yield from session.exec(select(Access).order_by(col(Access.id))).yield_per(500)


def about(session: Session, subject: str) -> list[Access]:
    """All that was done with a member's data, the latest first."""
    return list(session.exec(select(Access).where(Access.subject == subject).order_by(col(Access.id).desc())))


def purge(session: Session, before: datetime) -> int:
    """Forget what was noted before then, from the beginning on: what is kept goes on where the last of it ended."""
    kept = sql(func.min(col(Access.id))).where(col(Access.at) >= before).scalar_subquery()
    old = or_(col(Access.id) < kept, kept.is_(None))
    last = session.execute(sql(col(Access.digest)).where(old).order_by(col(Access.id).desc()).limit(1)).scalar()
    if last is None:
        return 0
    seal = seal_of(session)
    gone = session.connection().execute(delete(Access).where(old)).rowcount
    set_seal(session, seal, newest=seal.newest, rows=seal.rows - gone, before=last)
    return gone


def by(session: Session, actor: str) -> list[Access]:
    """All that a member did with others' data, the latest first."""
    return list(session.exec(select(Access).where(Access.actor == actor).order_by(col(Access.id).desc())))


def latest(session: Session, *, skip: int, limit: int) -> list[Access]:
    """Some of it, the latest first. Whose names a reader of this met there is left out, or it would soon be all."""
    seen = or_(col(Access.what) != LOG, col(Access.subject) == "")
    return list(session.exec(select(Access).where(seen).order_by(col(Access.id).desc()).offset(skip).limit(limit)))
