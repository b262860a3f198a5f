"""Puts a reminder off: the same once more, for one person, in an hour or the next morning."""

from datetime import datetime, time, timedelta
from typing import Literal, NamedTuple

from bot.messages import Button
from bot.voice import Voice
from reminders import subject
from reminders.rules import DAY, UNITS
from storage import occurrences, own, told
from storage.models import Occurrence
from storage.quiet import at

SNOOZE = "snooze"
HOUR, TOMORROW = "h1", "d1"
CHOICES = (HOUR, TOMORROW)
NEXT_MORNING = time(9)


# Pressed twice in a row, it is the same wish.
SAME = timedelta(minutes=1)

Became = Literal["done", "moved", "known", "came"]


class Snoozed(NamedTuple):
    """When it comes again, or came; `became` says whether that is new, instead of another time, known, or over."""

    due_at: datetime
    became: Became


def then(voice: Voice, choice: str) -> datetime:
    """The moment that a choice means now."""
    return voice.now + UNITS["h"] if choice == HOUR else at(voice.today + DAY, NEXT_MORNING, voice.zone)


def is_useful(occurrence: Occurrence, due_at: datetime) -> bool:
    """Whether it still says something then: before what it is about has begun."""
    return occurrence.deliver_until is None or due_at < occurrence.deliver_until


def buttons(voice: Voice, occurrence: Occurrence) -> tuple[Button, ...]:
    """The ways to put it off that still are of use."""
    return tuple(
        Button(voice.label(f"snooze.button.{choice}"), f"snooze:{occurrence.id}:{choice}")
        for choice in CHOICES
        if is_useful(occurrence, then(voice, choice))
    )


def find(voice: Voice, occurrence_id: int, member_id: int) -> Occurrence | None:
    """The reminder, if this member was given it and what it is about is as it was then."""
    occurrence = voice.session.get(Occurrence, occurrence_id)
    if occurrence is None or not told.was_told(
        voice.session, ref=str(occurrence_id), topic=occurrence.topic, member_id=member_id
    ):
        return None
    return occurrence if stands(voice, occurrence) else None


def stands(voice: Voice, occurrence: Occurrence) -> bool:
    """Whether there is still something to be reminded of; what is asked comes again by itself."""
    if occurrence.topic == subject.REMINDER:
        activity = subject.find(voice.session, occurrence)
        return activity is not None and activity.cancelled_at is None and subject.is_current(occurrence, activity)
    return occurrence.topic in own.TOPICS and own.find(voice.session, int(occurrence.subject)) is not None


def put_off(voice: Voice, occurrence: Occurrence, member_id: int, due_at: datetime) -> Snoozed:
    """Have it said once more then; what waits already moves there."""
    stem = occurrence.key.rsplit(":", 3)[0] if occurrence.lead == SNOOZE else occurrence.key
    key = f"{stem}:{occurrence.id}:m{member_id}:{SNOOZE}"
    is_new = occurrences.put(
        voice.session,
        key=key,
        topic=occurrence.topic,
        subject=occurrence.subject,
        lead=SNOOZE,
        branch_id=occurrence.branch_id,
        member_id=member_id,
        due_at=due_at,
        deliver_until=occurrence.deliver_until,
    ) or occurrences.revive(voice.session, key=key, due_at=due_at, deliver_until=occurrence.deliver_until)
    return Snoozed(due_at, "done") if is_new else again(voice, key, due_at)


def again(voice: Voice, key: str, due_at: datetime) -> Snoozed:
    """What becomes of a wish that there was before."""
    known = occurrences.due_at(voice.session, key)
    if known <= voice.now:
        return Snoozed(known, "came")
    if abs(known - due_at) < SAME or not occurrences.move(voice.session, key=key, due_at=due_at):
        return Snoozed(known, "known")
    return Snoozed(due_at, "moved")
