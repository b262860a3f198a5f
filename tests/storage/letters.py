"""What the tests of the outbox share: putting letters in, leasing and beginning them, and how they stand."""

from sqlmodel import select

from storage import outbox
from storage.models import Outbox
from tests.talk import NOW

ALL = ("telegram", "slack")
FINAL = ("sent", "failed", "suppressed", "cancelled", "expired", "unknown")


def put(session, key: str = "k", *, chat: str = "1", platform: str = "telegram", now=NOW, **more: object) -> int | None:
    letter = outbox.put(session, key=key, to=(platform, chat, "", ""), payload="{}", now=now, **more)
    return letter and letter.id


def lease(session, *, owner: str = "me", now=NOW, limit: int = 100) -> list[int]:
    """What both platforms have for us now."""
    return [
        due.id
        for platform in ("telegram", "slack")
        for due in outbox.lease(session, owner=owner, now=now, platform=platform, limit=limit)
    ]


def begin_all(session) -> list[outbox.Letter]:
    """What is due and begun, in order."""
    return [letter for row in lease(session) if (letter := outbox.begin(session, row, owner="me", now=NOW))]


def row(session, row_id: int) -> Outbox:
    session.expire_all()
    return session.get_one(Outbox, row_id)


def next_due(session, platforms=ALL):
    return outbox.next_due(session, platforms=platforms)


def states(session) -> list[str]:
    return list(session.exec(select(Outbox.state).order_by(Outbox.id)))
