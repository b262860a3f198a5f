"""New members who somebody in their branch is to contact: who waits, who has taken it on, and who was welcomed."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import and_, bindparam, exists, func, or_, select, update
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from storage.models import Member, Post, Welcome
from storage.rights import RIGHTS, Reach, Right

# Within so long a new member is to be contacted.
WITHIN = timedelta(days=7)
HOST = aliased(Member)


class Waiting(NamedTuple):
    """A new member whom nobody has contacted yet, in the branch that they are in now.

    `host` is who has taken it on and still speaks for the branch, "" for nobody. `taker_id` is whoever took it on.
    """

    id: int
    member_id: int
    name: str
    ref: str
    branch_id: int
    host_id: int | None
    host: str
    made_at: datetime
    due_at: datetime
    taker_id: int | None = None


def with_right(reach: Reach) -> list[str]:
    return [role for role, far in RIGHTS[Right.WELCOME].items() if far is reach]


SPEAKS = (
    exists()
    .where(
        col(Post.member_id) == col(HOST.id),
        col(Post.first_day) <= bindparam("today"),
        or_(col(Post.last_day).is_(None), col(Post.last_day) >= bindparam("today")),
        or_(
            col(Post.role).in_(with_right(Reach.ALL)),
            and_(col(Post.role).in_(with_right(Reach.OWN)), col(Post.branch_id) == col(Member.branch_id)),
        ),
    )
    .correlate(HOST, Member)
)
OPEN = (
    select(
        col(Welcome.id), col(Member.id), col(Member.name), col(Member.ref), col(Member.branch_id),
        col(HOST.id), func.coalesce(col(HOST.name), ""), col(Welcome.made_at), col(Welcome.due_at),
        col(Welcome.host_id),
    )
    .join(Member, col(Member.id) == Welcome.member_id)
    .outerjoin(HOST, and_(col(HOST.id) == Welcome.host_id, col(HOST.left_on).is_(None), SPEAKS))
    .where(col(Welcome.done_at).is_(None), col(Member.left_on).is_(None))
    .order_by(col(Welcome.due_at), col(Welcome.id))
)  # fmt: skip


def add(session: Session, member_id: int, branch_id: int, now: datetime) -> None:
    """A member is new in the branch."""
    session.add(Welcome(member_id=member_id, branch_id=branch_id, made_at=now, due_at=now + WITHIN))
    session.flush()


def waiting(session: Session, branch_ids: Collection[int] | None = None, *, today: date) -> list[Waiting]:
    """Those of these branches, or of all, the one that is due first before the others."""
    found = OPEN if branch_ids is None else OPEN.where(col(Member.branch_id).in_(branch_ids))
    return [Waiting(*row) for row in session.execute(found, {"today": today})]


def find(session: Session, welcome_id: int, *, today: date) -> Waiting | None:
    """One that still waits."""
    row = session.execute(OPEN.where(col(Welcome.id) == welcome_id), {"today": today}).one_or_none()
    return Waiting(*row) if row else None


def take(session: Session, welcome_id: int, host_id: int | None) -> None:
    """That member contacts them; None: somebody else may."""
    session.execute(update(Welcome).where(col(Welcome.id) == welcome_id).values(host_id=host_id))


def finish(session: Session, welcome_id: int, *, by: int, now: datetime) -> None:
    """They were contacted."""
    done = update(Welcome).where(col(Welcome.id) == welcome_id, col(Welcome.done_at).is_(None))
    session.execute(done.values(done_at=now, done_by=by))
