"""Which week or month is meant: "vecka 10", "nästa vecka", "i mars", "mars 2028"."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from bot.dates.spelling import MONTHS

# What names a week: "vecka 10", "v 10", "nästa vecka".
WEEK = re.compile(r"\b(?:vecka|v\.?|week)\s*(?P<number>0?[1-9]|[1-4]\d|5[0-3])\b", re.IGNORECASE)
# Within so many weeks there is a 53rd: every five or six years, and seven at most where a leap year is left out.
WEEKS = 8 * 53
NEXT_WEEK = re.compile(r"\b(?:nästa vecka|nasta vecka|next week)\b", re.IGNORECASE)
THIS_WEEK = re.compile(r"\b(?:(?:den här|denna|this) (?:veckan?|week)|i veckan)\b", re.IGNORECASE)
NUMBERS = {word: n for n, (name, more) in enumerate(MONTHS.items(), 1) for word in (name, *more.split())}
MONTH = re.compile(rf"\b(?:(?:i|in) )?(?P<month>{'|'.join(NUMBERS)})\b(?: (?P<year>2\d{{3}})\b)?", re.IGNORECASE)
# As a button carries it: a week by its Monday, a month by its number.
BUTTON = re.compile(r"(?P<year>2\d{3})(?P<month>\d\d)(?P<day>\d\d)?")


@dataclass(frozen=True, slots=True)
class Span:
    """A week from its Monday, or a month from its first day, up to the day `after` it."""

    kind: Literal["week", "month"]
    first: date

    @property
    def after(self) -> date:
        if self.kind == "week":
            return self.first + timedelta(days=7)
        return (self.first + timedelta(days=31)).replace(day=1)

    def __str__(self) -> str:
        return f"{self.first:%Y%m%d}" if self.kind == "week" else f"{self.first:%Y%m}"


def this_week(today: date) -> Span:
    return Span("week", today - timedelta(days=today.weekday()))


def read_span(words: str, today: date) -> tuple[str, Span | None]:
    """The week or the month that is named, and the words without it."""
    this = this_week(today)
    if match := WEEK.search(words):
        return WEEK.sub(" ", words), next_week(int(match["number"]), this.first)
    if NEXT_WEEK.search(words):
        return NEXT_WEEK.sub(" ", words), Span("week", this.after)
    if THIS_WEEK.search(words):
        return THIS_WEEK.sub(" ", words), this
    if match := MONTH.search(words):
        month, year = NUMBERS[match["month"].casefold()], int(match["year"] or 0)
        return MONTH.sub(" ", words), Span("month", date(year or today.year + (month < today.month), month, 1))
    return words, None


def next_week(number: int, this: date) -> Span:
    """The nearest week of that number, this week or later: the 53rd is in some years only."""
    weeks = (this + timedelta(weeks=n) for n in range(WEEKS))
    return Span("week", next(monday for monday in weeks if monday.isocalendar().week == number))


def read_button(said: str) -> Span | None:
    """What a button carries; None where somebody made it up."""
    match = BUTTON.fullmatch(said)
    try:
        first = date(int(match["year"]), int(match["month"]), int(match["day"] or 1)) if match else None
    except ValueError:
        return None
    return Span("week" if match and match["day"] else "month", first) if first else None
