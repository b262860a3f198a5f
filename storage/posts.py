"""Posts (förtroendeuppdrag): who holds which, given and ended."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta
from typing import NamedTuple, Protocol

from sqlalchemy import ColumnElement, or_, select
from sqlmodel import Session, col

from storage import invitations
from storage.models import Branch, Member, Post, Purpose, Role

# Those that are always for a branch; the others are for the district, but for an auditor, who can be either's.
OF_OWN_BRANCH = frozenset({Role.CHAIR, Role.DEPUTY, Role.TREASURER})  # the holder's own where none is named
OF_BRANCH = OF_OWN_BRANCH | {Role.CONTACT}
OF_DISTRICT = frozenset({Role.BOARD, Role.EXECUTIVE, Role.OMBUDSPERSON, Role.REPRESENTATIVE, Role.TECHNICIAN})
GIVEN = (*OF_BRANCH, *OF_DISTRICT, Role.AUDITOR)


class Days(Protocol):
    """From a first day to a last, both included; None for no end."""

    @property
    def first_day(self) -> date: ...

    @property
    def last_day(self) -> date | None: ...


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
    found = ALL.where(not_over(today))
    if branch_ids is not None:
        found = found.where(col(Post.branch_id).in_(branch_ids))
    return [Held(*row) for row in session.execute(found)]


def not_over(today: date) -> ColumnElement[bool]:
    return or_(col(Post.last_day).is_(None), col(Post.last_day) >= today)


def of_member(session: Session, member_id: int, *, today: date) -> list[Held]:
    return [one for one in lasting(session, today=today) if one.member_id == member_id]


def reaches_beyond(session: Session, member_id: int, branch_id: int, *, today: date) -> bool:
    """Whether they hold, or will hold, a post that is not that branch's: its chair is not to hand it over."""
    return any(one.branch_id != branch_id for one in of_member(session, member_id, today=today))


def find(session: Session, post_id: int, *, today: date) -> Held | None:
    """One that is not over."""
    return next((one for one in lasting(session, today=today) if one.id == post_id), None)


class Appointment(NamedTuple):
    """A post that somebody is to hold, from its first day to its last."""

    member_id: int
    role: str
    branch_id: int | None
    first_day: date
    last_day: date | None = None

    @property
    def whose(self) -> tuple[int, str, int | None]:
        return self[:3]


def give(session: Session, given: Collection[Appointment], *, now: datetime) -> int:
    """Give them. What is held already on some of those days is one post, from the earlier day until what is said now.

    Returns how many invitations that stops: they would give the post as well, to whoever has them.
    """
    there = by_whose(session, {one.member_id for one in given})
    for one in given:
        same = [post for post in there[one.whose] if meet(post, one)]
        if not same:
            post = Post(**one._asdict())
            there[one.whose].append(post)
            session.add(post)
        for post in same[:1]:
            post.first_day = min(one.first_day, *(other.first_day for other in same))
            post.last_day = one.last_day
        # What is new in the same call has to be there before it can go.
        if same[1:]:
            session.flush()
        for post in same[1:]:
            there[one.whose].remove(post)
            session.delete(post)
    session.flush()
    return stop_invitations(session, {one.member_id for one in given}, now=now)


def by_whose(session: Session, member_ids: Collection[int]) -> dict[tuple[int, str, int | None], list[Post]]:
    """All that these members hold, held and will hold, the oldest row first."""
    found = defaultdict(list)
    theirs = select(Post).where(col(Post.member_id).in_(member_ids)).order_by(col(Post.id))
    for post in session.execute(theirs, execution_options={"populate_existing": True}).scalars():
        found[post.member_id, post.role, post.branch_id].append(post)
    return found


def meet(one: Days, other: Days) -> bool:
    """Whether there is a day that belongs to both."""
    return one.first_day <= (other.last_day or date.max) and other.first_day <= (one.last_day or date.max)


def until(session: Session, last_days: Mapping[int, date | None], *, now: datetime) -> int:
    """Another last day for each of these posts, by id. Returns how many invitations that stops."""
    found = list(session.execute(select(Post).where(col(Post.id).in_(last_days))).scalars())
    for post in found:
        assert post.id is not None
        post.last_day = last_days[post.id]
    session.flush()
    return stop_invitations(session, {post.member_id for post in found}, now=now)


def end(session: Session, post_id: int, *, today: date, now: datetime) -> int:
    """It is held no more from now on, however many times it was given. Returns how many invitations that stops."""
    post = session.get_one(Post, post_id)
    same = [one.id for one in of_member(session, post.member_id, today=today) if is_same(one, post)]
    return until(session, dict.fromkeys(same, today - timedelta(days=1)), now=now)


def is_same(one: Held, post: Post) -> bool:
    return (one.role, one.branch_id) == (post.role, post.branch_id)


def end_all(session: Session, member_ids: Collection[int], *, today: date, now: datetime) -> None:
    """These members hold nothing any more from now on."""
    held = select(col(Post.id)).where(col(Post.member_id).in_(member_ids), not_over(today))
    until(session, dict.fromkeys(session.execute(held).scalars().all(), today - timedelta(days=1)), now=now)


def stop_invitations(session: Session, member_ids: Collection[int], *, now: datetime) -> int:
    """They were made for somebody who held something else."""
    return invitations.void(session, member_ids, now=now, purpose=Purpose.JOIN)
