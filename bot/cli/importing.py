"""`bot members import`: makes the register what a file says, or only tells what that would change."""

import json
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any

import typer
from sqlmodel import Session

from bot.app import utc_now
from bot.cli.options import Db, Json, settings_for
from bot.errors import SetupError
from bot.keys import keyring
from bot.opening import forget_again, open_checked, open_named
from bot.register import reading
from bot.register.columns import is_known, read_header
from bot.register.entries import Reader, read_all
from bot.register.names import Names
from bot.register.reading import MAX_BYTES, Line, Refused
from bot.settings import Settings
from storage import branches, needed
from storage.database import Database
from storage.register.compare import Change, Kind, compare
from storage.register.people import Entry, load
from storage.register.store import Storing
from storage.sealing import Keyring, NoKeyError

WHY = "bot members import"
MANY = 500  # members stored at once, and lines from which on a bar shows how far it has come
NO_KEY = (
    "the register has mail addresses or phone numbers, and they are only kept sealed: put a key into DATA_KEYS "
    "(`bot keys new` makes one), or take those columns out of the file"
)

AMBIGUOUS = "unclear: more than one of that name, so nothing is changed; a member number tells them apart"
MISNAMED = "unclear: the number is somebody's with quite another name, so nothing is changed; with --rename it is"
STOPPED = "Codes that work no more, because a post was given or ended: {}. `bot invite` makes new ones."
FORCE = "Even if nobody with an account is ombudsperson or technician then."

File = Annotated[Path, typer.Argument(metavar="FILE", help="A CSV file; the first line names the columns.")]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was asked for on the command line."""

    dry_run: bool
    whole: bool
    new: bool
    welcome: bool
    rename: bool
    force: bool
    as_json: bool


@dataclass(slots=True)
class Outcome:
    """What was found. `vacated`: posts that nobody with an account would hold any more, and who does now.
    `stopped`: how many invitations work no more, because a post was given or ended.
    """

    changes: list[Change] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    added: list[str] = field(default_factory=list)
    branches: dict[int | None, str] = field(default_factory=dict)
    vacated: list[str] = field(default_factory=list)
    welcomed: bool = False
    first: bool = False
    stopped: int = 0


def import_file(
    file: File,
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Store nothing; tell what would change.")] = False,
    whole: Annotated[
        bool, typer.Option("--whole", help="Who is not in the file has left, in the partiföreningar that it names.")
    ] = False,
    new: Annotated[
        bool, typer.Option("--new", help="Add the partiföreningar and networks that there are none of.")
    ] = False,
    no_welcome: Annotated[
        bool, typer.Option("--no-welcome", help="Nobody is to contact the new members within 7 days.")
    ] = False,
    rename: Annotated[bool, typer.Option("--rename", help="A number may have quite another name now.")] = False,
    force: Annotated[bool, typer.Option("--force", help=FORCE)] = False,
    db: Db = "",
    as_json: Json = False,
) -> None:
    """Read members from a CSV file into the register, all of it or, when anything is wrong, nothing."""
    wanted = Wanted(dry_run, whole, new, not no_welcome, rename, force, as_json)
    settings = settings_for(db, quiet=True)
    try:
        lines = reading.read(take(file), is_known)
        with opened(settings, make=not dry_run) as database:
            outcome = bring_in(database, lines, settings, wanted)
    except Refused as error:
        raise refused(file, error, as_json=as_json) from None
    except NoKeyError as error:
        raise SetupError(NO_KEY if not keyring(settings) else f"DATA_KEYS: {error}") from None
    tell(outcome, wanted)


def take(file: Path) -> bytes:
    try:
        with file.open("rb") as opened_file:
            return opened_file.read(MAX_BYTES + 1)
    except OSError as error:
        raise SetupError(f"{file}: {error.strerror}") from None


def opened(settings: Settings, *, make: bool) -> Database:
    path = open_named(settings.database_url).path
    if path and not path.exists() and not make:
        raise SetupError(f"there is no database {path}; `bot migrate` makes it")
    return open_checked(settings)


def opened_to_take_out(settings: Settings) -> Database:
    """The same, for what leaves it: nobody who was forgotten is in it, also when an older copy was just put here."""
    database = opened(settings, make=False)
    forget_again(database, utc_now())
    return database


def refused(file: Path, error: Refused, *, as_json: bool) -> SetupError:
    """Each trouble is a line, the last of them what the program ends with."""
    *before, last = error.troubles
    for trouble in error.troubles if as_json else before:
        row = {"line": trouble.line, "column": trouble.column, "error": trouble.text}
        typer.echo(dumped(row) if as_json else f"{file.name}, {trouble}", err=not as_json)
    return SetupError(f"{file.name}, {last}. Nothing was stored.")


def bring_in(database: Database, lines: list[Line], settings: Settings, wanted: Wanted) -> Outcome:
    """In one transaction, which ends without a trace after a dry run.

    Raises:
        Refused: something is wrong in the file.
        SetupError: nobody could look after the bot any more, and that was not meant.
        NoKeyError: there is something to seal or to open, and no key.

    """
    with database.begin() as session:
        outcome = work(session, lines, settings, wanted)
        if wanted.dry_run:
            session.rollback()
        elif outcome.vacated and not wanted.force:
            raise SetupError(f"{left_empty(outcome.vacated)}; --force does it all the same. Nothing was stored.")
        return outcome


def left_empty(vacated: list[str]) -> str:
    return f"nobody with an account would hold the post any more: {'; '.join(vacated)}"


def work(session: Session, lines: list[Line], settings: Settings, wanted: Wanted) -> Outcome:
    now, keys = utc_now(), keyring(settings)
    today = now.astimezone(settings.zone).date()
    names, header = Names(session, add=wanted.new), read_header(lines[0])
    with bar(lines[1:], "Reading") as shown:
        entries = read_all(shown, Reader(header, names.branch, names.network))
    check_key(entries, keys)
    people = load(session, today)
    changes = list(compare(entries, people, keys, today=today, rename=wanted.rename))
    outcome = Outcome(changes, header.unknown, names.added, first=not people)
    outcome.branches = {branch.id: branch.name for branch in branches.listed(session)}
    outcome.welcomed = bool(people) and wanted.welcome
    needed.take_turns(session)
    before = needed.seats(session, today=today)
    storing = Storing(session, keys, now, today, WHY, outcome.welcomed)
    with bar(chunks(to_store(changes, whole=wanted.whole)), "Looking" if wanted.dry_run else "Storing") as pieces:
        for piece in pieces:
            outcome.stopped += storing.store(piece)
    outcome.vacated = needed.vacated(session, before, today=today)
    return outcome


def check_key(entries: list[Entry], keys: Keyring) -> None:
    if not keys and any(entry.email or entry.phone for entry in entries):
        raise NoKeyError("no key")


def to_store(changes: list[Change], *, whole: bool) -> list[Change]:
    kinds = {Kind.NEW, Kind.CHANGED} | ({Kind.LEFT} if whole else set())
    return [change for change in changes if change.kind in kinds]


def chunks(changes: list[Change]) -> list[list[Change]]:
    return [changes[at : at + MANY] for at in range(0, len(changes), MANY)]


def bar(items: list[Any], label: str) -> Any:
    size = sum(map(len, items)) if items and isinstance(items[0], list) else len(items)
    return typer.progressbar(items, label=label, file=sys.stderr, hidden=size < MANY)


def tell(outcome: Outcome, wanted: Wanted) -> None:
    """Each change when nothing was stored, what is unclear in any case, and the figures."""
    for change in outcome.changes:
        shown = wanted.dry_run or change.kind is Kind.UNCLEAR
        if wanted.as_json or (shown and change.kind is not Kind.SAME):
            row = as_row(change, outcome.branches)
            typer.echo(dumped(row) if wanted.as_json else sentence(row, whole=wanted.whole))
    counted = Counter(str(change.kind) for change in outcome.changes)
    figures = {str(kind): counted[kind] for kind in Kind}
    if wanted.as_json:
        beside = {name: getattr(outcome, name) for name in ("left_out", "added", "vacated", "stopped")}
        typer.echo(dumped(figures | beside | {"stored": not wanted.dry_run, "welcomed": outcome.welcomed}))
        return
    for line in said(outcome, wanted, figures):
        typer.echo(line)


def said(outcome: Outcome, wanted: Wanted, figures: dict[str, int]) -> Iterator[str]:
    if outcome.left_out:
        yield f"Left out, and never stored: the columns {', '.join(repr(name[:40]) for name in outcome.left_out)}."
    if outcome.added:
        yield f"Added: {', '.join(outcome.added)}."
    if outcome.first and figures[Kind.NEW]:
        yield "The register was empty: nobody is to be welcomed as a new member."
    if figures[Kind.LEFT] and not wanted.whole:
        yield "Those who are not in the file stay as they are; with --whole they have left."
    if outcome.vacated:
        yield f"Careful: {left_empty(outcome.vacated)}{'' if wanted.force else ', so it needs --force'}."
    if outcome.stopped:
        yield STOPPED.format(outcome.stopped)
    counted = ", ".join(f"{number} {kind}" for kind, number in figures.items())
    yield f"{'Nothing is stored. It would be' if wanted.dry_run else 'Stored'}: {counted}."


def as_row(change: Change, named: dict[int | None, str]) -> dict[str, Any]:
    whose = change.entry or change.known
    assert whose is not None
    line = change.entry.line if change.entry else None
    row = {"line": line, "is": str(change.kind), "name": whose.name, "branch": named[whose.branch_id]}
    return row | {"columns": list(change.columns)}


def sentence(row: dict[str, Any], *, whole: bool) -> str:
    where = f"line {row['line']}" if row["line"] else "not in the file"
    what = {
        Kind.CHANGED: f"changed ({', '.join(row['columns'])})",
        Kind.UNCLEAR: MISNAMED if row["columns"] else AMBIGUOUS,
        Kind.LEFT: "has left" if whole else "stays",
    }.get(row["is"], row["is"])
    return f"{where}: {row['name']} ({row['branch']}): {what}"


def dumped(row: dict[str, Any]) -> str:
    return json.dumps(row, ensure_ascii=False)
