"""Forms that somebody is filling in, so that a half-filled one survives a restart."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, delete, or_, update
from sqlmodel import Session, col, select

from storage.models import OpenForm

LIFE = timedelta(days=1)


def begin(session: Session, *, platform: str, chat: str, sender: str, definition: str, now: datetime) -> OpenForm:
    """Open a form; another one that this person had open here is closed."""
    close_all(session, platform=platform, chat=chat, sender=sender, now=now)
    row = OpenForm(platform=platform, chat=chat, sender=sender, definition=definition, started_at=now)
    session.add(row)
    session.flush()
    return row


def current(session: Session, *, platform: str, chat: str, sender: str, now: datetime) -> OpenForm | None:
    """The form that this person is filling in here."""
    newest = select(OpenForm).where(here(platform, chat, sender), fresh(now)).order_by(col(OpenForm.id).desc())
    return session.exec(newest.limit(1).with_for_update()).first()


def get(session: Session, form_id: int, *, platform: str, sender: str, now: datetime) -> OpenForm | None:
    """That form, if it is theirs and still open."""
    theirs = and_(col(OpenForm.id) == form_id, col(OpenForm.platform) == platform, col(OpenForm.sender) == sender)
    return session.exec(select(OpenForm).where(theirs, fresh(now)).with_for_update()).first()


def close_all(session: Session, *, platform: str, chat: str, sender: str, now: datetime) -> int:
    """Close what they have open here; how many there were."""
    open_here = update(OpenForm).where(here(platform, chat, sender), col(OpenForm.closed_at).is_(None))
    return session.connection().execute(open_here.values(closed_at=now, answers="{}")).rowcount


def here(platform: str, chat: str, sender: str) -> ColumnElement[bool]:
    return and_(col(OpenForm.platform) == platform, col(OpenForm.chat) == chat, col(OpenForm.sender) == sender)


def fresh(now: datetime) -> ColumnElement[bool]:
    return and_(col(OpenForm.closed_at).is_(None), col(OpenForm.started_at) > now - LIFE)


def purge(session: Session, now: datetime) -> int:
    """Forget forms that were handed in, left, or too old to go on with."""
    gone = delete(OpenForm).where(or_(col(OpenForm.closed_at).is_not(None), col(OpenForm.started_at) <= now - LIFE))
    return session.connection().execute(gone).rowcount
