"""Makes what comes back ahead of time, as time passes."""

from dataclasses import dataclass

import structlog

from bot.markup import Markup
from bot.messages import Reply
from bot.voice import Voice
from reminders.topics import Drop, Push
from storage import series
from storage.models import Occurrence, State
from storage.recipients import Recipient

log = structlog.get_logger(__name__)

SERIES = "series"


@dataclass(slots=True)
class Series:
    """It says nothing itself: what it makes is reminded of like anything else."""

    resend: bool = False

    def ahead(self, voice: Voice) -> None:
        for one in series.lacking(voice.session, today=voice.today):
            made = series.extend(voice.session, one, today=voice.today)
            log.info("series.made", series=one.id, activities=made)

    def audience(self, _voice: Voice, _occurrence: Occurrence) -> list[Recipient]:
        return []

    def compose(self, _voice: Voice, _push: Push) -> Reply | Drop:
        return Drop(State.CANCELLED, "nothing to say")

    def missed(self, _voice: Voice, _occurrence: Occurrence) -> Markup:
        return Markup()
