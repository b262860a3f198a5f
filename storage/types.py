"""Column types of our own, and the names that constraints get."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, DateTime, Table, or_
from sqlalchemy.types import TypeDecorator
from sqlmodel import SQLModel

# Alembic can only drop or change a constraint that has a name, on SQLite above all.
SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcDateTime(TypeDecorator[datetime]):
    """Aware in, aware UTC out, on every engine (SQLite would hand back a naive one)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: Any) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a time without a zone: {value}")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, _dialect: Any) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def one_of(column: ColumnElement[str], values: Iterable[str]) -> ColumnElement[bool]:
    """IN for words that never change: SQLAlchemy puts those of an IN into the statement each time that it runs."""
    return or_(*(column == value for value in values))


def table_of(model: type[SQLModel]) -> Table:
    """The table behind a model, for statements that are built once and run often."""
    table: Table = model.__table__  # type: ignore[attr-defined]
    return table
