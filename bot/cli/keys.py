"""`bot keys …`: the keys that seal contact data and backups."""

import sys

import typer

from bot.cli.options import Db, settings_for
from bot.errors import SetupError
from bot.keys import keyring
from bot.opening import open_checked, open_named
from storage import access, renewing
from storage.sealing import NoKeyError, new_key

app = typer.Typer(help="The keys that seal contact data and backups.", no_args_is_help=True)


@app.command("new")
def new() -> None:
    """Print a new key for DATA_KEYS; it is kept nowhere else."""
    typer.echo(new_key())


@app.command("rotate")
def rotate(db: Db = "") -> None:
    """Seal all contact data anew with the first key of DATA_KEYS: all of it, or nothing."""
    settings = settings_for(db, quiet=True)
    keys = keyring(settings)
    if not keys:
        raise SetupError("DATA_KEYS is empty: write the new key first, a comma, and then the old one")
    path = open_named(settings.database_url).path
    if path and not path.exists():
        raise SetupError(f"there is no database {path}")
    try:
        with open_checked(settings) as database, database.begin() as session:
            total = renewing.count(session)
            with typer.progressbar(length=total, label="Sealing", file=sys.stderr, hidden=total < renewing.MANY) as bar:
                for done in renewing.renew(session, keys):
                    bar.update(done)
            access.renew_seal(session)
    except NoKeyError:
        raise SetupError(
            "something was sealed with a key that DATA_KEYS does not have: add the old one behind a comma. "
            "Nothing was changed."
        ) from None
    typer.echo(f"{total} sealed with the first key. Keep the old key as long as a backup that it sealed.")
