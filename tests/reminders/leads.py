"""What the tests of an activity's reminders share: its times, and when each lead is due."""

from storage.models import Fate
from tests.reminders.world import local

START = "2027-03-08 18.00"
WEEK, DAY, MORNING = "2027-03-01 17.00", "2027-03-07 17.00", "2027-03-08 08.00"


def due_times(world, **where: object) -> dict[str, str]:
    """When each lead that waits is due, in Stockholm."""
    waiting = world.occurrences(topic="activity", fate=Fate.PENDING, **where)
    return {one.lead: one.due_at.astimezone(local(START).tzinfo).strftime("%Y-%m-%d %H.%M") for one in waiting}


def waits(world) -> None:
    """It is the day before: the reminder is in the outbox, and nothing is sent yet."""
    world.tick("2027-03-07 16.59")
    world.now = local(DAY)
    world.plan()
