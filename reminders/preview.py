"""Plays the coming time through without sending: the same planning and the same words, on a copy of the database."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, update
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from bot.messages import Reply, load_reply
from bot.parts import split
from reminders.plan import plan, tell_expired
from reminders.topics import LATE, Drop, Push, Speak, Topics
from storage import occurrences
from storage.database import Database
from storage.models import Inbox, Member, Outbox, State


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
                while plan(session, now, self.topics, self.speak, self.platforms):
                    pass
                yield from self.sent(session, now)
                now = self.next_moment(session, now)

    def sent(self, session: Session, now: datetime) -> list[Foreseen]:
        """What goes out now: of no use any more, not true any more, or said."""
        found: list[Foreseen] = []
        expired: list[str] = []
        for row in session.exec(self.waiting().where(col(Outbox.not_before) <= now).order_by(col(Outbox.id))).all():
            reply = self.worded(session, row, now)
            row.state, row.finished_at = State.SENT, now
            if isinstance(reply, Drop):
                row.state = reply.state
                expired += [row.ref] if reply.state == State.EXPIRED and row.ref else []
                continue
            pieces = split(reply, row.platform)
            found += [Foreseen(now, row.platform, row.chat, row.member_id, piece) for piece in pieces]
        tell_expired(session, expired, now=now, topics=self.topics, speak=self.speak, platforms=self.platforms)
        return found

    def worded(self, session: Session, row: Outbox, now: datetime) -> Reply | Drop:
        if row.deliver_until is not None and row.deliver_until < now:
            return Drop(State.EXPIRED, "late")
        if not row.topic:
            return load_reply(row.payload)
        if row.topic not in self.topics:
            return Drop(State.FAILED, "unknown topic")
        member = session.get(Member, row.member_id) if row.member_id is not None else None
        voice = self.speak(session, now, member.language if member else "")
        push = Push(row.ref, row.platform, row.chat, row.member_id, row.due_at, late=now - row.due_at > LATE)
        return self.topics[row.topic].compose(voice, push)

    def next_moment(self, session: Session, now: datetime) -> datetime | None:
        """When there is something to do next."""
        soonest = session.exec(self.waiting().order_by(col(Outbox.not_before)).limit(1)).first()
        found = [occurrences.next_due(session), soonest.not_before if soonest else None]
        return min((moment for moment in found if moment is not None and moment > now), default=None)

    def waiting(self) -> SelectOfScalar[Outbox]:
        return select(Outbox).where(Outbox.state == State.QUEUED, col(Outbox.platform).in_(self.platforms))


def forget_conversations(session: Session) -> None:
    """Answers are no pushes; and what only waited for its turn waits anew."""
    session.execute(delete(Inbox))
    session.execute(delete(Outbox).where(col(Outbox.answers) != ""))
    session.execute(update(Outbox).where(col(Outbox.state) == State.LEASED).values(state=State.QUEUED))
