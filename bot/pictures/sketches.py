"""What a picture is to show, as small data: a wheel, a board, bars, an address for a phone, a list on paper."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, Literal, NamedTuple

from bot.pictures.sheets import Sheet, read_sheet

Theme = Literal["light", "dark"]
Kind = Literal["fixed", "activity", "deadline"]

# How many marks of a wheel get a number and a line of text, and how many of those may be fixed days and deadlines.
WRITTEN, FIXED, DEADLINES = 7, 3, 2
# No line of a picture has room for more.
LONGEST = 80


class Mark(NamedTuple):
    """Something on a day."""

    day: date
    label: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Wheel:
    """A year as a ring of months: January at the top, then clockwise.

    `months` are twelve short names. `caption` stands under the year, in the middle. `words` says `today`, and
    for the legend each kind of mark and `weekly` (the bars).
    """

    title: str
    year: int
    months: tuple[str, ...]
    words: Mapping[str, str]
    marks: tuple[Mark, ...] = ()
    today: date | None = None
    caption: str = ""
    theme: Theme = "light"

    @property
    def here(self) -> list[Mark]:
        """The marks of this year by day; those of one day keep their order."""
        return sorted((mark for mark in self.marks if mark.day.year == self.year), key=by_day)

    @property
    def written(self) -> list[Mark]:
        """Those that get a number and a line of text: the fixed days, and what comes next."""
        start = self.today if self.today and self.today.year == self.year else date(self.year, 1, 1)
        fixed = [mark for mark in self.here if mark.kind == "fixed"][:FIXED]
        ahead = [mark for mark in self.here if mark.day >= start]
        deadlines = [mark for mark in ahead if mark.kind == "deadline"][:DEADLINES]
        room = WRITTEN - len(fixed) - len(deadlines)
        activities = [mark for mark in ahead if mark.kind == "activity"][:room]
        return sorted([*fixed, *deadlines, *activities], key=by_day)


def by_day(mark: Mark) -> date:
    return mark.day


class State(StrEnum):
    """What a branch does about a day."""

    ORGANISES = "organises"
    JOINS = "joins"
    NOT_THIS_YEAR = "not_this_year"
    WAITING = "waiting"
    NO_DATE = "no_date"


class Cell(NamedTuple):
    state: State
    label: str


class Row(NamedTuple):
    name: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Board:
    """What each branch does about each day: a row a branch, a cell a column."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    subtitle: str = ""
    legend: Mapping[State, str] = field(default_factory=dict)
    theme: Theme = "light"


class Bar(NamedTuple):
    """So long, and what is written behind it."""

    value: int
    label: str


class Group(NamedTuple):
    """Bars that belong together: a month, and under its name a `note`. Each is measured with its like in the others."""

    name: str
    note: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Bars:
    """Groups of bars below each other."""

    title: str
    groups: tuple[Group, ...]
    subtitle: str = ""
    theme: Theme = "light"


@dataclass(frozen=True, slots=True)
class QrCode:
    """An address that a phone's camera opens."""

    link: str


Sketch = Wheel | Board | Bars | QrCode | Sheet


def sketch(picture: Sketch) -> str:
    """As compact JSON. A wheel's label that is not written anyhow is left out."""
    if isinstance(picture, QrCode):
        return dump({"qr": picture.link})
    if isinstance(picture, Board | Bars | Sheet):
        return dump({type(picture).__name__.lower(): asdict(picture)})
    written = set(picture.written)
    marks = [(m.day.timetuple().tm_yday, m.kind, m.label[:LONGEST] if m in written else "") for m in picture.here]
    today = picture.today.isoformat() if picture.today else None
    return dump({"wheel": asdict(replace(picture, marks=())) | {"today": today, "marks": marks}})


def dump(row: dict[str, Any]) -> str:
    return json.dumps(row, separators=(",", ":"))


def read(sketched: str) -> Sketch:
    """The picture again.

    Raises:
        ValueError, KeyError, TypeError: it is no sketch, or another version's.

    """
    row = json.loads(sketched)
    if "qr" in row:
        return QrCode(str(row["qr"]))
    if "sheet" in row:
        return read_sheet(row["sheet"])
    if "bars" in row:
        return read_bars(row["bars"])
    return read_board(row["board"]) if "board" in row else read_wheel(row["wheel"])


def read_wheel(row: dict[str, Any]) -> Wheel:
    first = date(row["year"], 1, 1)
    marks = tuple(Mark(first + timedelta(days=day - 1), label, kind) for day, kind, label in row["marks"])
    today = date.fromisoformat(row["today"]) if row["today"] else None
    return Wheel(**row | {"months": tuple(row["months"]), "marks": marks, "today": today})


def read_board(row: dict[str, Any]) -> Board:
    rows = tuple(Row(name, tuple(Cell(State(state), label) for state, label in cells)) for name, cells in row["rows"])
    legend = {State(state): label for state, label in row["legend"].items()}
    return Board(**row | {"columns": tuple(row["columns"]), "rows": rows, "legend": legend})


def read_bars(row: dict[str, Any]) -> Bars:
    groups = tuple(Group(name, note, tuple(Bar(*bar) for bar in bars)) for name, note, bars in row["groups"])
    return Bars(**row | {"groups": groups})
