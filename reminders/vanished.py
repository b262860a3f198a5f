"""Asks whether an activity is called off that is gone from the calendar it came from, before anybody is told."""

from collections.abc import Collection
from dataclasses import dataclass

from bot.markup import Markup
from bot.messages import Button, Reply
from bot.voice import Voice
from bot.wording import when
from reminders.chain_people import includes, ombudspersons
from reminders.topics import Drop, Push
from reminders.welcome import spokespersons
from storage import foreign
from storage.models import Activity, ForeignEvent, Occurrence, State
from storage.recipients import Recipient


@dataclass(slots=True)
class Vanished:
    """`platforms`: those that run."""

    platforms: Collection[str]
    resend: bool = True

    def ahead(self, voice: Voice) -> None:
        """Nothing: whoever reads a calendar puts down what is gone."""

    def audience(self, voice: Voice, occurrence: Occurrence) -> list[Recipient]:
        found = waiting(voice, occurrence)
        return self.asked(voice, found[1]) if found else []

    def asked(self, voice: Voice, activity: Activity) -> list[Recipient]:
        """Who speaks for the branch that arranges it, or else the ombudspersons."""
        if activity.branch_id is None:
            return ombudspersons(voice, self.platforms)
        return spokespersons(voice, activity.branch_id, self.platforms) or ombudspersons(voice, self.platforms)

    def compose(self, voice: Voice, push: Push) -> Reply | Drop:
        occurrence = voice.session.get_one(Occurrence, int(push.ref))
        found = waiting(voice, occurrence)
        if found is None:
            return Drop(State.CANCELLED, "settled")
        row, activity = found
        if not includes(self.asked(voice, activity), push):
            return Drop(State.SUPPRESSED, "not theirs")
        return ask(voice, row, activity, occurrence)

    def missed(self, _voice: Voice, _occurrence: Occurrence) -> Markup:
        """It has been, so nobody needs to know any more."""
        return Markup()


def waiting(voice: Voice, occurrence: Occurrence) -> tuple[ForeignEvent, Activity] | None:
    return foreign.waiting(voice.session, int(occurrence.subject), back=occurrence.lead == foreign.BACK)


def ask(voice: Voice, row: ForeignEvent, activity: Activity, occurrence: Occurrence) -> Reply:
    ends = activity.ends_at if activity.ends else None
    times = when(activity.starts_at, end=ends, now=voice.now, language=voice.texts.language, zone=voice.zone)
    word, verbs = ("back", ("resume", "leave")) if occurrence.lead == foreign.BACK else ("asked", ("cancel", "keep"))
    key = f"vanished.{word}_place" if activity.place else f"vanished.{word}"
    said = voice.say(key, title=activity.title, when=times, place=activity.place, source=row.source)
    buttons = tuple(Button(voice.label(f"vanished.button.{verb}"), f"gone:{verb}:{activity.id}") for verb in verbs)
    return Reply(said, buttons=buttons)
