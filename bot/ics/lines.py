"""A calendar file's bytes as components with their lines, or the line and the column where it cannot be read."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from bot.register.reading import Refused, Trouble, refusal

MAX_BYTES, MAX_LINES, MAX_EVENTS = 5_000_000, 50_000, 500
LONGEST_LINE, DEEPEST = 20_000, 4
NAME = re.compile(r"[A-Za-z0-9-]{1,60}")
VALUE = r'(?:"[^"]*"|[^";:,]*)'
PARAMETER = re.compile(rf";(?P<name>[A-Za-z0-9-]{{1,60}})=(?P<value>{VALUE}(?:,{VALUE})*)")


class Line(NamedTuple):
    """A property: `column` is where its value begins."""

    number: int
    name: str
    parameters: dict[str, str]
    value: str
    column: int

    def trouble(self, text: str) -> Trouble:
        return Trouble(self.number, self.column, f"{self.name}: {text}")

    def refuse(self, text: str) -> Refused:
        return Refused(self.trouble(text))


class Component(NamedTuple):
    """An event as it stands in the file, from its BEGIN on; what is inside of it (alarms) is left out."""

    number: int
    lines: list[Line]

    def first(self, name: str) -> Line | None:
        return next((line for line in self.lines if line.name == name), None)

    def every(self, name: str) -> list[Line]:
        return [line for line in self.lines if line.name == name]

    def refuse(self, text: str) -> Refused:
        return refusal(self.number, 0, text)


def events(content: bytes) -> list[Component]:
    """The file's events in their order. What it says about time zones is not read.

    Raises:
        Refused: it is no calendar, is broken off, or is more than there is room for.

    """
    found: list[Component] = []
    open_ones: list[str] = []
    last = 0
    for last, text in unfold(decode(content)):
        line = read_line(last, text)
        if line.name == "BEGIN":
            begin(line, open_ones, found)
        elif line.name == "END":
            if not open_ones or open_ones.pop() != line.value.strip().upper():
                raise line.refuse(f"{line.value[:40]!r} ends here, and that is not what began")
        elif open_ones == ["VCALENDAR", "VEVENT"]:
            found[-1].lines.append(line)
        elif not open_ones:
            raise refusal(last, 0, "this is no calendar: it does not begin with BEGIN:VCALENDAR")
    if open_ones or not last:
        raise refusal(last or 1, 0, f"the file ends before END:{open_ones[-1]}" if open_ones else "the file is empty")
    return found


def begin(line: Line, open_ones: list[str], found: list[Component]) -> None:
    name = line.value.strip().upper()
    if not open_ones and name != "VCALENDAR":
        raise line.refuse("this is no calendar: it does not begin with BEGIN:VCALENDAR")
    open_ones.append(name)
    if len(open_ones) > DEEPEST:
        raise line.refuse("this is nested too deep to be a calendar")
    if open_ones == ["VCALENDAR", "VEVENT"]:
        found.append(Component(line.number, []))
        if len(found) > MAX_EVENTS:
            raise line.refuse(f"there are more than {MAX_EVENTS} events; take out a part of the calendar")


def decode(content: bytes) -> str:
    if len(content) > MAX_BYTES:
        raise refusal(1, 0, f"the file is larger than {MAX_BYTES // 1_000_000} MB")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise refusal(content.count(b"\n", 0, error.start) + 1, 0, "what is here is no UTF-8 text") from None


def unfold(text: str) -> Iterator[tuple[int, str]]:
    """Each line whole, with the number of where it begins (section 3.1). A lone CR ends none."""
    begun, pieces, size = 0, [""], 0
    for number, found in enumerate(re.finditer(r"[^\n]*(?:\n|\Z)", text), 1):
        if number > MAX_LINES:
            raise refusal(number, 0, f"there are more than {MAX_LINES} lines")
        row = found[0].removesuffix("\n").removesuffix("\r")
        if row[:1] in {" ", "\t"} and begun:
            size += len(row)
            if size > LONGEST_LINE:
                raise refusal(begun, 0, f"the line is longer than {LONGEST_LINE} characters")
            pieces.append(row[1:])
            continue
        if begun and (whole := "".join(pieces)).strip():
            yield begun, whole
        begun, pieces, size = number, [row], len(row)
        if size > LONGEST_LINE:
            raise refusal(number, 0, f"the line is longer than {LONGEST_LINE} characters")
    if begun and (whole := "".join(pieces)).strip():
        yield begun, whole


def read_line(number: int, text: str) -> Line:
    """`NAME;PARAMETER=value:VALUE`; names in capitals."""
    name = NAME.match(text)
    if name is None:
        raise refusal(number, 1, "this is no line of a calendar: it begins with no name")
    at, parameters = name.end(), {}
    while found := PARAMETER.match(text, at):
        parameters[found["name"].upper()] = found["value"].strip('"')
        at = found.end()
    if text[at : at + 1] != ":":
        raise refusal(number, at + 1, f"after {text[:at][:40]!r} a colon is missing")
    return Line(number, name[0].upper(), parameters, text[at + 1 :], at + 2)
