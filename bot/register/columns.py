"""What the columns of a register are called, and which of them a file has. Pure."""

from enum import StrEnum
from typing import Final, NamedTuple

from bot.register.reading import Line, Refused, Trouble, refusal
from storage.branches import fold


class Column(StrEnum):
    NUMBER = "number"
    NAME = "name"
    FIRST = "first name"
    LAST = "last name"
    BRANCH = "branch"
    LANGUAGE = "language"
    CONTACT = "contact"
    EMAIL = "email"
    PHONE = "phone"
    NETWORKS = "networks"
    POSTS = "posts"


# The first word of each is what an export writes.
NAMES: Final = {
    Column.NUMBER: ("nummer", "medlemsnummer", "medlemsnr", "medlems nr", "number", "member number"),
    Column.NAME: ("namn", "name", "fullständigt namn", "full name"),
    Column.FIRST: ("förnamn", "first name", "firstname", "given name"),
    Column.LAST: ("efternamn", "last name", "lastname", "surname"),
    Column.BRANCH: ("partiförening", "förening", "pf", "lokalförening", "branch"),
    Column.LANGUAGE: ("språk", "language"),
    Column.CONTACT: ("kontakt", "kontaktväg", "app", "contact"),
    Column.EMAIL: ("mejl", "mejladress", "e-post", "epost", "e-postadress", "mail", "email", "e-mail"),
    Column.PHONE: ("telefon", "telefonnummer", "mobil", "mobilnummer", "mobiltelefon", "phone", "mobile"),
    Column.NETWORKS: ("nätverk", "network", "networks"),
    Column.POSTS: ("uppdrag", "förtroendeuppdrag", "posts", "post", "roles"),
}
BY_WORD: Final = {fold(word): column for column, words in NAMES.items() for word in words}
EXPORTED: Final = tuple(column for column in Column if column not in {Column.FIRST, Column.LAST})


class Header(NamedTuple):
    """Where each column is, and the names of those that are left out."""

    places: dict[Column, int]
    unknown: list[str]


def column_of(word: str) -> Column | None:
    return BY_WORD.get(fold(word.strip(" *:")))


def is_known(word: str) -> bool:
    return column_of(word) is not None


def read_header(line: Line) -> Header:
    """Which columns there are.

    Raises:
        Refused: one is there twice, or there is none for the name or the branch.

    """
    places: dict[Column, int] = {}
    unknown = []
    for place, word in enumerate(line.cells):
        column = column_of(word)
        if column is None:
            unknown.append(word.strip())
        elif column in places:
            raise refusal(line.number, place + 1, f"a second column for {column}; keep one of them")
        else:
            places[column] = place
    check_needed(line, places)
    return Header(places, unknown)


def check_needed(line: Line, places: dict[Column, int]) -> None:
    whole = Column.NAME in places or {Column.FIRST, Column.LAST} <= places.keys()
    missing = [] if whole else ["namn (name)"]
    missing += [] if Column.BRANCH in places else ["partiförening (branch)"]
    if missing:
        there = ", ".join(word.strip()[:20] for word in line.cells[:10])
        text = f"there is no column {' and none '.join(missing)}; the first line names the columns, and it has: {there}"
        raise Refused(Trouble(line.number, 0, text))
