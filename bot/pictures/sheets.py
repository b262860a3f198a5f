"""What a list on paper is to show, as small data."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Line:
    """Somebody on the list: `friends` is how many come along, in words or empty. `ticked`: known to be there."""

    name: str
    friends: str = ""
    ticked: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A part of the list, with `empty` instead of lines where there is nobody, and under them perhaps a `foot`."""

    head: str
    lines: tuple[Line, ...]
    empty: str = ""
    foot: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """`facts` stand under the title, a line each. `columns`: came, name, friends, brings. `page` has {page} and
    {pages} in it. `again` is put behind a table's head on its next page. `made_at` is an ISO time.
    """

    title: str
    facts: tuple[str, ...]
    tables: tuple[Table, ...]
    columns: tuple[str, str, str, str]
    page: str
    again: str
    language: str
    made_at: str


def read_sheet(row: dict[str, Any]) -> Sheet:
    """A sheet again from its JSON."""
    tables = tuple(
        Table(**table | {"lines": tuple(Line(**line) for line in table["lines"])}) for table in row["tables"]
    )
    return Sheet(**row | {"facts": tuple(row["facts"]), "tables": tables, "columns": tuple(row["columns"])})
