"""Gives whoever leads a shift, or looks after it, the list of who is expected, half an hour before it begins."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import timedelta

from bot import checklist
from bot.markup import Markup
from bot.messages import Reply
from bot.voice import Voice
from reminders.chain_people import includes
from reminders.topics import Drop, Push
from storage import checkin, contacts, members, needs, occurrences, recipients
from storage.models import Activity, Occurrence, Shift, State
from storage.quiet import NEVER
from storage.recipients import Recipient

CHECKIN = "checkin"
# Whoever is not to be woken for it can still tell in the morning who came.
AFTERWARDS = timedelta(hours=12)


@dataclass(slots=True)
class CheckIn:
    """`platforms`: those that run. A list that comes twice does no harm, and none leaves them without."""

    platforms: Collection[str]
    resend: bool = True

    def ahead(self, voice: Voice) -> None:
        """Nothing: it is planned with the shift's reminders."""

    def audience(self, voice: Voice, occurrence: Occurrence) -> list[Recipient]:
        """Who leads, or else who is responsible; in the quiet hours too whoever has said yes to be there."""
        shift, activity = find(voice, occurrence)
        if shift.cancelled_at or activity.cancelled_at or not is_current(occurrence, shift):
            return []
        agreed = in_charge(voice, activity)
        awaited = {one.member_id for one in checkin.roll(voice.session, int(occurrence.subject))}
        # A shift with nobody on it but themselves is no list.
        found = [one for one in agreed or heads(voice, activity) if awaited - {one}]
        people = recipients.people(voice.session, found, platforms=self.platforms)
        return [replace(to, quiet=NEVER) for to in people] if agreed else people

    def compose(self, voice: Voice, push: Push) -> Reply | Drop:
        occurrence = voice.session.get_one(Occurrence, int(push.ref))
        if not includes(self.audience(voice, occurrence), push):
            return Drop(State.SUPPRESSED, "not theirs")
        assert push.member_id is not None
        who = members.known(voice.session, push.member_id, today=voice.today)
        assert who is not None
        shift, activity = find(voice, occurrence)
        return checklist.view(voice, activity, shift, who, intro=voice.say("checkin.due"))

    def missed(self, _voice: Voice, _occurrence: Occurrence) -> Markup:
        """It is there with /incheckning as well."""
        return Markup()


def in_charge(voice: Voice, activity: Activity) -> list[int]:
    """Who leads, or else its contact."""
    leads = checkin.leaders(voice.session, activity, voice.now)
    contact = contacts.contact(voice.session, activity)
    return leads or ([contact.id] if contact is not None and contact.id is not None else [])


def heads(voice: Voice, activity: Activity) -> list[int]:
    """Nobody else will do it: those who look after it and may see who comes."""
    theirs = sorted(needs.responsible(voice.session, activity, today=voice.today))
    people = ((one, members.known(voice.session, one, today=voice.today)) for one in theirs)
    return [one for one, person in people if checkin.may(voice.session, person, activity, voice.now)]


def find(voice: Voice, occurrence: Occurrence) -> tuple[Shift, Activity]:
    shift = voice.session.get_one(Shift, int(occurrence.subject), populate_existing=True)
    return shift, voice.session.get_one(Activity, shift.activity_id, populate_existing=True)


def key(shift: Shift) -> str:
    return f"{CHECKIN}:{shift.id}:{shift.starts_at:%Y%m%dT%H%M%SZ}"


def is_current(occurrence: Occurrence, shift: Shift) -> bool:
    return occurrence.key == key(shift)


def plan(voice: Voice, shift: Shift) -> None:
    """Anew, where it has moved; not for one that is over or called off."""
    until = shift.ends_at + AFTERWARDS
    occurrences.cancel_subject(voice.session, topic=CHECKIN, subject=str(shift.id), now=voice.now)
    if shift.cancelled_at is not None or shift.ends_at <= voice.now:
        return
    due_at = max(shift.starts_at - checkin.EARLY, voice.now)
    is_new = occurrences.put(
        voice.session, key=key(shift), topic=CHECKIN, subject=str(shift.id), due_at=due_at, deliver_until=until
    )
    if is_new is None:
        occurrences.revive(voice.session, key=key(shift), due_at=due_at, deliver_until=until)
