"""`bot calendar import`: others' activities out of a file, or only what that would change."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from sqlmodel import Session

from bot.app import utc_now
from bot.clean import clean
from bot.cli.exporting import find_branch
from bot.cli.importing import dumped, opened, refused
from bot.cli.options import Db, Json, settings_for
from bot.errors import SetupError
from bot.ics import reading
from bot.ics.lines import MAX_BYTES
from bot.ics.reading import Reading
from bot.register.reading import Refused
from bot.settings import Settings
from bot.texts import Texts, texts
from storage.foreign import Calendar, Change, Event, Fate

app = typer.Typer(help="Activities from others' calendars.", no_args_is_help=True)

LONGEST_SOURCE = 60
# Of fewer than this everything may be gone; of more than half of the rest it is rather the wrong file.
FEW = 4
FORCE = "Even if more than half of what came from there is not in the file any more."
MANY_GONE = (
    "more than half of what came from {source!r} and is still to come is not in this file; is it the right one? "
    "--force takes it all the same. Nothing was stored."
)
ANOTHERS = (
    "what came from {source!r} before belongs to another partiförening or to the district; give this calendar a name "
    "of its own, such as --source '{source} Norrby'. Nothing was stored."
)

File = Annotated[Path, typer.Argument(metavar="FILE", help="An iCalendar file (.ics).")]


@app.callback()
def calendars() -> None:
    """Activities from others' calendars."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was asked for on the command line."""

    source: str
    branch: str
    dry_run: bool
    force: bool
    as_json: bool


@app.command("import")
def import_file(
    file: File,
    *,
    source: Annotated[str, typer.Option(help="What the calendar is called: the same each time that it is read.")],
    branch: Annotated[str, typer.Option(help="This partiförening arranges them; without it the district does.")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Store nothing; tell what would change.")] = False,
    force: Annotated[bool, typer.Option("--force", help=FORCE)] = False,
    db: Db = "",
    as_json: Json = False,
) -> None:
    """Read activities from somebody else's calendar file, all of it or, when anything is wrong, nothing."""
    wanted = Wanted(checked(source), branch, dry_run, force, as_json)
    settings = settings_for(db, quiet=True)
    now = utc_now()
    try:
        found = reading.read(take(file), zone=settings.zone, now=now)
    except Refused as error:
        raise refused(file, error, as_json=as_json) from None
    with opened(settings, make=False) as database, database.begin() as session:
        changes = bring_in(session, found, settings, wanted, now)
        if dry_run:
            session.rollback()
    for line in said(changes, found, wanted):
        typer.echo(line)


def checked(source: str) -> str:
    name = " ".join(clean(source).text.split())
    if not 0 < len(name) <= LONGEST_SOURCE:
        raise SetupError(f"--source is a name of at most {LONGEST_SOURCE} characters, such as Zetkin")
    return name


def take(file: Path) -> bytes:
    try:
        with file.open("rb") as opened_file:
            return opened_file.read(MAX_BYTES + 1)
    except OSError as error:
        raise SetupError(f"{file}: {error.strerror}") from None


def bring_in(session: Session, found: Reading, settings: Settings, wanted: Wanted, now: datetime) -> list[Change]:
    """Each event compared with what is known, and stored.

    Raises:
        SetupError: there is no such branch, the source is another's, or so much is gone that it is hardly the right
            file.

    """
    branch_id = find_branch(session, wanted.branch) if wanted.branch else None
    calendar = Calendar(session, wanted.source, branch_id, now)
    words = texts(settings.language)
    if calendar.is_anothers():
        raise SetupError(ANOTHERS.format(source=wanted.source))
    changes = calendar.compare([event_of(one, words) for one in found.coming], [*found.over, *found.far])
    gone, known = (sum(is_so(change) for change in changes) for is_so in (is_gone, is_known))
    if gone > FEW and gone * 2 > known and not wanted.force:
        raise SetupError(MANY_GONE.format(source=wanted.source))
    for change in changes:
        calendar.store(change)
    return changes


def is_gone(change: Change) -> bool:
    return change.fate is Fate.GONE


def is_known(change: Change) -> bool:
    return change.activity is not None


def event_of(one: reading.Event, words: Texts) -> Event:
    """As it is kept: with words where the other calendar has none."""
    title = one.title or words.label("calendar.label.untitled")
    if one.parts > 1:
        title = words.label("calendar.label.part", title=title, n=one.part, parts=one.parts)
    place = one.place or words.label("calendar.label.no_place")
    return Event(one.uid, one.line, title, *one.slot, place, one.description, one.cancelled)


def said(changes: list[Change], found: Reading, wanted: Wanted) -> Iterator[str]:
    """Each change, what is asked about, and the figures."""
    figures = {str(fate): 0 for fate in Fate} | Counter(str(change.fate) for change in changes)
    left_out = {"over": len(found.over), "far": len(found.far)}
    for change in changes:
        if wanted.as_json or change.fate is not Fate.SAME:
            row = as_row(change)
            yield dumped(row) if wanted.as_json else sentence(row, dry_run=wanted.dry_run)
    if wanted.as_json:
        yield dumped(figures | {"left_out": left_out, "stored": not wanted.dry_run})
        return
    if any(left_out.values()):
        yield f"Left out: {left_out['over']} that have been, {left_out['far']} that are more than two years ahead."
    counted = ", ".join(f"{number} {fate}" for fate, number in figures.items())
    yield f"{'Nothing is stored. It would be' if wanted.dry_run else 'Stored'}: {counted}."


def as_row(change: Change) -> dict[str, Any]:
    whose = change.event or change.activity
    assert whose is not None
    line = change.event.line if change.event else None
    return {"line": line, "is": str(change.fate), "title": whose.title, "at": f"{whose.day} {whose.starts:%H:%M}"}


def sentence(row: dict[str, Any], *, dry_run: bool) -> str:
    where = f"line {row['line']}" if row["line"] else "not in the file"
    asked = "; whoever plans it would be asked" if dry_run else "; whoever plans it is asked"
    return f"{where}: {row['title']} ({row['at']}): {row['is']}{asked if row['is'] in {Fate.GONE, Fate.BACK} else ''}"
