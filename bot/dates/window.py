"""Whether what was meant can be: it lies between now and two years ahead, or something near it does. Pure."""

from datetime import date, datetime, timedelta
from typing import Literal

from bot.dates.days import day_or_last, resolve
from bot.dates.readings import Moment, Reading
from bot.dates.scene import DAY, Scene

LONGEST = timedelta(366)
# What has been this short a while was meant for now; what has been longer, for another year.
LATELY = timedelta(31)

Fault = Literal["", "past_day", "past_lately", "past_time", "far", "too_long"]


def fault(reading: Reading, scene: Scene) -> Fault:
    """Why it cannot be; empty when it can."""
    start, end = reading
    if isinstance(start, datetime) and not scene.is_ahead(start):
        return "past_time"
    if day_of(start) < scene.today:
        return "past_lately" if scene.today - day_of(start) <= LATELY else "past_day"
    if end and day_of(end) - day_of(start) > LONGEST:
        return "too_long"
    return "far" if day_of(end or start) > scene.last_day else ""


def nearest(reading: Reading, scene: Scene) -> Reading:
    """The nearest to its start that can be: today or that day another year, the last day there is, the same hour."""
    start = reading.start
    day = min(day_of(start), scene.last_day)
    if day < scene.today:
        day = scene.today if scene.today - day <= LATELY else again(day, scene)
    if not isinstance(start, datetime):
        return Reading(day)
    moment = scene.at(day, start.time())
    return Reading(moment if scene.is_ahead(moment) else scene.at(day + DAY, start.time()))


def again(day: date, scene: Scene) -> date:
    """The next time that it is that day of the year."""

    def on(year: int) -> date:
        return day_or_last(year, day.month, day.day)

    return resolve(on, on, None, scene.view).spans[0].first


def day_of(moment: Moment) -> date:
    return moment.date() if isinstance(moment, datetime) else moment
