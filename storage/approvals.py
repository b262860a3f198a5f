"""What is grave is asked for on one app and confirmed on another, or with a code: kept until then, and done once."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, select, update
from sqlmodel import Session, col

from storage.models import Approval

# So long after it was asked for it can be confirmed.
LIFE = timedelta(minutes=10)


def ask(session: Session, *, member_id: int, asked_on: str, action: str, now: datetime) -> int:
    """Keep what is to be done; its number."""
    row = Approval(member_id=member_id, asked_on=asked_on, action=action, asked_at=now, expires_at=now + LIFE)
    session.add(row)
    session.flush()
    assert row.id is not None
    return row.id


def use(session: Session, number: int, *, member_id: int, now: datetime, confirmed_on: str = "") -> str | None:
    """The action, once; None when it is not theirs, was done or refused, is too old, or was asked for on that app.

    Without `confirmed_on` it was confirmed with a code.
    """
    found = update(Approval).where(waiting(number, member_id, now), col(Approval.asked_on) != confirmed_on)
    action: str | None = session.execute(found.values(used_at=now).returning(col(Approval.action))).scalar_one_or_none()
    return action


def is_open(session: Session, number: int, *, member_id: int, now: datetime) -> bool:
    """Whether it can still be confirmed."""
    return session.execute(select(col(Approval.id)).where(waiting(number, member_id, now))).first() is not None


def waiting(number: int, member_id: int, now: datetime) -> ColumnElement[bool]:
    theirs = and_(col(Approval.id) == number, col(Approval.member_id) == member_id)
    return and_(theirs, col(Approval.used_at).is_(None), col(Approval.expires_at) > now)
