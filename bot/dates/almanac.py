"""Days by their place in the calendar: "8/3", "söndag 8 mars", "den 15:e", "sista söndagen i mars", feasts. Pure."""

from collections.abc import Callable
from datetime import date, timedelta

from bot.dates.days import (
    IN_YEAR,
    WEEKDAY,
    Days,
    Meaning,
    Said,
    View,
    add_months,
    attempt,
    day_or_last,
    fitting,
    one,
    read_year,
    resolve,
    weekday_of,
)
from bot.dates.feasts import NAMED, weekday_from
from bot.dates.spelling import MONTHS

ON = rf"(?:{WEEKDAY} )?"
DAY = r"(?P<day>0?[1-9]|[12]\d|3[01])"
MONTH_NUMBER = r"(?P<month>0?[1-9]|1[0-2])"
MONTH = rf"(?P<month>{'|'.join(MONTHS)})"
# No clock shows it, so a year or a day is meant: "8 mars 27", "lördag 27".
NO_HOUR = r"2[5-9]|3[01]"
YEAR = r"(?P<year>\d{4,6})"
THIS_OR_NEXT = r"(?:(?:i|in) )?(?:(?P<which>nasta|denna) )?manad"
LAST = "sista"
# There is no 32 March, and whoever writes it is told so.
ANY_DAY = r"(?P<day>0?[1-9]|[1-9]\d)"
LAST_DAY = rf"{LAST} dag"
NTH = rf"(?P<nth>[1-5]e|{LAST}) {WEEKDAY}"


def day_of_year(said: Said, view: View) -> Days:
    """8 March, 8/3, 2027-03-08. What is in no calendar (31 April) is taken for the last day of that month."""
    month, day = month_of(said), int(said["day"])
    days = resolve(
        lambda year: date(year, month, day),
        lambda year: day_or_last(year, month, day),
        read_year(said, view),
        view,
    )
    return fitting(days, said, view)


def month_of(said: Said) -> int:
    name = said["month"]
    return int(name) if name.isdecimal() else [*MONTHS].index(name) + 1


def day_of_month(said: Said, view: View) -> Days:
    """Den 15:e, den 15:e i nästa månad."""
    day = int(said["day"])
    days = in_month(
        lambda first: first.replace(day=day), lambda first: day_or_last(first.year, first.month, day), said, view
    )
    return fitting(days, said, view)


def last_day_of_month(said: Said, view: View) -> Days:
    """Sista dagen i månaden."""

    def last(first: date) -> date:
        return day_or_last(first.year, first.month, 31)

    return in_month(last, last, said, view)


def nth_weekday_of_month(said: Said, view: View) -> Days:
    """Andra tisdagen i månaden."""
    weekday, nth = weekday_of(said), said["nth"]
    return in_month(lambda first: nth_of(first, weekday, nth), lambda first: nth_of(first, weekday, LAST), said, view)


def in_month(on: Callable[[date], date], nearest: Callable[[date], date], said: Said, view: View) -> Days:
    """The day of this month or the next, whichever was said; else the next there is. `on` gets the first of a month."""
    if which := said.get("which"):
        first = add_months(view.today.replace(day=1), which == "nasta")
        day = attempt(on, first)
        return one(day) if day else one(nearest(first), doubt="no_such")
    days = (attempt(on, add_months(view.since.replace(day=1), n)) for n in range(12))
    return one(next(day for day in days if day and day >= view.since))


def nth_weekday(said: Said, view: View) -> Days:
    """Sista söndagen i mars."""
    month, weekday, nth = month_of(said), weekday_of(said), said["nth"]
    return resolve(
        lambda year: nth_of(date(year, month, 1), weekday, nth),
        lambda year: nth_of(date(year, month, 1), weekday, LAST),
        read_year(said, view),
        view,
    )


def last_day(said: Said, view: View) -> Days:
    """Sista dagen i mars."""
    month = month_of(said)

    def last(year: int) -> date:
        return day_or_last(year, month, 31)

    return resolve(last, last, read_year(said, view), view)


def nth_of(first: date, weekday: int, nth: str) -> date:
    """The nth such weekday of the month that begins on that day.

    Raises:
        ValueError: it has no fifth.

    """
    if nth == LAST:
        return weekday_from(day_or_last(first.year, first.month, 31) - timedelta(6), weekday)
    begins = weekday_from(first, weekday)
    return begins.replace(day=begins.day + 7 * (int(nth[0]) - 1))


def feast(said: Said, view: View) -> Days:
    when = NAMED[said["feast"]]
    return resolve(when, when, read_year(said, view), view)


ROWS: tuple[tuple[str, Meaning], ...] = (
    (rf"{ON}{YEAR}[-/.]{MONTH_NUMBER}[-/.]{DAY}", day_of_year),
    (rf"{ON}{DAY}/{MONTH_NUMBER}(?:[-/ ](?P<year>\d{{4,6}}|(?<! )\d\d))?", day_of_year),
    (rf"{ON}{DAY}\.{MONTH_NUMBER}\.(?P<year>\d{{4,6}}|\d\d)", day_of_year),
    (rf"{ON}{DAY}\.(?P<month>[1-9])(?P<year>)", day_of_year),
    (rf"{ON}{ANY_DAY}e? {MONTH}{IN_YEAR}", day_of_year),
    (rf"{ON}{DAY}e? {MONTH} (?P<year>{NO_HOUR})", day_of_year),
    (rf"{ON}{MONTH} {DAY}e?{IN_YEAR}", day_of_year),
    (rf"{ON}{DAY}e", day_of_month),
    (rf"{WEEKDAY} (?P<day>{NO_HOUR})", day_of_month),
    (rf"{ON}{DAY}e {THIS_OR_NEXT}", day_of_month),
    (rf"{NTH} (?:(?:i|in) )?{MONTH}{IN_YEAR}", nth_weekday),
    (rf"{NTH} {THIS_OR_NEXT}", nth_weekday_of_month),
    (rf"{LAST_DAY} {THIS_OR_NEXT}", last_day_of_month),
    (rf"{LAST_DAY} (?:(?:i|in) )?{MONTH}{IN_YEAR}", last_day),
    (rf"(?P<feast>{'|'.join(NAMED)}){IN_YEAR}", feast),
)
