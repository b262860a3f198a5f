"""A table's lines as entries of the register, or all that is wrong with them."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from bot import personnummer
from bot.clean import clean
from bot.register import duties
from bot.register.columns import Column, Header
from bot.register.reading import Line, Refused, Trouble
from bot.register.sheet import unguarded
from bot.texts import languages
from storage.branches import fold
from storage.register.people import Entry, Joined

LONGEST = 100
SHORT = 40
MANY = 20  # troubles, and then it is enough
LONGEST_EMAIL = 254
LANGUAGES = {"svenska": "sv", "swedish": "sv", "engelska": "en", "english": "en"}
APPS = ("telegram", "slack", "terminal")
NUMBER = re.compile(r"[0-9A-Za-z-]{1,20}")
EMAIL = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>.]+")
PHONE = re.compile(r"\+[1-9]\d{6,14}")
IN_PHONE = re.compile(r"[\s()\-–./]")
# Ten digits that begin like this are dialled, and only by chance somebody's date of birth.
DIALLED = re.compile(r"\+|0[1-9]")
SIX_FOUR = re.compile(r"\d{6}[-+]\d{4}")
CONVENES = re.compile(r"\s*\((?:sammankallande|convener)\)$", re.IGNORECASE)
PERSONNUMMER = "a personnummer, which the bot never keeps; take it out of the file"


class Near(NamedTuple):
    """An id by a name, or what is like it."""

    id: int | None
    near: Sequence[str] = ()


Find = Callable[[str], Near]


@dataclass(slots=True)
class Reader:
    """Understands one line after another, and collects what is wrong. `branch` and `network` find by name."""

    header: Header
    branch: Find
    network: Find
    troubles: list[Trouble] = field(default_factory=list)
    numbers: dict[str, int] = field(default_factory=dict)
    own_branch: int = 0

    def read(self, line: Line) -> Entry | None:
        """The entry; None when something is wrong with the line."""
        before = len(self.troubles)
        values: dict[str, Any] = {}
        for column, place, cell in cells_of(line, self.header):
            try:
                check(column, cell)
                values[FIELDS.get(column, str(column))] = self.understood(column, cell, line.number)
            except ValueError as error:
                self.troubles.append(Trouble(line.number, place + 1, f"{column}: {error}"))
        return Entry(line.number, **values) if len(self.troubles) == before else None

    def understood(self, column: Column, cell: str, line: int) -> Any:
        match column:
            case Column.BRANCH:
                self.own_branch = found(self.branch, cell, "partiförening")
                return self.own_branch
            case Column.NUMBER:
                return self.read_number(cell, line)
            case Column.NETWORKS:
                return frozenset(map(self.read_network, filter(str.strip, cell.split(duties.APART))))
            case Column.POSTS:
                return duties.read_duties(cell, self.own_branch, lambda name: found(self.branch, name, "partiförening"))
            case _:
                return READ[column](cell)

    def read_number(self, cell: str, line: int) -> str:
        if cell and not NUMBER.fullmatch(cell):
            raise ValueError(f"{short(cell)} is no member number: at most 20 digits, letters and hyphens")
        if cell and (other := self.numbers.setdefault(cell, line)) != line:
            raise ValueError(f"the same number is on line {other}")
        return cell

    def read_network(self, written: str) -> Joined:
        name = CONVENES.sub("", written.strip())
        return Joined(found(self.network, name, "network"), name != written.strip())


def cells_of(line: Line, header: Header) -> Iterator[tuple[Column, int, str]]:
    """What is in each column that is kept, tidied, the branch before the posts; a name may be written in two."""
    places = header.places
    for column in Column:
        if column is Column.NAME and column not in places:
            first, last = places[Column.FIRST], places[Column.LAST]
            yield column, first, tidy(f"{line.cells[first]} {line.cells[last]}")
        elif column in places and column not in {Column.FIRST, Column.LAST}:
            yield column, places[column], tidy(unguarded(line.cells[places[column]]))


def tidy(text: str) -> str:
    return " ".join(clean(text).text.split())


def short(text: str) -> str:
    return repr(text if len(text) <= SHORT else text[:SHORT] + "…")


def check(column: Column, cell: str) -> None:
    """Raises ValueError, without the cell's own words, when it must not be kept whatever it says."""
    is_phone = column is Column.PHONE and DIALLED.match(cell) and not SIX_FOUR.fullmatch(cell)
    if not is_phone and personnummer.is_in(cell):
        raise ValueError(PERSONNUMMER)


def found(find: Find, name: str, what: str) -> int:
    """The id of the one that is meant; ValueError with those that are spelled nearly so."""
    if not name:
        raise ValueError(f"it is empty; every line needs a {what}")
    meant = find(name)
    if meant.id is None:
        near = f"; did you mean {', '.join(meant.near)}?" if meant.near else ""
        raise ValueError(f"there is no {what} {short(name)}{near}")
    return meant.id


def read_name(cell: str) -> str:
    if not 0 < len(cell) <= LONGEST:
        raise ValueError(f"a name has 1 to {LONGEST} characters")
    return cell


def read_language(cell: str) -> str | None:
    code = LANGUAGES.get(fold(cell), cell.lower())
    if code and code not in languages():
        raise ValueError(f"{short(cell)} is no language of the bot's; there are: {', '.join(languages())}")
    return code or None


def read_app(cell: str) -> str | None:
    if (app := cell.lower()) not in {*APPS, ""}:
        raise ValueError(f"{short(cell)} is no way to be written to; there are: {', '.join(APPS)}")
    return app or None


def read_email(cell: str) -> str:
    if cell and (len(cell) > LONGEST_EMAIL or not EMAIL.fullmatch(cell)):
        raise ValueError("this is no mail address")
    return cell


def read_phone(cell: str) -> str:
    """In the international form: 070-123 45 67 is +46701234567."""
    number = IN_PHONE.sub("", cell.replace("(0)", ""))
    number = re.sub(r"^00", "+", number)
    number = re.sub(r"^0", "+46", number)
    if number and not PHONE.fullmatch(number):
        raise ValueError("this is no phone number; write it as 070-123 45 67 or +46 70 123 45 67")
    return number


READ: dict[Column, Callable[[str], Any]] = {
    Column.NAME: read_name,
    Column.LANGUAGE: read_language,
    Column.CONTACT: read_app,
    Column.EMAIL: read_email,
    Column.PHONE: read_phone,
}
FIELDS = {Column.BRANCH: "branch_id", Column.CONTACT: "app"}


def read_all(lines: Iterable[Line], reader: Reader) -> list[Entry]:
    """Every line as an entry.

    Raises:
        Refused: something is wrong with one of them; with all that is, up to a few.

    """
    entries = []
    for line in lines:
        if entry := reader.read(line):
            entries.append(entry)
        elif len(reader.troubles) >= MANY:
            break
    if reader.troubles:
        raise Refused(*reader.troubles)
    return entries
