"""What the bot speaks up about by itself: who is told when it falls due, and what they are told when it is sent."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from sqlmodel import Session

from bot.markup import Markup
from bot.messages import Reply
from bot.voice import Voice
from storage.models import Occurrence, State
from storage.recipients import Recipient

# What comes later than this after its time says that it is late.
LATE = timedelta(minutes=30)

# A voice for a time and a language; the district's own language where that is empty.
Speak = Callable[[Session, datetime, str], Voice]


@dataclass(frozen=True, slots=True)
class Push:
    """A message that is about to go on the wire; `ref` is its occurrence's id."""

    ref: str
    platform: str
    chat: str
    member_id: int | None
    due_at: datetime
    late: bool

    @property
    def place(self) -> tuple[str, str]:
        return self.platform, self.chat


@dataclass(frozen=True, slots=True)
class Drop:
    """It is not sent after all: suppressed, cancelled or expired, and in a word why (never a name)."""

    state: State
    why: str


class Topic(Protocol):
    """One kind of thing to be told. All of it is plain logic on rows, in the transaction of whoever calls."""

    @property
    def resend(self) -> bool:
        """Whether one that may not have arrived is sent once more, and says so."""

    def ahead(self, voice: Voice) -> None:
        """See to it that the occurrences of the coming time are there; called often, so it asks for what is missing."""

    def audience(self, voice: Voice, occurrence: Occurrence) -> list[Recipient]:
        """Who is told, as of now. Nobody, when it is not true any more."""

    def compose(self, voice: Voice, push: Push) -> Reply | Drop:
        """What is said, as true when it is sent: wording, rights and whether it still happens are looked up now."""

    def missed(self, voice: Voice, occurrence: Occurrence) -> Markup:
        """A line for whoever is told what came too late; empty when that is nobody's business."""


Topics = Mapping[str, Topic]


def batch_of(occurrence: Occurrence) -> str:
    """What its outbox rows are counted in."""
    return f"occurrence:{occurrence.id}"


def is_late(push: Push, occurrence: Occurrence) -> bool:
    """Whether somebody should have been told long before: it was sent late, or already planned late."""
    planned_at = occurrence.finished_at or occurrence.due_at
    return push.late or planned_at - occurrence.due_at > LATE
