"""Posts (förtroendeuppdrag): who holds which, given and ended."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import or_, select
from sqlmodel import Session, col

from storage import invitations
from storage.models import Branch, Member, Post, Purpose, Role

# Those that are always for a branch; the others are for the district, but for an auditor, who can be either's.
OF_BRANCH = frozenset({Role.CHAIR, Role.DEPUTY, Role.TREASURER, Role.CONTACT})
OF_DISTRICT = frozenset({Role.BOARD, Role.EXECUTIVE, Role.OMBUDSPERSON, Role.REPRESENTATIVE, Role.TECHNICIAN})
GIVEN = (*OF_BRANCH, *OF_DISTRICT, Role.AUDITOR)


class Held(NamedTuple):
    """A post that somebody holds or will hold; without a branch it is the district's."""

    id: int
    role: str
    member_id: int
    name: str
    ref: str
    branch_id: int | None
    branch: str
    first_day: date
    last_day: date | None


ALL = (
    select(
        col(Post.id), col(Post.role), col(Member.id), col(Member.name), col(Member.ref), col(Post.branch_id),
        col(Branch.name), col(Post.first_day), col(Post.last_day),
    )
    .join(Member, col(Member.id) == Post.member_id)
    .outerjoin(Branch, col(Branch.id) == Post.branch_id)
    .order_by(col(Branch.name).is_not(None), col(Branch.name), col(Post.role), col(Member.name), col(Post.id))
)  # fmt: skip


def lasting(session: Session, *, today: date, branch_ids: Collection[int] | None = None) -> list[Held]:
    """All that are not over, the district's first; or those of these branches."""
    found = ALL.where(or_(col(Post.last_day).is_(None), col(Post.last_day) >= today))
    if branch_ids is not None:
        found = found.where(col(Post.branch_id).in_(branch_ids))
    return [Held(*row) for row in session.execute(found)]


def of_member(session: Session, member_id: int, *, today: date) -> list[Held]:
    return [one for one in lasting(session, today=today) if one.member_id == member_id]


def reaches_beyond(session: Session, member_id: int, branch_id: int, *, today: date) -> bool:
    """Whether they hold, or will hold, a post that is not that branch's: its chair is not to hand it over."""
    return any(one.branch_id != branch_id for one in of_member(session, member_id, today=today))


def find(session: Session, post_id: int, *, today: date) -> Held | None:
    """One that is not over."""
    return next((one for one in lasting(session, today=today) if one.id == post_id), None)


def give(
    session: Session,
    *,
    member_id: int,
    role: Role,
    branch_id: int | None,
    first_day: date,
    last_day: date | None,
    now: datetime,
) -> bool:
    """Give it. Whether they still had an invitation: it would give the post as well, so it does not work any more."""
    post = Post(member_id=member_id, role=role, branch_id=branch_id, first_day=first_day, last_day=last_day)
    session.add(post)
    session.flush()
    return invitations.void(session, member_id, now=now, purpose=Purpose.JOIN) > 0


def end(session: Session, post_id: int, *, today: date) -> None:
    """It is held no more from now on, however many times it was given."""
    post = session.get_one(Post, post_id)
    same = select(Post).where(
        col(Post.member_id) == post.member_id,
        col(Post.role) == post.role,
        col(Post.branch_id).is_not_distinct_from(post.branch_id),
        or_(col(Post.last_day).is_(None), col(Post.last_day) >= today),
    )
    for row in session.execute(same).scalars():
        row.last_day = today - timedelta(days=1)
    session.flush()
