"""Messages that may have arrived: after a stop, or when no answer came. Where the platform can be asked, it is."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import and_, select, update
from sqlmodel import Session

from storage.models import State
from storage.outbox import ARRIVED, TABLE, WAITING

# Nothing that was accepted shows later than this in a platform's history.
SHOWS_WITHIN = timedelta(seconds=60)
OPEN = and_(TABLE.c.state == State.UNKNOWN, TABLE.c.finished_at.is_(None))


class Doubtful(NamedTuple):
    """A message to look for, by its mark, since it was put on the wire."""

    id: int
    topic: str
    platform: str
    chat: str
    thread: str
    only: str
    answers: str
    mark: str
    sending_at: datetime


def recover(
    session: Session, now: datetime, *, remembering: Collection[str], again: Collection[str], owner: str = ""
) -> int:
    """After a stop (of that owner, or of everyone): what waited waits on, what was on the wire is looked into.

    On a platform that remembers it is looked for. Elsewhere an answer is sent again and says so, and so is, once, a
    push of a topic that is to come `again`; any other push is unknown. Returns how many may have arrived.
    """
    theirs = [TABLE.c.lease_owner == owner] if owner else []
    session.execute(update(TABLE).where(TABLE.c.state == State.LEASED, *theirs).values(state=State.QUEUED))
    on_the_wire = and_(TABLE.c.state == State.SENDING, *theirs)
    looked_for = update(TABLE).where(on_the_wire, TABLE.c.platform.in_(remembering), TABLE.c.mark != "")
    connection = session.connection()
    opened = connection.execute(looked_for.values(state=State.UNKNOWN, not_before=now, error="stopped")).rowcount
    twice = (TABLE.c.answers != "") | and_(TABLE.c.topic.in_(again), TABLE.c.repeated.is_(False))
    repeat = update(TABLE).where(on_the_wire, twice)
    session.execute(repeat.values(state=State.QUEUED, not_before=now, repeated=True))
    lost = update(TABLE).where(on_the_wire).values(state=State.UNKNOWN, finished_at=now, error="stopped")
    return opened + connection.execute(lost).rowcount


def doubtful(session: Session, *, platform: str, now: datetime, limit: int) -> list[Doubtful]:
    """The messages to look for now on that platform."""
    columns = [TABLE.c[name] for name in Doubtful._fields]
    open_now = select(*columns).where(OPEN, TABLE.c.platform == platform, TABLE.c.not_before <= now)
    return [Doubtful(*row) for row in session.execute(open_now.order_by(TABLE.c.id).limit(limit))]


def next_look(session: Session, *, platforms: Collection[str]) -> datetime | None:
    """When the next message is to be looked for."""
    soonest = select(TABLE.c.not_before).where(OPEN, TABLE.c.platform.in_(platforms))
    found: datetime | None = session.execute(soonest.order_by(TABLE.c.not_before).limit(1)).scalar_one_or_none()
    return found


def arrived(session: Session, row: int, *, message: str, now: datetime) -> None:
    sent = update(TABLE).where(TABLE.c.id == row, OPEN)
    session.execute(sent.values(state=State.SENT, message_id=message, finished_at=now, error="", payload=ARRIVED))


def look_again(session: Session, row: int, *, at: datetime) -> None:
    session.execute(update(TABLE).where(TABLE.c.id == row, OPEN).values(not_before=at))


def never_arrived(session: Session, row: int, *, now: datetime) -> None:
    """It is not there, and would be: send it."""
    again = update(TABLE).where(TABLE.c.id == row, OPEN)
    session.execute(again.values(state=State.QUEUED, not_before=now, error=""))


def give_up(session: Session, row: int, *, now: datetime) -> None:
    """The platform does not show this one: an answer comes again and says so, a push stays unknown."""
    mine = and_(TABLE.c.id == row, OPEN)
    session.execute(
        update(TABLE).where(mine, TABLE.c.answers != "").values(state=State.QUEUED, not_before=now, repeated=True)
    )
    session.execute(update(TABLE).where(mine).values(finished_at=now))


def hold(session: Session, now: datetime) -> int:
    """An older copy of the database was restored: whatever waits may have gone out since. Nothing of it is sent
    before a person has looked; how much that is.
    """
    pushes = update(TABLE).where(TABLE.c.state.in_((*WAITING, State.SENDING)) | OPEN, TABLE.c.answers == "")
    held = pushes.values(state=State.UNKNOWN, finished_at=now, error="restored")
    session.execute(
        update(TABLE)
        .where(TABLE.c.state.in_((*WAITING, State.SENDING)) | OPEN, TABLE.c.answers != "")
        .values(state=State.EXPIRED, finished_at=now, error="restored", payload="")
    )
    return session.connection().execute(held).rowcount


def send_held(session: Session, now: datetime) -> int:
    """Let what a restored copy still had to send go after all."""
    held = update(TABLE).where(TABLE.c.state == State.UNKNOWN, TABLE.c.error == "restored")
    return session.connection().execute(held.values(state=State.QUEUED, not_before=now, finished_at=None)).rowcount


def listed(session: Session, *, limit: int = 200) -> list[Doubtful]:
    """Those that are unknown for good, newest first."""
    columns = [TABLE.c[name] for name in Doubtful._fields]
    for_good = and_(TABLE.c.state == State.UNKNOWN, TABLE.c.finished_at.is_not(None))
    known = select(*columns).where(for_good).order_by(TABLE.c.id.desc()).limit(limit)
    return [Doubtful(*row) for row in session.execute(known)]
