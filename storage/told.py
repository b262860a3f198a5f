"""Who was told what by itself: the outbox rows of occurrences."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlmodel import Session

from storage.models import Outbox, State
from storage.types import table_of

TABLE = table_of(Outbox)
# What may have arrived, arrived: who is told of a change twice is better off than who is never told.
ARRIVED = (State.SENT, State.UNKNOWN)


class Telling(NamedTuple):
    """`ref` is the id of the occurrence that somebody was told of."""

    member_id: int | None
    platform: str
    chat: str
    ref: str


def last_tellings(session: Session, *, topics: Collection[str], refs: Collection[str]) -> list[Telling]:
    """For each person and group the last of these that they were told."""
    rows = select(*(TABLE.c[name] for name in Telling._fields)).where(
        TABLE.c.topic.in_(topics), TABLE.c.ref.in_(refs), TABLE.c.state.in_(ARRIVED)
    )
    tellings = [Telling(*row) for row in session.execute(rows.order_by(TABLE.c.finished_at, TABLE.c.id))]
    return list({telling.member_id or (telling.platform, telling.chat): telling for telling in tellings}.values())


def is_waiting(session: Session, *, topic: str, refs: Collection[str], platform: str, chat: str, now: datetime) -> bool:
    """Whether one of these is about to be told to that chat."""
    row = select(TABLE.c.id).where(
        TABLE.c.topic == topic,
        TABLE.c.ref.in_(refs),
        TABLE.c.platform == platform,
        TABLE.c.chat == chat,
        TABLE.c.state == State.QUEUED,
        TABLE.c.not_before <= now,
    )
    return session.execute(row.limit(1)).first() is not None
