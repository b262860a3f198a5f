"""One-time codes: made for a member of a branch, kept as a hash, looked at before they are used, and used once."""

import hashlib
import secrets
from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import and_, delete, func, insert, select, update
from sqlmodel import Session, col

from storage.models import Access, Account, Branch, Consent, Guess, Invitation, Member, Purpose

# 24 bytes are 192 bits, and 32 characters of what a Telegram deep link can carry.
CODE_BYTES = 24
LIFE = {Purpose.JOIN: timedelta(days=7), Purpose.LINK: timedelta(minutes=15)}
GUESSES = 5
GUESS_WINDOW = timedelta(hours=1)
# The word in the log of access; so many a day may one person give out.
INVITE = "invite"
A_DAY, MOST = timedelta(days=1), 20


class Offer(NamedTuple):
    """What a code that works is for, and who made it: nobody, when the program did."""

    id: int
    purpose: Purpose
    member_id: int
    branch_id: int
    made_by: int | None


def new_code() -> str:
    return secrets.token_urlsafe(CODE_BYTES)


def digest(code: str) -> str:
    """What is kept of a code. It has 192 random bits, so a plain hash cannot be guessed back."""
    return hashlib.sha256(code.encode()).hexdigest()


def make(
    session: Session,
    *,
    member_id: int,
    now: datetime,
    purpose: Purpose = Purpose.JOIN,
    made_by: int | None = None,
    code: str = "",
) -> str:
    """Keep a new one-time code for a member of the branch they are in, and give it back: it is known here only now.

    A new code for another app takes the place of the one before.
    """
    code = code or new_code()
    if purpose is Purpose.LINK:
        void(session, [member_id], now=now, purpose=purpose)
    branch_id = session.execute(select(col(Member.branch_id)).where(col(Member.id) == member_id)).scalar_one()
    row = row_of(code, member_id, branch_id, now=now, purpose=purpose, made_by=made_by)
    session.execute(insert(Invitation).values(**row))
    return code


def make_many(session: Session, people: Sequence[tuple[int, int]], *, now: datetime) -> list[str]:
    """A code for each member, given with the branch they are in."""
    codes = [new_code() for _ in people]
    rows = [row_of(code, member, branch, now=now) for code, (member, branch) in zip(codes, people, strict=True)]
    if rows:
        session.execute(insert(Invitation), rows)
    return codes


def row_of(
    code: str,
    member_id: int,
    branch_id: int,
    *,
    now: datetime,
    purpose: Purpose = Purpose.JOIN,
    made_by: int | None = None,
) -> dict[str, object]:
    return {
        "code_hash": digest(code), "purpose": purpose, "member_id": member_id, "branch_id": branch_id,
        "made_by": made_by, "expires_at": now + LIFE[purpose],
    }  # fmt: skip


def look(session: Session, code: str, *, now: datetime, today: date) -> Offer | None:
    """What the code is for; None when it is wrong, used or too old, or its member is in another branch or gone.

    The same question to the database whatever is the matter, so that the time it takes tells nothing.
    """
    asked = select(Invitation, col(Member.branch_id), col(Member.left_on)).join(
        Member, col(Member.id) == Invitation.member_id
    )
    found = session.execute(asked.where(col(Invitation.code_hash) == digest(code))).one_or_none()
    if found is None:
        return None
    row, branch_id, left_on = found
    fresh = row.used_at is None and row.expires_at > now
    there = row.branch_id == branch_id and (left_on is None or left_on > today)
    return Offer(row.id, Purpose(row.purpose), row.member_id, branch_id, row.made_by) if fresh and there else None


def use(session: Session, offer: Offer, *, platform: str, user: str, chat: str, now: datetime) -> bool:
    """Tie the account to the code's member, who consents to that; False when somebody else was quicker.

    Every other code that the member still has is used up by it.
    """
    mine = update(Invitation).where(col(Invitation.id) == offer.id, col(Invitation.used_at).is_(None))
    if session.connection().execute(mine.values(used_at=now)).rowcount != 1:
        return False
    void(session, [offer.member_id], now=now)
    # Whoever had this account before and has left, has it no more.
    gone = select(col(Member.id)).where(col(Member.left_on).is_not(None))
    here = and_(col(Account.platform) == platform, col(Account.user) == user)
    session.execute(delete(Account).where(here, col(Account.member_id).in_(gone)))
    session.add(Account(platform=platform, user=user, chat=chat, member_id=offer.member_id, tied_at=now))
    session.add(Consent(member_id=offer.member_id, platform=platform, given_at=now))
    session.flush()
    return True


def void(session: Session, member_ids: Collection[int], *, now: datetime, purpose: Purpose | None = None) -> int:
    """The codes that these members have left do not work any more; how many that were."""
    left = update(Invitation).where(col(Invitation.member_id).in_(member_ids), col(Invitation.used_at).is_(None))
    left = left.where(col(Invitation.expires_at) > now)
    left = left.where(col(Invitation.purpose) == purpose) if purpose else left
    return session.connection().execute(left.values(used_at=now)).rowcount


def is_locked(session: Session, *, platform: str, user: str, now: datetime) -> bool:
    """Five wrong codes within the last hour."""
    return guesses(session, platform=platform, user=user, now=now) >= GUESSES


def guess(session: Session, *, platform: str, user: str, now: datetime) -> bool:
    """Count a wrong code; whether it locks the account."""
    session.add(Guess(platform=platform, user=user, guessed_at=now))
    session.flush()
    return is_locked(session, platform=platform, user=user, now=now)


def guesses(session: Session, *, platform: str, user: str, now: datetime) -> int:
    recent = and_(col(Guess.platform) == platform, col(Guess.user) == user, col(Guess.guessed_at) > now - GUESS_WINDOW)
    count: int = session.execute(select(func.count()).select_from(Guess).where(recent)).scalar_one()
    return count


def given_lately(session: Session, actor: str, *, now: datetime) -> int:
    """How many invitations somebody (by ref) has given out during the last day."""
    mine = and_(col(Access.actor) == actor, col(Access.what) == INVITE, col(Access.at) > now - A_DAY)
    count: int = session.execute(select(func.count()).select_from(Access).where(mine)).scalar_one()
    return count


class Waiting(NamedTuple):
    """A member without an account."""

    id: int
    ref: str
    name: str
    branch_id: int
    branch: str


def without_account(session: Session, *, branch_id: int | None, today: date) -> list[Waiting]:
    """Everybody in the register who is in the bot nowhere: of a branch, or of them all."""
    tied = select(col(Account.id)).where(col(Account.member_id) == col(Member.id)).exists()
    found = (
        select(col(Member.id), col(Member.ref), col(Member.name), col(Member.branch_id), col(Branch.name))
        .join(Branch, col(Branch.id) == Member.branch_id)
        .where(~tied, col(Member.left_on).is_(None) | (col(Member.left_on) > today))
        .order_by(col(Branch.name), col(Member.name), col(Member.id))
    )
    if branch_id is not None:
        found = found.where(col(Member.branch_id) == branch_id)
    return [Waiting(*row) for row in session.execute(found)]
