"""A copy of everything in memory, to try out what would happen."""

from sqlalchemy import insert, select
from sqlmodel import Session, SQLModel

from storage import models
from storage.database import Database, open_database


def in_memory(session: Session | None = None) -> Database:
    """An SQLite database in memory with all that the session sees, or with empty tables."""
    assert models.Outbox is not None  # the tables are known only when their modules are in
    copy = open_database("sqlite://")
    SQLModel.metadata.create_all(copy.engine)
    if session is not None:
        with copy.begin() as into:
            for table in SQLModel.metadata.sorted_tables:
                if rows := [dict(row) for row in session.execute(select(table)).mappings()]:
                    into.execute(insert(table), rows)
    return copy
