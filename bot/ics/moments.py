"""Days, hours and lengths as a calendar file writes them."""

import re
from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from bot.ics.lines import Line

STAMP = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)(Z?))?", re.ASCII)
LENGTH = re.compile(r"\+?P(?:(\d{1,3})W|(?:(\d{1,4})D)?(?:T(?:(\d{1,5})H)?(?:(\d{1,6})M)?(?:(\d{1,7})S)?)?)", re.ASCII)
# What is outside of these years is a mistake, or meant to make one.
YEARS = range(1970, 2200)
# More dates than this in one event nobody has written by hand.
MOST_DATES = 1000

Moment = datetime | date


def read_moment(line: Line, zone: ZoneInfo) -> Moment:
    """A day, or an aware moment. Without a zone it is local time in ours.

    Raises:
        Refused: there is no such day, hour or zone.

    """
    return moment_of(line, line.value.strip(), zone)


def read_moments(line: Line, zone: ZoneInfo) -> list[Moment]:
    """The same for a list of them."""
    parts = line.value.split(",", MOST_DATES)
    if len(parts) > MOST_DATES:
        raise line.refuse(f"there are more than {MOST_DATES} dates")
    return [moment_of(line, part.strip(), zone) for part in parts]


def moment_of(line: Line, written: str, zone: ZoneInfo) -> Moment:
    found = STAMP.fullmatch(written)
    if found is None or int(found[1]) not in YEARS:
        raise line.refuse(f"{written[:40]!r} is no day and hour that can be read, as 20270308T180000 is")
    year, month, day, hour, minute, second = (int(part or 0) for part in found.groups()[:6])
    try:
        if found[4] is None:
            return date(year, month, day)
        where = UTC if found[7] else zone_of(line, zone)
        return datetime(year, month, day, hour, minute, min(second, 59), tzinfo=where)
    except ValueError:
        raise line.refuse(f"there is no such day or hour as {written}") from None


def zone_of(line: Line, zone: ZoneInfo) -> ZoneInfo:
    """By its name alone: how the file says that it changes its clocks is not believed."""
    name = line.parameters.get("TZID", "")
    if not name:
        return zone
    found = zone_named(name)
    if found is None:
        raise line.refuse(f"the time zone {name[:40]!r} is not known; write Europe/Stockholm")
    return found


@cache
def known_zones() -> frozenset[str]:
    return frozenset(available_timezones())


def zone_named(name: str) -> ZoneInfo | None:
    """`Europe/Stockholm`, with somebody's own words before it, or as Windows calls it."""
    last = "/".join(name.split("/")[-2:])
    wanted = (name, last, WINDOWS_TO_OLSON.get(name, ""))
    return next((ZoneInfo(each) for each in wanted if each in known_zones()), None)


def read_length(line: Line) -> timedelta:
    found = LENGTH.fullmatch(line.value.strip())
    if found is None or not any(found.groups()):
        raise line.refuse(f"{line.value[:40]!r} is no length of time, as PT2H is")
    weeks, days, hours, minutes, seconds = (int(part or 0) for part in found.groups())
    return timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
