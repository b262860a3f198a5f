"""Options that several commands share."""

from typing import Annotated

import typer

from bot.logs import set_up_logs
from bot.opening import read_settings
from bot.settings import Settings

Db = Annotated[
    str,
    typer.Option(
        "--db", metavar="URL", help="The database, instead of DATABASE_URL: sqlite:///file.db or postgresql://…"
    ),
]
Json = Annotated[bool, typer.Option("--json", help="One JSON object a line, for programs.")]


def settings_for(db: str, *, quiet: bool = False) -> Settings:
    """The settings with `--db` in place, and logging set up by them; `quiet` keeps all but errors off the screen."""
    settings = read_settings(database_url=db) if db else read_settings()
    set_up_logs(level="ERROR" if quiet else settings.log_level, form=settings.log_format)
    return settings
