"""A table's bytes as lines of cells, or the line and the column where it cannot be read. Pure."""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

MAX_BYTES = 20_000_000
MAX_COLUMNS = 100
MAX_LINES = 200_000
LONGEST_CELL = 2_000
SEPARATORS = ";,\t"
MARKS = (("utf-8-sig", b"\xef\xbb\xbf"), ("utf-16", b"\xff\xfe"), ("utf-16", b"\xfe\xff"))
# A text in the Latin alphabet has a NUL in nearly every second byte of UTF-16, and none elsewhere.
MANY_NULS = 4
SAMPLE = 4096
NO_TEXT = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
# Excel's own first line, which names the separator.
NAMED = re.compile(r"sep=([;,\t])\r?\n")
CELLS = {
    mark: re.compile(
        rf'(?:"(?P<quoted>[^"]*+(?:""[^"]*+)*+)"|(?P<plain>[^"\r\n{mark}]*+))(?P<end>{mark}|\r\n|\r|\n|\Z)'
    )
    for mark in SEPARATORS
}


class Trouble(NamedTuple):
    """What is wrong and where; both are counted from 1, and column 0 is the whole line."""

    line: int
    column: int
    text: str

    def __str__(self) -> str:
        where = f"line {self.line}, column {self.column}" if self.column else f"line {self.line}"
        return f"{where}: {self.text}"


class Refused(Exception):
    """A file that is not taken, and all that was found wrong with it."""

    def __init__(self, *troubles: Trouble) -> None:
        super().__init__(str(troubles[0]))
        self.troubles = troubles


class Line(NamedTuple):
    number: int
    cells: list[str]


def read(content: bytes, is_known: Callable[[str], bool]) -> list[Line]:
    """The lines that have something in them, the first of them the columns' names; all are equally long.

    `is_known` tells whether a word is a column's name: it finds what the cells are parted by.

    Raises:
        Refused: it is empty, too large, no text, or no table.

    """
    text = decode(content)
    named = NAMED.match(text)
    text = text[named.end() :] if named else text
    separator = named[1] if named else separator_of(text, is_known)
    if found := NO_TEXT.search(text):
        line, column = place(text, found.start(), separator)
        raise refusal(line, column, f"a sign that is no text (U+{ord(found[0]):04X})")
    lines = [line for line in split(text, separator) if any(map(str.strip, line.cells))]
    if not lines:
        raise refusal(1, 0, "the file is empty")
    check_lengths(lines)
    return lines


def refusal(line: int, column: int, text: str) -> Refused:
    return Refused(Trouble(line, column, text))


def decode(content: bytes) -> str:
    """By its mark, as UTF-16 without one, as UTF-8, else as what older Windows programs write."""
    if len(content) > MAX_BYTES:
        raise refusal(1, 0, f"the file is larger than {MAX_BYTES // 1_000_000} MB")
    if content.startswith(b"PK\x03\x04"):
        raise refusal(1, 0, "this is a workbook; save it as CSV first (in Excel: CSV UTF-8)")
    encoding = next((name for name, mark in MARKS if content.startswith(mark)), "") or guessed(content[:SAMPLE])
    for each in [encoding] if encoding else ["utf-8", "cp1252"]:
        try:
            return content.decode(each)
        except UnicodeDecodeError:
            continue
    raise refusal(1, 0, "what is in the file is no text")


def guessed(sample: bytes) -> str:
    """UTF-16 by where its NULs are; empty when it is not that."""
    least = len(sample) // MANY_NULS
    first, second = sample[0::2].count(0), sample[1::2].count(0)
    if max(first, second) <= least:
        return ""
    return "utf-16-le" if second > first else "utf-16-be"


def separator_of(text: str, is_known: Callable[[str], bool]) -> str:
    """What parts the first line into the most known names, else into the most cells."""
    first = next(iter(text.lstrip().splitlines()), "")

    def fits(mark: str) -> tuple[int, int]:
        words = first.split(mark, MAX_COLUMNS)
        return sum(is_known(word.strip().strip('"')) for word in words), len(words)

    return max(SEPARATORS, key=fits)


def place(text: str, at: int, separator: str) -> tuple[int, int]:
    before = text[:at]
    return before.count("\n") + 1, before[before.rfind("\n") + 1 :].count(separator) + 1


def split(text: str, separator: str) -> Iterator[Line]:
    """Every line with its cells; a cell in quotes may hold the separator, line breaks, and quotes written twice."""
    pattern, at, number, cells = CELLS[separator], 0, 1, list[str]()
    begun = number
    while at < len(text) or cells:
        found = pattern.match(text, at)
        if found is None or found.end() - at > LONGEST_CELL or len(cells) == MAX_COLUMNS:
            raise refusal(number, len(cells) + 1, wrong(text, at, found, len(cells)))
        quoted, plain, end = found.groups()
        cells.append(plain if quoted is None else quoted.replace('""', '"'))
        number += quoted.count("\n") if quoted else 0
        at = found.end()
        if end != separator:
            yield Line(begun, cells)
            number += 1
            begun, cells = number, []
            if number > MAX_LINES:
                raise refusal(number, 0, f"there are more than {MAX_LINES} lines")


def wrong(text: str, at: int, found: re.Match[str] | None, before: int) -> str:
    """Why the cell that begins there is not taken."""
    if found is None and text[at] != '"':
        return 'a quote (") inside the cell; write it twice, and one around the whole cell'
    if found is None and text.find('"', at + 1) < 0:
        return 'a quote (") opens here and is never closed'
    if found is None:
        return 'a quote (") opens here, and what it closes is not the end of the cell'
    if before == MAX_COLUMNS:
        return f"there are more than {MAX_COLUMNS} columns"
    return f"the cell is longer than {LONGEST_CELL} characters"


def check_lengths(lines: list[Line]) -> None:
    wanted = len(lines[0].cells)
    for line in lines:
        if (found := len(line.cells)) != wanted:
            text = f"there are {found} cells here, and {wanted} in the first line"
            raise refusal(line.number, min(found, wanted) + 1, text)
