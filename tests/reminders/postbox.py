"""Two senders on one outbox and the platforms that they send to, as plain data."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import Session, select

from bot.texts import texts
from bot.voice import Voice
from reminders.plan import Planner
from storage import doubt, outbox
from storage.doubt import SHOWS_WITHIN
from storage.models import Occurrence, Outbox, State
from storage.outbox import Due, Letter, Outcome
from tests.processes.circulars import circulars

PLATFORMS = ("telegram", "slack")
REMEMBERING, AGAIN = ("slack",), ("summons",)
STOCKHOLM = ZoneInfo("Europe/Stockholm")


def speak(session: Session, now: datetime, language: str) -> Voice:
    return Voice(session, now, STOCKHOLM, texts(language or "sv"), "Distriktet")


def plan(session: Session, now: datetime) -> None:
    Planner(circulars(PLATFORMS), speak, PLATFORMS).tick(session, now)


@dataclass(slots=True)
class Flight:
    """A message on the wire; the platform has it when it `arrived`."""

    letter: Letter
    arrived: bool = False


@dataclass(slots=True)
class Sender:
    """One process: what it has leased, and what it has on the wire."""

    name: str
    leased: dict[int, Due] = field(default_factory=dict)
    wire: dict[int, Flight] = field(default_factory=dict)

    def is_free(self, platform: str, chat: str) -> bool:
        return all((one.letter.platform, one.letter.chat) != (platform, chat) for one in self.wire.values())

    def lose_all(self) -> None:
        self.leased.clear()
        self.wire.clear()


@dataclass(slots=True)
class Arrivals:
    """What the platforms have: by row, how many copies, and how many that say that they may be the second."""

    copies: Counter[int] = field(default_factory=Counter)
    noted: Counter[int] = field(default_factory=Counter)
    marks: set[str] = field(default_factory=set)

    def take(self, flight: Flight) -> None:
        if flight.arrived:
            return
        flight.arrived = True
        self.copies[flight.letter.id] += 1
        self.noted[flight.letter.id] += flight.letter.repeated
        self.marks.add(flight.letter.mark)


def begin(session: Session, sender: Sender, row: int, now: datetime) -> Flight | None:
    """As the pump does: on the wire, unless it shall not go any more."""
    letter = outbox.begin(session, row, owner=sender.name, now=now)
    if letter is None:
        return None
    if letter.deliver_until and letter.deliver_until < now:
        outbox.mark(session, [Outcome(row, State.EXPIRED, why="late")], now, owner=sender.name)
        return None
    sender.wire[row] = Flight(letter)
    return sender.wire[row]


def no_answer(session: Session, owner: str, letter: Letter, now: datetime) -> None:
    """As the deliverer does when no answer came: looked into, sent once more, or unknown."""
    asked = letter.platform in REMEMBERING
    if letter.topic in AGAIN and not letter.repeated and not asked:
        outbox.postpone(session, [letter.id], owner=owner, until=now, why="unknown", repeated=True)
    else:
        doubtful = Outcome(letter.id, State.UNKNOWN, why="unknown", open=asked)
        outbox.mark(session, [doubtful], now, owner=owner)


def look(session: Session, arrivals: Arrivals, now: datetime, *, told: bool) -> None:
    """As reminders/reconcile.py does; not `told`, the platform does not tell."""
    for row in doubt.doubtful(session, platform="slack", now=now, limit=20):
        if not told:
            doubt.give_up(session, row.id, now=now)
        elif row.mark in arrivals.marks:
            doubt.arrived(session, row.id, message="m", now=now)
        elif now >= row.sending_at + SHOWS_WITHIN:
            doubt.never_arrived(session, row.id, now=now)
        else:
            doubt.look_again(session, row.id, at=row.sending_at + SHOWS_WITHIN)


def recover(session: Session, now: datetime, owner: str = "") -> None:
    doubt.recover(session, now, remembering=REMEMBERING, again=AGAIN, owner=owner)


def rows(session: Session) -> list[Outbox]:
    return list(session.exec(select(Outbox).order_by(Outbox.id)))


def all_occurrences(session: Session) -> list[Occurrence]:
    return list(session.exec(select(Occurrence)))


def is_final(row: Outbox) -> bool:
    """An unknown one that is still looked into is not."""
    return row.state in outbox.FINAL and row.finished_at is not None


SECOND, HOUR = timedelta(seconds=1), timedelta(hours=1)
