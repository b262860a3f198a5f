"""How long before a day of the yearly chain who is asked. Pure."""

from dataclasses import dataclass
from datetime import date, datetime, time, tzinfo
from itertools import pairwise
from typing import NamedTuple

from reminders.rules import DAY, before
from storage.quiet import at

# People are up, and have the day before them to talk to somebody.
MORNING = time(10)


class Lead(NamedTuple):
    """One time of asking, of use `until` the next one, or until the day itself."""

    name: str
    due_at: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Leads:
    """`weeks` before the day, the longest first. The chair is asked every time."""

    weeks: tuple[int, ...]

    @property
    def names(self) -> list[str]:
        return [f"w{week}" for week in self.weeks]

    @property
    def calling(self) -> int:
        """From which time on others are asked to call: the last but one, and never the first while there are more."""
        return min(len(self.weeks) - 1, max(1, len(self.weeks) - 2))

    def asks_group(self, name: str) -> bool:
        """The group is asked until it is time to call; and the first time, also where it is the only one."""
        return name in self.names[: max(1, self.calling)]

    def asks_contact(self, name: str) -> bool:
        return len(self.weeks) > 1 and name == self.names[self.calling]

    def asks_ombudsperson(self, name: str) -> bool:
        return name == self.names[-1]

    def before(self, day: date, zone: tzinfo) -> list[Lead]:
        """All of them, the earliest first."""
        moments = [before(day, name, MORNING, zone) for name in self.names]
        ends = [*moments, at(day, time(0), zone)]
        return [Lead(name, *span) for name, span in zip(self.names, pairwise(ends), strict=True)]

    def overdue(self, day: date, zone: tzinfo, *, now: datetime) -> Lead | None:
        """For who could not be asked the first time, because nobody knew the day: the first time once more, the next
        morning; None when it has not passed, or is asked again by then anyway.
        """
        leads = self.before(day, zone)
        if leads[0].due_at > now:
            return None
        until = next((lead.due_at for lead in leads if lead.due_at > now), leads[-1].until)
        morning = next_morning(now, zone)
        return Lead(leads[0].name, morning, until) if morning < until else None


def next_morning(now: datetime, zone: tzinfo) -> datetime:
    today = now.astimezone(zone).date()
    moment = at(today, MORNING, zone)
    return moment if moment > now else at(today + DAY, MORNING, zone)
