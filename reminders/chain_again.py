"""Asks a branch again when whoever it was to go with stays at home: its chair, or else who looks after it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import time

from bot.markup import Markup
from bot.messages import Reply
from bot.voice import Voice
from reminders.chain import missed_line, with_late
from reminders.chain_days import Day, stands
from reminders.chain_people import chairs, contacts, includes, ombudspersons
from reminders.chain_words import ask_buttons, headline
from reminders.topics import Drop, Push, is_late
from storage import branches, chain, occurrences
from storage.chain import Line, Matter
from storage.models import Activity, Occurrence, State, Visibility
from storage.quiet import at
from storage.recipients import Recipient

AGAIN = "chain_again"
# Later than this on the day itself nobody changes plans.
EVENING = time(21)


@dataclass(slots=True)
class ChainAgain:
    """`platforms`: those that run."""

    platforms: Collection[str]
    resend: bool = False

    def ahead(self, voice: Voice) -> None:
        """See whether something that answers rest on was cancelled, however that was done."""
        for activity in chain.cancelled(voice.session):
            take_back(voice, activity)

    def audience(self, voice: Voice, occurrence: Occurrence) -> list[Recipient]:
        line = self.line(voice, occurrence)
        return self.told(voice, line) if line else []

    def told(self, voice: Voice, line: Line) -> list[Recipient]:
        assert line.branch.id is not None
        return (
            chairs(voice, line.branch.id, self.platforms)
            or contacts(voice, line.branch.id, self.platforms)
            or ombudspersons(voice, self.platforms)
        )

    def line(self, voice: Voice, occurrence: Occurrence) -> Line | None:
        """How it stands with the branch, while it has not answered anew."""
        return next((line for line in stands(voice, occurrence) if line.answer is None), None)

    def compose(self, voice: Voice, push: Push) -> Reply | Drop:
        occurrence = voice.session.get_one(Occurrence, int(push.ref))
        line = self.line(voice, occurrence)
        if line is None:
            return Drop(State.CANCELLED, "answered")
        if not includes(self.told(voice, line), push):
            return Drop(State.SUPPRESSED, "not theirs")
        about = Day.read(occurrence.subject)
        head = headline(voice, about.occasion, about.on, line.branch.town)
        said = Markup(f"{head}\n{say_why(voice, occurrence.lead, line.branch.name)}")
        buttons = ask_buttons(voice, about.matter(line.branch.id or 0))
        return Reply(with_late(voice, said, late=is_late(push, occurrence)), buttons=buttons)

    def missed(self, voice: Voice, occurrence: Occurrence) -> Markup:
        line = self.line(voice, occurrence)
        return missed_line(voice, "missed.chain_again", occurrence, line) if line else Markup()


def take_back(voice: Voice, activity: Activity) -> list[Matter]:
    """It does not happen: no answer rests on it any more, and who was to go there is asked anew.

    Returns what the branch that called it off has not answered any more: it knows already, and is not asked so.
    """
    assert activity.id is not None
    withdrawn = chain.call_off(voice.session, activity.id)
    guests = [matter for matter in withdrawn if matter.branch_id != activity.branch_id]
    ask_again(voice, guests, because=f"a{activity.id}")
    return [matter for matter in withdrawn if matter.branch_id == activity.branch_id]


def ask_again(voice: Voice, guests: Iterable[Matter], *, because: str) -> None:
    """Have these branches asked anew, at once. `because` is the activity that was cancelled (`a45`), or the branch that
    arranges nothing after all (`b7`).
    """
    for guest in guests:
        line = chain.line(voice.session, guest)
        if line is None or line.day is None or line.day < voice.today:
            continue
        about = Day(guest.occasion, line.day)
        occurrences.put(
            voice.session,
            # It can happen more than once: each time is one of its own.
            key=f"{AGAIN}:{about}:b{guest.branch_id}:{because}:{voice.now:%Y%m%dT%H%M%S.%fZ}",
            topic=AGAIN,
            subject=str(about),
            lead=because,
            branch_id=guest.branch_id,
            due_at=voice.now,
            deliver_until=at(line.day, EVENING, voice.zone),
        )


def say_why(voice: Voice, because: str, branch: str) -> Markup:
    """What does not happen. What only a branch may see is not named to another."""
    number = int(because[1:])
    activity = voice.session.get(Activity, number) if because.startswith("a") else None
    host = branches.name(voice.session, activity.branch_id if activity else number)
    if activity is None or activity.visibility == Visibility.BRANCH:
        return voice.say("chain.left", other=host, branch=branch)
    return voice.say("chain.off", title=activity.title, other=host or voice.label("chain.the_district"), branch=branch)
