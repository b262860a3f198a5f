"""Understands when something that comes back does not: "juni–augusti, 24 december och midsommarafton". Pure."""

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from bot.dates.days import attempt, day_or_last
from bot.dates.feasts import NAMED
from bot.dates.spelling import MONTHS, WEEKDAYS, plain
from storage.rhythm import Off

# More items than that are no pause any more.
MOST = 30
# A year with a 29 February: there every day exists.
LEAP = 2028
NAMES = "|".join(MONTHS)
A_DAY = (
    rf"(?:(?:{'|'.join(WEEKDAYS)}) )?"
    rf"(?:\d\d?e? (?:{NAMES})(?: \d{{4}})?|\d\d?/\d\d?(?:[-/ ]\d{{4}})?|\d{{4}}-\d\d?-\d\d?)"
)
# Put together when it is first asked for: it takes as long as many a module.
DAYS = rf"({A_DAY})(?:-({A_DAY}))?"
A_MONTH = re.compile(rf"({NAMES})(?:-({NAMES}))?(?: (\d{{4}}))?")
WORDED = re.compile(rf"(?P<day>\d\d?)e? (?P<month>{NAMES})(?: (?P<year>\d{{4}}))?$")
FIGURES = re.compile(r"(?P<day>\d\d?)/(?P<month>\d\d?)(?:[-/ ](?P<year>\d{4}))?$")
ISO = re.compile(r"(?P<year>\d{4})-(?P<month>\d\d?)-(?P<day>\d\d?)$")
APART = re.compile(r"[,;\n]| och | and | samt | & ")
LEADING = re.compile(
    r"^(?:(?:men|but|inte|ej|utom|not|except|for|under|hela|i|in|on|paus|uppehåll|ledigt|över|during)\b\s*)+"
)
UNTIL = re.compile(r"^(?:fram till|tom|till|until|through)\s+(?=\S)")
LONE = re.compile(r"(?:den )?\d{1,2}(?::?[ae])?")
# What people call a stretch of the year.
SEASONS = {
    r"sommar(?:en|månaderna|uppehåll(?:et)?)?|(?:the )?summer": "juni-augusti",
    r"jul(?:en)?-? och nyår(?:et)?|christmas and new year": "24 december-1 januari",
    r"(?:över )?jul(?:en|helgen)?|christmas": "24 december-26 december",
}


class Day(NamedTuple):
    """A day of a year, or of every year."""

    month: int
    day: int
    year: int = 0

    def __str__(self) -> str:
        return f"{self.year}-{self.month:02}-{self.day:02}" if self.year else f"--{self.month:02}-{self.day:02}"


class Pauses(NamedTuple):
    """The months and the days on which it is not, and the last day that it can be."""

    months: frozenset[int] = frozenset()
    off: tuple[Off, ...] = ()
    until: date | None = None


class Fault(NamedTuple):
    """Why it cannot be: the name of a text of the section `repeating`, and the words that it is about."""

    why: str
    what: str = ""


def read(text: str, first: date) -> Pauses | Fault:
    """What is left out of something that begins on the first day. Whatever the text, it never raises."""
    months: set[int] = set()
    off: list[Off] = []
    until: date | None = None
    for n, item in enumerate(items(text)):
        if match := UNTIL.match(item):
            until = last_day(item[match.end() :], first)
            found: set[int] | Off | None = set() if until else None
        else:
            found = read_item(LEADING.sub("", item), first)
        if found is None or n >= MOST:
            return Fault("pause", item)
        if isinstance(found, Off):
            off.append(found)
        else:
            months |= found
    return Pauses(frozenset(months), tuple(dict.fromkeys(off)), until)


def items(text: str) -> list[str]:
    """One by one; "24 och 31 december" is two days of one month."""
    found: list[str] = []
    tail = ""
    for item in reversed([part.strip(" .") for part in APART.split(same(text))]):
        if LONE.fullmatch(item) and tail:
            item = f"{item} {tail}"  # noqa: PLW2901 - the same, told in full
        match = WORDED.search(plain(item))
        tail = match["month"] if match else ""
        found.insert(0, item)
    return [item for item in found if item]


def same(text: str) -> str:
    """With one word for what has many."""
    text = re.sub(r"\bt\.? ?o\.? ?m\b\.?|\btill och med\b|\bup to and including\b", "tom", text.casefold())
    for words, plainly in SEASONS.items():
        text = re.sub(rf"(?:(?<=^)|(?<=[\s,;]))(?:{words})(?=$|[\s,;.])", plainly, text)
    return text


def read_item(item: str, first: date) -> set[int] | Off | None:
    words = plain(item)
    if match := A_MONTH.fullmatch(words):
        months = [*between(*(list(MONTHS).index(name) + 1 for name in (match[1], match[2] or match[1])))]
        return month_of_year(months, int(match[3]), first) if match[3] else set(months)
    if match := re.fullmatch(DAYS, words):
        one = read_day(match[1])
        other = read_day(match[2]) if match[2] else one
        return stretch(one, other) if one and other else None
    return on_feast(words, first)


def between(begins: int, ends: int) -> Iterator[int]:
    """The months from one to another, over the turn of the year if need be."""
    return ((begins - 1 + n) % 12 + 1 for n in range((ends - begins) % 12 + 1))


def month_of_year(months: list[int], year: int, first: date) -> Off | None:
    """The months of one year only."""
    if months[-1] < months[0] or year < first.year:
        return None
    return Off(f"{year}-{months[0]:02}-01", day_or_last(year, months[-1], 31).isoformat())


def read_day(words: str) -> Day | None:
    match = WORDED.search(words) or ISO.search(words) or FIGURES.search(words)
    if match is None:
        return None
    named = match["month"]
    month = int(named) if named.isdecimal() else list(MONTHS).index(named) + 1
    found = Day(month, int(match["day"]), int(match["year"] or 0))
    return found if attempt(lambda day: date(day.year or LEAP, day.month, day.day), found) else None


def stretch(one: Day, other: Day) -> Off | None:
    """From one day to another, of one year or of every one."""
    if other.year and not one.year:
        one = one._replace(year=other.year - (one[:2] > other[:2]))
    if one.year and not other.year:
        other = other._replace(year=one.year + (one[:2] > other[:2]))
    if one.year and str(one) > str(other):
        return None
    return Off(str(one), str(other))


def on_feast(words: str, first: date) -> Off | None:
    """Where a feast is on the same date each year, each year; else the next one."""
    when = NAMED.get(words)
    if when is None:
        return None
    day = next(day for day in (when(first.year), when(first.year + 1)) if day >= first)
    fixed = len({(when(year).month, when(year).day) for year in range(LEAP, LEAP + 4)}) == 1
    said = str(Day(day.month, day.day, 0 if fixed else day.year))
    return Off(said, said)


def last_day(words: str, first: date) -> date | None:
    """The day that was told; without a year the next one."""
    day = read_day(plain(words))
    if day is None:
        return None
    years = [day.year] if day.year else range(first.year, first.year + 9)
    found = (attempt(lambda year: date(year, day.month, day.day), year) for year in years)
    return next((one for one in found if one and one >= first), None)
