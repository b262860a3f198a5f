"""What the tests of one's own reminders share: asking for one, and what comes of it."""

from reminders import own_times, registry
from storage import own
from storage.models import Fate, OwnReminder, State
from tests.reminders.world import SETTINGS, STOCKHOLM, local

LATE = "Det här skulle ha kommit tidigare: jag var borta."


def ask(world, member_id: int, when: str, what: str = "ring", **more: object) -> OwnReminder:
    """Ask to be reminded at `2027-03-08 17.00`."""
    at = local(when)
    row = {"day": at.date(), "wall": at.time(), "zone": "Europe/Stockholm", "now": world.now, **more}
    reminder = own.add(world.session, key=f"{what} {when}", member_id=member_id, what=what, **row)
    own_times.plan(registry.speaker(SETTINGS)(world.session, world.now, ""), reminder)
    return reminder


def planned(world) -> list[str]:
    """The moments that are to come, and what kind each is."""
    found = world.occurrences(fate=Fate.PENDING)
    return [f"{one.due_at.astimezone(STOCKHOLM):%Y-%m-%d %H.%M} {one.lead}".strip() for one in found]


def said_days(world, *, until: str) -> list[str]:
    """The days on which something is said, from now up to then."""
    before = len(world.mail())
    world.tick(until)
    return [f"{row.due_at.astimezone(STOCKHOLM):%m-%d}" for row in world.mail()[before:] if row.state == State.SENT]
