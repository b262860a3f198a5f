"""A push gets its words when it is about to go: whom it is for, and whether it is still true, is looked up then."""

from datetime import datetime

from sqlmodel import Session

from bot import failpoints
from bot.messages import Reply, dump
from reminders import pauses
from reminders.topics import LATE, Drop, Push, Speak, Topics
from storage import incidents, members, outbox
from storage.models import State
from storage.outbox import Letter, Outcome


def open_letter(
    session: Session, row: int, *, owner: str, now: datetime, topics: Topics, speak: Speak
) -> Letter | None:
    """Mark a leased row as being sent, if that is still right, and word it; None when it shall not go any more."""
    letter = outbox.begin(session, row, owner=owner, now=now)
    if letter is None:
        return None
    if not letter.answers and letter.batch != outbox.ALARM and incidents.is_frozen(session):
        outbox.postpone(session, [row], owner=owner, until=now)
        return None
    failpoints.reach("sending.written")
    made = word(session, letter, now=now, topics=topics, speak=speak)
    if isinstance(made, Drop):
        if made.state is State.EXPIRED:
            outbox.come_too_late(session, letter.id, owner=owner, now=now)
            return None
        outbox.mark(session, [Outcome(letter.id, made.state, why=made.why)], now, owner=owner)
        return None
    return letter._replace(payload=dump(made)) if made else letter


def word(session: Session, letter: Letter, *, now: datetime, topics: Topics, speak: Speak) -> Reply | Drop | None:
    """What a push says now, or why it is not sent after all; None for one that carries its own words."""
    if letter.deliver_until and letter.deliver_until < now:
        return Drop(State.EXPIRED, "late")
    language = ""
    if letter.member_id is not None:
        reached = members.reached(session, member_id=letter.member_id, platform=letter.platform, chat=letter.chat)
        if reached is None:
            return Drop(State.SUPPRESSED, "left")
        language = reached
    if not letter.topic:
        return None
    if letter.topic not in topics:  # planned by another version
        return Drop(State.CANCELLED, "topic")
    if pauses.silences(session, letter, now):
        return Drop(State.SUPPRESSED, "paused")
    late = now - letter.due_at > LATE
    push = Push(letter.ref, letter.platform, letter.chat, letter.member_id, letter.due_at, late=late)
    return topics[letter.topic].compose(speak(session, now, language), push)
