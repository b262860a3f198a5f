"""Secret addresses of calendars: made and closed by members, kept as hashes, looked up at each read."""

from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import bindparam, select, update
from sqlmodel import Session, col

from storage.invitations import digest, new_code
from storage.members import BRANCH, HELD, MEMBER, POST, Person
from storage.models import Feed, Member, Role
from storage.types import table_of

FEED = table_of(Feed)


class Reader(NamedTuple):
    """Whose address it is, with the posts held today; `branch_id` is of the branch whose calendar it shows."""

    person: Person
    branch_id: int | None
    made_at: datetime


# A row for each post. One look-up by the hash, whatever is the matter: the time it takes tells nothing.
FIND = (
    select(
        FEED.c.branch_id, FEED.c.made_at, MEMBER.c.id, MEMBER.c.name, MEMBER.c.language, MEMBER.c.branch_id,
        BRANCH.c.name, POST.c.role, POST.c.branch_id, MEMBER.c.ref,
    )
    .select_from(FEED.join(MEMBER, MEMBER.c.id == FEED.c.member_id))
    .join(BRANCH, BRANCH.c.id == MEMBER.c.branch_id)
    .outerjoin(POST, HELD)
    .where(FEED.c.token_hash == bindparam("hash"), FEED.c.revoked_at.is_(None), MEMBER.c.left_on.is_(None))
)  # fmt: skip


def make(session: Session, *, member_id: int, branch_id: int | None, now: datetime) -> tuple[str, Feed]:
    """A new address in the place of the one before: its secret, which is known here only now, and its row."""
    session.execute(select(col(Member.id)).where(col(Member.id) == member_id).with_for_update())
    old = update(FEED).where(
        FEED.c.member_id == member_id, FEED.c.branch_id.is_not_distinct_from(branch_id), FEED.c.revoked_at.is_(None)
    )
    session.execute(old.values(revoked_at=now))
    secret = new_code()
    feed = Feed(token_hash=digest(secret), member_id=member_id, branch_id=branch_id, made_at=now)
    session.add(feed)
    session.flush()
    return secret, feed


def revoke(session: Session, feed_id: int, *, member_id: int, now: datetime) -> bool:
    """The member's own address does not work any more; False when it did not anyhow, or is somebody else's."""
    mine = update(FEED).where(FEED.c.id == feed_id, FEED.c.member_id == member_id, FEED.c.revoked_at.is_(None))
    return session.connection().execute(mine.values(revoked_at=now)).rowcount > 0


def of_member(session: Session, member_id: int) -> list[Feed]:
    """The addresses that work, the member's own calendar first."""
    mine = select(Feed).where(col(Feed.member_id) == member_id, col(Feed.revoked_at).is_(None))
    found = session.execute(mine.order_by(col(Feed.id)).execution_options(populate_existing=True)).scalars()
    return sorted(found, key=lambda feed: feed.branch_id or 0)


def find(session: Session, secret: str, *, today: date) -> Reader | None:
    """Whose address it is; None when it is wrong or closed, or its member has left."""
    rows = session.execute(FIND, {"hash": digest(secret), "today": today}).all()
    if not rows:
        return None
    branch_id, made_at, member, name, language, home, branch = rows[0][:7]
    held = {(row[7], row[8]) for row in rows if row[7]} | {(Role.MEMBER.value, home)}
    return Reader(Person(member, name, language, home, branch, frozenset(held), rows[0][9]), branch_id, made_at)
