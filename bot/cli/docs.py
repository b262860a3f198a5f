"""`bot docs`: fills the tables of the pages in docs/ from the code; the words around them are written by hand."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Annotated, NamedTuple

import typer
from typer.core import TyperGroup
from typer.main import get_command

from bot.errors import SetupError
from bot.record import kept
from bot.texts import SOURCE, texts
from storage import retention
from storage.rights import RIGHTS

FOLDER = Path(__file__).parents[2] / "docs"
PAGES = ("kommandon.md", "rattigheter.md", "integritet.md")
# A comment that names the table, its two head lines, and the rows below, which are ours.
TABLE = re.compile(r"(?P<head><!-- (?P<name>\w+) -->\n\n\|.*\n\|[-| ]+\n)(?:\|.*\n)*")


class Row(NamedTuple):
    written: str
    second: str
    does: str

    def __str__(self) -> str:
        return line(self.written, self.second, " ".join(self.does.split()).replace("|", "&#124;"))


def line(*cells: str) -> str:
    return f"| {' | '.join(cells)} |\n"


def docs(
    *,
    check: Annotated[bool, typer.Option("--check", help="Change nothing; exit 1 when a page is stale.")] = False,
) -> None:
    """Write the tables in docs/ anew from the commands and the rights there are."""
    for name in PAGES:
        update(FOLDER / name, check=check)


def update(path: Path, *, check: bool) -> None:
    if not path.exists():
        raise SetupError(f"docs/{path.name} comes with the source: run this in a checkout")
    page = path.read_text("utf-8")
    current = fill(page)
    if check and current != page:
        raise SetupError(f"docs/{path.name} is stale: run `bot docs`")
    if not check:
        path.write_text(current, "utf-8")
    typer.echo(f"docs/{path.name} tells what there is.")


def fill(page: str) -> str:
    """The page with today's rows in its tables."""
    return TABLE.sub(lambda match: match["head"] + "".join(map(str, TABLES[match["name"]]())), page)


def chat_rows() -> Iterator[Row]:
    """What can be written to the bot, who may, and what it does; nobody named is everybody."""
    import handlers  # noqa: PLC0415 - the routes bring in everything

    say = texts(SOURCE)
    for command in handlers.build().listed:
        if command.menu:
            names = " ".join(f"`/{name}`" for name in (command.name, *command.aliases))
            right = command.shown_to or command.needs
            may = RIGHTS[right] if right else ()
            roles = ", ".join(say.label(f"role.{role}") for role in sorted(may))
            yield Row(names, roles, say.label(f"help.command.{command.name}"))


def right_rows() -> Iterator[str]:
    """What not everyone may do, who may, and how far that goes."""
    say = texts(SOURCE)
    for right, granted in RIGHTS.items():
        who = (f"{say.label(f'role.{role}')}: {say.label(f'reach.{reach}')}" for role, reach in granted.items())
        yield line(say.label(f"right.{right}"), "; ".join(who))


def retention_rows() -> Iterator[str]:
    """What is kept, how long, and why."""
    say = texts(SOURCE)
    for one in retention.KEEP:
        told = kept(say, one)
        yield line(told["what"], told["span"], told["why"])


def program_rows() -> Iterator[Row]:
    from bot.cli import app  # noqa: PLC0415 - it imports this module

    root = get_command(app)
    assert isinstance(root, TyperGroup)
    yield from group_rows(root, "bot")


def group_rows(group: TyperGroup, path: str) -> Iterator[Row]:
    """The group's commands, and those of the groups in it, in the order of `--help`."""
    for name, command in group.commands.items():
        written = f"{path} {name}"
        if isinstance(command, TyperGroup):
            yield from group_rows(command, written)
            continue
        arguments = [p.metavar or p.name.upper() for p in command.params if p.param_type_name == "argument" and p.name]
        options = [f"`{p.opts[-1]}`" for p in command.params if p.param_type_name == "option"]
        yield Row(f"`{' '.join([written, *arguments])}`", " ".join(options), command.help or "")


# By the name in the comment above each.
TABLES: dict[str, Callable[[], Iterator[Row] | Iterator[str]]] = {
    "chat": chat_rows, "program": program_rows, "rights": right_rows,
    "retention": retention_rows,
}  # fmt: skip
