"""`bot privacy`: the record of processing made from what there is, and whether the log of access is whole."""

import json
from datetime import UTC, datetime
from typing import Annotated, Any

import typer
from sqlmodel import Session

from bot.cli.options import Db, Json, settings_for
from bot.errors import SetupError
from bot.opening import named, open_checked
from bot.record import record, words
from storage import access

BROKEN = "does not follow from the one before it"
UNSEALED = (
    "the log of access does not end as it was sealed: rows were taken away, or something was noted without the "
    "key in DATA_KEYS. If that was you, before there was a key: bot keys rotate"
)

app = typer.Typer(help="What is held about people, why and how long; and who looked at it.", no_args_is_help=True)


@app.command()
def report(db: Db = "", *, as_json: Json = False) -> None:
    """Print the record of processing (article 30): what is held, why, how long, and how much of it is there now."""
    settings = settings_for(db, quiet=True)
    with open_checked(settings) as database, database.read() as session:
        found = record(session, named(settings, database).district, datetime.now(UTC))
    typer.echo(json.dumps(found, ensure_ascii=False) if as_json else words(found, settings.language))


@app.command()
def log(
    db: Db = "",
    *,
    check: Annotated[bool, typer.Option("--check", help="Exit 1 when a row was changed or taken away.")] = False,
    as_json: Json = False,
) -> None:
    """Print the log of who looked at whose data, without names; or check that nobody has changed it."""
    with open_checked(settings_for(db, quiet=True)) as database, database.read() as session:
        broken = access.broken(session)
        if check and broken is not None:
            raise SetupError(f"the log of access was changed: row {broken} {BROKEN}" if broken else UNSEALED)
        if check:
            typer.echo("The log of access is whole.")
            return
        for row in rows(session):
            typer.echo(json.dumps(row, ensure_ascii=False) if as_json else " ".join(map(str, row.values())))


def rows(session: Session) -> list[dict[str, Any]]:
    return [
        {"at": row.at.isoformat(), "actor": row.actor or "-", "subject": row.subject or "-", "what": row.what,
         "why": row.why}
        for row in access.in_order(session)
    ]  # fmt: skip
