"""What members propose to their branch: who likes it, and what became of it."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, and_, case, delete, func, or_, select
from sqlmodel import Session, col

from storage import occurrences
from storage.models import Activity, Idea, Member, Support

# So many of a member's ideas may wait for an answer at once.
MOST_OPEN = 20
# What somebody is told: that an idea they made or like became something, or why it does not.
ANSWERED = "idea_answered"


class TooManyError(Exception):
    """They have as many ideas waiting as they may."""


class Shown(NamedTuple):
    """An idea as the branch sees it, without who made it: how many like it, and how many of them would take part.

    `mine`: the asker made it. `liked`: the asker likes it; `helps`: and would take part.
    """

    id: int
    branch_id: int
    what: str
    place: str
    likes: int
    helpers: int
    mine: bool
    liked: bool
    helps: bool


def put(
    session: Session,
    *,
    key: str,
    branch_id: int,
    member_id: int,
    what: str,
    place: str = "",
    helps: bool = False,
    now: datetime,
) -> tuple[Idea, bool]:
    """Add an idea, or find the one that has this key; and whether it is new.

    Raises:
        TooManyError: as many of theirs as may wait do so already.

    """
    session.execute(select(col(Member.id)).where(col(Member.id) == member_id).with_for_update())
    known: Idea | None = session.execute(select(Idea).where(col(Idea.key) == key)).scalar_one_or_none()
    if known:
        return known, False
    mine = select(func.count()).where(col(Idea.member_id) == member_id, col(Idea.answered_at).is_(None))
    if session.execute(mine).scalar_one() >= MOST_OPEN:
        raise TooManyError
    idea = Idea(
        key=key, branch_id=branch_id, member_id=member_id, what=what, place=place, helps=helps, made_at=now
    )  # fmt: skip
    session.add(idea)
    session.flush()
    return idea, True


def query(member_id: int) -> Select[Any]:
    """Ideas that wait for an answer, as that member sees them; the one that most people like first."""
    is_here, mine = col(Member.id).is_not(None), col(Support.member_id) == member_id
    own = func.coalesce(col(Idea.member_id) == member_id, False)
    likes = func.count(col(Member.id))
    helpers = func.coalesce(func.sum(case((and_(is_here, col(Support.helps)), 1), else_=0)), 0)
    maker = case((col(Idea.helps), 1), else_=0)
    return (
        select(
            col(Idea.id), col(Idea.branch_id), col(Idea.what), col(Idea.place), likes, helpers + maker, own,
            func.coalesce(func.max(case((mine, 1), else_=0)), 0),
            func.coalesce(func.max(case((and_(mine, col(Support.helps)), 1), else_=0)), 0),
        )
        .outerjoin(Support, col(Support.idea_id) == col(Idea.id))
        .outerjoin(Member, and_(col(Member.id) == col(Support.member_id), col(Member.left_on).is_(None)))
        .where(col(Idea.answered_at).is_(None))
        .group_by(col(Idea.id))
        .order_by(likes.desc(), (helpers + maker).desc(), col(Idea.id))
    )  # fmt: skip


def waiting(
    session: Session, branch_ids: Collection[int], *, member_id: int, skip: int = 0, limit: int | None = None
) -> list[Shown]:
    """Those of these branches and the member's own, the one that most people like first."""
    seen = or_(col(Idea.branch_id).in_(branch_ids), col(Idea.member_id) == member_id)
    found = query(member_id).where(seen).offset(skip).limit(limit)
    return [shown(row) for row in session.execute(found)]


def look(session: Session, idea_id: int, *, member_id: int) -> Shown | None:
    """One that still waits, as that member sees it."""
    row = session.execute(query(member_id).where(col(Idea.id) == idea_id)).one_or_none()
    return shown(row) if row else None


def shown(row: Any) -> Shown:
    one = Shown(*row)
    return one._replace(mine=bool(one.mine), liked=bool(one.liked), helps=bool(one.helps))


def hold(session: Session, idea_id: int) -> Idea | None:
    """One that still waits, held while this transaction lasts."""
    mine = select(Idea).where(col(Idea.id) == idea_id, col(Idea.answered_at).is_(None)).with_for_update()
    found: Idea | None = session.execute(mine.execution_options(populate_existing=True)).scalar_one_or_none()
    return found


def made_between(session: Session, branch_id: int, since: datetime, until: datetime) -> list[Idea]:
    """Those that were made from the one moment on, before the other, and wait; the oldest first."""
    fresh = select(Idea).where(
        col(Idea.branch_id) == branch_id,
        col(Idea.answered_at).is_(None),
        col(Idea.made_at) >= since,
        col(Idea.made_at) < until,
    )
    return list(session.execute(fresh.order_by(col(Idea.id))).scalars())


def unanswered(session: Session) -> list[tuple[int, datetime]]:
    """The branch of each that waits, and when it was made."""
    found = select(col(Idea.branch_id), col(Idea.made_at)).where(col(Idea.answered_at).is_(None))
    return [(branch_id, made_at) for branch_id, made_at in session.execute(found.order_by(col(Idea.id)))]


def support(session: Session, idea: Idea, member_id: int, *, helps: bool, now: datetime) -> None:
    """They like it, once, and would take part or not."""
    assert idea.id is not None
    session.merge(Support(idea_id=idea.id, member_id=member_id, helps=helps, made_at=now))
    session.flush()


def take_back(session: Session, idea: Idea, member_id: int) -> None:
    """They do not like it any more."""
    mine = and_(col(Support.idea_id) == idea.id, col(Support.member_id) == member_id)
    session.execute(delete(Support).where(mine))


def withdraw(session: Session, idea: Idea) -> None:
    """Whoever made it does not want it any more."""
    session.execute(delete(Idea).where(col(Idea.id) == idea.id))


def become(session: Session, idea: Idea, activity: Activity, *, by: int, now: datetime) -> None:
    """It is that activity; whoever likes it is told."""
    idea.activity_id = activity.id
    close(session, idea, by=by, now=now)


def refuse(session: Session, idea: Idea, answer: str, *, by: int, now: datetime) -> None:
    """It is not done, and this is why; whoever likes it is told."""
    idea.answer = answer
    close(session, idea, by=by, now=now)


def close(session: Session, idea: Idea, *, by: int, now: datetime) -> None:
    idea.answered_by, idea.answered_at = by, now
    session.add(idea)
    session.flush()
    occurrences.put(
        session, key=f"{ANSWERED}:{idea.id}", topic=ANSWERED, subject=str(idea.id), branch_id=idea.branch_id,
        due_at=now, deliver_until=None,
    )  # fmt: skip


def followers(session: Session, idea: Idea) -> list[Member]:
    """Who made it and who likes it, but for whoever answered it."""
    liked = select(col(Support.member_id)).where(col(Support.idea_id) == idea.id)
    theirs = or_(col(Member.id) == idea.member_id, col(Member.id).in_(liked))
    found = select(Member).where(theirs, col(Member.left_on).is_(None), col(Member.id) != (idea.answered_by or 0))
    return list(session.execute(found.order_by(col(Member.id))).scalars())
