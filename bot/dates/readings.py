"""What a text can mean in days and times, and what makes that uncertain. Pure."""

from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Literal, NamedTuple

from bot.dates import days
from bot.dates.days import Days, Span
from bot.dates.hours import Clock
from bot.dates.scene import DAY, Scene

MIDNIGHT = time()

Moment = date | datetime
# As for days, and: there is no hour or no such hour; it is the morning's or the evening's; an hour on several days; the
# midnight between two days; the end comes before the start.
Doubt = days.Doubt | Literal["hour", "evening", "several", "midnight", "reversed"]


class Reading(NamedTuple):
    """A day or a local time, or from one to another."""

    start: Moment
    end: Moment | None = None


class Remark(NamedTuple):
    """What is told besides, and the time that it is about."""

    name: Literal["", "gap", "twice", "loose", "which_hour"] = ""
    wall: time = MIDNIGHT


class Meant(NamedTuple):
    """All readings, the best first; without a doubt it is the one. `part` of the day, where it stands for the hour."""

    readings: tuple[Reading, ...]
    doubt: Doubt = ""
    remark: Remark = Remark()
    part: str = ""


def whole(span: Span) -> Reading:
    return Reading(span.first, span.last if span.last > span.first else None)


def each_day(found: Days) -> Iterator[date]:
    for span in found.spans:
        yield from (span.first + n * DAY for n in range((span.last - span.first).days + 1))


def are_several(found: Days) -> bool:
    return any(span.first < span.last for span in found.spans)


def remark(clock: Clock, on: date, scene: Scene) -> Remark:
    """That the clock skips the hour that day, or shows it twice, or that the evening may have been meant."""
    wall = clock.wall or MIDNIGHT
    if scene.skips(on, wall):
        return Remark("gap", wall)
    if scene.repeats(on, wall):
        return Remark("twice", wall)
    return Remark("loose", clock.evening) if clock.loose else Remark()
