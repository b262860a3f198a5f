"""Who can be reached, where, and when they are left in peace: one private chat a person, and the group chats."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Executable, bindparam, func, or_, select
from sqlmodel import Session, col

from storage.models import Account, Branch, Group, Member, NetworkMember, Post, Preference, Role

# Where somebody is written to who has several accounts and has chosen none.
ORDER = ("telegram", "slack", "terminal")
# How everybody is reminded who has chosen nothing.
DEFAULT_LEADS = "w1,d1,morning"
QUIET = (time(21), time(8))
NOWHERE: Mapping[int, str] = {}


@dataclass(frozen=True, slots=True)
class Recipient:
    """A person's private chat or a group. `key` is one of a kind for each of them: `m17`, `g3`.

    `language` is empty for a group: it reads the district's. `quiet`: from when to when they are left in peace, in
    local time; the same time twice for never.
    """

    key: str
    platform: str
    chat: str
    language: str
    quiet: tuple[time, time]
    member_id: int | None = None

    @property
    def place(self) -> tuple[str, str]:
        return self.platform, self.chat


class Row(NamedTuple):
    """An account that works, and how its owner wants to be reminded."""

    member_id: int
    language: str
    account_id: int
    platform: str
    chat: str
    quiet_from: time
    quiet_to: time
    leads: str
    app: str

    @property
    def rank(self) -> tuple[bool, int, int]:
        """The chosen app first, then in a fixed order."""
        return self.platform != self.app, ORDER.index(self.platform), self.account_id

    @property
    def recipient(self) -> Recipient:
        quiet = (self.quiet_from, self.quiet_to)
        return Recipient(f"m{self.member_id}", self.platform, self.chat, self.language, quiet, self.member_id)


# An account for each row. Built once, because it is asked again for every message that is sent.
REACH = (
    select(
        col(Member.id), col(Member.language), col(Account.id), col(Account.platform), col(Account.chat),
        func.coalesce(col(Preference.quiet_from), col(Branch.quiet_from)),
        func.coalesce(col(Preference.quiet_to), col(Branch.quiet_to)),
        func.coalesce(col(Preference.leads), DEFAULT_LEADS),
        func.coalesce(col(Preference.app), ""),
    )
    .join(Account, col(Account.member_id) == Member.id)
    .join(Branch, col(Branch.id) == Member.branch_id)
    .outerjoin(Preference, col(Preference.member_id) == Member.id)
    .where(col(Account.muted_at).is_(None), col(Member.left_on).is_(None))
    .where(col(Account.platform).in_(bindparam("platforms", expanding=True)))
)  # fmt: skip


def of_branches(
    session: Session,
    branch_ids: Collection[int],
    *,
    platforms: Collection[str],
    leads: Collection[str] = (),
    only: int | None = None,
) -> list[Recipient]:
    """The branches' members; with `leads`, those who want to be reminded at one of them; `only` this member."""
    return reach(session, col(Member.branch_id).in_(branch_ids), platforms=platforms, leads=leads, only=only)


def of_district(
    session: Session, *, platforms: Collection[str], leads: Collection[str] = (), only: int | None = None
) -> list[Recipient]:
    """Those who want to be reminded of the district's own activities."""
    return reach(session, col(Preference.district).is_(True), platforms=platforms, leads=leads, only=only)


def of_network(
    session: Session,
    network_id: int,
    *,
    platforms: Collection[str],
    leads: Collection[str] = (),
    only: int | None = None,
) -> list[Recipient]:
    """Those in a network who want to be reminded at one of the `leads`."""
    joined = select(col(NetworkMember.member_id)).where(col(NetworkMember.network_id) == network_id)
    return reach(session, col(Member.id).in_(joined), platforms=platforms, leads=leads, only=only)


def people(
    session: Session, member_ids: Collection[int], *, platforms: Collection[str], said_on: Mapping[int, str] = NOWHERE
) -> list[Recipient]:
    """These members. Who has chosen no app is written to where they `said_on` what this is about."""
    rows = rows_of(session, REACH.where(col(Member.id).in_(member_ids)), platforms)
    told = (row if row.app else row._replace(app=said_on.get(row.member_id, "")) for row in rows)
    return [row.recipient for row in first_choices(told)]


def holders(
    session: Session, role: Role, *, today: date, platforms: Collection[str], branch_id: int | None = None
) -> list[Recipient]:
    """Those who hold the role today, for that branch where one is named."""
    held = select(col(Post.member_id)).where(
        col(Post.role) == role,
        col(Post.first_day) <= today,
        or_(col(Post.last_day).is_(None), col(Post.last_day) >= today),
        *([col(Post.branch_id) == branch_id] if branch_id is not None else []),
    )
    return reach(session, col(Member.id).in_(held), platforms=platforms)


def reach(
    session: Session,
    who: ColumnElement[bool],
    *,
    platforms: Collection[str],
    leads: Collection[str] = (),
    only: int | None = None,
) -> list[Recipient]:
    """The people that the condition names and who can be reached on one of the platforms, one recipient each."""
    found = REACH.where(who)
    if only is not None:
        found = found.where(col(Member.id) == only)
    return [row.recipient for row in first_choices(rows_of(session, found, platforms)) if wants(row, leads)]


def rows_of(session: Session, query: Executable, platforms: Collection[str]) -> Iterable[Row]:
    found = session.execute(query, {"platforms": [name for name in platforms if name in ORDER]})
    return (Row(*row) for row in found)


def first_choices(rows: Iterable[Row]) -> list[Row]:
    """For each person the account to write to, in the order of their ids."""
    best: dict[int, Row] = {}
    for row in rows:
        if row.member_id not in best or row.rank < best[row.member_id].rank:
            best[row.member_id] = row
    return [best[member_id] for member_id in sorted(best)]


def wants(row: Row, leads: Collection[str]) -> bool:
    return not leads or not set(leads).isdisjoint(row.leads.split(","))


def groups(session: Session, *, branch_id: int | None, platforms: Collection[str]) -> list[Recipient]:
    """The branch's group chats that we are in, on every running platform; without a branch, the district's."""
    rows: Any = session.execute(
        select(col(Group.id), col(Group.platform), col(Group.chat), col(Branch.quiet_from), col(Branch.quiet_to))
        .outerjoin(Branch, col(Branch.id) == Group.branch_id)
        .where(
            col(Group.branch_id).is_not_distinct_from(branch_id),
            col(Group.lost_at).is_(None),
            col(Group.platform).in_(platforms),
        )
        .order_by(col(Group.id))
    )
    return [
        Recipient(f"g{group}", platform, chat, "", (begins, ends) if begins is not None else QUIET)
        for group, platform, chat, begins, ends in rows
    ]
