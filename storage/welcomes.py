"""New members who are to be contacted by somebody in their branch."""

from datetime import datetime, timedelta

from sqlmodel import Session

from storage.models import Welcome

WITHIN = timedelta(days=7)


def add(session: Session, member_id: int, branch_id: int, now: datetime) -> None:
    """Somebody is new: they shall have been contacted within seven days."""
    session.add(Welcome(member_id=member_id, branch_id=branch_id, made_at=now, due_at=now + WITHIN))
    session.flush()
