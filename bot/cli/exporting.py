"""`bot members export`: the register as a file that a spreadsheet opens, and that an import reads again."""

from typing import Annotated

import typer
from sqlmodel import Session

from bot.app import utc_now
from bot.cli.importing import dumped, opened_to_take_out
from bot.cli.options import Db, Json, settings_for
from bot.errors import SetupError
from bot.freezing import refuse_frozen
from bot.keys import keyring
from bot.register.writing import Writer
from bot.settings import Settings
from storage import access, branches
from storage.access import Noted
from storage.register import people
from storage.sealing import NoKeyError

WHY = "bot members export"


def export(
    branch: Annotated[str, typer.Option(help="Only the members of this partiförening.")] = "",
    db: Db = "",
    *,
    as_json: Json = False,
) -> None:
    """Print the members as CSV (UTF-8, semicolons); who was in it is noted in the access log."""
    settings = settings_for(db, quiet=True)
    try:
        with opened_to_take_out(settings) as database, database.begin() as session:
            lines = take_out(session, settings, branch, as_json=as_json)
    except NoKeyError:
        raise SetupError("what is sealed cannot be opened: put the key that sealed it into DATA_KEYS") from None
    for line in lines:
        typer.echo(line, nl=False)


def take_out(session: Session, settings: Settings, branch: str, *, as_json: bool) -> list[str]:
    """The lines, once it is written down whose data they have.

    Raises:
        SetupError: a data breach is open, or there is no such branch.
        NoKeyError: something is sealed, and not with one of the keys.

    """
    refuse_frozen(session)
    now = utc_now()
    chosen = list(people.present(people.load(session, now.astimezone(settings.zone).date())))
    if branch:
        only = find_branch(session, branch)
        chosen = [known for known in chosen if known.branch_id == only]
    names = {each.id: each.name for each in branches.listed(session)}
    networks = {number: name for name, number in people.networks(session).items()}
    writer = Writer(names, networks, keyring(settings))
    rows = [dumped({str(c): cell for c, cell in writer.cells(k).items() if c in writer.columns}) for k in chosen]
    lines = [f"{row}\n" for row in rows] if as_json else list(writer.lines(chosen))
    access.note_all(session, (Noted(now, "", known.ref, known.branch_id, "export", WHY) for known in chosen))
    return lines


def find_branch(session: Session, name: str) -> int:
    """The id of the branch that is meant; SetupError with those that are spelled nearly so, or all."""
    match = branches.find(session, name)
    if match.branch is None or match.branch.id is None:
        there = match.near or tuple(branch.name for branch in branches.listed(session))
        raise SetupError(f"there is no partiförening {name!r}; there are: {', '.join(there) or 'none yet'}")
    return match.branch.id
