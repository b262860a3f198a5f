"""From one day or hour to another: "8/3 18–20", "kl 22–02", "fredag till söndag". Pure."""

import re
from collections.abc import Iterator
from datetime import date, datetime, time
from itertools import product

from bot.dates.days import Days, View, one
from bot.dates.hours import NIGHT, Clock
from bot.dates.phrase import Half
from bot.dates.readings import MIDNIGHT, Doubt, Meant, Reading, Remark, are_several, each_day, remark
from bot.dates.scene import DAY, Scene

NOON = time(12)
# "28 december–3 januari" goes into the next year; "10–8 mars" would go nearly around it, and is a slip.
NEARLY_A_YEAR = 300
WITH_YEAR = re.compile(r"\d{4}|\bar$")


def mean_ends(first: Half, last: Half, scene: Scene) -> Meant:
    """What the second end leaves out is as in the first, and its day comes after the first one's."""
    found = first.day(scene.view) if first.day else None
    match [clock.at(first.part) for clock in first.clocks], [clock.at(last.part) for clock in last.clocks]:
        case [], [] if found:
            return mean_days(found, last, scene)
        case [Clock(wall=time()) as begins], [Clock(exists=True) as ends]:
            return mean_hours(found, last, begins, ends, scene)
    return Meant((Reading(found.spans[0].first),) if found else (), "hour")


def mean_days(found: Days, last: Half, scene: Scene) -> Meant:
    readings, doubt = [], found.doubt
    for start in found.spans:
        ends = until(last, start.first, scene)
        readings += [Reading(start.first, end.last if end.last != start.first else None) for end in ends.spans]
        doubt = doubt or ends.doubt
    return checked(readings, doubt, last)


def mean_hours(found: Days | None, last: Half, begins: Clock, ends: Clock, scene: Scene) -> Meant:
    readings: list[Reading] = []
    clocks = [*paired(begins, ends, last)]
    doubt = hourly(found) if found else ""
    for first, then in clocks:
        wall = first.wall or MIDNIGHT
        for day in each_day(found or one(scene.soonest(wall))):
            days = until(last, day, scene)
            start = scene.at(day, wall)
            readings += [Reading(start, ending(span.last, first, then, last, scene)) for span in days.spans]
            doubt = doubt or hourly(days)
    if len(clocks) > 1:
        readings = [*dict.fromkeys(reading for reading in readings if not is_reversed(reading, last))] or readings
        doubt = "evening" if doubt in {"", "either"} else doubt
    return checked(readings, doubt, last)._replace(remark=told(readings[0], begins, ends, scene))


def paired(begins: Clock, ends: Clock, last: Half) -> Iterator[tuple[Clock, Clock]]:
    """What the two hours can be, the best guess first: 5-7 is 17-19 or 05-07."""
    if begins.small and begins.hour < ends.hour and ends.later.exists:
        yield begins.later, ends.later
    yield from product(begins.readings, ends.readings) if last.day else [(begins, ends)]


def told(reading: Reading, begins: Clock, ends: Clock, scene: Scene) -> Remark:
    """What there is to tell of the hour that it begins, or else of the one that it ends."""
    first = remark(begins, reading.start, scene)
    return first if first.name else remark(ends._replace(loose=False), reading.end or reading.start, scene)


def hourly(days: Days) -> Doubt:
    """The doubt that there is about an hour of them."""
    return "several" if are_several(days) else days.doubt


def until(last: Half, first: date, scene: Scene) -> Days:
    return last.day(View(scene.today, first)) if last.day else one(first)


def ending(day: date, begins: Clock, ends: Clock, last: Half, scene: Scene) -> datetime:
    """That hour of that day. Where no day was told, what begins in the afternoon may end in the night."""
    if ends.wall is None:
        return scene.at(day + DAY, MIDNIGHT)
    at_night = last.day is None and ends.wall < NIGHT and (begins.wall or MIDNIGHT) >= NOON
    return scene.at(day + DAY if at_night else day, ends.wall)


def checked(readings: list[Reading], doubt: Doubt, last: Half) -> Meant:
    if any(is_reversed(reading, last) for reading in readings):
        doubt = "reversed"
    return Meant(tuple(readings), doubt)


def is_reversed(reading: Reading, last: Half) -> bool:
    start, end = reading.start, reading.end
    if end is None:
        return False
    if isinstance(start, datetime) and isinstance(end, datetime):
        backwards = end.timestamp() <= start.timestamp()
    else:
        backwards = end < start
    around = last.day and end.year > start.year and not WITH_YEAR.search(last.words)
    return backwards or bool(around and (end - start).days > NEARLY_A_YEAR)
