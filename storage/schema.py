"""Brings a database's tables to where the models are, by the migrations."""

from pathlib import Path
from typing import Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlmodel import SQLModel

from storage import models
from storage.database import Database

MIGRATIONS = Path(__file__).with_name("migrations")


def configuration(database: Database) -> Config:
    """Alembic's settings, made here so that no file must be found at run time; pyproject.toml has the developer's."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["database"] = database
    return config


def upgrade(database: Database, revision: str = "head") -> None:
    """Run the migrations that are missing, all in one transaction: it ends up new or stays old."""
    command.upgrade(configuration(database), revision)


def downgrade(database: Database, revision: str) -> None:
    command.downgrade(configuration(database), revision)


def revision(database: Database) -> str | None:
    """The last migration that was run here."""
    with database.engine.connect().execution_options(read_only=True) as connection:
        return MigrationContext.configure(connection).get_current_revision()


def newest() -> str | None:
    """The last migration there is."""
    return scripts().get_current_head()


def scripts() -> ScriptDirectory:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return ScriptDirectory.from_config(config)


def is_current(database: Database) -> bool:
    return revision(database) == newest()


def is_newer(database: Database) -> bool:
    """Whether its last migration is one that this program does not have."""
    return revision(database) not in {None, *(script.revision for script in scripts().walk_revisions())}


def differences(database: Database) -> list[Any]:
    """What the models have and the tables have not, or the other way round; empty when the migrations are complete."""
    assert models.Inbox is not None  # the tables are known only when their modules are in
    with database.engine.connect().execution_options(read_only=True) as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        found: list[Any] = compare_metadata(context, SQLModel.metadata)
        return found
