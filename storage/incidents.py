"""A leak, or the fear of one: while it is open nothing is sent but answers, and nothing is exported."""

from sqlmodel import Session, col, select

from storage.models import Incident


def is_frozen(session: Session) -> bool:
    return session.exec(select(Incident.id).where(col(Incident.closed_at).is_(None))).first() is not None
