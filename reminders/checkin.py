"""Gives whoever leads a shift the list of who is expected, half an hour before it begins."""

from collections.abc import Collection
from dataclasses import dataclass, replace

from bot import checklist
from bot.markup import Markup
from bot.messages import Reply
from bot.voice import Voice
from reminders.chain_people import includes
from reminders.topics import Drop, Push
from storage import checkin, contacts, members, occurrences, recipients
from storage.models import Activity, Occurrence, Shift, State
from storage.quiet import NEVER
from storage.recipients import Recipient

CHECKIN = "checkin"


@dataclass(slots=True)
class CheckIn:
    """`platforms`: those that run. A list that comes twice does no harm, and none leaves them without."""

    platforms: Collection[str]
    resend: bool = True

    def ahead(self, voice: Voice) -> None:
        """Nothing: it is planned with the shift's reminders."""

    def audience(self, voice: Voice, occurrence: Occurrence) -> list[Recipient]:
        """Who leads, or else who is responsible; in the quiet hours too, for they have said yes to be there."""
        shift, activity = find(voice, occurrence)
        if shift.cancelled_at or activity.cancelled_at or not is_current(occurrence, shift):
            return []
        leads = checkin.leaders(voice.session, activity, voice.now)
        contact = contacts.contact(voice.session, activity)
        if not leads and contact is not None and contact.id is not None:
            leads = [contact.id]
        awaited = {one.member_id for one in checkin.roll(voice.session, int(occurrence.subject))}
        # A shift with nobody on it but themselves is no list.
        found = [member_id for member_id in leads if awaited - {member_id}]
        return [replace(to, quiet=NEVER) for to in recipients.people(voice.session, found, platforms=self.platforms)]

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


def find(voice: Voice, occurrence: Occurrence) -> tuple[Shift, Activity]:
    shift = voice.session.get_one(Shift, int(occurrence.subject), populate_existing=True)
    return shift, voice.session.get_one(Activity, shift.activity_id, populate_existing=True)


def key(shift: Shift) -> str:
    return f"{CHECKIN}:{shift.id}:{shift.starts_at:%Y%m%dT%H%M%SZ}"


def is_current(occurrence: Occurrence, shift: Shift) -> bool:
    return occurrence.key == key(shift)


def plan(voice: Voice, shift: Shift) -> None:
    """Anew, where it has moved; not for one that is over or called off."""
    occurrences.cancel_subject(voice.session, topic=CHECKIN, subject=str(shift.id), now=voice.now)
    if shift.cancelled_at is not None or shift.ends_at <= voice.now:
        return
    due_at = max(shift.starts_at - checkin.EARLY, voice.now)
    is_new = occurrences.put(
        voice.session, key=key(shift), topic=CHECKIN, subject=str(shift.id), due_at=due_at, deliver_until=shift.ends_at
    )
    if is_new is None:
        occurrences.revive(voice.session, key=key(shift), due_at=due_at, deliver_until=shift.ends_at)
