"""Tells whoever is responsible that somebody needs something, or does not any more, and reminds them; and that a ride
is off.
"""

from collections.abc import Collection
from dataclasses import dataclass

from bot.markup import Markup
from bot.messages import Button, Reply
from bot.naming import shown
from bot.voice import Voice
from bot.wording import when
from reminders import rules, subject
from reminders.chain_people import includes
from reminders.topics import Drop, Push
from storage import needs, occurrences, participants, recipients
from storage.models import Activity, Member, Need, Occurrence, State, Want
from storage.recipients import Recipient

DUE = "need_due"
# So long before it begins, whoever has not answered is reminded.
LEAD = "d3"


def called(activity: Activity, voice: Voice) -> Markup:
    ends = activity.ends_at if activity.ends else None
    times = when(activity.starts_at, end=ends, now=voice.now, language=voice.texts.language, zone=voice.zone)
    return voice.say("signup.called", title=activity.title, when=times)


def is_off(activity: Activity, voice: Voice) -> bool:
    return activity.cancelled_at is not None or activity.starts_at <= voice.now


def people(voice: Voice, activity: Activity, platforms: Collection[str], *, but: int | None = None) -> list[Recipient]:
    """Who is responsible now; nobody is told what they need themselves."""
    theirs = needs.responsible(voice.session, activity, today=voice.today) - {but}
    return recipients.people(voice.session, [one for one in theirs if one is not None], platforms=platforms)


def show_button(voice: Voice) -> Button:
    return Button(voice.label("needs.button.show"), "needs:0")


@dataclass(slots=True)
class NewNeed:
    """One that waits; of what it is about only the kind, for anybody may look over a shoulder. `platforms`: those that
    run.
    """

    platforms: Collection[str]
    resend: bool = True

    def ahead(self, voice: Voice) -> None:
        """Nothing: whoever says it sees to it."""

    def audience(self, voice: Voice, occurrence: Occurrence) -> list[Recipient]:
        need = voice.session.get(Need, int(occurrence.subject), populate_existing=True)
        if need is None or need.met is not None:
            return []
        activity = voice.session.get_one(Activity, need.activity_id, populate_existing=True)
        return [] if is_off(activity, voice) else people(voice, activity, self.platforms, but=need.member_id)

    def compose(self, voice: Voice, push: Push) -> Reply | Drop:
        occurrence = voice.session.get_one(Occurrence, int(push.ref))
        need = voice.session.get(Need, int(occurrence.subject), populate_existing=True)
        if need is None or need.met is not None:
            return Drop(State.CANCELLED, "answered")
        if not includes(self.audience(voice, occurrence), push):
            return Drop(State.SUPPRESSED, "not theirs")
        activity = voice.session.get_one(Activity, need.activity_id)
        key = "needs.new_lift" if need.want == Want.LIFT else "needs.new"
        said = voice.say(key, want=voice.label(f"needs.want.{need.want}"), what=called(activity, voice))
        return Reply(said, buttons=(show_button(voice),))

    def missed(self, _voice: Voice, _occurrence: Occurrence) -> Markup:
        return Markup()


@dataclass(slots=True)
class NeedsDue:
    """Once an activity, three days before: somebody still waits for an answer. `platforms`: those that run."""

    platforms: Collection[str]
    resend: bool = False

    def ahead(self, voice: Voice) -> None:
        for activity, asked_at in needs.unanswered(voice.session, voice.now):
            quiet = subject.quiet_of(voice.session, activity)
            due_at = rules.lead_time(LEAD, activity.starts_at, quiet, voice.zone)
            if asked_at < due_at:  # who asks later than that has just been told of
                occurrences.put(
                    voice.session, key=subject.key(DUE, activity, LEAD), topic=DUE, subject=str(activity.id),
                    due_at=due_at, deliver_until=activity.starts_at,
                )  # fmt: skip

    def audience(self, voice: Voice, occurrence: Occurrence) -> list[Recipient]:
        activity = subject.find(voice.session, occurrence)
        if activity is None or not subject.is_current(occurrence, activity) or is_off(activity, voice):
            return []
        return people(voice, activity, self.platforms) if needs.waiting(voice.session, activity) else []

    def compose(self, voice: Voice, push: Push) -> Reply | Drop:
        occurrence = voice.session.get_one(Occurrence, int(push.ref))
        if not includes(self.audience(voice, occurrence), push):
            return Drop(State.CANCELLED, "answered")
        activity = voice.session.get_one(Activity, int(occurrence.subject))
        n = needs.waiting(voice.session, activity)
        return Reply(voice.say("needs.due", n=n, what=called(activity, voice)), buttons=(show_button(voice),))

    def missed(self, _voice: Voice, _occurrence: Occurrence) -> Markup:
        return Markup()


@dataclass(slots=True)
class NeedOff:
    """What was seen to is not needed: whoever sees to it has no use of a kind without a name. `platforms`: those that
    run.
    """

    platforms: Collection[str]
    resend: bool = True

    def ahead(self, voice: Voice) -> None:
        """Nothing: whoever leaves sees to it."""

    def audience(self, voice: Voice, occurrence: Occurrence) -> list[Recipient]:
        activity = subject.find(voice.session, occurrence)
        if activity is None or is_off(activity, voice):
            return []
        return people(voice, activity, self.platforms, but=occurrence.member_id)

    def compose(self, voice: Voice, push: Push) -> Reply | Drop:
        occurrence = voice.session.get_one(Occurrence, int(push.ref))
        if not includes(self.audience(voice, occurrence), push):
            return Drop(State.CANCELLED, "off")
        activity = voice.session.get_one(Activity, int(occurrence.subject))
        key = "needs.off_lift" if occurrence.lead == Want.LIFT else "needs.off"
        want, name = voice.label(f"needs.want.{occurrence.lead}"), whose(voice, occurrence, push)
        return Reply(voice.say(key, name=name, want=want, what=called(activity, voice)), buttons=(show_button(voice),))

    def missed(self, _voice: Voice, _occurrence: Occurrence) -> Markup:
        return Markup()


def whose(voice: Voice, occurrence: Occurrence, push: Push) -> str:
    """Whose need it was, as who reads it has seen before; nobody's, of who has left the party."""
    number = occurrence.member_id
    member = voice.session.get(Member, number, populate_existing=True) if number is not None else None
    if member is None or member.left_on is not None or push.member_id is None:
        return voice.label("needs.somebody")
    return shown(voice, member, "need", to=voice.session.get_one(Member, push.member_id).ref)


@dataclass(slots=True)
class RideOff:
    """Whoever counted on a ride, or a passenger, hears that it is off. `platforms`: those that run."""

    platforms: Collection[str]
    resend: bool = True

    def ahead(self, voice: Voice) -> None:
        """Nothing: whoever leaves sees to it."""

    def audience(self, voice: Voice, occurrence: Occurrence) -> list[Recipient]:
        activity = subject.find(voice.session, occurrence)
        if activity is None or is_off(activity, voice) or occurrence.member_id is None:
            return []
        said_on = participants.apps(voice.session, int(occurrence.subject))
        return recipients.people(voice.session, [occurrence.member_id], platforms=self.platforms, said_on=said_on)

    def compose(self, voice: Voice, push: Push) -> Reply | Drop:
        occurrence = voice.session.get_one(Occurrence, int(push.ref))
        if not includes(self.audience(voice, occurrence), push):
            return Drop(State.CANCELLED, "off")
        activity = voice.session.get_one(Activity, int(occurrence.subject))
        mine = needs.of_member(voice.session, int(occurrence.subject), push.member_id or 0)
        waits = any(need.want == Want.RIDE and need.met is None for need in mine)
        key = "rides.off_rider" if waits else "rides.off_driver"
        return Reply(voice.say(key, what=called(activity, voice)))

    def missed(self, _voice: Voice, _occurrence: Occurrence) -> Markup:
        return Markup()
