"""Reminds a branch of its new members until somebody has contacted them, and then the ombudsperson."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.markup import Markup
from bot.messages import Button, Reply
from bot.naming import shown
from bot.voice import Voice
from bot.wording import day
from reminders.chain import with_late
from reminders.chain_people import contacts, includes, ombudspersons
from reminders.topics import Drop, Push, is_late
from storage import branches, members, occurrences, recipients, welcomes
from storage.models import Occurrence, Role, State
from storage.quiet import at
from storage.recipients import Recipient
from storage.welcomes import Waiting

WELCOME = "welcome"
# So many days before they are due it is asked again; on the day after, the ombudsperson is told.
LEADS = (3, 1)
LATE = "late"
WALL = time(10)
# More than so many have a line each, and buttons under `/valkomna`.
BUTTONS = 5
# Who is asked for a branch before its contact person is.
SPEAK = (Role.CHAIR, Role.DEPUTY)


@dataclass(slots=True)
class Welcomes:
    """One message a branch and day, however many are new. `platforms`: those that run."""

    platforms: Collection[str]
    resend: bool = False

    def ahead(self, voice: Voice) -> None:
        for one in welcomes.waiting(voice.session, today=voice.today):
            for due_at in moments(voice, one):
                put(voice, one.branch_id, due_at)
            put_late(voice, one)

    def audience(self, voice: Voice, occurrence: Occurrence) -> list[Recipient]:
        found = {to.key: to for one in self.waiting(voice, occurrence) for to in self.told_of(voice, occurrence, one)}
        return list(found.values())

    def waiting(self, voice: Voice, occurrence: Occurrence) -> list[Waiting]:
        """Whom it is about; of those who are late only the ones who were so when it fell due."""
        if occurrence.lead == LATE:
            return [
                one for one in welcomes.waiting(voice.session, today=voice.today) if one.due_at <= occurrence.due_at
            ]
        return welcomes.waiting(voice.session, [int(occurrence.subject)], today=voice.today)

    def told_of(self, voice: Voice, occurrence: Occurrence, one: Waiting) -> list[Recipient]:
        """Who has taken it on and speaks for the branch, or else whoever does; of who is late the ombudspersons."""
        if occurrence.lead == LATE:
            return ombudspersons(voice, self.platforms)
        if one.host_id is not None:
            return recipients.people(voice.session, [one.host_id], platforms=self.platforms)
        return (
            spokespersons(voice, one.branch_id, self.platforms)
            or contacts(voice, one.branch_id, self.platforms)
            or ombudspersons(voice, self.platforms)
        )

    def compose(self, voice: Voice, push: Push) -> Reply | Drop:
        occurrence = voice.session.get_one(Occurrence, int(push.ref))
        waiting = self.waiting(voice, occurrence)
        mine = [one for one in waiting if includes(self.told_of(voice, occurrence, one), push)]
        if not mine:
            return Drop(State.SUPPRESSED, "not theirs") if waiting else Drop(State.CANCELLED, "welcomed")
        reader = members.ref(voice.session, push.member_id) if push.member_id else ""
        said = with_late(voice, say(voice, mine, occurrence, reader), late=is_late(push, occurrence))
        return Reply(said, buttons=tuple(buttons(voice, mine, push.member_id)))

    def missed(self, _voice: Voice, _occurrence: Occurrence) -> Markup:
        """It is of use as long as they wait."""
        return Markup()


def spokespersons(voice: Voice, branch_id: int, platforms: Collection[str]) -> list[Recipient]:
    """The branch's chairs and deputies, each once."""
    found = [
        to
        for role in SPEAK
        for to in recipients.holders(voice.session, role, today=voice.today, platforms=platforms, branch_id=branch_id)
    ]
    return list({to.key: to for to in found}.values())


def moments(voice: Voice, one: Waiting) -> Iterator[datetime]:
    """The next morning, and again before they are due: whoever let them in has just talked to them."""
    days = [local_day(voice, one.made_at) + timedelta(days=1)]
    days += [local_day(voice, one.due_at) - timedelta(days=before) for before in LEADS]
    return (at(day, WALL, voice.zone) for day in days)


def put(voice: Voice, branch_id: int, due_at: datetime) -> None:
    occurrences.put(
        voice.session,
        key=key(branch_id, local_day(voice, due_at)),
        topic=WELCOME,
        subject=str(branch_id),
        branch_id=branch_id,
        due_at=due_at,
        deliver_until=None,
    )


def put_late(voice: Voice, one: Waiting) -> None:
    on = local_day(voice, one.due_at) + timedelta(days=1)
    due_at = at(on, WALL, voice.zone)
    key = f"{WELCOME}:{LATE}:{on}"
    occurrences.put(
        voice.session, key=key, topic=WELCOME, subject=f"{LATE}:{on}", lead=LATE, due_at=due_at, deliver_until=None
    )


def key(branch_id: int, on: date) -> str:
    return f"{WELCOME}:b{branch_id}:{on}"


def local_day(voice: Voice, moment: datetime) -> date:
    return moment.astimezone(voice.zone).date()


def say(voice: Voice, waiting: list[Waiting], occurrence: Occurrence, reader: str) -> Markup:
    """`reader` is the ref of whoever is told their names."""
    branch = branches.name(voice.session, waiting[0].branch_id)
    late = occurrence.lead == LATE
    head = voice.say("welcome.late") if late else voice.say("welcome.new", n=len(waiting), branch=branch)
    lines = [head, *(line(voice, one, reader, with_branch=late) for one in waiting)]
    return Markup("\n".join([*lines, voice.say("welcome.call" if late else "welcome.how")]))


def line(voice: Voice, one: Waiting, reader: str, *, with_branch: bool = False) -> Markup:
    """Vera N., senast måndag 15 februari. Majken N. har tagit på sig det. That the reader saw the name is noted."""
    on = day(local_day(voice, one.due_at), today=voice.today, language=voice.texts.language)
    name = shown(voice, one, WELCOME, to=reader)
    said = {"name": name, "day": on, "branch": branches.name(voice.session, one.branch_id)}
    text = voice.say("welcome.line_branch" if with_branch else "welcome.line", **said)
    return Markup(f"{text} {voice.say('welcome.taken', host=one.host)}") if one.host else text


def buttons(voice: Voice, waiting: list[Waiting], member_id: int | None) -> Iterator[Button]:
    """To take it on, to give it back, and that it is done."""
    for one in waiting[:BUTTONS]:
        verb = "leave" if one.host_id == member_id and member_id is not None else "take"
        yield Button(voice.label(f"welcome.button.{verb}", name=one.name), f"welcome:{verb}:{one.id}")
        yield Button(voice.label("welcome.button.done", name=one.name), f"welcome:done:{one.id}")
