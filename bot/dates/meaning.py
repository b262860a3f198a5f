"""From words to moments: what a phrase means when it is read there and then. Pure."""

from datetime import date, datetime

from bot.dates.days import Days
from bot.dates.ends import hourly, mean_ends
from bot.dates.hours import NIGHT, Clock
from bot.dates.phrase import Half, Phrase
from bot.dates.readings import MIDNIGHT, Doubt, Meant, Reading, Remark, each_day, remark, whole
from bot.dates.scene import DAY, Scene


def mean(phrase: Phrase, scene: Scene) -> Meant:
    if phrase.wait is not None:
        then = (scene.now + phrase.wait).astimezone(scene.zone)
        return Meant((Reading(then.replace(second=0, microsecond=0)),))
    if phrase.last is not None:
        found = mean_ends(phrase.first, phrase.last, scene)
        return or_else(found, mean(phrase.other, scene)) if phrase.other else found
    return mean_hour(phrase.first, scene) if phrase.first.clocks else mean_day(phrase.first, scene)


def or_else(found: Meant, other: Meant) -> Meant:
    """Both, if nothing speaks against either of them."""
    if found.doubt or other.doubt:
        return found if other.doubt else other
    return Meant(found.readings + other.readings, "either")


def mean_day(half: Half, scene: Scene) -> Meant:
    """A day or several; to a part of the day alone ("på eftermiddagen") the hour is wanting."""
    if half.day is None:
        return Meant((Reading(scene.today),), "hour")
    found = half.day(scene.view)
    remark = Remark("which_hour" if half.part else "")
    return Meant(tuple(map(whole, found.spans)), found.doubt, remark, half.part)


def mean_hour(half: Half, scene: Scene) -> Meant:
    """An hour on a day, or the next time that the clock shows it."""
    clocks = [reading for clock in half.clocks for reading in clock.at(half.part).readings]
    found = half.day(scene.view) if half.day else None
    if not all(clock.exists for clock in clocks):
        if half.other:
            return mean_day(half._replace(day=half.other), scene)
        return Meant(tuple(map(whole, found.spans)) if found else (), "hour")
    readings = [
        Reading(moment)
        for clock in clocks
        for day in (each_day(found) if found else [scene.soonest(clock.wall or MIDNIGHT)])
        for moment in moments(clock, day, half, scene)
    ]
    if half.other and not (other := half.other(scene.view)).doubt:
        readings.append(whole(other.spans[0]))
    readings = [*dict.fromkeys(readings)]
    return Meant(tuple(readings), doubt(found, clocks, readings), remark(clocks[0], readings[0].start, scene))


def moments(clock: Clock, day: date, half: Half, scene: Scene) -> list[datetime]:
    """When it is that hour on that day. Midnight, and two o'clock on Friday night, may be the next day's."""
    if clock.wall is None:
        day = day if half.day else scene.today
        return [scene.at(day + DAY, MIDNIGHT), scene.at(day, MIDNIGHT)]
    if half.day and half.part == "natt" and clock.wall < NIGHT:
        return [scene.at(day, clock.wall), scene.at(day + DAY, clock.wall)]
    return [scene.at(day, clock.wall)]


def doubt(found: Days | None, clocks: list[Clock], readings: list[Reading]) -> Doubt:
    doubtful = hourly(found) if found else ""
    if doubtful not in {"", "either"}:
        return doubtful
    if any(clock.is_midnight for clock in clocks):
        return "midnight"
    if any(clock.small for clock in clocks):
        return "evening"
    return "either" if len(readings) > 1 else ""
