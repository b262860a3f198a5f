"""Tells those who were reminded of an activity that it has moved or does not happen."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

from bot.cards import card, off
from bot.markup import Markup
from bot.messages import Reply
from bot.voice import Voice
from reminders import subject
from reminders.topics import Drop, Push
from storage import activities, occurrences, recipients, signups, told
from storage.models import Activity, Member, Occurrence, State, Visibility
from storage.quiet import NEVER, later
from storage.recipients import Recipient
from storage.told import Telling

TOPICS = (subject.REMINDER, subject.CHANGE)


@dataclass(slots=True)
class ActivityChange:
    """`platforms`: those that run. Who is not told stands there alone, so it is sent once more when in doubt."""

    platforms: Collection[str]
    resend: bool = True

    def ahead(self, voice: Voice) -> None:
        """Nothing: whoever plans the reminders sees what has changed, and calls `plan`."""

    def audience(self, voice: Voice, occurrence: Occurrence) -> list[Recipient]:
        """Those who were told otherwise the last time; never those who were not told at all."""
        activity = subject.find(voice.session, occurrence)
        if activity is None or not subject.is_current(occurrence, activity):
            return []
        tellings = misled(voice, activity)
        members = [one.member_id for one in tellings if one.member_id is not None]
        groups = {one.place for one in tellings if one.member_id is None}
        found = recipients.people(voice.session, members, platforms=self.platforms)
        known = recipients.groups(voice.session, branch_id=activity.branch_id, platforms=self.platforms)
        found += [group for group in known if group.place in groups]
        return [in_time(voice, occurrence, recipient) for recipient in found]

    def compose(self, voice: Voice, push: Push) -> Reply | Drop:
        occurrence = voice.session.get_one(Occurrence, int(push.ref))
        activity = subject.find(voice.session, occurrence)
        if activity is None or not subject.is_current(occurrence, activity):
            return Drop(State.CANCELLED, "changed again")
        if not self.may_see(voice, activity, push):
            return Drop(State.SUPPRESSED, "not theirs")
        if activity.cancelled_at is not None:
            return Reply(called_off(voice, activity))
        word = "resumed" if knows_it_off(voice, activity, push) else "moved"
        return Reply(
            Markup(f"{voice.say(f'reminder.{word}')}\n{card(activities.shown(voice.session, activity), voice)}")
        )

    def may_see(self, voice: Voice, activity: Activity, push: Push) -> bool:
        if push.member_id is None:
            groups = recipients.groups(voice.session, branch_id=activity.branch_id, platforms=self.platforms)
            here = push.place in {group.place for group in groups}
            return activity.visibility == Visibility.PUBLIC and activity.network_id is None and here
        member = voice.session.get_one(Member, push.member_id)
        return activities.may_see(voice.session, activity, member_id=member.id, branch_id=member.branch_id)

    def missed(self, voice: Voice, occurrence: Occurrence) -> Markup:
        activity = subject.find(voice.session, occurrence)
        if activity is None or not self.audience(voice, occurrence):
            return Markup()
        return subject.line(voice, activity, word="change")


def plan(voice: Voice, activity: Activity) -> None:
    """Due at once, where somebody was told otherwise. Of use until the new time, or until it would have been over."""
    session, about = voice.session, str(activity.id)
    occurrences.cancel_subject(session, topic=subject.CHANGE, subject=about, now=voice.now)
    until = activity.ends_at if activity.cancelled_at else activity.starts_at
    if until <= voice.now or not misled(voice, activity):
        return
    # It can move back and forth: each change is one of its own, known by the one before it.
    before = max((one.id or 0 for one in occurrences.about(session, topic=subject.CHANGE, subject=about)), default=0)
    occurrences.put(
        session,
        key=subject.key(subject.CHANGE, activity, str(before)),
        topic=subject.CHANGE,
        subject=about,
        branch_id=activity.branch_id,
        due_at=voice.now,
        deliver_until=until,
    )


def misled(voice: Voice, activity: Activity) -> list[Telling]:
    """Who was told of it as it stands no longer, and of nothing since. Who has signed up hears of their shift."""
    known = {
        str(one.id): subject.is_current(one, activity)
        for topic in TOPICS
        for one in occurrences.about(voice.session, topic=topic, subject=str(activity.id))
    }
    signed_up = signups.on_activity(voice.session, activity)
    tellings = told.last_tellings(voice.session, topics=TOPICS, refs=known)
    return [one for one in tellings if not known[one.ref] and one.member_id not in signed_up]


def knows_it_off(voice: Voice, activity: Activity, push: Push) -> bool:
    """Whether the last that they were told of it before this is that it is called off."""
    keys = {
        str(one.id): one.key
        for topic in TOPICS
        for one in occurrences.about(voice.session, topic=topic, subject=str(activity.id))
        if str(one.id) != push.ref
    }
    ref = told.last_told(voice.session, topics=TOPICS, refs=keys, member_id=push.member_id, place=push.place)
    return ref is not None and subject.is_of_cancelling(keys[ref])


def in_time(voice: Voice, occurrence: Occurrence, recipient: Recipient) -> Recipient:
    """Better woken than left standing there alone: no quiet hours for what is no use after them."""
    return awake(voice, recipient, occurrence.deliver_until)


def awake(voice: Voice, recipient: Recipient, until: datetime | None) -> Recipient:
    """The same, for what is of use to them until then."""
    too_late = until is not None and later(voice.now, recipient.quiet, voice.zone) >= until
    return replace(recipient, quiet=NEVER) if too_late else recipient


def called_off(voice: Voice, activity: Activity) -> Markup:
    lines = [off("reminder", activity, voice)]
    if activity.cancel_reason:
        lines.append(voice.say("reminder.cancelled_why", reason=activity.cancel_reason))
    return Markup("\n".join(lines))
