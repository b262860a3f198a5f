"""All that is held about a member, from every table that names them, as it may be shown to them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import ColumnElement, and_, false, or_, select
from sqlmodel import Session, col

from storage import branches, classes, totp
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
        if table == "upload":  # it belongs to whoever fills in the form
            forms = classes.tables()["open_form"].c
            return columns.form_id.in_(select(forms.id).where(self.by_account(forms, "sender")))
        either = [columns[name] == self.member.id for name in classes.by_id(table)]
        either += [columns[name] == self.member.ref for name in classes.BY_REF.get(table, ())]
        if named := classes.BY_ACCOUNT.get(table):
            either += [false(), *(self.by_account(columns, name) for name in named)]
        return or_(*either) if either else None

    def by_account(self, columns: Any, name: str) -> ColumnElement[bool]:
        """Rows of one of their accounts, or of the wrong codes that are counted for them."""
        column, within = columns[name.strip("[]")], name.startswith("[")
        either = [
            and_(columns.platform == platform, word_in(column, user, chat) if within else column.in_((user, chat)))
            for platform, user, chat in self.accounts()
        ]
        return or_(*either)

    def accounts(self) -> list[tuple[str, str, str]]:
        """Each account's platform, user and chat."""
        theirs = col(Account.member_id) == self.member.id
        found = select(col(Account.platform), col(Account.user), col(Account.chat)).where(theirs)
        codes, counted = totp.counted(self.member.id or 0)
        return [(codes, counted, counted), *((one, user, chat) for one, user, chat in self.session.execute(found))]

    def line(self, table: str, row: Mapping[Any, Any]) -> dict[str, Cell]:
        return {name: self.cell(table, name, value) for name, value in row.items() if classes.is_shown(table, name)}

    def cell(self, table: str, name: str, value: Any) -> Cell:
        """A value as anybody can read it."""
        if name in classes.by_id(table) or name in classes.BY_REF.get(table, ()):
            return (SELF if value in {self.member.id, self.member.ref} else OTHER) if value else None
        if name in {"branch_id", "joins_id"}:
            return branches.name(self.session, value) or None
        if name == "network_id":
            return self.session.get_one(Network, value).name if value else None
        if f"{table}.{name}" in SEALED:
            return opened(value, self.keys)
        return value.isoformat() if isinstance(value, datetime | date | time) else value


def word_in(column: Any, *words: str) -> ColumnElement[bool]:
    """`team:chat:time`, as Slack names an event, or a message as JSON that is not answered yet."""
    return or_(*(column.contains(f"{mark}{word}{mark}", autoescape=True) for word in words for mark in (":", '"')))


def opened(value: str, keys: Keyring) -> str:
    """Sealed with a key that is gone, nobody can read it; that it is there is told."""
    try:
        return keys.open(value)
    except NoKeyError:
        return "***"
