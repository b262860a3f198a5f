"""Asks who looks after the branches to call those that do not answer: the contact persons, then the ombudsperson."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from babel.lists import format_list

from bot.markup import Markup
from bot.messages import Reply
from bot.voice import Voice
from bot.wording import day
from reminders.chain import with_late
from reminders.chain_days import Day, Keeper, Planned, coming, stands
from reminders.chain_leads import Leads
from reminders.chain_people import contacts, ombudspersons
from reminders.chain_words import dated, for_button, named
from reminders.topics import Drop, Push, is_late
from storage.chain import Line
from storage.models import Occurrence, State
from storage.recipients import Recipient

CALLS = "chain_calls"
# Buttons to answer with; the text names every branch all the same.
BUTTONS = 20


class Call(NamedTuple):
    """Whom somebody is asked to call, and in which words."""

    to: Recipient
    words: str
    branches: list[Line]


@dataclass(slots=True)
class ChainCalls:
    """One message a person and day, whatever many branches it is about. `platforms`: those that run."""

    leads: Leads
    platforms: Collection[str]
    resend: bool = False
    keeper: Keeper = field(default_factory=lambda: Keeper(CALLS))

    def ahead(self, voice: Voice) -> None:
        self.keeper.keep(voice, self.ought)

    def ought(self, voice: Voice, _fates: Mapping[str, str]) -> Iterator[Planned]:
        for about in {about for _, about in coming(voice)}:
            for lead in self.leads.before(about.on, voice.zone):
                if self.leads.asks_contact(lead.name) or self.leads.asks_ombudsperson(lead.name):
                    key = f"{CALLS}:{about}:{lead.name}"
                    yield Planned(key, str(about), lead.name, None, lead.due_at, lead.until)

    def calls(self, voice: Voice, occurrence: Occurrence) -> list[Call]:
        """Who is asked to call whom, as of now; a person once."""
        silent = [line for line in stands(voice, occurrence) if line.answer is None]
        found: dict[str, Call] = {}
        if self.leads.asks_ombudsperson(occurrence.lead):
            gather(found, "ombudsperson", ombudspersons(voice, self.platforms), silent)
        if self.leads.asks_contact(occurrence.lead):
            for line in silent:
                assert line.branch.id is not None
                own = contacts(voice, line.branch.id, self.platforms)
                gather(found, "contact" if own else "orphans", own or ombudspersons(voice, self.platforms), [line])
        return list(found.values())

    def audience(self, voice: Voice, occurrence: Occurrence) -> list[Recipient]:
        return [call.to for call in self.calls(voice, occurrence)]

    def compose(self, voice: Voice, push: Push) -> Reply | Drop:
        occurrence = voice.session.get_one(Occurrence, int(push.ref))
        calls = self.calls(voice, occurrence)
        mine = next((call for call in calls if call.to.member_id == push.member_id), None)
        if mine is None:
            return Drop(State.CANCELLED, "answered") if not calls else Drop(State.SUPPRESSED, "not theirs")
        about = Day.read(occurrence.subject)
        said = say(voice, about, mine)
        buttons = tuple(
            for_button(voice, about.matter(line.branch.id or 0), line.branch.name) for line in mine.branches[:BUTTONS]
        )
        return Reply(with_late(voice, said, late=is_late(push, occurrence)), buttons=buttons)

    def missed(self, voice: Voice, occurrence: Occurrence) -> Markup:
        calls = self.calls(voice, occurrence)
        if not calls:
            return Markup()
        about, town = Day.read(occurrence.subject), calls[0].branches[0].branch.town
        on = day(about.on, today=voice.today, language=voice.texts.language)
        return voice.say("missed.chain_calls", name=named(voice, about.occasion, town), day=on)


def gather(found: dict[str, Call], words: str, people: Iterable[Recipient], lines: list[Line]) -> None:
    """Add branches to what each is asked to call about; who is asked about them already is not asked again."""
    for to in people if lines else ():
        call = found.setdefault(to.key, Call(to, words, []))
        call.branches.extend(line for line in lines if line not in call.branches)


def say(voice: Voice, about: Day, call: Call) -> Markup:
    names = [line.branch.name for line in call.branches]
    values = dated(voice, about.occasion, about.on, call.branches[0].branch.town)
    if call.words == "contact":
        return voice.say("chain.contact", branches=format_list(names, locale=voice.texts.locale), **values)
    lines = [
        voice.say(f"chain.{call.words}", **values),
        *(voice.say("chain.branch", branch=name) for name in names),
        voice.say("chain.call"),
    ]
    return Markup("\n".join(lines))
