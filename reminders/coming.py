"""What will come by itself, and why: the reminders ahead of a member or of a group, a line each."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from bot.markup import Markup
from bot.voice import Voice
from bot.wording import day, span
from reminders import subject
from reminders.activity import GROUP_LEAD
from reminders.own import day_of, may_ask
from reminders.snooze import SNOOZE
from storage import activities, branches, networks, occurrences, own, preferences
from storage.members import Person
from storage.models import Activity, Occurrence, Visibility
from storage.preferences import Wishes
from storage.quiet import NEVER, later
from storage.recipients import DEFAULT_LEADS

AHEAD = timedelta(days=366)


class Coming(NamedTuple):
    """When it comes, and what is said of it."""

    at: datetime
    line: Markup


def to_member(voice: Voice, person: Person) -> Iterator[Coming]:
    """What a member will be told in private and sees in their branch's group, in the order that it falls due."""
    wishes = preferences.of(voice.session, person.id)
    hosts = activities.hosts(voice.session, person.branch_id)
    branch_ids = {person.branch_id, *hosts}
    until = voice.now + AHEAD
    for one in occurrences.pending(voice.session, until=until, branch_ids=branch_ids, member_id=person.id):
        if one.topic == subject.REMINDER:
            yield from of_activity(voice, one, person, wishes)
        elif one.topic in own.TOPICS and one.branch_id in {None, person.branch_id}:
            yield from of_own(voice, one)


def of_activity(voice: Voice, occurrence: Occurrence, person: Person, wishes: Wishes) -> Iterator[Coming]:
    activity = subject.find(voice.session, occurrence)
    if activity is None or not concerns(voice, activity, person, wishes):
        return
    mine = occurrence.member_id is not None
    at = later(occurrence.due_at, NEVER if mine else wishes.quiet, voice.zone)
    if (mine or occurrence.lead in wishes.leads) and (mine or at < activity.starts_at):
        yield Coming(at, activity_line(voice, activity, occurrence.lead, at))


def concerns(voice: Voice, activity: Activity, person: Person, wishes: Wishes) -> bool:
    """Whether it is theirs: their branch's, another's that theirs goes to and may see, their network's, or the
    district's.
    """
    if activity.network_id is not None:
        return networks.has(voice.session, activity.network_id, person.id)
    if activity.branch_id is None and wishes.district:
        return True
    if activity.branch_id == person.branch_id:
        return True
    closed = activity.visibility == Visibility.BRANCH
    return not closed and person.branch_id in activities.joined_by(voice.session, activity)


def of_own(voice: Voice, occurrence: Occurrence) -> Iterator[Coming]:
    reminder = own.find(voice.session, int(occurrence.subject))
    if reminder is None or (reminder.branch_id is not None and not may_ask(voice, reminder)):
        return
    when = moment(voice, occurrence.due_at)
    if reminder.branch_id is not None:
        branch = branches.name(voice.session, reminder.branch_id)
        line = voice.say("coming.own_group", when=when, what=reminder.what, branch=branch)
    elif reminder.deadline:
        last = day(day_of(occurrence), today=voice.today, language=voice.texts.language)
        line = voice.say("coming.deadline", when=when, what=reminder.what, day=last)
    else:
        line = voice.say("coming.own", when=when, what=reminder.what)
    yield Coming(occurrence.due_at, line)


def in_group(voice: Voice, branch_id: int | None) -> Iterator[Coming]:
    """What a branch's members are told who have chosen nothing else, and what comes in the group itself: public facts.

    Without a branch, the district's.
    """
    leads = {GROUP_LEAD} if branch_id is None else preferences.read_leads(DEFAULT_LEADS)
    branch_ids = [] if branch_id is None else [branch_id]
    for one in occurrences.pending(voice.session, until=voice.now + AHEAD, branch_ids=branch_ids):
        if one.branch_id != branch_id:
            continue
        if one.topic in own.TOPICS:
            yield from of_own(voice, one)
        elif one.topic == subject.REMINDER and one.lead in leads:
            activity = subject.find(voice.session, one)
            if activity and activity.visibility == Visibility.PUBLIC and activity.network_id is None:
                yield Coming(one.due_at, activity_line(voice, activity, one.lead, one.due_at))


def activity_line(voice: Voice, activity: Activity, lead: str, at: datetime) -> Markup:
    """Lördag 6 mars kl. 17.00: Flygblad på torget (Norrby), en vecka före."""
    return voice.say(
        "coming.activity",
        when=moment(voice, at),
        title=activity.title,
        organiser=organiser(voice, activity),
        why=voice.say("coming.again" if lead == SNOOZE else f"lead.{lead_word(lead, at, activity.starts_at, voice)}"),
    )


def organiser(voice: Voice, activity: Activity) -> str:
    """The branch, the network or the district, by name."""
    name = branches.name(voice.session, activity.branch_id) or networks.name(voice.session, activity.network_id)
    return name or voice.label("help.the_district")


def lead_word(lead: str, at: datetime, about: datetime, voice: Voice) -> str:
    """How long before: what would come in the quiet hours of that morning comes the evening before."""
    earlier = at.astimezone(voice.zone).date() < about.astimezone(voice.zone).date()
    return "evening" if lead == "morning" and earlier else lead


def moment(voice: Voice, at: datetime) -> str:
    """The day and the hour."""
    language = voice.texts.language
    named = day(at.astimezone(voice.zone).date(), today=voice.today, language=language)
    return voice.label("dates.with_hours", day=named, hours=span(at, None, language=language, zone=voice.zone))
