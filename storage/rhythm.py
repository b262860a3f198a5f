"""When something comes back: a rule (RFC 5545, section 3.3.10), and the days on which it does not. Pure.

A rule is kept without DTSTART: it counts from a first day, in the calendar of whoever lives there. So it knows nothing
of clocks, and an hour on the wall stays the same when they change.
"""

import calendar
from collections.abc import Iterator
from datetime import date, datetime, time
from enum import StrEnum
from itertools import groupby, islice
from typing import NamedTuple

from dateutil.rrule import rrulestr

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
LAST = -1
# A rule of ours never comes to so many; one that somebody forged ends there.
MOST = 5000


class Every(StrEnum):
    """The ways in which something comes back."""

    WEEK = "week"
    OTHER_WEEK = "other_week"
    MONTH_DAY = "month_day"  # on the same date
    MONTH_WEEKDAY = "month_weekday"  # on the second Tuesday
    YEAR = "year"


class Off(NamedTuple):
    """From one day to another it is not: `2027-12-24`, or `--12-24` for every year (as in RFC 6350, section 4.3.1)."""

    first: str
    last: str

    def has(self, day: date) -> bool:
        said = f"--{day:%m-%d}" if self.first.startswith("--") else day.isoformat()
        if self.first <= self.last:
            return self.first <= said <= self.last
        return said >= self.first or said <= self.last  # over the turn of the year

    def __str__(self) -> str:
        return self.first if self.first == self.last else f"{self.first}/{self.last}"


class Rhythm(NamedTuple):
    """How something comes back, as people would say it.

    `weekday` is 0 on Mondays, `nth` and `day` are the last where they are -1. In the months `paused`, and on the days
    `off`, it is not. `until` is the last day that it can be.
    """

    every: Every
    weekday: int = 0
    nth: int = 0
    day: int = 0
    month: int = 0
    paused: tuple[int, ...] = ()
    off: tuple[Off, ...] = ()
    until: date | None = None

    @property
    def rule(self) -> str:
        shape = SHAPES[self.every]
        parts = [shape.format(weekday=WEEKDAYS[self.weekday], nth=self.nth, day=self.day, month=self.month)]
        if self.paused:
            parts.append(f"BYMONTH={','.join(str(month) for month in range(1, 13) if month not in self.paused)}")
        if self.until:
            parts.append(f"UNTIL={self.until:%Y%m%d}")
        return ";".join(parts)

    @property
    def exceptions(self) -> str:
        return ",".join(str(off) for off in self.off)


SHAPES = {
    Every.WEEK: "FREQ=WEEKLY;BYDAY={weekday}",
    Every.OTHER_WEEK: "FREQ=WEEKLY;INTERVAL=2;BYDAY={weekday}",
    Every.MONTH_DAY: "FREQ=MONTHLY;BYMONTHDAY={day}",
    Every.MONTH_WEEKDAY: "FREQ=MONTHLY;BYDAY={nth}{weekday}",
    Every.YEAR: "FREQ=YEARLY;BYMONTH={month};BYMONTHDAY={day}",
}


def read(rule: str, exceptions: str) -> Rhythm | None:
    """The rhythm that was written down; None for a rule that is none of ours."""
    parts = dict(part.partition("=")[::2] for part in rule.split(";"))
    try:
        found = shape_of(parts)
        months = {int(month) for month in parts.get("BYMONTH", "").split(",") if month}
        until = datetime.strptime(parts["UNTIL"], "%Y%m%d").date() if "UNTIL" in parts else None  # noqa: DTZ007
    except (KeyError, ValueError):
        return None
    paused = () if found.every == Every.YEAR or not months else tuple(sorted(set(range(1, 13)) - months))
    found = found._replace(paused=paused, off=read_off(exceptions), until=until)
    return found if found.rule == rule else None


def shape_of(parts: dict[str, str]) -> Rhythm:
    """The same without pauses.

    Raises:
        KeyError, ValueError: it is none of ours.

    """
    match parts["FREQ"], "BYDAY" in parts:
        case "WEEKLY", _:
            every = Every.OTHER_WEEK if parts.get("INTERVAL") == "2" else Every.WEEK
            return Rhythm(every, weekday=WEEKDAYS.index(parts["BYDAY"]))
        case "MONTHLY", True:
            nth, weekday = parts["BYDAY"][:-2], parts["BYDAY"][-2:]
            return Rhythm(Every.MONTH_WEEKDAY, nth=int(nth), weekday=WEEKDAYS.index(weekday))
        case "MONTHLY", False:
            return Rhythm(Every.MONTH_DAY, day=int(parts["BYMONTHDAY"]))
    return Rhythm(Every.YEAR, month=int(parts["BYMONTH"]), day=int(parts["BYMONTHDAY"]))


def read_off(exceptions: str) -> tuple[Off, ...]:
    found = (part.partition("/") for part in exceptions.split(",") if part)
    return tuple(Off(first, last or first) for first, _, last in found)


def until(rule: str, last: date) -> str:
    """The rule, ended: that day is the last it can be."""
    parts = [part for part in rule.split(";") if not part.startswith("UNTIL=")]
    return ";".join([*parts, f"UNTIL={last:%Y%m%d}"])


def days(rule: str, exceptions: str, first: date) -> Iterator[date]:
    """Its days in order, each once; the first only if the rule gives it."""
    off = read_off(exceptions)
    moments = islice(rrulestr(rule, dtstart=datetime.combine(first, time())), MOST)
    for day, _ in groupby(moments, key=datetime.date):
        if not any(one.has(day) for one in off):
            yield day


def ways(day: date) -> tuple[Rhythm, ...]:
    """How something on that day can come back, the usual ways first."""
    nth = (day.day + 6) // 7
    found = [
        Rhythm(Every.WEEK, weekday=day.weekday()),
        Rhythm(Every.OTHER_WEEK, weekday=day.weekday()),
        Rhythm(Every.MONTH_DAY, day=day.day),
    ]
    if nth <= 4:
        found.append(Rhythm(Every.MONTH_WEEKDAY, nth=nth, weekday=day.weekday()))
    if is_last_week(day):
        found.append(Rhythm(Every.MONTH_WEEKDAY, nth=LAST, weekday=day.weekday()))
    return (*found, Rhythm(Every.YEAR, month=day.month, day=day.day))


def is_last_week(day: date) -> bool:
    return day.day + 7 > length_of_month(day)


def length_of_month(day: date) -> int:
    return calendar.monthrange(day.year, day.month)[1]


def moved(rhythm: Rhythm, day: date) -> Rhythm:
    """The same rhythm, from another day: what was on second Tuesdays may be on first Wednesdays now."""
    same = [one for one in ways(day) if one.every == rhythm.every]
    new = next((one for one in same if (one.nth == LAST) == (rhythm.nth == LAST)), same[0])
    if rhythm.day == LAST and day.day == length_of_month(day):
        new = new._replace(day=LAST)
    return new._replace(paused=rhythm.paused, off=rhythm.off, until=rhythm.until)


def lacking(rhythm: Rhythm) -> bool:
    """Whether there are months, or years, without such a day."""
    if rhythm.every == Every.YEAR:
        return (rhythm.month, rhythm.day) == (2, 29)
    return rhythm.day > 28 or rhythm.nth == 5
