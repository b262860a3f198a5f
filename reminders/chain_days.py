"""The days of the yearly chain, and keeping the occurrences that follow from them."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple, Self

from bot.voice import Voice
from storage import branches, chain, occasions, occurrences
from storage.chain import Line, Matter
from storage.models import Branch, Fate, Occasion, Occurrence


class Day(NamedTuple):
    """An occasion on its day: the `subject` of occurrences, as `march8:2027-03-08`."""

    occasion: Occasion
    on: date

    def __str__(self) -> str:
        return f"{self.occasion}:{self.on}"

    @classmethod
    def read(cls, subject: str) -> Self:
        occasion, _, on = subject.partition(":")
        return cls(Occasion(occasion), date.fromisoformat(on))

    def matter(self, branch_id: int) -> Matter:
        return Matter(self.occasion, self.on.year, branch_id)


class Planned(NamedTuple):
    """An occurrence as it ought to be."""

    key: str
    subject: str
    lead: str
    branch_id: int | None
    due_at: datetime
    deliver_until: datetime


def coming(voice: Voice) -> Iterator[tuple[Branch, Day]]:
    """Every branch's days that are known, from today on, of this year and the next."""
    everyone = branches.listed(voice.session)
    for year in (voice.today.year, voice.today.year + 1):
        known = occasions.days(voice.session, year=year, branch_id=None)
        for occasion, on, town in known:
            if on is not None and on >= voice.today:
                yield from ((branch, Day(occasion, on)) for branch in everyone if town in {"", branch.town})


def stands(voice: Voice, occurrence: Occurrence) -> list[Line]:
    """How it stands with the branch of an occurrence (with every branch, where it names none) that still has its
    occasion on that day.
    """
    day = Day.read(occurrence.subject)
    lines = chain.board(voice.session, year=day.on.year)
    about = [line for line in lines if (line.occasion, line.day) == day]
    return [line for line in about if occurrence.branch_id in {None, line.branch.id}]


@dataclass(slots=True)
class Keeper:
    """Keeps a topic's occurrences as they ought to be.

    It is called with every tick, so it only looks again when something has changed that they follow from, until it
    has seen that all is well.
    """

    topic: str
    seen: object = None

    def keep(self, voice: Voice, ought: Callable[[Voice, Mapping[str, str]], Iterable[Planned]]) -> None:
        """`ought` says what there ought to be, and is told what became of what there is, by key."""
        state = (voice.today, chain.foundations(voice.session, since=voice.today.year))
        if state == self.seen:
            return
        fates = occurrences.fates(voice.session, topic=self.topic)
        wanted = {one.key: one for one in ought(voice, fates)}
        ahead = [one for one in wanted.values() if one.due_at > voice.now]
        missing = [one for one in ahead if fates.get(one.key, Fate.CANCELLED) == Fate.CANCELLED]
        for one in missing:
            if one.key not in fates:
                occurrences.put(voice.session, topic=self.topic, **one._asdict())
            else:
                occurrences.revive(voice.session, key=one.key, due_at=one.due_at, deliver_until=one.deliver_until)
        stale = [key for key, fate in fates.items() if fate == Fate.PENDING and key not in wanted]
        gone = occurrences.cancel(voice.session, stale, now=voice.now)
        self.seen = None if missing or gone else state
