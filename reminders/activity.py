"""Reminds members of what their branch arranges, and the district's groups of what the district does."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from bot.cards import card
from bot.markup import Markup
from bot.messages import Reply
from bot.voice import Voice
from bot.wording import clock, distance
from reminders import change, rules, snooze, subject
from reminders.chain_people import includes
from reminders.topics import Drop, Push, is_late
from storage import activities, occurrences, recipients, signups, told
from storage.models import Activity, Fate, Occurrence, State, Visibility
from storage.recipients import Recipient

# A group is reminded once: its members can choose for themselves, a group cannot.
GROUP_LEAD = "d1"
# At once, to those for whom every moment that they chose has passed: it is new, or was moved nearer.
SHORT_NOTICE = "now"


@dataclass(slots=True)
class ActivityReminder:
    """`platforms`: those that run."""

    platforms: Collection[str]
    resend: bool = False

    def ahead(self, voice: Voice) -> None:
        """Plan what is new, plan anew what has moved, and have those told who know it otherwise."""
        found = activities.unscheduled(voice.session)
        known = occurrences.known(voice.session, topics=change.TOPICS, subjects=[str(one.id) for one in found])
        for activity in found:
            about = str(activity.id)
            is_known = about in known
            if is_known:
                occurrences.cancel_subject(voice.session, topic=subject.REMINDER, subject=about, now=voice.now)
            if activity.cancelled_at is None:
                plan_leads(voice, activity)
            if is_known:  # of what is new nobody was told otherwise, and hundreds can be new at once
                change.plan(voice, activity)

    def audience(self, voice: Voice, occurrence: Occurrence) -> list[Recipient]:
        activity = subject.find(voice.session, occurrence)
        if activity is None or not subject.is_current(occurrence, activity):
            return []
        if occurrence.lead == SHORT_NOTICE:
            return self.unreached(voice, activity)
        leads = spoken_for(voice.session, occurrence, activity)
        found = self.members(voice.session, activity, leads, only=occurrence.member_id)
        return found + self.groups(voice.session, activity, leads)

    def unreached(self, voice: Voice, activity: Activity) -> list[Recipient]:
        """Who would not hear of it in any other way: no reminder that they chose is to come, and no change is told."""
        planned = {one.lead for one in same_time(voice.session, activity) if one.lead != SHORT_NOTICE}
        every = self.members(voice.session, activity, rules.LEADS) + self.groups(
            voice.session, activity, set(rules.LEADS) - planned
        )
        later = {one.key for one in self.members(voice.session, activity, planned)} if planned else set()
        told_anyway = {one.member_id or one.place for one in change.misled(voice, activity)}
        return [one for one in every if one.key not in later and (one.member_id or one.place) not in told_anyway]

    def members(
        self, session: Session, activity: Activity, leads: Collection[str], *, only: int | None = None
    ) -> list[Recipient]:
        """Those of the branch, and of the branches that go with it, who want to be reminded now; no `leads`: all.

        Who has signed up hears of their own shift instead, also that it is off: not of the rest in the same breath.
        """
        if activity.network_id is not None:
            return self.of_network(session, activity, leads, only=only)
        guests = [] if activity.visibility == Visibility.BRANCH else activities.joined_by(session, activity)
        here = guests if activity.branch_id is None else [activity.branch_id, *guests]
        found = recipients.of_branches(session, here, platforms=self.platforms, leads=leads, only=only)
        if activity.branch_id is None:
            known = {one.key for one in found}
            others = recipients.of_district(session, platforms=self.platforms, leads=leads, only=only)
            found += [one for one in others if one.key not in known]
        signed_up = signups.on_activity(session, activity, off=True)
        return [one for one in found if one.member_id not in signed_up]

    def of_network(
        self, session: Session, activity: Activity, leads: Collection[str], *, only: int | None
    ) -> list[Recipient]:
        """Those in it, and nobody else, whoever may see what it arranges."""
        assert activity.network_id is not None
        found = recipients.of_network(session, activity.network_id, platforms=self.platforms, leads=leads, only=only)
        signed_up = signups.on_activity(session, activity, off=True)
        return [one for one in found if one.member_id not in signed_up]

    def groups(self, session: Session, activity: Activity, leads: Collection[str]) -> list[Recipient]:
        """The district's, for what the district does and anybody may see."""
        theirs = activity.branch_id is None and activity.network_id is None
        if GROUP_LEAD not in leads or not theirs or activity.visibility != Visibility.PUBLIC:
            return []
        return recipients.groups(session, branch_id=None, platforms=self.platforms)

    def compose(self, voice: Voice, push: Push) -> Reply | Drop:
        occurrence = voice.session.get_one(Occurrence, int(push.ref))
        activity = subject.find(voice.session, occurrence)
        if activity is None or not subject.is_current(occurrence, activity):
            return Drop(State.CANCELLED, "cancelled" if activity is None or activity.cancelled_at else "moved")
        if activity.starts_at <= voice.now:
            return Drop(State.EXPIRED, "begun")
        if why := self.reason_not_to(voice, push, occurrence, activity):
            return Drop(State.SUPPRESSED, why)
        said = say(voice, activity, late=is_late(push, occurrence))
        return Reply(said, buttons=snooze.buttons(voice, occurrence) if push.member_id is not None else ())

    def reason_not_to(self, voice: Voice, push: Push, occurrence: Occurrence, activity: Activity) -> str:
        """What has changed for this person or group since they were to be told; empty when nothing has."""
        if occurrence.lead == SHORT_NOTICE:
            return "" if includes(self.unreached(voice, activity), push) else "not wanted"
        leads = spoken_for(voice.session, occurrence, activity)
        if push.member_id is None:
            groups = self.groups(voice.session, activity, leads)
            return "" if push.place in {group.place for group in groups} else "not public"
        if not self.members(voice.session, activity, leads, only=push.member_id):
            return "not wanted"
        return "said by a later one" if later_waits(voice, push, activity) else ""

    def missed(self, voice: Voice, occurrence: Occurrence) -> Markup:
        """Nothing, where nobody would have been told, and what somebody put off is nobody else's business."""
        activity = subject.find(voice.session, occurrence)
        if activity is None or occurrence.member_id is not None or not self.audience(voice, occurrence):
            return Markup()
        return subject.line(voice, activity, word="reminder")


def plan_leads(voice: Voice, activity: Activity) -> None:
    """An occurrence for each way to be reminded; for those whose time has passed already one at once."""
    quiet = subject.quiet_of(voice.session, activity)
    times = {lead: rules.lead_time(lead, activity.starts_at, quiet, voice.zone) for lead in rules.LEADS}
    coming = {lead: due_at for lead, due_at in times.items() if due_at > voice.now}
    if len(coming) < len(times) and activity.starts_at > voice.now:
        coming[SHORT_NOTICE] = voice.now
    for lead, due_at in coming.items():
        put(voice.session, activity, lead, due_at)


def put(session: Session, activity: Activity, lead: str, due_at: datetime) -> None:
    key, until = subject.key(subject.REMINDER, activity, lead), activity.starts_at
    is_new = occurrences.put(
        session,
        key=key,
        topic=subject.REMINDER,
        subject=str(activity.id),
        lead=lead,
        branch_id=activity.branch_id,
        due_at=due_at,
        deliver_until=until,
    )
    if is_new is None:
        occurrences.revive(session, key=key, due_at=due_at, deliver_until=until)


def same_time(session: Session, activity: Activity) -> list[Occurrence]:
    """Every occurrence of the activity as it stands, the earliest first."""
    found = occurrences.about(session, topic=subject.REMINDER, subject=str(activity.id))
    return [one for one in found if subject.is_current(one, activity)]


def spoken_for(session: Session, occurrence: Occurrence, activity: Activity) -> set[str]:
    """The lead itself, and those before it that fell due in the same absence: one reminder stands for them all.

    None for one that somebody put off: they want it, whatever they have chosen.
    """
    leads: set[str] = set()
    if occurrence.member_id is not None:
        return leads
    for one in same_time(session, activity):
        if one.id == occurrence.id:
            break
        if one.fate == Fate.SUPERSEDED:
            leads.add(one.lead)
        elif one.member_id is None:
            leads.clear()
    return leads | {occurrence.lead}


def later_waits(voice: Voice, push: Push, activity: Activity) -> bool:
    """Whether a later reminder of the same is about to go to this chat."""
    ids = [str(one.id) for one in same_time(voice.session, activity)]
    return told.is_waiting(
        voice.session,
        topic=subject.REMINDER,
        refs=ids[ids.index(push.ref) + 1 :],
        platform=push.platform,
        chat=push.chat,
        now=voice.now,
    )


def say(voice: Voice, activity: Activity, *, late: bool) -> Markup:
    """When it is, as true now, and the activity itself."""
    shown = activities.shown(voice.session, activity)
    lines = [voice.say("reminder.due", when=soon(voice, activity.starts_at)), card(shown, voice)]
    if late:
        lines.append(voice.say("reminder.late"))
    return Markup("\n".join(lines))


def soon(voice: Voice, starts_at: datetime) -> str:
    """How soon: "i dag kl. 18.00", "i morgon", "om en vecka"."""
    language = voice.texts.language
    starts = starts_at.astimezone(voice.zone)
    away = distance(starts.date(), today=voice.today, language=language)
    if starts.date() != voice.today:
        return away
    return f"{away} {voice.say('when.at', start=clock(starts.time(), language=language))}"
