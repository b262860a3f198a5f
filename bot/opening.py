"""Settings and database with all that must be true before the bot may start, or one clear line of what is not."""

import contextlib
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO, Any, NamedTuple

import structlog
from pydantic import ValidationError
from sqlalchemy.exc import ArgumentError, DBAPIError

from bot.errors import SetupError
from bot.keys import keyring
from bot.sample import load
from bot.settings import Settings
from bot.texts import texts
from storage import doubt, erasure, life, schema, scrubbing, tombstones, witness
from storage.database import Database, WrongEngineError, open_database

log = structlog.get_logger(__name__)

# Before this, two connections that write and checkpoint at the same moment can damage a WAL database
# (sqlite.org/wal.html#walresetbug). We have one writer, which is why it is only a warning.
SAFE_SQLITE = (3, 51, 3)


def read_settings(env_file: Path | None = Path(".env"), **overrides: Any) -> Settings:
    """The settings, or a SetupError that names everything that is wrong at once (never a value: it may be a token)."""
    try:
        return Settings(_env_file=env_file, **overrides)
    except ValidationError as error:
        problems = [
            f"{str(e['loc'][0]).upper()}: {e['msg']}" if e["loc"] else e["msg"].removeprefix("Value error, ")
            for e in error.errors(include_input=False, include_url=False)
        ]
        raise SetupError("Settings: " + "; ".join(problems)) from None


# SQLite's own names for a disk without room, or that fails; the file is as whole as it was.
ROOM = ("SQLITE_FULL", "SQLITE_IOERR")


@contextmanager
def translated(what: str) -> Iterator[None]:
    """Database errors as one line that says what to do."""
    try:
        yield
    except (DBAPIError, sqlite3.Error, OSError) as error:
        cause = getattr(error, "orig", None) or error
        if getattr(cause, "sqlite_errorname", "").startswith(ROOM):
            what = "The disk is full or does not answer; make room and start again"
        raise SetupError(f"{what}: {first_line(cause)}") from None


def first_line(error: BaseException) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0]


def open_checked(settings: Settings) -> Database:
    """The database, whole and with today's tables.

    Raises:
        SetupError: it cannot be opened or written, is damaged, or is newer than this program.

    """
    with contextlib.ExitStack() as undo:
        database = undo.enter_context(open_named(settings.database_url))
        database.log_keys = keyring(settings).derived(b"", b"access log")
        if database.path:
            check_file(database.path)
        with translated("The database cannot be used"):
            check_content(database)
            check_age(database)
            if not schema.is_current(database):
                schema.upgrade(database)
        undo.pop_all()
    return database


def open_named(url: str) -> Database:
    """The database at that URL; nothing is connected to yet."""
    try:
        return open_database(url)
    except WrongEngineError as error:
        raise SetupError(f"DATABASE_URL: {error}") from None
    except (ArgumentError, ValueError):  # its words can hold a part of the password
        raise SetupError(
            "DATABASE_URL cannot be read. It is sqlite:///data/district.db or postgresql://user:password@host/name; "
            "in the password, write %40 for @, %3A for : and %2F for /"
        ) from None


def check_file(path: Path) -> None:
    """The folder is there and the file can be written."""
    with translated(f"The database cannot be written ({path.name}); give the bot's user the right to its folder"):
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("ab"):
            pass
        probe = path.with_name(f".{path.name}.probe")
        probe.touch()
        probe.unlink()
        path.chmod(0o600)


def check_content(database: Database) -> None:
    if not database.is_sqlite:
        return
    if sqlite3.sqlite_version_info < SAFE_SQLITE:
        log.warning("sqlite.old", version=sqlite3.sqlite_version, wanted=".".join(map(str, SAFE_SQLITE)))
    with translated("The database is damaged. Stop here, keep the file, and restore the latest backup"):
        with database.engine.connect().execution_options(read_only=True) as connection:
            found = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar()
        if found != "ok":
            raise sqlite3.DatabaseError(str(found))


def check_age(database: Database) -> None:
    if schema.is_newer(database):
        raise SetupError(
            f"The database is newer than this program ({schema.revision(database)}, and it knows {schema.newest()}). "
            "Run the newer program, or restore the backup from before it."
        )


def forget_again(database: Database, now: datetime, *, beside: Path | None = None) -> int:
    """Forget whoever was forgotten before and has come back with an older copy of the database; how many.

    `beside` is the file with those who were, where it is not the database's own.
    """
    beside = beside or tombstones.path_for(database)
    with database.begin() as session:
        risen = erasure.erase_all(session, tombstones.risen(session, beside), now)
        if risen:
            erasure.tidy(session, now)
        tombstones.write(session, beside)
    if risen:
        log.error("database.forgotten_again", members=risen)
        scrubbing.scrub(database)
    return risen


class TakenOver(NamedTuple):
    """The lock to hold on to, when somebody last ran here, and whether an older copy was restored since."""

    lock: IO[str] | None
    last_seen: datetime | None
    restored: bool


def take_over(database: Database, *, now: datetime, seen_by: Path) -> TakenOver:
    """Be the only one that runs here. On a restored copy everything that is to go out is held first.

    Raises:
        SetupError: another copy runs.

    """
    try:
        lock = life.lock_file(database.path) if database.path else None
        with database.begin() as session:
            seen = witness.read(seen_by)
            restored = witness.is_older(session, seen)
            last_seen = life.begin(session, owner=life.me(), now=now, sure=lock is not None)
            if restored and seen:
                log.error("database.restored", held=doubt.hold(session, now))
                life.hold(session, now=now, beats=seen.beats)
            return TakenOver(lock, last_seen, restored)
    except life.Taken as taken:
        raise SetupError(
            f"Not started: {taken}. Stop that one first, or wait half a minute if it was killed."
        ) from None


def refuse_sample(settings: Settings, database: Database) -> None:
    """Invented people have invented accounts, which on a real platform may be somebody's.

    Raises:
        SetupError: this is the sample district, and a real platform would be talked to.

    """
    with database.read() as session:
        if settings.is_live and load.is_sample(session):
            raise SetupError(
                "This database holds the invented sample district, which must not meet real people. Name a new file "
                "in .env, as DATABASE_URL=sqlite:///data/vart-distrikt.db, and add yourself with: bot invite"
            )


def named(settings: Settings, database: Database) -> Settings:
    """The settings with a name for the district, where none is set: the sample's, or just "the district"."""
    if settings.district:
        return settings
    with database.read() as session:
        sample = load.is_sample(session)
    name = load.read()["district"]["name"] if sample else texts(settings.language).label("help.the_district")
    return settings.model_copy(update={"district": name})


def fill_sample(database: Database, settings: Settings, now: Callable[[], datetime]) -> bool:
    """Put the sample district into an empty database; whether it did."""
    with database.begin() as session:
        if not load.is_empty(session):
            return False
        today = now().astimezone(settings.zone).date()
        load.fill(session, now=now(), zone=settings.time_zone, today=today, keys=keyring(settings))
        return True
