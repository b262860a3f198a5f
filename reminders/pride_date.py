"""Asks when a town has its Pride, while nobody has said: its chairs, then who looks after them."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from bot.markup import Markup
from bot.messages import Button, Reply
from bot.voice import Voice
from reminders.chain import with_late
from reminders.chain_calls import BUTTONS, Call, gather
from reminders.chain_days import Keeper, Planned
from reminders.chain_leads import MORNING
from reminders.chain_people import chairs, contacts, ombudspersons
from reminders.topics import Drop, Push, is_late
from storage import branches, chain
from storage.chain import Line
from storage.models import Occasion, Occurrence, State
from storage.quiet import at
from storage.recipients import Recipient

DATE = "pride_date"
# The parades are from the end of May on, and whoever arranges one knows the day in winter: asked on the first of April
# at the latest, even the first of them leaves a branch its eight weeks. Two months for the chair, one for the contact
# person, one for the ombudsperson; in June it is too late to plan anything.
CHAIR, CONTACT, OMBUDSPERSON = (2, 3), 4, 5
MONTHS = (*CHAIR, CONTACT, OMBUDSPERSON)
TOO_LATE = 6


@dataclass(slots=True)
class PrideDate:
    """`platforms`: those that run."""

    platforms: Collection[str]
    resend: bool = False
    keeper: Keeper = field(default_factory=lambda: Keeper(DATE))

    def ahead(self, voice: Voice) -> None:
        self.keeper.keep(voice, self.ought)

    def ought(self, voice: Voice, _fates: Mapping[str, str]) -> Iterator[Planned]:
        everyone = [branch.id for branch in branches.listed(voice.session)]
        for year in (voice.today.year, voice.today.year + 1):
            for month in MONTHS:
                due_at, until = (at(date(year, n, 1), MORNING, voice.zone) for n in (month, month + 1))
                for branch_id in everyone if month in CHAIR else [None]:
                    whose = f"b{branch_id}:" if branch_id is not None else ""
                    key = f"{DATE}:{year}:{whose}m{month}"
                    yield Planned(key, f"{Occasion.PRIDE}:{year}", f"m{month}", branch_id, due_at, until)

    def calls(self, voice: Voice, occurrence: Occurrence) -> list[Call]:
        """Who is asked about which branches' towns, as of now."""
        found: dict[str, Call] = {}
        for line in missing(voice, occurrence):
            branch_id = line.branch.id
            assert branch_id is not None
            looking_after = ombudspersons(voice, self.platforms)
            if occurrence.branch_id is not None:
                gather(found, "chair", chairs(voice, branch_id, self.platforms), [line])
            elif occurrence.lead == f"m{CONTACT}":
                gather(found, "list", contacts(voice, branch_id, self.platforms) or looking_after, [line])
            else:
                gather(found, "list", looking_after, [line])
        return list(found.values())

    def audience(self, voice: Voice, occurrence: Occurrence) -> list[Recipient]:
        return [call.to for call in self.calls(voice, occurrence)]

    def compose(self, voice: Voice, push: Push) -> Reply | Drop:
        occurrence = voice.session.get_one(Occurrence, int(push.ref))
        calls = self.calls(voice, occurrence)
        mine = next((call for call in calls if call.to.member_id == push.member_id), None)
        if mine is None:
            return (
                Drop(State.CANCELLED, "told")
                if not missing(voice, occurrence)
                else Drop(State.SUPPRESSED, "not theirs")
            )
        year = year_of(occurrence)
        reply = ask(voice, mine.branches[0], year) if mine.words == "chair" else ask_list(voice, mine.branches, year)
        return Reply(with_late(voice, Markup(reply.text), late=is_late(push, occurrence)), buttons=reply.buttons)

    def missed(self, voice: Voice, occurrence: Occurrence) -> Markup:
        towns = towns_of(missing(voice, occurrence))
        return voice.say("missed.pride_date", towns=", ".join(towns), year=year_of(occurrence)) if towns else Markup()


def year_of(occurrence: Occurrence) -> int:
    return int(occurrence.subject.partition(":")[2])


def missing(voice: Voice, occurrence: Occurrence) -> list[Line]:
    """The branches that an occurrence is about, in whose towns nobody has said when it is."""
    lines = undated(voice, year_of(occurrence))
    return [line for line in lines if occurrence.branch_id in {None, line.branch.id}]


def undated(voice: Voice, year: int) -> list[Line]:
    lines = chain.board(voice.session, year=year)
    return [line for line in lines if line.occasion == Occasion.PRIDE and line.held and line.day is None]


def towns_of(lines: list[Line]) -> list[str]:
    return list(dict.fromkeys(line.branch.town for line in lines))


def action(verb: str, when: int | str, branch_id: int | None) -> str:
    """What a button carries: `pride:VERB:YEAR:BRANCH`, or `pride:on:DAY:BRANCH`."""
    return f"pride:{verb}:{when}:{branch_id}"


def ask(voice: Voice, line: Line, year: int) -> Reply:
    """The question to who speaks for a branch."""
    said = voice.say("pride.ask", town=line.branch.town, year=year, branch=line.branch.name)
    verbs = ("write", "none", "later")
    buttons = [Button(voice.label(f"pride.button.{verb}"), action(verb, year, line.branch.id)) for verb in verbs]
    return Reply(said, buttons=tuple(buttons))


def ask_list(voice: Voice, lines: list[Line], year: int) -> Reply:
    """The same about several towns; a button leads to each."""
    by_town = {line.branch.town: line for line in lines}
    said = [
        voice.say("pride.ask_list", year=year),
        *(voice.say("pride.town", town=town) for town in by_town),
        voice.say("pride.find_out"),
    ]
    buttons = [
        Button(voice.label("chain.pride_in", town=town), action("show", year, line.branch.id))
        for town, line in [*by_town.items()][:BUTTONS]
    ]
    return Reply(Markup("\n".join(said)), buttons=tuple(buttons))
