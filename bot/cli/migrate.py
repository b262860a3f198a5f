"""`bot migrate`: brings the database's tables up to date, or checks that the migrations are complete."""

from typing import Annotated

import typer

from bot.cli.options import Db, settings_for
from bot.errors import SetupError
from storage import schema
from storage.database import open_database


def migrate(
    db: Db = "",
    *,
    check: Annotated[
        bool,
        typer.Option("--check", help="Change nothing here: migrate an empty database and compare it with the models."),
    ] = False,
) -> None:
    """Bring the database's tables up to date (`bot run` and `bot chat` do it by themselves)."""
    if check:
        compare()
        return
    from bot.opening import open_checked  # noqa: PLC0415 - it reads the whole of storage

    settings = settings_for(db)
    with open_checked(settings) as database:
        typer.echo(f"The database is at {schema.revision(database)}, the newest.")


def compare() -> None:
    with open_database("sqlite://") as database:
        schema.upgrade(database)
        found = schema.differences(database)
    if found:
        raise SetupError(f"the migrations lack: {found}")
    typer.echo("The migrations make the tables that the models describe.")
