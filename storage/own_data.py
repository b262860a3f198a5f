"""All that is held about a member, from every table that names them, as it may be shown to them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import ColumnElement, and_, false, or_, select
from sqlmodel import Session, col

from storage import branches, classes
from storage.models import Account, Member, Network
from storage.sealing import Keyring, NoKeyError

Cell = str | int | bool | None
Holding = list[dict[str, Cell]]
SELF, OTHER = "self", "other"
SEALED = frozenset({"member.email", "member.phone", "need.words"})


def of(session: Session, member_id: int, keys: Keyring) -> dict[str, Holding]:
    """The rows by table, the newest first, in the order of the classes; a table with nothing is left out.

    What names a member is `self`, or `other` where it is somebody else: who that is, is that person's own.
    """
    file = File(session, session.get_one(Member, member_id), keys)
    found = {table: file.read(table) for table in classes.personal()}
    return {table: rows for table, rows in found.items() if rows}


@dataclass(frozen=True, slots=True)
class File:
    """What is held about one member; `keys` open what is sealed."""

    session: Session
    member: Member
    keys: Keyring

    def read(self, name: str) -> Holding:
        table, theirs = classes.tables()[name], self.whose(name)
        if theirs is None:
            return []
        newest = select(table).where(theirs).order_by(*(key.desc() for key in table.primary_key))
        return [self.line(name, row) for row in self.session.execute(newest).mappings()]

    def whose(self, table: str) -> ColumnElement[bool] | None:
        """Which rows of a table are about the member; None when it names nobody."""
        columns = classes.tables()[table].c
        if table == "member":
            return columns.id == self.member.id
        if user := classes.BY_ACCOUNT.get(table):
            named = (and_(columns.platform == platform, columns[user] == name) for platform, name in self.accounts())
            return or_(false(), *named)
        either = [columns[name] == self.member.id for name in classes.by_id(table)]
        either += [columns[name] == self.member.ref for name in classes.BY_REF.get(table, ())]
        return or_(*either) if either else None

    def accounts(self) -> list[tuple[str, str]]:
        theirs = col(Account.member_id) == self.member.id
        found = self.session.execute(select(col(Account.platform), col(Account.user)).where(theirs))
        return [(platform, user) for platform, user in found]

    def line(self, table: str, row: Mapping[Any, Any]) -> dict[str, Cell]:
        return {name: self.cell(table, name, value) for name, value in row.items() if classes.is_shown(table, name)}

    def cell(self, table: str, name: str, value: Any) -> Cell:
        """A value as anybody can read it."""
        if name in classes.by_id(table) or name in classes.BY_REF.get(table, ()):
            return (SELF if value in {self.member.id, self.member.ref} else OTHER) if value else None
        if name in {"branch_id", "joins_id"}:
            return branches.name(self.session, value) or None
        if name == "network_id":
            return self.session.get_one(Network, value).name
        if f"{table}.{name}" in SEALED:
            return opened(value, self.keys)
        return value.isoformat() if isinstance(value, datetime | date | time) else value


def opened(value: str, keys: Keyring) -> str:
    """Sealed with a key that is gone, nobody can read it; that it is there is told."""
    try:
        return keys.open(value)
    except NoKeyError:
        return "***"
