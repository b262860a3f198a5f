"""How Alembic gets at the database: the one that storage/schema.py hands over, or the one in the settings."""

from collections.abc import Iterator
from contextlib import contextmanager

from alembic import context
from sqlalchemy import Connection
from sqlmodel import SQLModel

from bot import failpoints
from storage import models  # noqa: F401 - so that the metadata knows every table
from storage.database import Database, open_database


def run(database: Database) -> None:
    """All migrations in one transaction, on SQLite too: killed half-way, the old tables are still there."""
    with database.engine.connect() as connection, loose(connection), connection.begin():
        context.configure(
            connection=connection,
            target_metadata=SQLModel.metadata,
            render_as_batch=True,
            transactional_ddl=True,
            compare_type=True,
            on_version_apply=lambda **_: failpoints.reach("migration.step"),
        )
        before = lost(connection)
        context.run_migrations()
        if new := lost(connection) - before:
            raise ValueError(f"rows of {sorted({table for table, *_ in new})} would point at nothing")
        failpoints.reach("migration.written")
    failpoints.reach("migration.committed")


@contextmanager
def loose(connection: Connection) -> Iterator[None]:
    """On SQLite a table is changed by making it anew, and what points at its rows must not go with the old one.

    https://www.sqlite.org/lang_altertable.html, "Making Other Kinds Of Table Schema Changes". It can only be said
    outside a transaction, so it is said past SQLAlchemy, which would begin one.
    """
    if connection.dialect.name != "sqlite":
        yield
        return
    raw = connection.connection.dbapi_connection
    assert raw is not None
    raw.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        raw.execute("PRAGMA foreign_keys=ON")


def lost(connection: Connection) -> set[tuple[str, int, str]]:
    """Rows that point at nothing, by table, row and the other table; PostgreSQL lets none be."""
    if connection.dialect.name != "sqlite":
        return set()
    return {(table, row, other) for table, row, other, _ in connection.exec_driver_sql("PRAGMA foreign_key_check")}


def chosen() -> Database:
    """With Alembic's own command line: `alembic -x db=URL …`."""
    return open_database(context.get_x_argument(as_dictionary=True).get("db", "sqlite:///data/district.db"))


run(context.config.attributes.get("database") or chosen())
