"""`bot plan …`: the plan library from the command line."""

import json
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from sqlmodel import Session

from bot import failpoints
from bot.cli.options import Db, Json, settings_for
from bot.context import Context
from bot.errors import SetupError, UserError
from bot.markup import plain
from bot.messages import Address, Incoming
from bot.opening import open_checked, open_named
from bot.settings import Settings
from bot.texts import texts
from handlers import plans as handler
from storage import plans
from storage.database import Database
from storage.library.documents import MAX_BYTES, Refused, read
from storage.library.outline import PlanText, read_outline
from storage.models import Plan
from storage.plans import Hit

MANY = 5  # files from which on a bar shows how far the import has come
MOST = 10  # results of `answer`

Files = Annotated[list[Path], typer.Argument(metavar="FILE…", help="Plans as .txt or .md.")]
Sources = Annotated[list[str], typer.Argument(metavar="FILE_OR_ID…", help="A file, or a plan's number in `list`.")]

app = typer.Typer(help="The plan library: what the district has promised, and finding it.", no_args_is_help=True)


@app.command("import")
def import_files(files: Files, db: Db = "", *, as_json: Json = False) -> None:
    """Read plans into the library. A file that is refused is named with the reason; the others are still read."""
    with opened(db, make=True) as database:
        bar = typer.progressbar(files, label="Reading", file=sys.stderr, hidden=len(files) < MANY)
        with bar as paths:
            reports = [report(path, database) for path in paths]
    for row in reports:
        typer.echo(dumped(row) if as_json else sentence(row), err="error" in row and not as_json)
    if any("error" in row for row in reports):
        raise typer.Exit(1)


def report(path: Path, database: Database) -> dict[str, Any]:
    """What was read of one file, or `error`."""
    try:
        text = take(path)
    except (Refused, OSError) as error:
        return {"file": path.name, "error": error.strerror if isinstance(error, OSError) else str(error)}
    with database.begin() as session:
        plan, is_new = plans.add(session, text=text, source_name=path.name, now=datetime.now(UTC))
        failpoints.reach("import.written")
        return {"file": path.name, "id": plan.id, "new": is_new, **facts(read_outline(text))}


def take(path: Path) -> str:
    with path.open("rb") as file:
        return read(path.name, file.read(MAX_BYTES + 1))


def facts(outline: PlanText) -> dict[str, Any]:
    return {
        "title": outline.title,
        "organisation": outline.organisation,
        "years": list(outline.years),
        "status": outline.status,
        "headings": len(outline.sections),
        "passages": len(outline.passages),
    }


def sentence(row: dict[str, Any]) -> str:
    if "error" in row:
        return f"{row['file']}: refused, {row['error']}"
    named = [row["title"], row["organisation"], "–".join(map(str, sorted({*row["years"][:1], *row["years"][-1:]})))]
    read_of_it = f"{row['headings']} headings, {row['passages']} passages"
    already = "" if row["new"] else " (was in the library already)"
    silent = "" if row["passages"] else " (nothing to quote was found in it)"
    return (
        f"{row['file']}: {' · '.join(part for part in named if part)} · {row['status']} · {read_of_it}{already}{silent}"
    )


@app.command("list")
def list_plans(db: Db = "", *, as_json: Json = False) -> None:
    """Every plan in the library."""
    with opened(db) as database, database.read() as session:
        for plan in plans.listed(session):
            row = list_row(plan)
            typer.echo(dumped(row) if as_json else " · ".join(str(value) for value in row.values() if value))


def list_row(plan: Plan) -> dict[str, Any]:
    named = {"id": plan.id, "title": plan.title, "organisation": plan.organisation, "years": plan.years}
    return named | {"status": plan.status, "source_name": plan.source_name}


@app.command("outline")
def show_outline(sources: Sources, db: Db = "", *, as_json: Json = False) -> None:
    """How a plan was understood: title, organisation, years, status and headings."""
    for source in sources:
        name, text = source_text(source, db)
        outline = read_outline(text)
        typer.echo(dumped(outline_row(name, outline)) if as_json else "\n".join(outline_lines(outline)))


def source_text(source: str, db: str) -> tuple[str, str]:
    """The name and text of a file, or of a plan by its number.

    Raises:
        SetupError: there is no such file or plan, or it is refused.

    """
    if source.isdecimal() and not Path(source).exists():
        with opened(db) as database, database.read() as session:
            if plan := plans.get(session, int(source[:9])):
                return plan.source_name, plan.text
        raise SetupError(f"there is no plan {source}; `bot plan list` shows their numbers")
    try:
        return Path(source).name, take(Path(source))
    except OSError as error:
        raise SetupError(f"{source}: {error.strerror}") from None
    except Refused as error:
        raise SetupError(f"{source}: {error}") from None


def outline_row(name: str, outline: PlanText) -> dict[str, Any]:
    sections = [{"title": s.title, "level": s.level, "paras": list(s.paras)} for s in outline.sections]
    words = {"proposal": outline.proposal, "status_words": outline.status_words}
    return {"doc": name, **facts(outline), **words, "sections": sections}


def outline_lines(outline: PlanText) -> Iterator[str]:
    yield outline.title
    yield " · ".join(filter(None, (outline.organisation, " ".join(map(str, outline.years)), outline.status)))
    if outline.status_words:
        yield f"“{outline.status_words}”"
    for section in outline.sections:
        paras = f" [{section.paras[0]}–{section.paras[-1]}]" if section.paras else ""
        yield f"{'  ' * section.level}{section.title}{paras}"


@app.command("ask")
def ask(question: Annotated[str, typer.Argument()], db: Db = "", *, as_json: Json = False) -> None:
    """What the chat would answer."""
    settings = settings_for(db, quiet=True)
    with opened(db) as database, database.read() as session:
        typer.echo(dumped(answer_row(session, "", question)) if as_json else said(session, settings, question))


def said(session: Session, settings: Settings, question: str) -> str:
    """The answer, and below it what a chat keeps behind buttons: here nobody can press them."""
    words = texts(settings.language)
    ctx = Context(session, datetime.now(UTC), settings.zone, words, settings.district, args=question.strip())
    msg = Incoming(Address("terminal", ""), "", question, "")
    try:
        reply = handler.ask(msg, ctx)
    except UserError as error:
        raise SetupError(plain(str(error))) from None
    paragraphs = [reply.text]
    for button in reply.buttons:
        ctx.args = button.action.partition(":")[2]
        paragraphs.append(handler.more(msg, ctx).text)
    return "\n\n".join(plain(text) for text in paragraphs)


@app.command("answer")
def answer(db: Db = "", *, as_json: Json = True) -> None:  # noqa: ARG001 - it speaks JSON either way
    """Answer `{"id", "question"}` a line from standard input, one JSON object a line."""
    with opened(db) as database, database.read() as session:
        for number, line in enumerate(sys.stdin, 1):
            if line.strip():
                typer.echo(dumped(answer_row(session, *asked(line, number))))


def asked(line: str, number: int) -> tuple[str, str]:
    try:
        row = json.loads(line)
        return str(row["id"]), str(row["question"])
    except (ValueError, KeyError, TypeError):
        raise SetupError(f'line {number} is not {{"id": …, "question": …}}') from None


def answer_row(session: Session, name: str, question: str) -> dict[str, Any]:
    found = plans.search(session, question, limit=MOST)
    results = [result(hit) for hit in found.hits]
    return ({"id": name} if name else {"question": question}) | {"answered": found.answered, "results": results}


def result(hit: Hit) -> dict[str, Any]:
    where = {"heading": hit.heading, "para": hit.para, "title": hit.title, "years": hit.years, "status": hit.status}
    return {"doc": hit.source_name, "text": hit.text, "score": hit.score, **where}


def opened(db: str, *, make: bool = False) -> Database:
    """The database; only an import makes one that is not there."""
    settings = settings_for(db, quiet=True)
    path = open_named(settings.database_url).path
    if path and not path.exists() and not make:
        raise SetupError(f"there is no database {path}; `bot plan import FILE` makes it")
    return open_checked(settings)


def dumped(row: dict[str, Any]) -> str:
    return json.dumps(row, ensure_ascii=False)
