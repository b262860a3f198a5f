"""One tick's planning: what is to come is put down as occurrences, and what is due goes into the outbox."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

import structlog
from sqlmodel import Session

from bot import failpoints
from bot.markup import Markup
from bot.messages import Reply, dump_reply
from bot.voice import Voice
from reminders.rules import NEVER, Quiet, later
from reminders.topics import LATE, Speak, Topic, Topics
from storage import occurrences, outbox, recipients
from storage.models import Fate, Occurrence, Role
from storage.recipients import Recipient

log = structlog.get_logger(__name__)

# Looked at in one transaction; and sent in one, so that people who write are never kept waiting for long.
LOOK, CHUNK = 500, 10
# So many lines about what was missed; then how many more there are.
LINES = 10


def tick(session: Session, now: datetime, topics: Topics, speak: Speak, platforms: Collection[str]) -> int:
    """The same, and tell of what waited in the outbox until it was too late."""
    refs = [late.ref for late in outbox.expire(session, now)]
    tell_expired(session, refs, now=now, topics=topics, speak=speak, platforms=platforms)
    return plan(session, now, topics, speak, platforms)


def plan(session: Session, now: datetime, topics: Topics, speak: Speak, platforms: Collection[str]) -> int:
    """Plan ahead and deal with what is due, in one transaction. Returns with how much: call it until that is none."""
    voice = speak(session, now, "")
    for topic in topics.values():
        topic.ahead(voice)
    useful, missed, done = [], [], 0
    for occurrence, superseded in occurrences.due(session, now=now, limit=LOOK):
        if superseded:
            occurrences.finish(occurrence, Fate.SUPERSEDED, now=now)
        elif is_too_late(occurrence, topics, now):
            occurrences.finish(occurrence, Fate.MISSED, now=now)
            missed.append(occurrence)
        else:
            useful.append(occurrence)
            continue
        done += 1
    tell_missed(session, missed, now=now, topics=topics, speak=speak, platforms=platforms)
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
    """A row in the outbox for each who is told. Whose own quiet hours last until it is no use is not told at all."""
    session, now, until = voice.session, voice.now, occurrence.deliver_until
    told = 0
    for to in topic.audience(voice, occurrence):
        quiet = peace_of(voice, occurrence, to)
        if until and later(occurrence.due_at, quiet, voice.zone) >= until:
            continue
        outbox.put(
            session,
            key=f"{occurrence.key}:{to.key}",
            to=(to.platform, to.chat, "", ""),
            payload="",
            now=now,
            topic=occurrence.topic,
            ref=str(occurrence.id),
            batch=f"occurrence:{occurrence.id}",
            member_id=to.member_id,
            due_at=later(max(now, occurrence.due_at), quiet, voice.zone),
            deliver_until=until,
        )
        failpoints.reach("plan.written")
        told += 1
    occurrences.finish(occurrence, Fate.DONE, now=now, audience=told)
    log.info("plan.due", occurrence=occurrence.id, topic=occurrence.topic, audience=told)


def peace_of(voice: Voice, occurrence: Occurrence, to: Recipient) -> Quiet:
    """When they are not told. An hour that they chose themselves is theirs, also in the night; not so a later one."""
    chosen = occurrence.member_id is not None and voice.now - occurrence.due_at <= LATE
    return NEVER if chosen else to.quiet


def tell_expired(
    session: Session, refs: Iterable[str], *, now: datetime, topics: Topics, speak: Speak, platforms: Collection[str]
) -> None:
    """The same for outbox rows that expired before they were sent: `refs` are their occurrences."""
    found = (session.get(Occurrence, int(ref)) for ref in sorted(set(refs), key=int))
    known = [occurrence for occurrence in found if occurrence is not None]
    tell_missed(session, known, now=now, topics=topics, speak=speak, platforms=platforms)


def tell_missed(
    session: Session,
    missed: Sequence[Occurrence],
    *,
    now: datetime,
    topics: Topics,
    speak: Speak,
    platforms: Collection[str],
) -> None:
    """Let the ombudsperson know what came too late to be said; what is personal is nobody else's business."""
    if not missed:
        return
    log.warning("plan.missed", occurrences=len(missed))
    today = speak(session, now, "").today
    for to in recipients.holders(session, Role.OMBUDSPERSON, today=today, platforms=platforms):
        voice = speak(session, now, to.language)
        if text := report(voice, missed, topics):
            outbox.put(
                session,
                key=f"missed:{missed[0].id}:{now.isoformat()}:{to.key}",
                to=(to.platform, to.chat, "", ""),
                payload=dump_reply(Reply(text)),
                now=now,
                member_id=to.member_id,
                due_at=later(now, to.quiet, voice.zone),
            )


def report(voice: Voice, missed: Sequence[Occurrence], topics: Topics) -> Markup:
    """A line for each thing that was missed, at most so many; empty when none is to be told."""
    every = [topics[one.topic].missed(voice, one) for one in missed if one.topic in topics]
    lines = list(dict.fromkeys(line for line in every if line))
    if not lines:
        return Markup()
    said = [voice.say("missed.intro"), *(Markup(f"- {line}") for line in lines[:LINES])]
    if more := len(lines) - LINES:
        said += [voice.say("missed.more", n=more)] if more > 0 else []
    return Markup("\n".join(said))
