"""Asks whoever checked the others in how it went: when the shift is over, and once more the next morning."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from bot.checklist import called
from bot.markup import Markup
from bot.messages import Button, Reply
from bot.voice import Voice
from reminders.topics import Drop, Push
from storage import checkin, members, occurrences, recipients, results, shifts
from storage.models import Activity, Occurrence, Shift, State
from storage.quiet import at
from storage.recipients import Recipient

RESULT = "result"
OVER, AGAIN = "over", "again"
MORNING = time(10)
DAY = timedelta(days=1)


@dataclass(slots=True)
class ResultCall:
    """`platforms`: those that run."""

    platforms: Collection[str]
    resend: bool = False

    def ahead(self, voice: Voice) -> None:
        """Nothing: it is planned when somebody checks others in."""

    def audience(self, voice: Voice, occurrence: Occurrence) -> list[Recipient]:
        """That person, as long as nobody has handed it in."""
        if occurrence.member_id is None or results.find(voice.session, int(occurrence.subject)):
            return []
        return recipients.people(voice.session, [occurrence.member_id], platforms=self.platforms)

    def compose(self, voice: Voice, push: Push) -> Reply | Drop:
        occurrence = voice.session.get_one(Occurrence, int(push.ref))
        shift = voice.session.get_one(Shift, int(occurrence.subject), populate_existing=True)
        activity = voice.session.get_one(Activity, shift.activity_id, populate_existing=True)
        if not shifts.took_place(shift, activity) or shift.ends_at > voice.now:
            return Drop(State.CANCELLED, "changed")
        if results.find(voice.session, int(occurrence.subject)):
            return Drop(State.CANCELLED, "handed in")
        who = members.known(voice.session, push.member_id, today=voice.today) if push.member_id is not None else None
        if not checkin.may(voice.session, who, activity, voice.now):
            return Drop(State.SUPPRESSED, "not theirs")
        word = AGAIN if occurrence.lead == AGAIN else OVER
        said = voice.say(f"result.{word}", what=called(activity, shift, voice))
        return Reply(said, buttons=buttons(voice, shift))

    def missed(self, _voice: Voice, _occurrence: Occurrence) -> Markup:
        return Markup()


def buttons(voice: Voice, shift: Shift) -> tuple[Button, ...]:
    """To say how it went, and to see to who was there."""
    hand_in, see = voice.label("result.button.hand_in"), voice.label("result.button.see")
    return Button(hand_in, f"result:{shift.id}"), Button(see, f"checkin:{shift.id}")


def morning_after(voice: Voice, shift: Shift) -> datetime:
    """Ten o'clock the day after it ended."""
    return at(shift.ends_at.astimezone(voice.zone).date() + DAY, MORNING, voice.zone)


def plan(voice: Voice, shift: Shift, member_id: int) -> None:
    """Who checks others in is asked; of what has passed already there is nothing to ask by itself."""
    again = morning_after(voice, shift)
    for lead, due_at, until in ((OVER, shift.ends_at, again), (AGAIN, again, again + DAY)):
        if due_at > voice.now:
            occurrences.put(
                voice.session, key=f"{RESULT}:{shift.id}:{shift.ends_at:%Y%m%dT%H%M%SZ}:m{member_id}:{lead}",
                topic=RESULT, subject=str(shift.id), lead=lead, member_id=member_id, due_at=due_at, deliver_until=until,
            )  # fmt: skip
