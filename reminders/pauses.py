"""Who wants to be left in peace for a while is reminded of nothing meanwhile, but of what they asked for themselves."""

from datetime import UTC, datetime, timedelta

from sqlmodel import Session

from reminders.checkin import CHECKIN
from reminders.missed import MISSED
from reminders.needs import DUE
from reminders.post_ends import POST_END
from reminders.results import RESULT
from storage import needs, own, preferences, waiting
from storage.outbox import Letter
from storage.shift_changes import ALL_CHANGED, CHANGED, SHIFT

# What comes all the same: what one has set the hour of oneself or said yes to, that something could not be told, and
# that somebody waits for an answer.
# Whatever has no topic was written to this person (a new role, an alarm), and comes as well, as does that a role ends.
THROUGH = frozenset({
    own.OWN, own.DEADLINE, MISSED, POST_END, waiting.OFFER, waiting.LAPSE, waiting.TORN, waiting.OUTGROWN,
    waiting.SHUT_OUT, SHIFT, CHANGED, ALL_CHANGED, needs.NEEDED, needs.NEED_OFF, DUE, needs.RIDE_OFF, CHECKIN,
    RESULT,
})  # fmt: skip
SPANS = {"day": timedelta(days=1), "week": timedelta(weeks=1)}
# "Until I say so myself."
FOREVER = datetime(9999, 1, 1, tzinfo=UTC)


def silences(session: Session, letter: Letter, now: datetime) -> bool:
    """Whether this push is one of those that are not sent to whom it is for."""
    if letter.member_id is None or letter.topic in THROUGH:
        return False
    return preferences.paused_until(session, letter.member_id, now) is not None
