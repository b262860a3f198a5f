"""A push that somebody's app did not take goes to their other app: once, and only if none of it may have arrived."""

import secrets
from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import func, select, update
from sqlmodel import Session, col

from storage import chats, outbox, recipients
from storage.models import Outbox, State
from storage.types import table_of

TABLE = table_of(Outbox)
# Behind the key of what goes the second way: it goes no third one.
OTHER = ":other"
LOST = (State.FAILED, State.SUPPRESSED)


def lose(session: Session, *, platform: str, chat: str, now: datetime, why: str, platforms: Collection[str]) -> int:
    """A person's chat is gone: nothing more is sent there, and the pushes that waited go another way. How many do."""
    chats.mute(session, platform=platform, chat=chat, now=now)
    here = (TABLE.c.platform == platform, TABLE.c.chat == chat, TABLE.c.state.in_(outbox.WAITING))
    waiting = session.execute(select(TABLE.c.id).where(*here)).scalars().all()
    outbox.drop_waiting(session, platform=platform, chat=chat, now=now, why=why)
    return redirect(session, waiting, now=now, platforms=platforms)


def failed(session: Session, rows: Sequence[int], *, now: datetime, platforms: Collection[str]) -> int:
    """The chats of these pushes could not be reached: the pushes go another way, and so does what waits behind them."""
    pushes = (TABLE.c.answers == "", TABLE.c.member_id.is_not(None), TABLE.c.state == State.FAILED)
    found = select(TABLE.c.platform, TABLE.c.chat).distinct().where(TABLE.c.id.in_(list(rows)), *pushes)
    places = session.execute(found).all()
    moved = redirect(session, rows, now=now, platforms=platforms)
    for platform, chat in places:
        moved += lose(session, platform=platform, chat=chat, now=now, why="lost", platforms=platforms)
    return moved


def redirect(session: Session, rows: Sequence[int], *, now: datetime, platforms: Collection[str]) -> int:
    """Send what these rows could not bring to the app that comes next for their person; how many messages that is.

    The copy takes the row's place in its batch, so that a report counts each person once.
    """
    asked = (TABLE.c.id.in_(list(rows)), TABLE.c.state.in_(LOST), TABLE.c.member_id.is_not(None))
    pushes = (TABLE.c.answers == "", TABLE.c.edits == "", TABLE.c.key.not_like(f"%{OTHER}"))
    found = select(TABLE.c.key).distinct().where(*asked, *pushes)
    keys = session.execute(found.order_by(TABLE.c.key)).scalars().all()
    return sum(send_again(session, key, now=now, platforms=platforms) for key in keys)


def send_again(session: Session, key: str, *, now: datetime, platforms: Collection[str]) -> bool:
    """All parts of one message, if there is another way to its person."""
    parts = session.execute(select(TABLE).where(TABLE.c.key == key).order_by(TABLE.c.part)).mappings().all()
    first = parts[0]
    if any(may_be_there(part["state"], repeated=part["repeated"]) for part in parts):
        return False
    left = [name for name in platforms if name != first["platform"]]
    way = next(iter(recipients.people(session, [first["member_id"]], platforms=left)), None)
    if way is None or told_there(session, first["key"], first["platform"], first["chat"], way.place):
        return False
    place = {"platform": way.platform, "chat": way.chat, "thread": "", "only": ""}
    for part in parts:
        row = {name: part[name] for name in ("part", "topic", "ref", "batch", "member_id", "payload", "due_at")}
        row |= outbox.BLANK | place | {
            "key": f"{key}{OTHER}", "mark": secrets.token_hex(16), "answers": "", "edits": "", "attempts": 0,
            "lease_owner": "", "state": State.QUEUED, "not_before": max(now, part["not_before"]), "created_at": now,
            "deliver_until": part["deliver_until"], "sending_at": None,
        }  # fmt: skip
        session.connection().execute(outbox.NEW[session.get_bind().dialect.name], row)
    gone = update(TABLE).where(TABLE.c.key == key)
    session.execute(gone.where(TABLE.c.state.in_(outbox.WAITING)).values(state=State.SUPPRESSED, finished_at=now))
    session.execute(gone.values(batch="", error=func.coalesce(func.nullif(TABLE.c.error, ""), "other")))
    return True


def may_be_there(state: str, *, repeated: bool) -> bool:
    """Whether a message, or part of it, arrived, may have arrived, or may be about to."""
    return repeated or state in {State.SENT, State.UNKNOWN, State.SENDING}


def told_there(session: Session, key: str, platform: str, chat: str, other: tuple[str, str]) -> bool:
    """Whether the same was said in each of the person's apps from the start: then it is there already."""
    place = f":{platform}:{chat}"
    if not key.endswith(place):
        return False
    twin = key.removesuffix(place) + ":" + ":".join(other)
    return session.execute(select(col(Outbox.id)).where(col(Outbox.key) == twin)).first() is not None
