"""Messages going out: one row a recipient and part, with a unique key, and a state that survives a kill."""

import secrets
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Result, and_, bindparam, case, column, delete, func, null, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Session

from storage.models import Outbox, State
from storage.types import one_of, table_of

TABLE = table_of(Outbox)
PLACE = ("platform", "chat", "thread", "only")
BLANK = {
    "repeated": False, "lease_until": None, "finished_at": None, "message_id": "", "error": "",
}  # fmt: skip
FINAL = (State.SENT, State.FAILED, State.SUPPRESSED, State.CANCELLED, State.EXPIRED, State.UNKNOWN)
WAITING = (State.QUEUED, State.LEASED)
# Whoever has leased a message and is still alive sends it well before this.
LEASE = timedelta(minutes=2)


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
    mark: str
    topic: str
    ref: str
    member_id: int | None
    due_at: datetime
    deliver_until: datetime | None
    batch: str = ""


class Due(NamedTuple):
    """A message that waits for its turn; an answer goes before a push."""

    id: int
    platform: str
    chat: str
    answers: str


# The batch of what is told about a leak: it goes out while nothing else does, and its words are not kept.
ALARM = "incident"
# The `ref` of a push that carries its own words, and names a member in them.
ABOUT = "member:{}"
# Whatever became of an answer, what it said is not kept; a push is, for its report.
KEPT = case((or_(TABLE.c.answers != "", TABLE.c.batch == ALARM), ""), else_=TABLE.c.payload)
# And once it has arrived, not what one said that names a member; until then it may have to go another way.
ARRIVED = case((TABLE.c.ref.startswith(ABOUT.format("")), ""), else_=KEPT)
COLUMNS = [TABLE.c[name] for name in Letter._fields]
NEW = {
    "sqlite": sqlite.insert(TABLE).on_conflict_do_nothing(),
    "postgresql": postgresql.insert(TABLE).on_conflict_do_nothing(),
}
PUT_ROWS = NEW["sqlite"].returning(*COLUMNS)
GIVEN = [one for one in TABLE.columns if not one.primary_key]
# A list for each column: the statement is the same for however many rows, and neither SQLAlchemy nor psycopg has to
# write and read a placeholder for each of their values.
LISTS = func.unnest(*(bindparam(one.name, type_=ARRAY(one.type)) for one in GIVEN))
PUT_LISTS = (
    postgresql.insert(TABLE)
    .from_select(
        [one.name for one in GIVEN],
        select(LISTS.table_valued(*(column(one.name, one.type) for one in GIVEN)).render_derived()),
    )
    .on_conflict_do_nothing()
    .returning(*COLUMNS)
)
# An open outcome is one that is still looked into: its words are kept, and nobody has finished with it.
MARK = (
    update(TABLE)
    .where(TABLE.c.id == bindparam("row"), one_of(TABLE.c.state, (State.LEASED, State.SENDING)))
    .where(TABLE.c.lease_owner == bindparam("owner"))
    .values(
        state=bindparam("to"),
        finished_at=case((bindparam("open"), null()), else_=bindparam("at", type_=TABLE.c.finished_at.type)),
        not_before=case((bindparam("open"), bindparam("at", type_=TABLE.c.not_before.type)), else_=TABLE.c.not_before),
        # From here the platform has its time to show it: it may have waited for its turn after it was marked.
        sending_at=case((bindparam("open"), bindparam("at", type_=TABLE.c.sending_at.type)), else_=TABLE.c.sending_at),
        message_id=bindparam("message"),
        error=bindparam("why"),
        payload=case((bindparam("open"), TABLE.c.payload), (bindparam("to") == State.SENT, ARRIVED), else_=KEPT),
    )
)
SOONEST = (
    select(TABLE.c.not_before)
    .where(TABLE.c.state == State.QUEUED, TABLE.c.platform.in_(bindparam("platforms", expanding=True)))
    .order_by(TABLE.c.not_before, TABLE.c.id)
    .limit(1)
)
# What is sent all the same while an incident is open.
THROUGH = or_(TABLE.c.answers != "", TABLE.c.batch == ALARM)


Row = dict[str, Any]


def put(session: Session, **values: Any) -> Letter | None:
    """Add a message, as `row` has it; None when the same key and part is there already."""
    return next(iter(put_all(session, [row(**values)])), None)


def put_all(session: Session, rows: Sequence[Row]) -> list[Letter]:
    """Add messages; those of them that were not there already."""
    if not rows:
        return []
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        found = connection.execute(PUT_LISTS, {one.name: [row[one.name] for row in rows] for one in GIVEN})
    else:
        found = connection.execute(PUT_ROWS, rows if len(rows) > 1 else rows[0])
    return [Letter(*letter) for letter in found]


def row(
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
    sending: str = "",
    deliver_until: datetime | None = None,
) -> Row:
    """A message to platform, chat, thread, only. `sending` names the owner who sends it right after this commits."""
    return BLANK | dict(zip(PLACE, to, strict=True)) | {
        "key": key, "part": part, "payload": payload, "answers": answers, "edits": edits,
        "topic": topic, "ref": ref, "batch": batch, "member_id": member_id, "mark": secrets.token_hex(16),
        "state": State.SENDING if sending else State.QUEUED, "attempts": int(bool(sending)), "lease_owner": sending,
        "due_at": due_at or now, "not_before": due_at or now, "created_at": now, "deliver_until": deliver_until,
        "sending_at": now if sending else None,
    }  # fmt: skip


def only_letter(result: Result[*tuple[Any, ...]]) -> Letter | None:
    found = result.one_or_none()
    return Letter(*found) if found else None


def lease(session: Session, *, owner: str, now: datetime, platform: str, limit: int, frozen: bool = False) -> list[Due]:
    """Take the next messages that may go now on a platform: answers first, then the oldest. `frozen`: no pushes."""
    next_ones = (
        select(TABLE.c.id)
        .where(TABLE.c.state == State.QUEUED, TABLE.c.not_before <= now, TABLE.c.platform == platform, in_time(now))
        .where(*([THROUGH] if frozen else []))
        .order_by(TABLE.c.answers == "", TABLE.c.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    mine = update(TABLE).where(TABLE.c.id.in_(next_ones))
    taken = mine.values(state=State.LEASED, lease_owner=owner, lease_until=now + LEASE)
    found = session.execute(taken.returning(*(TABLE.c[name] for name in Due._fields)))
    return sorted((Due(*row) for row in found), key=lambda due: (due.answers == "", due.id))


def in_time(now: datetime) -> ColumnElement[bool]:
    return or_(TABLE.c.deliver_until.is_(None), TABLE.c.deliver_until >= now)


def begin(session: Session, row: int, *, owner: str, now: datetime) -> Letter | None:
    """Mark a leased message as being sent, right before it goes on the wire; None when it shall not go any more."""
    mine = update(TABLE).where(TABLE.c.id == row, TABLE.c.state == State.LEASED, TABLE.c.lease_owner == owner)
    begun = mine.values(state=State.SENDING, attempts=TABLE.c.attempts + 1, sending_at=now).returning(*COLUMNS)
    return only_letter(session.execute(begun))


class Expired(NamedTuple):
    """A push that came too late, for whoever is told so; `batch` is what it was counted in."""

    batch: str
    topic: str
    ref: str


def expire(session: Session, now: datetime) -> list[Expired]:
    """What waits and has come too late; the pushes among it."""
    late = update(TABLE).where(TABLE.c.state == State.QUEUED, TABLE.c.deliver_until < now)
    gone = late.values(state=State.EXPIRED, finished_at=now, payload=KEPT)
    found = session.execute(gone.returning(*(TABLE.c[name] for name in Expired._fields)))
    return [Expired(*row) for row in found if row.topic]


class Outcome(NamedTuple):
    """How sending a row went. `why` is a short word, never a message or a name; an `open` one is looked into; a `gone`
    one could not reach its chat at all.
    """

    row: int
    state: State
    message: str = ""
    why: str = ""
    open: bool = False
    gone: bool = False


def mark(session: Session, outcomes: Sequence[Outcome], now: datetime, *, owner: str) -> None:
    """Write down how the owner's sending went: sent, failed or unknown; or why it was not sent after all."""
    values = [
        {
            "row": outcome.row, "to": outcome.state, "at": now, "message": outcome.message, "why": outcome.why,
            "open": outcome.open, "owner": owner,
        }
        for outcome in outcomes
    ]  # fmt: skip
    if values:
        session.connection().execute(MARK, values)


def come_too_late(session: Session, row: int, *, owner: str, now: datetime) -> None:
    """It was about to be sent, and is of no use any more: the next tick expires it, and tells of it."""
    mine = (TABLE.c.id == row, TABLE.c.lease_owner == owner, TABLE.c.state == State.SENDING)
    late = {"state": State.QUEUED, "not_before": now, "deliver_until": now - timedelta(microseconds=1)}
    session.execute(update(TABLE).where(*mine).values(**late))


def postpone(
    session: Session, rows: Iterable[int], *, owner: str, until: datetime, why: str = "", repeated: bool = False
) -> None:
    """Not sent after all: queue again, to be tried at that time. `repeated`: it may have arrived, and will say so.

    Only what that owner has still: meanwhile another may have taken it over, and be sending it.
    """
    mine = (TABLE.c.id.in_(list(rows)), TABLE.c.lease_owner == owner, TABLE.c.state.in_((State.LEASED, State.SENDING)))
    again = {"repeated": True} if repeated else {}
    session.execute(update(TABLE).where(*mine).values(state=State.QUEUED, not_before=until, error=why, **again))


def reclaim(session: Session, now: datetime) -> int:
    """Queue again what was leased by somebody who is gone."""
    stale = update(TABLE).where(TABLE.c.state == State.LEASED, TABLE.c.lease_until < now)
    return session.connection().execute(stale.values(state=State.QUEUED)).rowcount


def move(session: Session, *, platform: str, old: str, new: str) -> None:
    """The chat has another id now: what is still to be sent goes there."""
    here = and_(TABLE.c.platform == platform, TABLE.c.chat == old, TABLE.c.state.not_in(FINAL))
    session.execute(update(TABLE).where(here).values(chat=new))


def drop_waiting(session: Session, *, platform: str, chat: str, now: datetime, why: str) -> None:
    """Nothing more can be sent to this chat."""
    here = and_(TABLE.c.platform == platform, TABLE.c.chat == chat, TABLE.c.state.in_(WAITING))
    session.execute(update(TABLE).where(here).values(state=State.SUPPRESSED, finished_at=now, error=why, payload=KEPT))


def cancel(session: Session, *, batch: str, now: datetime) -> int:
    """Send no more of this batch; how many were stopped. What is on the wire cannot be."""
    left = update(TABLE).where(TABLE.c.batch == batch, TABLE.c.state.in_(WAITING))
    return session.connection().execute(left.values(state=State.CANCELLED, finished_at=now)).rowcount


def count(session: Session) -> dict[State, int]:
    """How many rows stand where."""
    found = session.execute(select(TABLE.c.state, func.count()).group_by(TABLE.c.state))
    return {State(state): number for state, number in found}


def tally(session: Session, batch: str) -> dict[State, int]:
    """How many messages of a batch stand where; the sum is its audience."""
    found = select(TABLE.c.state, func.count()).where(TABLE.c.batch == batch, TABLE.c.part == 0)
    return {State(state): number for state, number in session.execute(found.group_by(TABLE.c.state))}


def next_due(session: Session, *, platforms: Collection[str], frozen: bool = False) -> datetime | None:
    """When the next queued message may go on these platforms; `frozen`, no pushes may."""
    soonest = SOONEST.where(THROUGH) if frozen else SOONEST
    found: datetime | None = session.execute(soonest, {"platforms": list(platforms)}).scalar_one_or_none()
    return found


def purge(session: Session, before: datetime) -> int:
    """Forget what was finished before then."""
    old = delete(TABLE).where(TABLE.c.state.in_(FINAL), TABLE.c.finished_at < before)
    return session.connection().execute(old).rowcount
