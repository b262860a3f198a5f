"""Who was told what by itself: the outbox rows of occurrences."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import bindparam, func, select
from sqlmodel import Session

from storage.models import Outbox, State
from storage.outbox import WAITING
from storage.types import table_of

TABLE = table_of(Outbox)
# What may have arrived, arrived; and what is on the wire has its words already. Who is told of a change twice is better
# off than who is never told, and somebody can press a button before it is written down that it was sent.
ARRIVED = (State.SENT, State.UNKNOWN, State.SENDING)


class Telling(NamedTuple):
    """`ref` is the id of the occurrence that somebody was told of."""

    member_id: int | None
    platform: str
    chat: str
    ref: str

    @property
    def place(self) -> tuple[str, str]:
        return self.platform, self.chat


TELLINGS = (
    select(*(TABLE.c[name] for name in Telling._fields))
    .where(TABLE.c.topic.in_(bindparam("topics", expanding=True)), TABLE.c.ref.in_(bindparam("refs", expanding=True)))
    .where(TABLE.c.state.in_(ARRIVED))
    .order_by(func.coalesce(TABLE.c.finished_at, TABLE.c.sending_at), TABLE.c.id)
)
SOON = (
    select(TABLE.c.id)
    .where(TABLE.c.topic == bindparam("topic"), TABLE.c.ref.in_(bindparam("refs", expanding=True)))
    .where(TABLE.c.platform == bindparam("platform"), TABLE.c.chat == bindparam("chat"))
    .where(TABLE.c.state.in_(WAITING), TABLE.c.not_before <= bindparam("now"))
    .limit(1)
)


def last_tellings(session: Session, *, topics: Collection[str], refs: Collection[str]) -> list[Telling]:
    """For each person and group the last of these that they were told."""
    rows = session.execute(TELLINGS, {"topics": list(topics), "refs": list(refs)})
    tellings = (Telling(*row) for row in rows)
    return list({telling.member_id or telling.place: telling for telling in tellings}.values())


def last_told(
    session: Session, *, topics: Collection[str], refs: Collection[str], member_id: int | None, place: tuple[str, str]
) -> str | None:
    """The ref of the last of these that one of them was told: that member, or else the group there. Everybody who is
    told of a change is asked about, so the others' are not read.
    """
    group = (TABLE.c.member_id.is_(None), TABLE.c.platform == place[0], TABLE.c.chat == place[1])
    theirs = group if member_id is None else (TABLE.c.member_id == member_id,)
    rows = session.execute(TELLINGS.where(*theirs), {"topics": list(topics), "refs": list(refs)})
    return next((Telling(*row).ref for row in reversed(rows.all())), None)


def is_waiting(session: Session, *, topic: str, refs: Collection[str], platform: str, chat: str, now: datetime) -> bool:
    """Whether one of these is about to be told to that chat."""
    asked = {"topic": topic, "refs": list(refs), "platform": platform, "chat": chat, "now": now}
    return session.execute(SOON, asked).first() is not None


def was_told(session: Session, *, ref: str, topic: str, member_id: int) -> bool:
    """Whether a member was told of it in private."""
    seen = select(TABLE.c.id).where(
        TABLE.c.ref == ref, TABLE.c.topic == topic, TABLE.c.member_id == member_id, TABLE.c.state.in_(ARRIVED)
    )
    return session.execute(seen.limit(1)).first() is not None


def told_or_about_to(session: Session, *, topic: str, refs: Collection[str]) -> set[int]:
    """The members who were told one of these, or for whom it waits."""
    found = select(TABLE.c.member_id).where(TABLE.c.topic == topic, TABLE.c.ref.in_(refs))
    rows = session.execute(found.where(TABLE.c.member_id.is_not(None), TABLE.c.state.in_((*ARRIVED, *WAITING))))
    return set(rows.scalars())
