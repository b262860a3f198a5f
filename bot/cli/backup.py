"""`bot backup` and `bot restore`: a sealed copy of the database, and putting one back."""

import contextlib
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy.exc import DBAPIError
from sqlmodel import select

from bot.app import utc_now
from bot.cli.options import Db, settings_for
from bot.errors import SetupError
from bot.freezing import refuse_frozen
from bot.keys import keyring
from bot.opening import first_line, forget_again, open_named
from bot.settings import Settings
from storage import backup as copies
from storage import life, schema, tombstones, witness
from storage.database import Database, open_database
from storage.frames import DamagedError
from storage.models import Tombstone
from storage.sealing import Keyring, NoKeyError

FOLDER = Path("backup")
STAMP = "%Y-%m-%d-%H%M%S"
SEALED, PLAIN = ".backup", ".db.gz"
FORCE = "Write over a file that is there."
FORCE_RESTORE = "Put it in the place of the database that is there, which is moved aside."


def backup(
    to: Annotated[Path, typer.Argument(metavar="FILE_OR_FOLDER", help="Where to; a folder gives it a name.")] = FOLDER,
    *,
    keep: Annotated[int, typer.Option(help="Remove backups in the folder that are older than so many days.")] = 0,
    plain: Annotated[
        bool, typer.Option("--plain", help="Leave it unsealed: everybody who finds it can read it.")
    ] = False,
    force: Annotated[bool, typer.Option("--force", help=FORCE)] = False,
    db: Db = "",
) -> None:
    """Copy the whole database into one file, sealed with the first key of DATA_KEYS; the bot may run meanwhile."""
    settings = settings_for(db, quiet=True)
    database, now = path_of(settings), utc_now().astimezone(settings.zone)
    keys = None if plain else key(settings)
    if not database.exists():
        raise SetupError(f"there is no database {database}")
    file = named(to, database.stem, now, plain=plain)
    if file.exists() and not force:
        raise SetupError(f"{file} is there already; --force writes over it")
    if keep and not to.is_dir():
        raise SetupError("--keep needs a folder, and not a file")
    with told(file):
        if plain:
            look_before(settings)
        copies.take(database, file, keys)
    typer.echo(f"{file}: {file.stat().st_size} bytes{'' if keys else ', NOT sealed'}")
    if keep:
        for old in copies.outdated(to, database.stem, now - timedelta(days=keep), STAMP):
            old.unlink()
            typer.echo(f"{old}: removed, older than {keep} days")


def look_before(settings: Settings) -> None:
    """What everybody can read is not made while a data breach is open, and nobody who was forgotten is in it."""
    with open_named(settings.database_url) as database:
        if schema.is_current(database):
            forget_again(database, utc_now())
            with database.read() as session:
                refuse_frozen(session)


def path_of(settings: Settings) -> Path:
    """The database's file; SetupError where it is a server's."""
    found = open_named(settings.database_url)
    if not found.path:
        raise SetupError(
            "this database is not a file of its own. On PostgreSQL: pg_dump -Fc NAME > NAME.dump, and back with "
            "pg_restore --clean --if-exists -d NAME NAME.dump (docs/drift.md, PostgreSQL)"
        )
    return found.path


def key(settings: Settings) -> Keyring:
    if keys := keyring(settings):
        return keys
    raise SetupError(
        "DATA_KEYS is empty, so whoever finds the backup could read who the members are. Make a key with `bot keys "
        "new` and put it into DATA_KEYS, or say --plain"
    )


def named(to: Path, stem: str, now: datetime, *, plain: bool) -> Path:
    """The file itself; one of our own name in a folder, which is made when it is the usual one."""
    if to == FOLDER:
        to.mkdir(mode=0o700, exist_ok=True)
    return to / f"{stem}-{now.strftime(STAMP)}{PLAIN if plain else SEALED}" if to.is_dir() else to


@contextmanager
def told(file: Path) -> Iterator[None]:
    """What can go wrong, as one line that says what to do."""
    try:
        yield
    except copies.BusyError:
        raise SetupError("another backup of this database is being taken; wait for it") from None
    except NoKeyError:
        raise SetupError(f"{file} is sealed with a key that is not in DATA_KEYS: put that key there") from None
    except DamagedError:
        raise SetupError(f"{file}: what would be read is not whole: it was cut, damaged or tampered with") from None
    except (sqlite3.Error, DBAPIError, OSError) as error:
        raise SetupError(f"{file}: {first_line(error)}") from None


def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="What `bot backup` wrote.")],
    *,
    to: Annotated[Path | None, typer.Option(metavar="PATH", help="Another file than the database's own.")] = None,
    force: Annotated[bool, typer.Option("--force", help=FORCE_RESTORE)] = False,
    db: Db = "",
) -> None:
    """Put a backup in the database's place, once it is known to be whole; the bot must not run."""
    settings = settings_for(db, quiet=True)
    target = to or path_of(settings)
    if target.exists() and not force:
        raise SetupError(f"there is a database {target}; with --force it is moved aside")
    aside = target.with_name(f"{target.name}.replaced-{utc_now().astimezone(settings.zone).strftime(STAMP)}")
    new = target.with_name(f".{target.name}.restore")
    with told(file), alone(target), copies.removed(new):
        copies.unpack(file, new, keyring(settings))
        prepare(new, target, settings)
        moved = copies.put_in_place(new, target, aside)
    typer.echo(f"{target}: restored from {file.name}. Nothing is sent by itself until: bot reminders release")
    if moved:
        typer.echo(f"What was there is in {aside}; remove it when it is not needed, it has personal data in it.")


@contextmanager
def alone(target: Path) -> Iterator[None]:
    """Nobody else runs on that database, and nobody starts."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        lock = life.lock_file(target)
    except life.Taken as taken:
        raise SetupError(f"Not restored: {taken}. Stop that one first.") from None
    with lock:
        yield


def prepare(new: Path, target: Path, settings: Settings) -> None:
    """Today's tables; whoever was forgotten since stays forgotten; and the next start will know that it is a copy."""
    there = open_database(f"sqlite:///{target}")
    with open_database(f"sqlite:///{new}") as database, there, open_named(settings.database_url) as own:
        if schema.revision(database) is None:
            raise DamagedError
        if schema.is_newer(database):
            raise SetupError("the backup is newer than this program; restore it with the newer one")
        schema.upgrade(database)
        with database.begin() as session:
            for digest, at in {**forgotten(there), **forgotten(own)}.items():
                session.merge(Tombstone(digest=digest, at=at))
            witness.mark_restored(session, witness.path_for(there))
        forget_again(database, utc_now(), beside=tombstones.path_for(there))


def forgotten(before: Database) -> dict[str, datetime]:
    """Whom a database has forgotten, by its rows as far as they can be read, and by the file beside it."""
    found = dict.fromkeys(tombstones.read(tombstones.path_for(before)), utc_now())
    if before.path is None or before.path.exists():
        with contextlib.suppress(DBAPIError, sqlite3.Error), before.read() as session:
            found |= {row.digest: row.at for row in session.exec(select(Tombstone))}
    return found
