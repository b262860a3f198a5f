"""When things come round: the days of a rule, wall times as moments, quiet hours, and how long before. Pure.

What people mean is a day, a wall time and a zone; a moment is aware and in UTC.
"""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Protocol

from storage.quiet import Quiet, at, is_quiet

DAY = timedelta(days=1)
MONTHS = frozenset(range(1, 13))
SUMMER = frozenset({6, 7, 8})
LAST = -1  # the last weekday of a month

# How long before an activity one can be reminded, the longest first: two weeks … the same morning, two hours.
LEADS = ("w2", "w1", "d3", "d1", "morning", "h2")
AFTERNOON, EVENING, MORNING = time(17), time(20), time(8)
UNITS = {"w": timedelta(weeks=1), "d": DAY, "h": timedelta(hours=1)}


class Rule(Protocol):
    """Something that comes round."""

    def days(self, first: date, last: date) -> Iterator[date]:
        """Its days from the first to the last, both included, in order."""


@dataclass(frozen=True, slots=True)
class Once:
    day: date

    def days(self, first: date, last: date) -> Iterator[date]:
        if first <= self.day <= last:
            yield self.day


@dataclass(frozen=True, slots=True)
class Weekly:
    """`weekday` counts from Monday, 0."""

    weekday: int

    def days(self, first: date, last: date) -> Iterator[date]:
        day = first + DAY * ((self.weekday - first.weekday()) % 7)
        while day <= last:
            yield day
            day += DAY * 7


@dataclass(frozen=True, slots=True)
class Monthly:
    """The same day of every month (its last day, where the month is too short), except in some months."""

    day: int
    but: frozenset[int] = frozenset()

    def days(self, first: date, last: date) -> Iterator[date]:
        found = (clipped(year, month, self.day) for year, month in months(first, last) if month not in self.but)
        return (day for day in found if first <= day <= last)


@dataclass(frozen=True, slots=True)
class NthWeekday:
    """The `nth` (1 is the first, LAST the last) of a weekday in a month; a month without a fifth one is left out."""

    nth: int
    weekday: int
    months: frozenset[int] = MONTHS

    def days(self, first: date, last: date) -> Iterator[date]:
        for year, month in months(first, last):
            if month in self.months and (day := self.day_in(year, month)) and first <= day <= last:
                yield day

    def day_in(self, year: int, month: int) -> date | None:
        begins, length = monthrange(year, month)
        every = range(1 + (self.weekday - begins) % 7, length + 1, 7)
        if self.nth == LAST:
            return date(year, month, every[-1])
        return date(year, month, every[self.nth - 1]) if self.nth <= len(every) else None


@dataclass(frozen=True, slots=True)
class Yearly:
    """The same day every year; 29 February is the 28th where there is none."""

    month: int
    day: int

    def days(self, first: date, last: date) -> Iterator[date]:
        found = (clipped(year, self.month, self.day) for year in range(first.year, last.year + 1))
        return (day for day in found if first <= day <= last)


def months(first: date, last: date) -> Iterator[tuple[int, int]]:
    """Every month with a day from the first to the last."""
    for number in range(first.year * 12 + first.month - 1, last.year * 12 + last.month):
        yield number // 12, number % 12 + 1


def clipped(year: int, month: int, day: int) -> date:
    return date(year, month, min(day, monthrange(year, month)[1]))


def moments(rule: Rule, wall: time, zone: tzinfo, *, after: datetime, until: datetime) -> Iterator[datetime]:
    """When the rule comes round at that wall time, after one moment and up to another, the other included."""
    # A moment's day by the clock can be another than its day in the window's own zone.
    for day in rule.days(after.astimezone(zone).date() - DAY, until.astimezone(zone).date() + DAY):
        moment = at(day, wall, zone)
        if after < moment <= until:
            yield moment


def lead_time(lead: str, starts_at: datetime, quiet: Quiet, zone: tzinfo) -> datetime:
    """When to remind of something that starts then.

    Weeks and days before at 17, the same morning at 8, or so many hours before. What would come when it has started,
    or in the quiet hours, comes earlier: at 20 the evening before.
    """
    day = starts_at.astimezone(zone).date()
    if lead == "morning":
        moment = at(day, MORNING, zone)
    elif lead.startswith("h"):
        moment = starts_at.astimezone(UTC) - span(lead)  # in true time, also when the clock is changed
    else:
        moment = before(day, lead, AFTERNOON, zone)
    if moment >= starts_at or is_quiet(moment.astimezone(zone).time(), quiet):
        return evening_before(moment, quiet, zone)
    return moment


def before(day: date, lead: str, wall: time, zone: tzinfo) -> datetime:
    """So many weeks or days (`w8`, `d1`) before a day, a deadline's for example, at that wall time."""
    return at(day - span(lead), wall, zone)


def span(lead: str) -> timedelta:
    """`w2` is two weeks, `d3` three days, `h2` two hours."""
    return UNITS[lead[0]] * int(lead[1:])


def evening_before(moment: datetime, quiet: Quiet, zone: tzinfo) -> datetime:
    """The last 20 o'clock before; where that is quiet, an hour before the quiet hours begin."""
    begins = datetime.combine(date.min + DAY, quiet[0]) - UNITS["h"]
    wall = begins.time() if is_quiet(EVENING, quiet) else EVENING
    local = moment.astimezone(zone)
    day = local.date() if local.time() > wall else local.date() - DAY
    return at(day, wall, zone)
