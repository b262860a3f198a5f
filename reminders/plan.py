"""One tick's planning: what is to come is put down as occurrences, and what is due goes into the outbox."""

from collections.abc import Collection
from datetime import datetime

import structlog
from sqlmodel import Session

from bot import failpoints
from bot.voice import Voice
from reminders import missed
from reminders.rules import NEVER, Quiet, later
from reminders.topics import LATE, Speak, Topic, Topics
from storage import occurrences, outbox
from storage.models import Fate, Occurrence
from storage.outbox import Copy
from storage.recipients import Recipient

log = structlog.get_logger(__name__)

# Looked at in one transaction; and sent in one, so that people who write are never kept waiting for long.
LOOK, CHUNK = 500, 10


def tick(
    session: Session, now: datetime, topics: Topics, speak: Speak, platforms: Collection[str], *, held: bool = False
) -> int:
    """Tell of what waited in the outbox until it was too late; and the same, unless planning is `held`."""
    late = missed.named(session, [one.ref for one in outbox.expire(session, now)])
    missed.tell(session, late, now=now, topics=topics, speak=speak, platforms=platforms)
    return 0 if held else plan(session, now, topics, speak, platforms)


def plan(session: Session, now: datetime, topics: Topics, speak: Speak, platforms: Collection[str]) -> int:
    """Plan ahead and deal with what is due, in one transaction. Returns with how much: call it until that is none."""
    voice = speak(session, now, "")
    for topic in topics.values():
        topic.ahead(voice)
    useful, too_late, done = [], [], 0
    for occurrence, superseded in occurrences.due(session, now=now, limit=LOOK):
        if superseded:
            occurrences.finish(occurrence, Fate.SUPERSEDED, now=now)
        elif is_too_late(occurrence, topics, now):
            occurrences.finish(occurrence, Fate.MISSED, now=now)
            too_late.append(occurrence)
        else:
            useful.append(occurrence)
            continue
        done += 1
    missed.tell(session, too_late, now=now, topics=topics, speak=speak, platforms=platforms)
    for occurrence in useful[:CHUNK]:
        announce(voice, occurrence, topics[occurrence.topic])
    return done + len(useful[:CHUNK])


def is_too_late(occurrence: Occurrence, topics: Topics, now: datetime) -> bool:
    """Whether it is no use any more, or of a kind that this program does not know."""
    if occurrence.topic not in topics:
        log.error("plan.unknown_topic", occurrence=occurrence.id, topic=occurrence.topic)
        return True
    return occurrence.deliver_until is not None and occurrence.deliver_until < now


def announce(voice: Voice, occurrence: Occurrence, topic: Topic) -> None:
    """A row in the outbox for each who is told."""
    audience = topic.audience(voice, occurrence)
    outbox.put_batch(
        voice.session,
        [copy_for(voice, occurrence, to) for to in audience],
        batch=f"occurrence:{occurrence.id}",
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
