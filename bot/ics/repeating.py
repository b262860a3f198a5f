"""What comes back: on which days of a stretch of time a rule of a calendar file (RRULE, section 3.3.10) falls.

Each day is asked by itself, so a rule costs as many steps as there are days, whatever it says: none can go on for ever.
"""

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from bot.ics.lines import Line
from bot.ics.moments import Moment, moment_of

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
WEEKDAY = re.compile(r"([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)", re.ASCII)
NUMBER = re.compile(r"[+-]?\d{1,5}", re.ASCII)
FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
PARTS = {"FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "BYMONTHDAY", "BYMONTH", "BYSETPOS", "WKST"}
MOST_TIMES, WIDEST = 10_000, 1000
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Rule:
    """`weekdays`: the weekday, Monday 0, and which one of the month or the year it is (0: each)."""

    frequency: str
    interval: int = 1
    count: int = 0
    until: Moment | None = None
    weekdays: tuple[tuple[int, int], ...] = ()
    month_days: tuple[int, ...] = ()
    months: tuple[int, ...] = ()
    positions: tuple[int, ...] = ()
    week_start: int = 0


def read_rule(line: Line, zone: ZoneInfo) -> Rule:
    """A rule, if it is of the kind that people make.

    Raises:
        Refused: it comes back more often than daily, or says something that is not understood.

    """
    parts = dict(part.partition("=")[::2] for part in line.value.strip().upper().split(";") if part)
    if parts.get("FREQ") not in FREQUENCIES:
        raise line.refuse(f"it can come back {', '.join(map(str.lower, FREQUENCIES))}, and in no other way")
    if unknown := set(parts) - PARTS:
        raise line.refuse(f"{', '.join(sorted(unknown))[:60]} is not understood; put those days in one by one")
    rule = Rule(
        frequency=parts["FREQ"],
        interval=number(line, parts.get("INTERVAL", "1"), 1, WIDEST),
        count=number(line, parts["COUNT"], 1, MOST_TIMES) if "COUNT" in parts else 0,
        until=moment_of(line, parts["UNTIL"], zone) if "UNTIL" in parts else None,
        weekdays=tuple(weekday(line, part) for part in listed(parts, "BYDAY")),
        month_days=tuple(number(line, part, -31, 31) for part in listed(parts, "BYMONTHDAY")),
        months=tuple(number(line, part, 1, 12) for part in listed(parts, "BYMONTH")),
        positions=tuple(number(line, part, -366, 366) for part in listed(parts, "BYSETPOS")),
        week_start=DAYS.index(parts["WKST"]) if parts.get("WKST") in DAYS else 0,
    )
    if rule.frequency in {"DAILY", "WEEKLY"} and any(which for _, which in rule.weekdays):
        raise line.refuse("which one of the month a weekday is can only be said monthly or yearly")
    return rule


def listed(parts: dict[str, str], name: str) -> list[str]:
    return parts[name].split(",") if name in parts else []


def number(line: Line, written: str, least: int, most: int) -> int:
    found = int(written) if NUMBER.fullmatch(written) else 0
    if not least <= found <= most or found == 0:
        raise line.refuse(f"{written[:20]!r} is no number that can stand there")
    return found


def weekday(line: Line, written: str) -> tuple[int, int]:
    found = WEEKDAY.fullmatch(written)
    if found is None:
        raise line.refuse(f"{written[:20]!r} is no weekday, as MO and 2TU are")
    return DAYS.index(found[2]), int(found[1] or 0)


def days(rule: Rule, first: date, since: date, last: date) -> Iterator[date]:
    """The days of the rule that begins on `first`, from `since` to `last`, both included; counted from the first."""
    begin = first if rule.count else max(first, since)
    told = (day for day in chosen(rule, first, begin, last) if begin <= day <= last)
    for n, day in enumerate(told, 1):
        if rule.count and n > rule.count:
            return
        if day >= since:
            yield day


def chosen(rule: Rule, first: date, begin: date, last: date) -> Iterator[date]:
    """Every day that it falls on; of whole months or years, where it says which ones of those (BYSETPOS)."""
    if not rule.positions:
        yield from (day for day in stretch(begin, last) if falls_on(rule, first, day))
        return
    months = {"MONTHLY": 1, "YEARLY": 12}.get(rule.frequency, 0)
    start = begin.replace(day=1, month=1 if months == 12 else begin.month) if months else first_of_week(rule, begin)
    whole = (day for day in stretch(start, last + 366 * DAY) if falls_on(rule, first, day))
    for _, group in groupby(whole, key=lambda day: turn(rule, first, day)):
        there = list(group)
        places = sorted({at - 1 if at > 0 else len(there) + at for at in rule.positions})
        yield from (there[at] for at in places if 0 <= at < len(there))


def stretch(begin: date, last: date) -> Iterator[date]:
    return (begin + n * DAY for n in range((last - begin).days + 1))


def falls_on(rule: Rule, first: date, day: date) -> bool:
    if rule.months and day.month not in rule.months:
        return False
    if turn(rule, first, day) % rule.interval:
        return False
    if rule.month_days and not {day.day, day.day - 1 - length_of_month(day)} & set(rule.month_days):
        return False
    if rule.weekdays:
        return any(is_weekday(rule, day, wanted, which) for wanted, which in rule.weekdays)
    return bool(rule.month_days) or is_as_first(rule, first, day)


def is_as_first(rule: Rule, first: date, day: date) -> bool:
    """Where the rule says no day, it is the one on which it began."""
    match rule.frequency:
        case "DAILY":
            return True
        case "WEEKLY":
            return day.weekday() == first.weekday()
        case "MONTHLY":
            return day.day == first.day
    return day.day == first.day and (bool(rule.months) or day.month == first.month)


def is_weekday(rule: Rule, day: date, wanted: int, which: int) -> bool:
    """Whether it is that weekday, and the first, second or last one of its month or, yearly, of its year."""
    if day.weekday() != wanted or not which:
        return day.weekday() == wanted
    if rule.frequency == "YEARLY" and not rule.months:
        at, size = day.timetuple().tm_yday, 366 if calendar.isleap(day.year) else 365
    else:
        at, size = day.day, length_of_month(day)
    return which in {(at + 6) // 7, -((size - at) // 7 + 1)}


def turn(rule: Rule, first: date, day: date) -> int:
    """How many days, weeks, months or years it is since the first."""
    match rule.frequency:
        case "DAILY":
            return (day - first).days
        case "WEEKLY":
            return (first_of_week(rule, day) - first_of_week(rule, first)).days // 7
        case "MONTHLY":
            return (day.year - first.year) * 12 + day.month - first.month
    return day.year - first.year


def first_of_week(rule: Rule, day: date) -> date:
    return day - (day.weekday() - rule.week_start) % 7 * DAY


def length_of_month(day: date) -> int:
    return calendar.monthrange(day.year, day.month)[1]
