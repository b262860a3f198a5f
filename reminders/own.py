"""Reminds people of what they asked to be reminded of, and a branch's groups of what its chair asked for."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from bot.markup import Markup
from bot.messages import Button, Reply
from bot.voice import Voice
from bot.wording import clock, day, distance
from reminders import snooze
from reminders.chain_people import chairs, includes, ombudspersons
from reminders.own_times import plan
from reminders.rules import DAY, MORNING
from reminders.topics import Drop, Push, is_late
from storage import branches, members, occurrences, own, recipients
from storage.models import Fate, Occurrence, OwnReminder, Repeat, Role, State
from storage.recipients import Recipient


@dataclass(slots=True)
class OwnReminders:
    """`word` is own.OWN or own.DEADLINE. `platforms`: those that run."""

    platforms: Collection[str]
    word: str
    resend: bool

    def ahead(self, voice: Voice) -> None:
        """See to it that what comes round has its next time."""
        for reminder in own.running_out(voice.session, topic=self.word, until=voice.now + DAY):
            if reminder.branch_id is None or may_ask(voice, reminder):
                plan(voice, reminder)

    def audience(self, voice: Voice, occurrence: Occurrence) -> list[Recipient]:
        """Whoever asked; or the branch's groups, while whoever asked is its chair, and else who speaks for it now."""
        reminder = own.find(voice.session, int(occurrence.subject))
        if reminder is None:
            return []
        if reminder.branch_id is None:
            return recipients.people(voice.session, [reminder.member_id], platforms=self.platforms)
        if not may_ask(voice, reminder):
            return chairs(voice, reminder.branch_id, self.platforms) or ombudspersons(voice, self.platforms)
        return recipients.groups(voice.session, branch_id=reminder.branch_id, platforms=self.platforms)

    def compose(self, voice: Voice, push: Push) -> Reply | Drop:
        occurrence = voice.session.get_one(Occurrence, int(push.ref))
        reminder = own.find(voice.session, int(occurrence.subject))
        if reminder is None:
            return Drop(State.CANCELLED, "taken away")
        if not includes(self.audience(voice, occurrence), push):
            return Drop(State.SUPPRESSED, "not theirs")
        if push.member_id != occurrence.member_id:
            branch = branches.name(voice.session, reminder.branch_id)
            return Reply(voice.say("own.orphaned", what=reminder.what, branch=branch))
        late = is_late(push, occurrence) or follows_missed(voice, occurrence)
        said = Markup("\n".join([say(voice, reminder, occurrence), *([voice.say("reminder.late")] if late else [])]))
        return Reply(said, buttons=() if push.member_id is None else buttons(voice, reminder, occurrence))

    def missed(self, voice: Voice, occurrence: Occurrence) -> Markup:
        """What was for a group, without its words; what was for a person is never too late."""
        if occurrence.branch_id is None or not self.audience(voice, occurrence):
            return Markup()
        on = day(occurrence.due_at.astimezone(voice.zone).date(), today=voice.today, language=voice.texts.language)
        return voice.say("missed.own_group", branch=branches.name(voice.session, occurrence.branch_id), day=on)


def may_ask(voice: Voice, reminder: OwnReminder) -> bool:
    """Whether whoever asked for a reminder to a branch's groups chairs it still."""
    held = members.posts(voice.session, reminder.member_id, today=voice.today)
    return (Role.CHAIR, reminder.branch_id) in held


def day_of(occurrence: Occurrence) -> date:
    """The day that it is about, as its key has it."""
    return date.fromisoformat(occurrence.key.split(":")[2])


def follows_missed(voice: Voice, occurrence: Occurrence) -> bool:
    """Whether it also stands for those before it that nobody was told of."""
    found = occurrences.about(voice.session, topic=occurrence.topic, subject=occurrence.subject)
    before = [one for one in found if (one.due_at, one.id) < (occurrence.due_at, occurrence.id)]
    return bool(before) and before[-1].fate == Fate.SUPERSEDED


def say(voice: Voice, reminder: OwnReminder, occurrence: Occurrence) -> Markup:
    if reminder.deadline:
        return say_deadline(voice, reminder, day_of(occurrence))
    if reminder.branch_id is None:
        return voice.say("own.due", what=reminder.what)
    return voice.say("own.due_group", branch=branches.name(voice.session, reminder.branch_id), what=reminder.what)


def say_deadline(voice: Voice, reminder: OwnReminder, on: date) -> Markup:
    language = voice.texts.language
    named = day(on, today=voice.today, language=language)
    if reminder.wall > MORNING:
        at = voice.say("when.at", start=clock(reminder.wall, language=language))
        named = f"{named} {at}"
    away = distance(on, today=voice.today, language=language)
    key = "own.deadline" if on >= voice.today else "own.deadline_over"
    return voice.say(key, what=reminder.what, day=named, away=away)


def buttons(voice: Voice, reminder: OwnReminder, occurrence: Occurrence) -> tuple[Button, ...]:
    """Put it off; and no more of it, if it comes again."""
    found = snooze.buttons(voice, occurrence)
    if reminder.repeat == Repeat.NEVER:
        return found
    return (*found, Button(voice.label("own.button.stop"), f"forget:{reminder.id}"))
