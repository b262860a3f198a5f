"""When and where a text is read: which day it is there, and which moments there are. Pure."""

from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import NamedTuple

from bot.dates.days import View, add_months

MINUTE, DAY = timedelta(minutes=1), timedelta(1)
# Plans are made for this year and the next: later than that is a slip of the finger.
MONTHS_AHEAD = 24


class Scene(NamedTuple):
    """`now` is aware; `zone` is where people live."""

    now: datetime
    zone: tzinfo

    @property
    def today(self) -> date:
        return self.now.astimezone(self.zone).date()

    @property
    def last_day(self) -> date:
        return add_months(self.today, MONTHS_AHEAD)

    @property
    def view(self) -> View:
        return View(self.today, self.today)

    def at(self, day: date, wall: time) -> datetime:
        """That time on that day: in the autumn's double hour the first one, in the spring's gap the end of the gap."""
        moment = datetime.combine(day, wall, self.zone)
        while not exists(moment):
            moment += MINUTE
        return moment

    def skips(self, day: date, wall: time) -> bool:
        """Whether the clock jumps over that time."""
        return not exists(datetime.combine(day, wall, self.zone))

    def repeats(self, day: date, wall: time) -> bool:
        """Whether the clock shows that time twice."""
        moment = datetime.combine(day, wall, self.zone)
        return exists(moment) and moment.utcoffset() != moment.replace(fold=1).utcoffset()

    def soonest(self, wall: time) -> date:
        """Today if that time is still to come, else tomorrow."""
        return self.today if self.is_ahead(self.at(self.today, wall)) else self.today + DAY

    def is_ahead(self, moment: datetime) -> bool:
        return moment.timestamp() > self.now.timestamp()


def exists(moment: datetime) -> bool:
    there_and_back = moment.astimezone(UTC).astimezone(moment.tzinfo)
    return there_and_back.replace(tzinfo=None) == moment.replace(tzinfo=None)
