"""Asks each branch what it does on 8 March, 1 May and Pride: its chair, and first of all its group."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from bot.markup import Markup
from bot.messages import Reply
from bot.voice import Voice
from bot.wording import day
from reminders.chain_days import Day, Keeper, Planned, coming, stands
from reminders.chain_leads import Leads
from reminders.chain_people import chairs, includes
from reminders.chain_words import ask_buttons, dated, fill_buttons, named
from reminders.topics import Drop, Push, is_late
from storage import recipients
from storage.chain import Line
from storage.models import Fate, Occurrence, Stand, State
from storage.recipients import Recipient

CHAIN = "chain"


@dataclass(slots=True)
class Chain:
    """`platforms`: those that run. One that may not have arrived is not sent again: the next one asks anew."""

    leads: Leads
    platforms: Collection[str]
    resend: bool = False
    keeper: Keeper = field(default_factory=lambda: Keeper(CHAIN))

    def ahead(self, voice: Voice) -> None:
        self.keeper.keep(voice, self.ought)

    def ought(self, voice: Voice, fates: Mapping[str, str]) -> Iterator[Planned]:
        """Every branch's leads; and the next morning, for a branch that nobody could ask when it was time."""
        asked = {key.rpartition(":")[0] for key, fate in fates.items() if fate != Fate.CANCELLED}
        for branch, about in coming(voice):
            stem = f"{CHAIN}:{about}:b{branch.id}"
            leads = self.leads.before(about.on, voice.zone)
            late = self.leads.overdue(about.on, voice.zone, now=voice.now) if stem not in asked else None
            for lead in [late, *leads[1:]] if late else leads:
                yield Planned(f"{stem}:{lead.name}", str(about), lead.name, branch.id, lead.due_at, lead.until)

    def audience(self, voice: Voice, occurrence: Occurrence) -> list[Recipient]:
        line = self.line(voice, occurrence)
        return self.asked(voice, occurrence, line) if line else []

    def asked(self, voice: Voice, occurrence: Occurrence, line: Line) -> list[Recipient]:
        if line.branch.id is None or occurrence.lead not in self.leads.names:
            return []
        found = chairs(voice, line.branch.id, self.platforms)
        if line.answer is None and self.leads.asks_group(occurrence.lead):
            found += recipients.groups(voice.session, branch_id=line.branch.id, platforms=self.platforms)
        return found

    def line(self, voice: Voice, occurrence: Occurrence) -> Line | None:
        """How it stands with the branch, while there is something to ask it."""
        return next((line for line in stands(voice, occurrence) if is_open(line)), None)

    def compose(self, voice: Voice, push: Push) -> Reply | Drop:
        occurrence = voice.session.get_one(Occurrence, int(push.ref))
        line = self.line(voice, occurrence)
        if line is None or (line.answer and push.member_id is None):
            return Drop(State.CANCELLED, "answered")
        if not includes(self.asked(voice, occurrence, line), push):
            return Drop(State.SUPPRESSED, "not theirs")
        return self.ask(voice, push, occurrence, line)

    def ask(self, voice: Voice, push: Push, occurrence: Occurrence, line: Line) -> Reply:
        about = Day.read(occurrence.subject)
        matter = about.matter(occurrence.branch_id or 0)
        said = voice.say(
            f"chain.{self.words(push, occurrence, line)}",
            branch=line.branch.name,
            **dated(voice, about.occasion, about.on, line.branch.town),
        )
        buttons = fill_buttons(voice, matter) if line.answer else ask_buttons(voice, matter)
        return Reply(with_late(voice, said, late=is_late(push, occurrence)), buttons=buttons)

    def words(self, push: Push, occurrence: Occurrence, line: Line) -> str:
        if line.answer:
            return "put_in"
        whom = "ask_group" if push.member_id is None else "ask_chair"
        return whom if occurrence.lead == self.leads.names[0] else f"{whom}_again"

    def missed(self, voice: Voice, occurrence: Occurrence) -> Markup:
        line = self.line(voice, occurrence)
        return missed_line(voice, "missed.chain", occurrence, line) if line else Markup()


def is_open(line: Line) -> bool:
    """Whether the branch is silent, or has not said what it arranges."""
    if line.answer is None:
        return True
    return line.answer.stand == Stand.ORGANISES and line.activity is None


def with_late(voice: Voice, said: Markup, *, late: bool) -> Markup:
    """And that it is late, when it is."""
    return Markup(f"{said}\n{voice.say('reminder.late')}") if late else said


def missed_line(voice: Voice, key: str, occurrence: Occurrence, line: Line) -> Markup:
    """What a branch was not told in time."""
    about = Day.read(occurrence.subject)
    on = day(about.on, today=voice.today, language=voice.texts.language)
    return voice.say(key, branch=line.branch.name, name=named(voice, about.occasion, line.branch.town), day=on)
