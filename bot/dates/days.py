"""What words for a day can mean, and counting in the calendar. Pure."""

import calendar
from collections.abc import Callable
from datetime import date, timedelta
from typing import Literal, NamedTuple, TypeVar

from bot.dates.spelling import WEEKDAYS

FRIDAY, SATURDAY, SUNDAY = 4, 5, 6
WEEK = timedelta(7)
# A year beyond these is as wrong as they are, and there are days to count with on both sides of them.
FIRST_YEAR, LAST_YEAR = 2, 9000

# Why it is no answer yet: the weekday is another day's; it can be read in two ways; they are two days with others
# between; there is no such day; it has been.
Doubt = Literal["", "weekday", "either", "apart", "no_such", "past"]


class Span(NamedTuple):
    first: date
    last: date


class Days(NamedTuple):
    """What was meant; with a doubt all that can have been meant, the best guess first."""

    spans: tuple[Span, ...]
    doubt: Doubt = ""


class View(NamedTuple):
    """Where days are seen from: "in two days" counts from `today`, "Friday" and "8 March" are the next from `since`."""

    today: date
    since: date


# What several patterns have in them; the named groups of one that fits ("" where nothing was said); what they mean.
WEEKDAY = rf"(?P<weekday>{'|'.join(WEEKDAYS)})"
IN_YEAR = r"(?: (?P<year>\d{4,6}|(?:i|nasta) ar))?"
Said = dict[str, str]
Meaning = Callable[[Said, View], Days]

T = TypeVar("T")


def one(*days: date, doubt: Doubt = "") -> Days:
    return Days(tuple(Span(day, day) for day in days), doubt)


def either(one: Span, other: Span) -> Days:
    """Both readings, the earlier first: a reminder too early does less harm than one too late."""
    return Days((one,)) if one == other else Days((min(one, other), max(one, other)), "either")


def together(one: Callable[[View], Days], other: Callable[[View], Days], view: View) -> Days:
    """Two days as one span where the second begins when the first is over; else they are a question."""
    first = one(view)
    second = other(View(view.today, first.spans[-1].last))
    if first.doubt or second.doubt or first == second:
        return first if first.doubt else second
    begins, ends = first.spans[0], second.spans[0]
    if ends.first - begins.last == timedelta(1):
        return Days((Span(begins.first, ends.last),))
    return Days((begins, ends), "apart")


def through(one: Callable[[View], Days], other: Callable[[View], Days], view: View) -> Days:
    """All the days from one to another, as one span."""
    first = one(view)
    last = other(View(view.today, first.spans[0].first))
    begins, ends = first.spans[0], last.spans[0]
    if ends.last < begins.first:
        return Days((begins, ends), "apart")
    return Days((Span(begins.first, ends.last),), first.doubt or last.doubt)


def earlier(day: Callable[[View], Days], n: int, unit: str, view: View) -> Days:
    """So many days, weeks or months before the first of its days."""
    found = day(view)
    return one(*(back(span.first, n, unit) for span in found.spans), doubt=found.doubt)


def back(day: date, n: int, unit: str) -> date:
    return add_months(day, -n) if unit == "manad" else day - n * (WEEK if unit == "vecka" else timedelta(1))


def rest(span: Span, view: View) -> Days:
    """What is left of it by then."""
    return Days((Span(max(span.first, min(view.since, span.last)), span.last),))


def weekday_of(said: Said) -> int:
    return [*WEEKDAYS].index(said["weekday"])


def monday(day: date) -> date:
    return day - timedelta(day.weekday())


def coming(weekday: int, since: date) -> date:
    """The next such weekday: never the day itself."""
    return since + timedelta((weekday - since.weekday() - 1) % 7 + 1)


def add_months(day: date, months: int) -> date:
    """That day so many months later, or the last day of that month."""
    years, month = divmod(day.month - 1 + months, 12)
    return day_or_last(day.year + years, month + 1, day.day)


def day_or_last(year: int, month: int, day: int) -> date:
    """The day of that month, or its last one: 31 April is 30 April."""
    return date(year, month, min(day, calendar.monthrange(year, month)[1]))


def resolve(on: Callable[[int], date], nearest: Callable[[int], date], year: int | None, view: View) -> Days:
    """The day of that year, or without a year the next one. If there is none, `on` raises ValueError, and the guess is
    `nearest`, which there is every year.
    """
    day = find(on, year, view)
    return one(day) if day else one(find(nearest, year, view) or view.since, doubt="no_such")


def find(on: Callable[[int], date], year: int | None, view: View) -> date | None:
    if year is not None:
        return attempt(on, year)
    # The year before too: the first days of January can be in its last week.
    days = (attempt(on, view.since.year + n) for n in range(-1, 3))
    return next((day for day in days if day and day >= view.since), None)


def attempt(on: Callable[[T], date], when: T) -> date | None:
    try:
        return on(when)
    except ValueError:
        return None


def read_year(said: Said, view: View) -> int | None:
    """The year that was written: in full, in two digits, or as this year or the next."""
    match said["year"]:
        case "":
            return None
        case "i ar":
            return view.today.year
        case "nasta ar":
            return view.today.year + 1
        case written:
            return min(max(int(written) + (2000 if len(written) == 2 else 0), FIRST_YEAR), LAST_YEAR)


def fitting(days: Days, said: Said, view: View) -> Days:
    """The day, if it is the weekday that was said with it; else both it and the nearest such weekday."""
    day = days.spans[0].first
    if days.doubt or not said["weekday"] or weekday_of(said) == day.weekday():
        return days
    nearest = day + timedelta((weekday_of(said) - day.weekday() + 3) % 7 - 3)
    return one(day, nearest if nearest >= view.today else nearest + WEEK, doubt="weekday")
