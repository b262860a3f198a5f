"""Tells each branch's group, on the day itself, what it arranges or goes to, or what happens near by."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import time
from typing import NamedTuple

from bot.cards import organiser_of
from bot.markup import Markup
from bot.messages import Reply
from bot.voice import Voice
from bot.wording import span
from reminders.chain import missed_line, with_late
from reminders.chain_days import Keeper, Planned, coming, stands
from reminders.chain_people import includes
from reminders.chain_words import named
from reminders.topics import Drop, Push, is_late
from storage import activities, branches, chain, networks, recipients
from storage.chain import Line
from storage.models import Activity, Occurrence, Stand, State, Visibility
from storage.quiet import at
from storage.recipients import Recipient

GREETING = "chain_day"
# Early enough to go there, and not at all when the day is over.
FROM, UNTIL = time(9), time(21)
# So much of what others do is a hint; /nasta-aktivitet has it all.
NEAR = 3


class Happening(NamedTuple):
    """What is left of the day: what the branch arranges, what it goes to, and what else anybody may come to."""

    own: list[Activity]
    joined: list[Activity]
    near: list[Activity]


@dataclass(slots=True)
class ChainDay:
    """`platforms`: those that run. A greeting that may have arrived is not sent twice."""

    platforms: Collection[str]
    resend: bool = False
    keeper: Keeper = field(default_factory=lambda: Keeper(GREETING))

    def ahead(self, voice: Voice) -> None:
        self.keeper.keep(voice, self.ought)

    def ought(self, voice: Voice, _fates: Mapping[str, str]) -> Iterator[Planned]:
        for branch, about in coming(voice):
            due_at, until = (at(about.on, wall, voice.zone) for wall in (FROM, UNTIL))
            yield Planned(f"{GREETING}:{about}:b{branch.id}", str(about), "", branch.id, due_at, until)

    def audience(self, voice: Voice, occurrence: Occurrence) -> list[Recipient]:
        if not any(any(happening(voice, line)) for line in stands(voice, occurrence)):
            return []
        return recipients.groups(voice.session, branch_id=occurrence.branch_id, platforms=self.platforms)

    def compose(self, voice: Voice, push: Push) -> Reply | Drop:
        occurrence = voice.session.get_one(Occurrence, int(push.ref))
        line = next(iter(stands(voice, occurrence)), None)
        if line is None:
            return Drop(State.CANCELLED, "moved")
        what = happening(voice, line)
        if not any(what):
            return Drop(State.EXPIRED, "over")
        if not includes(self.audience(voice, occurrence), push):
            return Drop(State.SUPPRESSED, "lost")
        return Reply(with_late(voice, greet(voice, line, what), late=is_late(push, occurrence)))

    def missed(self, voice: Voice, occurrence: Occurrence) -> Markup:
        line = next(iter(stands(voice, occurrence)), None)
        return missed_line(voice, "missed.chain_day", occurrence, line) if line else Markup()


def happening(voice: Voice, line: Line) -> Happening:
    assert line.day is not None
    today = [one for one in activities.on_day(voice.session, line.day) if one.ends_at > voice.now]
    answers = chain.answers(voice.session, occasion=line.occasion, year=line.day.year)
    meant = {row.activity_id for row in answers.values()}
    own = [one for one in today if one.branch_id == line.branch.id and one.id in meant]
    joins = line.answer is not None and line.answer.stand == Stand.JOINS
    joined = [one for one in today if joins and is_joined(one, line)]
    public = [one for one in today if one.visibility == Visibility.PUBLIC]
    # What is for the occasion, or might be: not what another branch happens to have that day.
    fitting = [one for one in public if one.id in meant or one.branch_id in {None, line.branch.id}]
    return Happening(own, joined, (fitting or public)[:NEAR])


def is_joined(activity: Activity, line: Line) -> bool:
    """What the branch goes to: the one that was named, or whatever the one they go with arranges."""
    if line.activity is not None:
        return activity.id == line.activity.id
    return line.joins is not None and activity.branch_id == line.joins.id


def greet(voice: Voice, line: Line, what: Happening) -> Markup:
    """What is nearest to them: their own, what they go to, or else what others do."""
    branch = line.branch.name
    lines = [voice.say("chain_day.greeting", name=named(voice, line.occasion, line.branch.town))]
    if what.own:
        lines += [voice.say("chain_day.own", branch=branch), *items(voice, what.own, key="chain.item")]
    if what.joined:
        lines += [voice.say("chain_day.joined", branch=branch), *items(voice, what.joined)]
    if not (what.own or what.joined):
        lines += [voice.say("chain_day.near"), *items(voice, what.near)]
    return Markup("\n".join([*lines, voice.say("chain_day.welcome")]))


def items(voice: Voice, found: list[Activity], *, key: str = "chain_day.item") -> Iterator[Markup]:
    """A line each. A group is only told what is public: for the rest there is a hint where to ask."""
    for activity in found:
        if activity.visibility != Visibility.PUBLIC:
            yield voice.say("chain_day.hidden")
            continue
        ends_at = activity.ends_at if activity.ends else None
        hours = span(activity.starts_at, ends_at, language=voice.texts.language, zone=voice.zone)
        branch = branches.name(voice.session, activity.branch_id)
        organiser = organiser_of(branch, networks.name(voice.session, activity.network_id), voice)
        said = {"title": activity.title, "when": hours, "place": activity.place, "organiser": organiser}
        yield voice.say(key, **said)
