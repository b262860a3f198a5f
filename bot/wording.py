"""Days, times and distances as a person says them: "lördag 8 mars kl. 13.00, om 3 veckor"."""

from datetime import date, datetime, time, tzinfo
from functools import lru_cache

from babel.dates import format_date, format_time

from bot.texts import texts

# A distance is told in weeks from 14 days, in months from 60, in years from 730: below that the smaller word says more.
WEEKS, MONTHS, YEARS = 14, 60, 730
DAYS_A_MONTH, DAYS_A_YEAR = 365.2425 / 12, 365.2425
NAMED = {0: "today", 1: "tomorrow", 2: "in_two_days", -1: "yesterday", -2: "two_days_ago"}


def when(start: datetime, *, now: datetime, language: str, zone: tzinfo, end: datetime | None = None) -> str:
    """The day, the hours and how far away they are, or that it has begun.

    `start`, `now` and `end` are aware. Days are counted in the calendar of `zone`: a day of 23 or 25 hours is one.
    """
    words = texts(language)
    first, today = local(start, zone).date(), local(now, zone).date()
    named = day(first, today=today, language=language)
    begun = not before(now, start)
    if begun and first == today and not lasts(start, end):
        return words.say("when.began", day=named, clock=clock(local(start, zone).time(), language=language))
    away = distance(first, today=today, language=language)
    if begun and end is not None and before(now, end):
        away = words.say("when.ongoing")
    elif begun and first == today:
        away = words.say("when.over")
    return words.say("when.whole", day=named, hours=span(start, end, language=language, zone=zone), away=away)


def moment(at: datetime, *, now: datetime, language: str, zone: tzinfo) -> str:
    """The day, the clock and how far away it is: of something that happens then, and does not begin or end."""
    on, today = local(at, zone).date(), local(now, zone).date()
    said = {"day": day(on, today=today, language=language), "hours": span(at, None, language=language, zone=zone)}
    return texts(language).say("when.whole", **said, away=distance(on, today=today, language=language))


def span(start: datetime, end: datetime | None, *, language: str, zone: tzinfo) -> str:
    """From when to when: "kl. 13.00–15.00"; past midnight the day it ends is named; without an end just "kl. 13.00"."""
    begins = local(start, zone)
    said = {"start": clock(begins.time(), language=language)}
    if end is None or not lasts(start, end):
        return texts(language).say("when.at", **said)
    ends = local(end, zone)
    said["end"] = clock(ends.time(), language=language)
    if ends.date() == begins.date():
        return texts(language).say("when.hours", **said)
    return texts(language).say("when.nights", day=day(ends.date(), today=begins.date(), language=language), **said)


@lru_cache(maxsize=256)  # hundreds are told of the same day in the same moment
def day(named: date, *, today: date, language: str) -> str:
    """The weekday and the day; the year too when it is not this year."""
    words = texts(language)
    form = words.label("when.day_form" if named.year == today.year else "when.day_year_form")
    return format_date(named, form, locale=words.locale)


@lru_cache(maxsize=256)
def clock(at: time, *, language: str) -> str:
    """The hour and minute, of a time without a zone."""
    words = texts(language)
    return format_time(at, words.label("when.clock_form"), locale=words.locale)


def distance(named: date, *, today: date, language: str) -> str:
    """How far it is: "i dag", "om 5 dagar", "för 3 veckor sedan"; weeks, months and years to the nearest whole one."""
    days = (named - today).days
    if days in NAMED:
        return texts(language).say(f"when.{NAMED[days]}")
    unit, n = measure(abs(days))
    return texts(language).say(f"when.{'in' if days > 0 else 'ago'}_{unit}", n=n)


def measure(days: int) -> tuple[str, int]:
    if days >= YEARS:
        return "years", round(days / DAYS_A_YEAR)
    if days >= MONTHS:
        return "months", round(days / DAYS_A_MONTH)
    if days >= WEEKS or days == 7:
        return "weeks", (days + 3) // 7
    return "days", days


def lasts(start: datetime, end: datetime | None) -> bool:
    return end is not None and before(start, end)


def before(one: datetime, other: datetime) -> bool:
    """Earlier in true time; `<` compares two datetimes of one zone by their clocks, which turn back in October."""
    return one.timestamp() < other.timestamp()


def local(moment: datetime, zone: tzinfo) -> datetime:
    if moment.tzinfo is None:
        raise ValueError(f"{moment} has no time zone")
    return moment.astimezone(zone)
