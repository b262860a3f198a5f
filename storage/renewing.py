"""Seals everything that is sealed anew, with the current key."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from sqlalchemy import Column, ColumnElement, Row, Table, bindparam, func, or_, select, update
from sqlmodel import Session

from storage.models import Member, Need, Totp
from storage.sealing import Keyring
from storage.types import table_of

# The tables with sealed columns, and which of their columns are sealed.
SEALED: Final = ((table_of(Member), ("email", "phone")), (table_of(Totp), ("secret",)), (table_of(Need), ("words",)))
MANY = 500


def count(session: Session) -> int:
    """How many rows have something sealed in them."""
    found = (session.execute(select(func.count()).where(is_sealed(*each))).scalar_one() for each in SEALED)
    return sum(found)


def renew(session: Session, keys: Keyring) -> Iterator[int]:
    """Each row in turn, some at a time; yields how many were done.

    Raises:
        NoKeyError: one of them was sealed with a key that is not there; the caller undoes the rest.

    """
    for table, names in SEALED:
        key, *_ = table.primary_key.columns
        change = update(table).where(key == bindparam("row")).values({name: bindparam(f"new_{name}") for name in names})
        for rows in pieces(session, table, names, key):
            session.connection().execute(change, [anew(row, names, keys) for row in rows])
            yield len(rows)


def anew(row: Row[Any], names: tuple[str, ...], keys: Keyring) -> dict[str, Any]:
    return {"row": row[0]} | {f"new_{name}": keys.renew(row[at]) for at, name in enumerate(names, 1)}


def pieces(session: Session, table: Table, names: tuple[str, ...], key: Column[Any]) -> Iterator[Sequence[Row[Any]]]:
    """The rows by key, so that what is changed meanwhile is not read again."""
    last = 0
    wanted = select(key, *(table.c[name] for name in names)).where(is_sealed(table, names)).order_by(key).limit(MANY)
    while rows := session.execute(wanted.where(key > last)).all():
        yield rows
        last = rows[-1][0]


def is_sealed(table: Table, names: tuple[str, ...]) -> ColumnElement[bool]:
    return or_(*(table.c[name] != "" for name in names))
