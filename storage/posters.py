"""The pictures of activities, and those that open forms wait for."""

from datetime import datetime

from sqlalchemy import delete, exists, select
from sqlmodel import Session, col

from storage import forms
from storage.models import Activity, OpenForm, Poster, Series, Upload


def wanted(
    session: Session, *, platform: str, chat: str, sender: str, form_id: int | None, now: datetime
) -> int | None:
    """The id of the open form that a file of theirs goes into: the one that is named, or the one that is open here."""
    row = (
        forms.current(session, platform=platform, chat=chat, sender=sender, now=now)
        if form_id is None
        else forms.get(session, form_id, platform=platform, sender=sender, now=now)
    )
    return row.id if row is not None and forms.asks_for_file(row) else None


def keep(session: Session, form_id: int, file: str, *, content: bytes = b"", refused: str = "") -> None:
    """Keep what was sent into a form, or why it could not be; the same file again takes its place."""
    if session.get(OpenForm, form_id) is None:
        return
    session.execute(delete(Upload).where(col(Upload.form_id) == form_id, col(Upload.file) == file))
    session.add(Upload(form_id=form_id, file=file, content=content, refused=refused))
    session.flush()


def sent(session: Session, form_id: int, file: str) -> Upload | None:
    """What was sent into that form."""
    there = select(Upload).where(col(Upload.form_id) == form_id, col(Upload.file) == file)
    found: Upload | None = session.execute(there).scalar_one_or_none()
    return found


def put(session: Session, activity: Activity, upload: Upload, *, alt: str, now: datetime) -> None:
    """What was sent is the activity's picture now, in the place of the one before; others that share that one keep
    it.
    """
    session.add(poster := Poster(content=upload.content, alt=alt, made_at=now))
    session.delete(upload)
    session.flush()
    hang(session, activity, poster.id)


def of(session: Session, activity: Activity) -> Poster | None:
    return session.get(Poster, activity.poster_id) if activity.poster_id is not None else None


def hang(session: Session, activity: Activity, poster_id: int | None) -> None:
    """It has that picture now, or none."""
    activity.poster_id = poster_id
    session.add(activity)
    session.flush()
    forget_unused(session)


def forget_unused(session: Session) -> None:
    """Those that nothing shows any more."""
    shown = (exists().where(col(table.poster_id) == col(Poster.id)) for table in (Activity, Series))
    session.execute(delete(Poster).where(*(~one for one in shown)))
