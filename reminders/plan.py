"""One tick's planning: what is to come is put down as occurrences, and what is due goes into the outbox."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

import structlog
from sqlmodel import Session

from bot import failpoints
from bot.voice import Voice
from reminders import missed
from reminders.topics import LATE, Speak, Topic, Topics, batch_of
from storage import batches, occurrences, outbox
from storage.batches import Copy
from storage.models import Fate, Occurrence
from storage.occurrences import FIRST, Place
from storage.quiet import NEVER, Quiet, later
from storage.recipients import Recipient

log = structlog.get_logger(__name__)

# Looked at in one transaction.
LOOK = 500


class Page(NamedTuple):
    """Those to announce of what was looked at, and the last of what was; None when there was nothing."""

    rows: list[int]
    last: Place | None


@dataclass(frozen=True, slots=True)
class Planner:
    """What a tick does, in steps that are each a transaction of their own: a bug in one kind stops no other, and people
    who write are never kept waiting for long.
    """

    topics: Topics
    speak: Speak
    platforms: Collection[str]

    def expire(self, session: Session, now: datetime) -> None:
        """Tell of what waited in the outbox until it was too late."""
        late = [one.ref for one in outbox.expire(session, now)]
        self.tell_missed(session, now, missed.named(session, late))

    def ahead(self, session: Session, now: datetime, word: str) -> None:
        """See to it that what a topic has coming is put down."""
        self.topics[word].ahead(self.speak(session, now, ""))

    def due(self, session: Session, now: datetime, after: Place = FIRST) -> Page:
        """What is to be announced now, the oldest first; what is of no use any more is seen to."""
        useful: list[int] = []
        too_late, last = [], None
        for occurrence, superseded in occurrences.due(session, now=now, limit=LOOK, after=after):
            last = Place(occurrence.due_at, occurrence.id or 0)
            if superseded:
                occurrences.finish(occurrence, Fate.SUPERSEDED, now=now)
            elif is_too_late(occurrence, self.topics, now):
                occurrences.finish(occurrence, Fate.MISSED, now=now)
                too_late.append(occurrence)
            elif occurrence.id is not None:
                useful.append(occurrence.id)
        self.tell_missed(session, now, too_late)
        return Page(useful, last)

    def announce(self, session: Session, now: datetime, row: int) -> None:
        """Put it into the outbox for each who is told, if nobody else has done so meanwhile."""
        if occurrence := occurrences.take(session, row):
            announce(self.speak(session, now, ""), occurrence, self.topics[occurrence.topic])

    def tell_missed(self, session: Session, now: datetime, late: Sequence[Occurrence]) -> None:
        missed.tell(session, late, now=now, topics=self.topics, speak=self.speak, platforms=self.platforms)

    def tick(self, session: Session, now: datetime) -> None:
        """All of it at once, where nobody waits."""
        self.expire(session, now)
        for word in self.topics:
            self.ahead(session, now, word)
        after: Place | None = FIRST
        while after:
            rows, after = self.due(session, now, after)
            for row in rows:
                self.announce(session, now, row)


def is_too_late(occurrence: Occurrence, topics: Topics, now: datetime) -> bool:
    """Whether it is no use any more, or of a kind that this program does not know."""
    if occurrence.topic not in topics:
        log.error("plan.unknown_topic", occurrence=occurrence.id, topic=occurrence.topic)
        return True
    return occurrence.deliver_until is not None and occurrence.deliver_until < now


def announce(voice: Voice, occurrence: Occurrence, topic: Topic) -> None:
    """A row in the outbox for each who is told."""
    audience = topic.audience(voice, occurrence)
    batches.put(
        voice.session,
        [copy_for(voice, occurrence, to) for to in audience],
        batch=batch_of(occurrence),
        topic=occurrence.topic,
        ref=str(occurrence.id),
        now=voice.now,
        deliver_until=occurrence.deliver_until,
    )
    failpoints.reach("plan.written")
    occurrences.finish(occurrence, Fate.DONE, now=voice.now, audience=len(audience))
    log.info("plan.due", occurrence=occurrence.id, topic=occurrence.topic, audience=len(audience))


def copy_for(voice: Voice, occurrence: Occurrence, to: Recipient) -> Copy:
    quiet, until = peace_of(voice, occurrence, to), occurrence.deliver_until
    in_vain = until is not None and later(occurrence.due_at, quiet, voice.zone) >= until
    due_at = later(max(voice.now, occurrence.due_at), quiet, voice.zone)
    return Copy(f"{occurrence.key}:{to.key}", to.platform, to.chat, to.member_id, due_at, in_vain)


def peace_of(voice: Voice, occurrence: Occurrence, to: Recipient) -> Quiet:
    """When they are not told. An hour that they chose themselves is theirs, also in the night; not so a later one."""
    chosen = occurrence.member_id is not None and voice.now - occurrence.due_at <= LATE
    return NEVER if chosen else to.quiet
