"""What the yearly chain will ask the branches that somebody speaks for or looks after, a line for each time."""

from collections.abc import Iterator
from functools import cache
from itertools import groupby

from bot.markup import Markup
from bot.voice import Voice
from reminders.chain import CHAIN, is_open
from reminders.chain_days import Day
from reminders.chain_words import named
from reminders.coming import AHEAD, Coming, moment
from reminders.pride_date import DATE, year_of
from storage import branches, chain, occurrences
from storage.chain import Line
from storage.members import Person
from storage.models import Occasion, Occurrence
from storage.rights import Right, allowed, own_branches


def to_member(voice: Voice, person: Person) -> Iterator[Coming]:
    """In the order that it falls due; a branch that has answered is not asked."""
    asked = asked_of(voice, person)

    @cache
    def board(year: int) -> list[Line]:
        return chain.board(voice.session, year=year)

    def line_of(one: Occurrence) -> Line | None:
        year = year_of(one) if one.topic == DATE else Day.read(one.subject).on.year
        return next((line for line in board(year) if line.branch.id == one.branch_id and asks(one, line)), None)

    found = [one for topic in (CHAIN, DATE) for one in pending(voice, topic, asked)]
    for _, some in groupby(sorted(found, key=together), key=together):
        at_once = list(some)
        lines = [line for one in at_once if (line := line_of(one))]
        if lines:
            yield Coming(at_once[0].due_at, say(voice, at_once[0], lines))


def asked_of(voice: Voice, person: Person) -> set[int | None]:
    """A chair's own branches, those that a contact person looks after, and for the ombudsperson all."""
    if allowed(person, Right.ANSWER, None):
        return {branch.id for branch in branches.listed(voice.session)}
    return {*own_branches(person, Right.ANSWER)}


def pending(voice: Voice, topic: str, asked: set[int | None]) -> list[Occurrence]:
    """What is asked of each branch by itself; whoever is to call the silent ones is asked of no branch."""
    if not asked:
        return []
    found = occurrences.pending(voice.session, until=voice.now + AHEAD, branch_ids=asked, topic=topic)
    return [one for one in found if one.branch_id is not None]


def together(one: Occurrence) -> tuple[float, str, str, str]:
    """What is asked in one go: the same of many branches."""
    return one.due_at.timestamp(), one.topic, one.subject, one.lead


def asks(one: Occurrence, line: Line) -> bool:
    """Whether it is about how that stands, and that is still open."""
    if one.topic == DATE:
        return line.occasion == Occasion.PRIDE and line.held and line.day is None
    return (line.occasion, line.day) == Day.read(one.subject) and is_open(line)


def say(voice: Voice, one: Occurrence, lines: list[Line]) -> Markup:
    """Whom, and about what."""
    who = lines[0].branch.name if len(lines) == 1 else voice.say("coming.branches", n=len(lines))
    names = {named(voice, line.occasion, line.branch.town) for line in lines}
    name = names.pop() if len(names) == 1 else voice.label(f"occasion.{lines[0].occasion}")
    values = {"when": moment(voice, one.due_at), "who": who, "name": name}
    if one.topic == DATE:
        return voice.say("coming.pride_date", **values)
    return voice.say("coming.chain", why=voice.say("coming.weeks", n=int(one.lead[1:])), **values)
