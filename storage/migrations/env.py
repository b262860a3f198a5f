"""How Alembic gets at the database: the one that storage/schema.py hands over, or the one in the settings."""

from alembic import context
from sqlmodel import SQLModel

from bot import failpoints
from storage import models  # noqa: F401 - so that the metadata knows every table
from storage.database import Database, open_database


def run(database: Database) -> None:
    """All migrations in one transaction, on SQLite too: killed half-way, the old tables are still there."""
    with database.engine.connect() as connection, connection.begin():
        context.configure(
            connection=connection,
            target_metadata=SQLModel.metadata,
            render_as_batch=True,
            transactional_ddl=True,
            compare_type=True,
            on_version_apply=lambda **_: failpoints.reach("migration.step"),
        )
        context.run_migrations()
        failpoints.reach("migration.written")
    failpoints.reach("migration.committed")


def chosen() -> Database:
    """With Alembic's own command line: `alembic -x db=URL …`."""
    return open_database(context.get_x_argument(as_dictionary=True).get("db", "sqlite:///data/district.db"))


run(context.config.attributes.get("database") or chosen())
