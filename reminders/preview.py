"""Plays the coming time through without sending: the same planning and the same words, on a copy of the database."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, update
from sqlmodel import Session, col

from bot.messages import Reply, load_reply
from reminders.plan import Planner
from reminders.topics import Speak, Topics
from reminders.words import open_letter
from storage import occurrences, outbox
from storage.database import Database
from storage.models import Inbox, Outbox, State
from storage.outbox import Outcome

OWNER = "preview"
CHUNK = 30


@dataclass(frozen=True, slots=True)
class Foreseen:
    """A message that would be sent then."""

    at: datetime
    platform: str
    chat: str
    member_id: int | None
    reply: Reply


@dataclass(frozen=True, slots=True)
class Preview:
    """The time to come in `database`, which is changed: it is a copy. Nobody answers, and all that is sent arrives."""

    database: Database
    topics: Topics
    speak: Speak
    platforms: Collection[str]

    def messages(self, start: datetime, until: datetime) -> Iterator[Foreseen]:
        """What would be sent from one moment up to another, the other included, in order."""
        with self.database.begin() as session:
            forget_conversations(session)
        now: datetime | None = start
        while now is not None and now <= until:
            with self.database.begin() as session:
                yield from self.moment(session, now)
                now = self.next_moment(session, now)

    def moment(self, session: Session, now: datetime) -> Iterator[Foreseen]:
        """What is sent at one moment: what turns out to be too late is told of in the same."""
        due: datetime | None = now
        while due and due <= now:
            Planner(self.topics, self.speak, self.platforms).tick(session, now)
            for platform in self.platforms:
                while rows := outbox.lease(session, owner=OWNER, now=now, platform=platform, limit=CHUNK):
                    yield from (message for row in rows if (message := self.send(session, row.id, now)))
            due = outbox.next_due(session, platforms=self.platforms)

    def send(self, session: Session, row: int, now: datetime) -> Foreseen | None:
        """As if it had arrived at once."""
        letter = open_letter(session, row, owner=OWNER, now=now, topics=self.topics, speak=self.speak)
        if letter is None:
            return None
        outbox.mark(session, [Outcome(letter.id, State.SENT)], now, owner=OWNER)
        return Foreseen(now, letter.platform, letter.chat, letter.member_id, load_reply(letter.payload))

    def next_moment(self, session: Session, now: datetime) -> datetime | None:
        """When there is something to do next."""
        found = [occurrences.next_due(session), outbox.next_due(session, platforms=self.platforms)]
        return min((moment for moment in found if moment is not None and moment > now), default=None)


def forget_conversations(session: Session) -> None:
    """Answers are no pushes; and what only waited for its turn waits anew."""
    session.execute(delete(Inbox))
    session.execute(delete(Outbox).where(col(Outbox.answers) != ""))
    session.execute(update(Outbox).where(col(Outbox.state) == State.LEASED).values(state=State.QUEUED))
