"""Who is who: members, their branch and posts, and the accounts they write from."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import and_, bindparam, case, delete, exists, func, or_, select, true, update
from sqlmodel import Session, col

from storage import erasure, outbox
from storage.invitations import GUESS_WINDOW
from storage.models import (
    Account,
    Branch,
    Consent,
    Guess,
    Invitation,
    Member,
    NetworkMember,
    Post,
    Preference,
    Role,
)
from storage.types import table_of


@dataclass(frozen=True, slots=True)
class Person:
    """A member as the rest of the bot knows them: no contact data.

    `posts`: what they hold today, each with the branch it is for; everyone is a member, of their branch. A convener's
    is with the network.
    """

    id: int
    name: str
    language: str
    branch_id: int
    branch: str
    posts: frozenset[tuple[str, int | None]]
    ref: str = ""  # what the log calls them


ACCOUNT, MEMBER, BRANCH, POST, JOINED = (table_of(model) for model in (Account, Member, Branch, Post, NetworkMember))
HELD = and_(
    POST.c.member_id == MEMBER.c.id,
    POST.c.first_day <= bindparam("today"),
    or_(POST.c.last_day.is_(None), POST.c.last_day >= bindparam("today")),
)
CONVENES = and_(JOINED.c.member_id == MEMBER.c.id, JOINED.c.convenes)
# The people behind accounts, a row for each post held today and network convened. Built once: every message asks it.
WHO = (
    select(
        ACCOUNT.c.user,
        MEMBER.c.id,
        MEMBER.c.name,
        MEMBER.c.language,
        MEMBER.c.branch_id,
        BRANCH.c.name,
        MEMBER.c.ref,
        POST.c.role,
        POST.c.branch_id,
        JOINED.c.network_id,
    )
    .select_from(ACCOUNT.join(MEMBER, MEMBER.c.id == ACCOUNT.c.member_id))
    .join(BRANCH, BRANCH.c.id == MEMBER.c.branch_id)
    .outerjoin(POST, HELD)
    .outerjoin(JOINED, CONVENES)
    .where(ACCOUNT.c.platform == bindparam("platform"), MEMBER.c.left_on.is_(None))
)
# Of one that is alone, as most are, at less cost.
FIND = WHO.where(ACCOUNT.c.user == bindparam("user"))
FIND_ALL = WHO.where(ACCOUNT.c.user.in_(bindparam("users", expanding=True)))


def find(session: Session, *, platform: str, user: str, today: date) -> Person | None:
    """The member who writes from this account, with the posts held today; None when it is not tied."""
    return find_all(session, platform=platform, users={user}, today=today).get(user)


def find_all(session: Session, *, platform: str, users: Collection[str], today: date) -> dict[str, Person]:
    """The same for several accounts, by their user; those that are not tied are left out."""
    asked = {"platform": platform, "today": today}
    if len(users) > 1:
        return people(session.connection().execute(FIND_ALL, asked | {"users": list(users)}))
    return people(row for user in users for row in session.connection().execute(FIND, asked | {"user": user}))


def people(rows: Iterable[Sequence[Any]]) -> dict[str, Person]:
    """The rows of each account together, by its user."""
    told: dict[str, tuple[Any, ...]] = {}
    held: dict[str, set[tuple[str, int | None]]] = defaultdict(set)
    for user, *who, role, branch_id, network_id in rows:
        told[user] = tuple(who)
        held[user] |= {(role, branch_id)} if role else set()
        held[user] |= {(Role.CONVENER.value, network_id)} if network_id else set()
    return {
        user: Person(member, name, language, at, branch, frozenset({(Role.MEMBER.value, at), *held[user]}), ref)
        for user, (member, name, language, at, branch, ref) in told.items()
    }


def known(session: Session, member_id: int, *, today: date) -> Person | None:
    """The member by their id, with the posts held today; None when they are gone or have left."""
    member = session.get(Member, member_id)
    if member is None or member.left_on is not None:
        return None
    branch = session.get_one(Branch, member.branch_id).name
    held = posts(session, member_id, today=today) | convened(session, member_id)
    held.add((Role.MEMBER.value, member.branch_id))
    return Person(member_id, member.name, member.language, member.branch_id, branch, frozenset(held), member.ref)


def set_language(session: Session, member_id: int, language: str) -> None:
    session.execute(update(Member).where(col(Member.id) == member_id).values(language=language))


def reached(session: Session, *, member_id: int, platform: str, chat: str) -> str | None:
    """The language of a member who is (still) tied to this private chat and lets us write there; else None."""
    here = and_(ACCOUNT.c.member_id == member_id, ACCOUNT.c.platform == platform, ACCOUNT.c.chat == chat)
    found = select(MEMBER.c.language).join(ACCOUNT, ACCOUNT.c.member_id == MEMBER.c.id)
    open_here = found.where(here, ACCOUNT.c.muted_at.is_(None), MEMBER.c.left_on.is_(None))
    language: str | None = session.execute(open_here).scalar_one_or_none()
    return language


def posts(session: Session, member_id: int, *, today: date) -> set[tuple[str, int | None]]:
    """The posts that a member holds today, each with its branch."""
    held = select(POST.c.role, POST.c.branch_id).select_from(MEMBER.join(POST, HELD)).where(MEMBER.c.id == member_id)
    return {(role, branch_id) for role, branch_id in session.execute(held, {"today": today})}


def convened(session: Session, member_id: int) -> set[tuple[str, int | None]]:
    """The networks that a member convenes, as if each were a post."""
    theirs = select(JOINED.c.network_id).where(JOINED.c.member_id == member_id, JOINED.c.convenes)
    return {(Role.CONVENER.value, network_id) for network_id in session.execute(theirs).scalars()}


@dataclass(frozen=True, slots=True)
class Contact:
    """A private chat to write to, in the member's language."""

    member_id: int
    platform: str
    user: str
    chat: str
    language: str


def holders(session: Session, roles: Iterable[Role], *, today: date, muted: bool = False) -> list[Contact]:
    """The open private chats of everyone who holds one of the roles today; with `muted`, the closed ones as well."""
    found = session.execute(
        select(col(Member.id), col(Account.platform), col(Account.user), col(Account.chat), col(Member.language))
        .distinct()
        .join(Post, col(Post.member_id) == Member.id)
        .join(Account, col(Account.member_id) == Member.id)
        .where(
            col(Post.role).in_(list(roles)),
            col(Post.first_day) <= today,
            or_(col(Post.last_day).is_(None), col(Post.last_day) >= today),
            col(Member.left_on).is_(None),
            true() if muted else col(Account.muted_at).is_(None),
        )
        .order_by(col(Member.id), col(Account.platform))
    )
    return [Contact(*row) for row in found]


def conveners(session: Session) -> list[Contact]:
    """The open private chats of everyone who calls a network together."""
    found = (
        select(col(Member.id), col(Account.platform), col(Account.user), col(Account.chat), col(Member.language))
        .distinct()
        .join(JOINED, JOINED.c.member_id == col(Member.id))
        .join(Account, col(Account.member_id) == col(Member.id))
        .where(JOINED.c.convenes, col(Member.left_on).is_(None), col(Account.muted_at).is_(None))
        .order_by(col(Member.id), col(Account.platform))
    )
    return [Contact(*row) for row in session.execute(found)]


def add(session: Session, *, name: str, branch_id: int, language: str) -> Member:
    member = Member(name=name, branch_id=branch_id, language=language)
    session.add(member)
    session.flush()
    return member


def by_ref(session: Session, ref: str) -> Member | None:
    """Whoever the log calls so, while they are in the register and have not left."""
    here = select(Member).where(col(Member.ref) == ref, col(Member.left_on).is_(None))
    found: Member | None = session.execute(here).scalar_one_or_none()
    return found


def ref(session: Session, member_id: int) -> str:
    """What the log of access calls them."""
    return session.get_one(Member, member_id).ref


def refs(session: Session, branch_id: int | None) -> list[tuple[str, int]]:
    """What the log of access calls everybody in the register, or in that branch of it; each with their branch."""
    every = select(col(Member.ref), col(Member.branch_id)).order_by(col(Member.id))
    found = every.where(col(Member.branch_id) == branch_id) if branch_id is not None else every
    return [(one_ref, number) for one_ref, number in session.execute(found)]


def platforms(session: Session, member_id: int) -> list[str]:
    """The platforms where they have an account, also one that wants nothing from us."""
    tied = select(ACCOUNT.c.platform).where(ACCOUNT.c.member_id == member_id)
    return sorted(set(session.execute(tied).scalars()))


def contacts(session: Session, member_id: int, *, before: datetime | None = None) -> list[Contact]:
    """All their open private chats; those that were tied before then."""
    found = (
        select(MEMBER.c.id, ACCOUNT.c.platform, ACCOUNT.c.user, ACCOUNT.c.chat, MEMBER.c.language)
        .join(ACCOUNT, ACCOUNT.c.member_id == MEMBER.c.id)
        .where(MEMBER.c.id == member_id, ACCOUNT.c.muted_at.is_(None))
        .where(ACCOUNT.c.tied_at <= before if before else true())
        .order_by(ACCOUNT.c.platform)
    )
    return [Contact(*row) for row in session.execute(found)]


def withdraw(session: Session, member_id: int, *, platform: str, now: datetime) -> None:
    """They take back their consent for a platform: it is not theirs any more, and nothing waits for it."""
    mine = and_(ACCOUNT.c.member_id == member_id, ACCOUNT.c.platform == platform)
    for user, chat in session.execute(delete(ACCOUNT).where(mine).returning(ACCOUNT.c.user, ACCOUNT.c.chat)).all():
        outbox.drop_waiting(session, platform=platform, chat=chat, now=now, why="withdrawn")
        erasure.drop_traces(session, erasure.Places([(platform, user, chat)]))
    given = and_(
        col(Consent.member_id) == member_id, col(Consent.platform) == platform, col(Consent.withdrawn_at).is_(None)
    )
    session.execute(update(Consent).where(given).values(withdrawn_at=now))
    chosen = and_(col(Preference.member_id) == member_id, col(Preference.app) == platform)
    session.execute(update(Preference).where(chosen).values(app=""))


class Size(NamedTuple):
    """How many members a branch has, and how many of them can be written to."""

    members: int
    reached: int


def sizes(session: Session) -> dict[int, Size]:
    """By branch; who has left does not count."""
    heard = exists().where(ACCOUNT.c.member_id == MEMBER.c.id, ACCOUNT.c.muted_at.is_(None))
    counted = select(MEMBER.c.branch_id, func.count(), func.sum(case((heard, 1), else_=0))).where(
        MEMBER.c.left_on.is_(None)
    )
    found = session.execute(counted.group_by(MEMBER.c.branch_id))
    return {branch_id: Size(n, int(reached)) for branch_id, n, reached in found}


def present(session: Session, branch_id: int) -> list[Member]:
    """The branch's members, by name."""
    here = select(Member).where(col(Member.branch_id) == branch_id, col(Member.left_on).is_(None))
    return list(session.execute(here.order_by(func.lower(col(Member.name)), col(Member.id))).scalars())


def alone_as(session: Session, member_id: int, roles: Collection[Role], *, today: date) -> list[Role]:
    """Which of the roles they hold today, and nobody else who can be reached through an account does."""
    held = {Role(role) for role, _ in posts(session, member_id, today=today) if role in roles}
    others = holders(session, held, today=today, muted=True) if held else []
    for other in others:
        if other.member_id != member_id:
            held -= {Role(role) for role, _ in posts(session, other.member_id, today=today) if role in held}
    return sorted(held)


def purge(session: Session, now: datetime) -> None:
    """Forget codes that cannot be used any more, and guesses that no longer count."""
    spent = or_(col(Invitation.used_at).is_not(None), col(Invitation.expires_at) <= now)
    session.execute(delete(Invitation).where(spent))
    session.execute(delete(Guess).where(col(Guess.guessed_at) <= now - GUESS_WINDOW))
