"""Reminds those who are on a shift, and tells them when it moves or is called off."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC

from sqlmodel import Session

from bot.markup import Markup
from bot.messages import Button, Reply
from bot.rosters import answer_buttons, called, details, news
from bot.voice import Voice
from reminders import checkin, rules, subject
from reminders.activity import soon
from reminders.chain_people import includes
from reminders.change import in_time
from reminders.topics import Drop, Push, is_late
from storage import leaving, occurrences, recipients, resumption, shift_changes, shifts
from storage.details import is_of_place
from storage.models import Activity, Occurrence, Place, Shift, Signup, State
from storage.recipients import Recipient
from storage.shift_changes import ALL_CHANGED, SHIFT

# Whoever said yes is reminded the day before, and again shortly before.
LEADS = ("d1", "h2")


@dataclass(slots=True)
class ShiftReminder:
    """`platforms`: those that run."""

    platforms: Collection[str]
    resend: bool = True

    def ahead(self, voice: Voice) -> None:
        for shift in shift_changes.unscheduled(voice.session):
            occurrences.cancel_subject(voice.session, topic=SHIFT, subject=str(shift.id), now=voice.now)
            if shift.cancelled_at is None:
                plan(voice, shift)
            checkin.plan(voice, shift)

    def audience(self, voice: Voice, occurrence: Occurrence) -> list[Recipient]:
        """Who has a place. Those who wait for one are not reminded of it."""
        shift, activity = find(voice.session, occurrence)
        if is_off(shift, activity) or not is_current(occurrence, shift):
            return []
        return on(voice.session, shift, self.platforms, [Place.GOING])

    def compose(self, voice: Voice, push: Push) -> Reply | Drop:
        occurrence = voice.session.get_one(Occurrence, int(push.ref))
        shift, activity = find(voice.session, occurrence)
        if is_off(shift, activity) or not is_current(occurrence, shift):
            return Drop(State.CANCELLED, "changed")
        if shift.starts_at <= voice.now:
            return Drop(State.EXPIRED, "begun")
        if not includes(self.audience(voice, occurrence), push):
            return Drop(State.SUPPRESSED, "not on it")
        lines = [
            voice.say("reminder.due", when=soon(voice, shift.starts_at)),
            voice.say("signup.reminder", what=called(activity, shift, voice)),
            *details(activity, shift, voice),
            *([voice.say("reminder.late")] if is_late(push, occurrence) else []),
        ]
        leave = Button(voice.label("signup.button.leave"), f"leave:{shift.id}")
        return Reply(Markup("\n".join(lines)), buttons=(leave,))

    def missed(self, _voice: Voice, _occurrence: Occurrence) -> Markup:
        return Markup()


@dataclass(slots=True)
class ShiftChange:
    """`platforms`: those that run. Who is not told stands there alone, so it is sent once more when in doubt."""

    platforms: Collection[str]
    resend: bool = True

    def ahead(self, voice: Voice) -> None:
        """Nothing: whoever changes it sees to it."""

    def audience(self, voice: Voice, occurrence: Occurrence) -> list[Recipient]:
        """All who are on it or wait for it; in the night too, where it would be of no use after it."""
        shift, _ = find(voice.session, occurrence)
        found = on(voice.session, shift, self.platforms, [Place.GOING, Place.OFFERED, Place.WAITING])
        return [in_time(voice, occurrence, recipient) for recipient in found]

    def compose(self, voice: Voice, push: Push) -> Reply | Drop:
        occurrence = voice.session.get_one(Occurrence, int(push.ref))
        shift, activity = find(voice.session, occurrence)
        signup = own(voice.session, shift, push)
        if signup is None or not includes(self.audience(voice, occurrence), push):
            return Drop(State.SUPPRESSED, "not on it")
        if is_overtaken(voice.session, occurrence, shift, activity):
            return Drop(State.CANCELLED, "changed again")
        if is_off(shift, activity):
            return called_off(voice, shift, activity)
        word = news("elsewhere" if is_of_place(occurrence) else "moved", signup)
        lines = [voice.say(word, what=called(activity, shift, voice)), *details(activity, shift, voice)]
        return Reply(Markup("\n".join(lines)), buttons=answer_buttons(shift, signup, voice, alone=True))

    def missed(self, voice: Voice, occurrence: Occurrence) -> Markup:
        shift, activity = find(voice.session, occurrence)
        return (
            subject.line(voice, activity, word="change")
            if on(voice.session, shift, self.platforms, [Place.GOING])
            else Markup()
        )


def find(session: Session, occurrence: Occurrence) -> tuple[Shift, Activity]:
    shift = session.get_one(Shift, int(occurrence.subject), populate_existing=True)
    return shift, session.get_one(Activity, shift.activity_id, populate_existing=True)


def is_off(shift: Shift, activity: Activity) -> bool:
    return shift.cancelled_at is not None or activity.cancelled_at is not None


def is_overtaken(session: Session, occurrence: Occurrence, shift: Shift, activity: Activity) -> bool:
    """Whether it has changed once more since, by itself or with all of it: they hear it all with that."""
    if resumption.is_overtaken(session, occurrence, topic=occurrence.topic, subject=occurrence.subject):
        return True
    with_all = shift.cancelled_at in {None, activity.cancelled_at}
    return with_all and resumption.is_overtaken(session, occurrence, topic=ALL_CHANGED, subject=str(activity.id))


def own(session: Session, shift: Shift, push: Push) -> Signup | None:
    """Their own sign-up, whether they have a place or wait for one."""
    return next((one for one in shift_changes.active(session, shift) if one.member_id == push.member_id), None)


def called_off(voice: Voice, shift: Shift, activity: Activity) -> Reply:
    lines = [voice.say("signup.called_off", what=called(activity, shift, voice))]
    if reason := shift.cancel_reason or activity.cancel_reason:
        lines.append(voice.say("signup.called_off_why", reason=reason))
    return Reply(Markup("\n".join(lines)), buttons=other_buttons(voice, activity))


def other_buttons(voice: Voice, activity: Activity) -> tuple[Button, ...]:
    """To the other shifts of it, where people are still needed on one."""
    assert activity.id is not None
    if activity.cancelled_at is not None:
        return ()
    wanting = any(one.missing and one.starts_at > voice.now for one in shifts.of(voice.session, activity.id))
    return (Button(voice.label("signup.button.others"), f"see:{activity.id}"),) if wanting else ()


def on(session: Session, shift: Shift, platforms: Collection[str], places: Collection[str]) -> list[Recipient]:
    """Who stands so on a shift and may see it, each in the app that they chose, or else where they said yes."""
    found: Mapping[int, str] = {one.member_id: one.platform for one in shift_changes.active(session, shift)
                                if one.place in places}  # fmt: skip
    seeing = leaving.seeing(session, session.get_one(Activity, shift.activity_id), found)
    return recipients.people(session, seeing, platforms=platforms, said_on=found)


def key(shift: Shift, lead: str) -> str:
    """Names the time as well, so that one that is moved gets occurrences of its own."""
    return f"{SHIFT}:{shift.id}:{shift.starts_at.astimezone(UTC):%Y%m%dT%H%M%SZ}:{lead}"


def is_current(occurrence: Occurrence, shift: Shift) -> bool:
    return occurrence.key.startswith(key(shift, ""))


def plan(voice: Voice, shift: Shift) -> None:
    activity = voice.session.get_one(Activity, shift.activity_id)
    quiet = subject.quiet_of(voice.session, activity)
    for lead in LEADS:
        due_at = rules.lead_time(lead, shift.starts_at, quiet, voice.zone)
        if due_at <= voice.now:
            continue
        name, until = key(shift, lead), shift.starts_at
        is_new = occurrences.put(
            voice.session, key=name, topic=SHIFT, subject=str(shift.id), lead=lead, due_at=due_at, deliver_until=until
        )
        if is_new is None:
            occurrences.revive(voice.session, key=name, due_at=due_at, deliver_until=until)
