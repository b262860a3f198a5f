"""Messages taken in: each once, and done only together with what it led to."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col

from storage.models import Inbox
from storage.types import table_of


class Arrival(NamedTuple):
    """A message to take in: `payload` is it as JSON."""

    platform: str
    event: str
    payload: str


class Waiting(NamedTuple):
    id: int
    payload: str


TABLE = table_of(Inbox)
# Built once: on the way of every message, building a statement costs more than running it.
TAKEN = TABLE.c.platform, TABLE.c.event, TABLE.c.id
TAKE = {
    "sqlite": sqlite.insert(TABLE).on_conflict_do_nothing().returning(*TAKEN),
    "postgresql": postgresql.insert(TABLE).on_conflict_do_nothing().returning(*TAKEN),
}
UNDONE = update(TABLE).where(TABLE.c.done_at.is_(None)).values(done_at=bindparam("now"), payload="")
# Of one that is alone, as most are, at less cost.
FINISH = UNDONE.where(TABLE.c.id == bindparam("row"))
FINISH_ALL = UNDONE.where(TABLE.c.id.in_(bindparam("rows", expanding=True))).returning(TABLE.c.id)


def take(session: Session, arrivals: Sequence[Arrival], now: datetime) -> list[int | None]:
    """Keep the messages; for each its row's id, or None when it was here before."""
    rows = [arrival._asdict() | {"received_at": now} for arrival in arrivals]
    taken = session.connection().execute(TAKE[session.get_bind().dialect.name], rows)
    ids = {(platform, event): row for platform, event, row in taken}
    return [ids.pop((arrival.platform, arrival.event), None) for arrival in arrivals]


def finish(session: Session, rows: Sequence[int], now: datetime) -> set[int]:
    """Mark them done and forget what they said. Those that nobody else did."""
    connection = session.connection()
    if len(rows) > 1:
        return set(connection.execute(FINISH_ALL, {"rows": rows, "now": now}).scalars())
    return {row for row in rows if connection.execute(FINISH, {"row": row, "now": now}).rowcount}


def waiting(session: Session, *, before: datetime | None = None) -> list[Waiting]:
    """What was taken in (up to then) and not answered, oldest first."""
    rows = select(TABLE.c.id, TABLE.c.payload).where(TABLE.c.done_at.is_(None)).order_by(TABLE.c.id)
    if before is not None:
        rows = rows.where(TABLE.c.received_at <= before)
    return [Waiting(*row) for row in session.execute(rows)]


def purge(session: Session, before: datetime) -> int:
    """Forget done rows from before then (the platforms deliver again for 24 hours at most)."""
    done = delete(TABLE).where(col(Inbox.done_at).is_not(None), col(Inbox.received_at) < before)
    return session.connection().execute(done).rowcount
