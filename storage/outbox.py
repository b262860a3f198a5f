"""Messages going out: one row a recipient and part, with a unique key, and a state that survives a kill."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import and_, bindparam, case, delete, func, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session

from storage.models import Outbox, State
from storage.types import table_of

TABLE = table_of(Outbox)
PUT = {
    "sqlite": sqlite.insert(TABLE).on_conflict_do_nothing().returning(TABLE.c.id),
    "postgresql": postgresql.insert(TABLE).on_conflict_do_nothing().returning(TABLE.c.id),
}
BLANK = {"repeated": False, "finished_at": None, "message_id": "", "error": ""}
FINAL = (State.SENT, State.FAILED, State.SUPPRESSED, State.CANCELLED, State.EXPIRED, State.UNKNOWN)


class Letter(NamedTuple):
    """A message as the sender needs it: the columns of `Outbox` by the same names."""

    id: int
    platform: str
    chat: str
    thread: str
    only: str
    payload: str
    answers: str
    edits: str
    attempts: int
    repeated: bool


class Due(NamedTuple):
    """A message that waits to be sent."""

    id: int
    platform: str
    chat: str


# Whatever became of an answer, what it said is not kept; a push is, for its report.
KEPT = case((TABLE.c.answers != "", ""), else_=TABLE.c.payload)
COLUMNS = [TABLE.c[name] for name in Letter._fields]
MARK = (
    update(TABLE)
    .where(TABLE.c.id == bindparam("row"), TABLE.c.state == State.SENDING)
    .values(
        state=bindparam("to"),
        finished_at=bindparam("at"),
        message_id=bindparam("message"),
        error=bindparam("why"),
        payload=KEPT,
    )
)


def put(
    session: Session,
    *,
    key: str,
    part: int = 0,
    to: tuple[str, str, str, str],
    payload: str,
    now: datetime,
    topic: str = "",
    ref: str = "",
    batch: str = "",
    member_id: int | None = None,
    due_at: datetime | None = None,
    answers: str = "",
    edits: str = "",
    sending: bool = False,
    deliver_until: datetime | None = None,
) -> int | None:
    """Add a message; its row's id, or None when the same key and part is there already.

    `to` is platform, chat, thread, only. Without `due_at` it may go now. `sending` is for who sends it right after
    this commits.
    """
    row = BLANK | dict(zip(("platform", "chat", "thread", "only"), to, strict=True)) | {
        "key": key, "part": part, "payload": payload, "answers": answers, "edits": edits,
        "topic": topic, "ref": ref, "batch": batch, "member_id": member_id,
        "state": State.SENDING if sending else State.QUEUED, "attempts": int(sending),
        "due_at": due_at or now, "not_before": due_at or now, "created_at": now, "deliver_until": deliver_until,
    }  # fmt: skip
    found: int | None = session.connection().execute(PUT[session.get_bind().dialect.name], row).scalar_one_or_none()
    return found


def due(session: Session, *, now: datetime, platforms: Collection[str], limit: int) -> list[Due]:
    """The oldest messages that may go now on these platforms; what came too late expires."""
    expire(session, now)
    waiting = (
        select(TABLE.c.id, TABLE.c.platform, TABLE.c.chat)
        .where(TABLE.c.state == State.QUEUED, TABLE.c.not_before <= now, TABLE.c.platform.in_(platforms))
        .order_by(TABLE.c.id)
        .limit(limit)
    )
    return [Due(*row) for row in session.execute(waiting)]


def begin(session: Session, row: int) -> Letter | None:
    """Mark a message as being sent, right before it goes on the wire; None when it shall not go any more."""
    mine = update(TABLE).where(TABLE.c.id == row, TABLE.c.state == State.QUEUED)
    begun = mine.values(state=State.SENDING, attempts=TABLE.c.attempts + 1).returning(*COLUMNS)
    found = session.execute(begun).one_or_none()
    return Letter(*found) if found else None


def expire(session: Session, now: datetime) -> None:
    late = update(TABLE).where(TABLE.c.state == State.QUEUED, TABLE.c.deliver_until < now)
    session.execute(late.values(state=State.EXPIRED, finished_at=now, payload=KEPT))


class Outcome(NamedTuple):
    """How sending a row went. `why` is a short word, never a message or a name."""

    row: int
    state: State
    message: str = ""
    why: str = ""


def mark(session: Session, outcomes: Sequence[Outcome], now: datetime) -> None:
    """Write down how sending went: sent, failed or unknown."""
    connection = session.connection()
    for outcome in outcomes:
        values = {"row": outcome.row, "to": outcome.state, "at": now, "message": outcome.message, "why": outcome.why}
        connection.execute(MARK, values)


def postpone(session: Session, rows: Iterable[int], *, until: datetime, why: str = "") -> None:
    """Not sent after all: queue again, to be tried at that time."""
    later = update(TABLE).where(TABLE.c.id.in_(list(rows)), TABLE.c.state.in_((State.QUEUED, State.SENDING)))
    session.execute(later.values(state=State.QUEUED, not_before=until, error=why))


def recover(session: Session, now: datetime) -> int:
    """After a stop: an answer that may have gone out is sent again and says so; a push that may have gone out is
    unknown. Returns how many are unknown.
    """
    on_the_wire = TABLE.c.state == State.SENDING
    again = update(TABLE).where(on_the_wire, TABLE.c.answers != "")
    session.execute(again.values(state=State.QUEUED, not_before=now, repeated=True))
    lost = update(TABLE).where(on_the_wire).values(state=State.UNKNOWN, finished_at=now, error="stopped while sending")
    return session.connection().execute(lost).rowcount


def move(session: Session, *, platform: str, old: str, new: str) -> None:
    """The chat has another id now: what is still to be sent goes there."""
    here = and_(TABLE.c.platform == platform, TABLE.c.chat == old, TABLE.c.state.not_in(FINAL))
    session.execute(update(TABLE).where(here).values(chat=new))


def drop_queued(session: Session, *, platform: str, chat: str, now: datetime, why: str) -> None:
    """Nothing more can be sent to this chat."""
    here = and_(TABLE.c.platform == platform, TABLE.c.chat == chat, TABLE.c.state == State.QUEUED)
    session.execute(update(TABLE).where(here).values(state=State.SUPPRESSED, finished_at=now, error=why, payload=KEPT))


def count(session: Session) -> dict[State, int]:
    """How many rows stand where."""
    found = session.execute(select(TABLE.c.state, func.count()).group_by(TABLE.c.state))
    return {State(state): number for state, number in found}


def next_due(session: Session, *, platforms: Collection[str] | None = None) -> datetime | None:
    """When the next queued message may go, on these platforms or on any."""
    soonest = select(TABLE.c.not_before).where(TABLE.c.state == State.QUEUED).order_by(TABLE.c.not_before).limit(1)
    if platforms is not None:
        soonest = soonest.where(TABLE.c.platform.in_(platforms))
    found: datetime | None = session.execute(soonest).scalar_one_or_none()
    return found


def purge(session: Session, before: datetime) -> int:
    """Forget what was finished before then."""
    old = delete(TABLE).where(TABLE.c.state.in_(FINAL), TABLE.c.finished_at < before)
    return session.connection().execute(old).rowcount
