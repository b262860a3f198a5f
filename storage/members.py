"""Who is who: members, their branch and posts, and the accounts they write from."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import and_, bindparam, delete, func, or_, select, update
from sqlmodel import Session, col

from storage.models import Account, Branch, Guess, Invitation, Member, Post, Role
from storage.types import table_of

CODE_LIFE = timedelta(days=7)
GUESSES = 5
GUESS_WINDOW = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Person:
    """A member as the rest of the bot knows them: no contact data.

    `posts`: what they hold today, each with the branch it is for; everyone is a member, of their branch.
    """

    id: int
    name: str
    language: str
    branch_id: int
    branch: str
    posts: frozenset[tuple[str, int | None]]
    ref: str = ""  # what the log calls them


ACCOUNT, MEMBER, BRANCH, POST = (table_of(model) for model in (Account, Member, Branch, Post))
HELD = and_(
    POST.c.member_id == MEMBER.c.id,
    POST.c.first_day <= bindparam("today"),
    or_(POST.c.last_day.is_(None), POST.c.last_day >= bindparam("today")),
)
# The person behind an account, a row for each post held today. Built once: every message asks it.
FIND = (
    select(
        MEMBER.c.id,
        MEMBER.c.name,
        MEMBER.c.language,
        MEMBER.c.branch_id,
        BRANCH.c.name,
        POST.c.role,
        POST.c.branch_id,
        MEMBER.c.ref,
    )
    .select_from(ACCOUNT.join(MEMBER, MEMBER.c.id == ACCOUNT.c.member_id))
    .join(BRANCH, BRANCH.c.id == MEMBER.c.branch_id)
    .outerjoin(POST, HELD)
    .where(ACCOUNT.c.platform == bindparam("platform"), ACCOUNT.c.user == bindparam("user"))
)


def find(session: Session, *, platform: str, user: str, today: date) -> Person | None:
    """The member who writes from this account, with the posts held today; None when it is not tied."""
    rows = session.connection().execute(FIND, {"platform": platform, "user": user, "today": today}).all()
    if not rows:
        return None
    member, name, language, branch_id, branch = rows[0][:5]
    held = {(row[5], row[6]) for row in rows if row[5]}
    return Person(
        member, name, language, branch_id, branch, frozenset({(Role.MEMBER.value, branch_id), *held}), rows[0][7]
    )


def digest(code: str) -> str:
    """What is kept of a code. It has 128 random bits, so a plain hash cannot be guessed back."""
    return hashlib.sha256(code.encode()).hexdigest()


def invite(session: Session, *, member_id: int, code: str, now: datetime) -> None:
    """Keep a one-time code for a member, for seven days."""
    session.add(Invitation(code_hash=digest(code), member_id=member_id, expires_at=now + CODE_LIFE))


def is_locked(session: Session, *, platform: str, user: str, now: datetime) -> bool:
    """Five wrong codes within the last hour."""
    recent = and_(col(Guess.platform) == platform, col(Guess.user) == user, col(Guess.guessed_at) > now - GUESS_WINDOW)
    count: int = session.execute(select(func.count()).where(recent)).scalar_one()
    return count >= GUESSES


def redeem(session: Session, *, code: str, platform: str, user: str, chat: str, now: datetime) -> bool:
    """Tie the account to the code's member. False, and a guess counted, when the code is wrong, used or too old."""
    use = (
        update(Invitation)
        .where(
            col(Invitation.code_hash) == digest(code),
            col(Invitation.used_at).is_(None),
            col(Invitation.expires_at) > now,
        )
        .values(used_at=now)
        .returning(col(Invitation.member_id))
    )
    member_id = session.execute(use).scalar_one_or_none()
    if member_id is None:
        session.add(Guess(platform=platform, user=user, guessed_at=now))
        return False
    session.add(Account(platform=platform, user=user, chat=chat, member_id=member_id, tied_at=now))
    session.flush()
    return True


def set_language(session: Session, member_id: int, language: str) -> None:
    session.execute(update(Member).where(col(Member.id) == member_id).values(language=language))


def reached(session: Session, *, member_id: int, platform: str, chat: str) -> str | None:
    """The language of a member who is (still) tied to this private chat and lets us write there; else None."""
    here = and_(ACCOUNT.c.member_id == member_id, ACCOUNT.c.platform == platform, ACCOUNT.c.chat == chat)
    found = select(MEMBER.c.language).join(ACCOUNT, ACCOUNT.c.member_id == MEMBER.c.id)
    language: str | None = session.execute(found.where(here, ACCOUNT.c.muted_at.is_(None))).scalar_one_or_none()
    return language


def posts(session: Session, member_id: int, *, today: date) -> set[tuple[str, int | None]]:
    """The posts that a member holds today, each with its branch."""
    held = select(POST.c.role, POST.c.branch_id).select_from(MEMBER.join(POST, HELD)).where(MEMBER.c.id == member_id)
    return {(role, branch_id) for role, branch_id in session.execute(held, {"today": today})}


@dataclass(frozen=True, slots=True)
class Contact:
    """A private chat to write to, in the member's language."""

    member_id: int
    platform: str
    user: str
    chat: str
    language: str


def holders(session: Session, roles: Iterable[Role], *, today: date) -> list[Contact]:
    """The open private chats of everyone who holds one of the roles today."""
    found = session.execute(
        select(col(Member.id), col(Account.platform), col(Account.user), col(Account.chat), col(Member.language))
        .distinct()
        .join(Post, col(Post.member_id) == Member.id)
        .join(Account, col(Account.member_id) == Member.id)
        .where(
            col(Post.role).in_(list(roles)),
            col(Post.first_day) <= today,
            or_(col(Post.last_day).is_(None), col(Post.last_day) >= today),
            col(Account.muted_at).is_(None),
        )
        .order_by(col(Member.id), col(Account.platform))
    )
    return [Contact(*row) for row in found]


def purge(session: Session, now: datetime) -> None:
    """Forget codes that cannot be used any more, and guesses that no longer count."""
    spent = or_(col(Invitation.used_at).is_not(None), col(Invitation.expires_at) <= now)
    session.execute(delete(Invitation).where(spent))
    session.execute(delete(Guess).where(col(Guess.guessed_at) <= now - GUESS_WINDOW))
