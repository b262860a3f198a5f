"""When own reminders come: their rules, what is told before a deadline, and the occurrences that follow."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sqlmodel import Session

from bot.voice import Voice
from reminders import rules
from reminders.rules import DAY, LAST, MORNING, SUMMER, Monthly, NthWeekday, Once, Rule, Weekly, Yearly
from storage import occurrences, own, preferences
from storage.models import OwnReminder, Repeat
from storage.quiet import NEVER, at

# How long before a deadline it is told as well; a week before is no news of one that is every week.
DEADLINE_LEADS, WEEKLY_LEADS = ("w1", "d1", "morning"), ("d1", "morning")
# There is a next time within this, whatever comes round.
FARTHEST = timedelta(days=366 * 3)
MOMENT = timedelta(microseconds=1)


def rule(reminder: OwnReminder) -> Rule:
    """How it comes round, counted from its day. The fifth Friday of a month is meant as its last."""
    on = reminder.day
    match reminder.repeat:
        case Repeat.WEEKLY:
            return Weekly(on.weekday())
        case Repeat.MONTHLY:
            return Monthly(on.day)
        case Repeat.MONTHLY_BUT_SUMMER:
            return Monthly(on.day, SUMMER)
        case Repeat.NTH_WEEKDAY:
            nth = (on.day - 1) // 7 + 1
            return NthWeekday(nth if nth < 5 else LAST, on.weekday())
        case Repeat.YEARLY:
            return Yearly(on.month, on.day)
    return Once(on)


def times(reminder: OwnReminder, *, after: datetime) -> Iterator[datetime]:
    """When it comes, from its day on and after that moment."""
    zone = ZoneInfo(reminder.zone)
    begins = max(after, at(reminder.day, reminder.wall, zone) - MOMENT)
    return rules.moments(rule(reminder), reminder.wall, zone, after=begins, until=begins + FARTHEST)


class LastDay(NamedTuple):
    """A deadline, by its day."""

    day: date
    title: str


def last_days(
    session: Session, *, start: date, end: date, member_id: int | None, branch_id: int | None
) -> list[LastDay]:
    """The deadlines from one day to another, both included, however often they come round."""
    found = own.deadlines(session, end=end, member_id=member_id, branch_id=branch_id)
    return sorted(
        LastDay(day, one.what)
        for one in found
        for day in rule(one).days(max(start, one.day, one.created_at.date()), end)
    )


def plan(voice: Voice, reminder: OwnReminder) -> None:
    """Put down all its times from the last one that is planned to the first that is more than a day away.

    So the next one stands there before one is due, and after an absence none is missing.
    """
    topic, about = own.topic_of(reminder), str(reminder.id)
    planned = occurrences.planned_until(voice.session, topic=topic, subject=about)
    for moment in times(reminder, after=planned or voice.now):
        for due_at, lead in leads(voice, reminder, moment).items():
            if due_at > (planned or voice.now):
                put(voice, reminder, moment, lead, due_at)
        if moment > voice.now + DAY:
            return


def leads(voice: Voice, reminder: OwnReminder, moment: datetime) -> dict[datetime, str]:
    """Itself, and what is told before a deadline: at 17 the days before, at 8 the same morning. Each moment once."""
    found = {moment: ""}
    if not reminder.deadline:
        return found
    in_group = reminder.branch_id is not None
    quiet = NEVER if in_group else preferences.of(voice.session, reminder.member_id).quiet
    for lead in WEEKLY_LEADS if reminder.repeat == Repeat.WEEKLY else DEADLINE_LEADS:
        if lead != "morning" or reminder.wall > MORNING:
            found.setdefault(rules.lead_time(lead, moment, quiet, ZoneInfo(reminder.zone)), lead)
    return found


def put(voice: Voice, reminder: OwnReminder, moment: datetime, lead: str, due_at: datetime) -> None:
    """Of use for ever to whoever asked; to a group until the day is over."""
    topic, zone = own.topic_of(reminder), ZoneInfo(reminder.zone)
    on = moment.astimezone(zone).date()
    in_group = reminder.branch_id is not None
    occurrences.put(
        voice.session,
        key=f"{topic}:{reminder.id}:{on}:{lead}",
        topic=topic,
        subject=str(reminder.id),
        lead=lead,
        branch_id=reminder.branch_id,
        member_id=None if in_group else reminder.member_id,
        due_at=due_at,
        deliver_until=at(due_at.astimezone(zone).date() + DAY, time(), zone) if in_group else None,
    )
