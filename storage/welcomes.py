"""New members who somebody in the branch is to contact: who waits, who has taken it on, and who was welcomed."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import func, select, update
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from storage.models import Member, Welcome

# Within so long a new member is to be contacted.
WITHIN = timedelta(days=7)
HOST = aliased(Member)


class Waiting(NamedTuple):
    """A new member whom nobody has contacted yet; `host` is who has taken it on, "" for nobody."""

    id: int
    member_id: int
    name: str
    ref: str
    branch_id: int
    host_id: int | None
    host: str
    made_at: datetime
    due_at: datetime


OPEN = (
    select(
        col(Welcome.id), col(Member.id), col(Member.name), col(Member.ref), col(Welcome.branch_id),
        col(Welcome.host_id), func.coalesce(col(HOST.name), ""), col(Welcome.made_at), col(Welcome.due_at),
    )
    .join(Member, col(Member.id) == Welcome.member_id)
    .outerjoin(HOST, col(HOST.id) == Welcome.host_id)
    .where(col(Welcome.done_at).is_(None), col(Member.left_on).is_(None))
    .order_by(col(Welcome.due_at), col(Welcome.id))
)  # fmt: skip


def add(session: Session, member_id: int, branch_id: int, now: datetime) -> None:
    """A member is new in the branch."""
    session.add(Welcome(member_id=member_id, branch_id=branch_id, made_at=now, due_at=now + WITHIN))
    session.flush()


def waiting(session: Session, branch_ids: Collection[int] | None = None) -> list[Waiting]:
    """Those of these branches, or of all, the one that is due first before the others."""
    found = OPEN if branch_ids is None else OPEN.where(col(Welcome.branch_id).in_(branch_ids))
    return [Waiting(*row) for row in session.execute(found)]


def find(session: Session, welcome_id: int) -> Waiting | None:
    """One that still waits."""
    row = session.execute(OPEN.where(col(Welcome.id) == welcome_id)).one_or_none()
    return Waiting(*row) if row else None


def take(session: Session, welcome_id: int, host_id: int | None) -> None:
    """That member contacts them; None: somebody else may."""
    session.execute(update(Welcome).where(col(Welcome.id) == welcome_id).values(host_id=host_id))


def finish(session: Session, welcome_id: int, *, by: int, now: datetime) -> None:
    """They were contacted."""
    done = update(Welcome).where(col(Welcome.id) == welcome_id, col(Welcome.done_at).is_(None))
    session.execute(done.values(done_at=now, done_by=by))
