"""Says in time that a post which the district cannot be without runs out, and that nobody has it after that."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, time, timedelta

from bot.markup import Markup
from bot.messages import Reply
from bot.naming import shown
from bot.voice import Voice
from bot.wording import day
from reminders.chain import with_late
from reminders.chain_people import includes, ombudspersons
from reminders.topics import Drop, Push, is_late
from storage import members, needed, occurrences, recipients
from storage.models import Occurrence, Role, State
from storage.needed import Ending
from storage.quiet import at
from storage.recipients import Recipient

POST_END = "post_end"
# So many days before the last one.
LEADS = (60, 14, 1)
WALL = time(10)


@dataclass(slots=True)
class PostEnds:
    """One message a post and day, however many hold it until then. `platforms`: those that run."""

    platforms: Collection[str]
    resend: bool = False

    def ahead(self, voice: Voice) -> None:
        """What is past already when a post is given is not said: whoever gave it knows."""
        for role, last in {(one.role, one.last_day) for one in needed.ending(voice.session, today=voice.today)}:
            for lead in LEADS:
                due_at = at(last - timedelta(days=lead), WALL, voice.zone)
                if due_at > voice.now:
                    occurrences.put(
                        voice.session,
                        key=f"{POST_END}:{role}:{last}:{lead}",
                        topic=POST_END,
                        subject=f"{role}:{last}",
                        lead=str(lead),
                        due_at=due_at,
                        deliver_until=at(last + timedelta(days=1), time(), voice.zone),
                    )

    def audience(self, voice: Voice, occurrence: Occurrence) -> list[Recipient]:
        """Those who hold it, and the ombudspersons."""
        if not (held := vacating(voice, occurrence)):
            return []
        holders = recipients.people(voice.session, [one.member_id for one in held], platforms=self.platforms)
        return list({to.key: to for to in (*holders, *ombudspersons(voice, self.platforms))}.values())

    def compose(self, voice: Voice, push: Push) -> Reply | Drop:
        occurrence = voice.session.get_one(Occurrence, int(push.ref))
        if not (held := vacating(voice, occurrence)):
            return Drop(State.CANCELLED, "no end")
        if not includes(self.audience(voice, occurrence), push):
            return Drop(State.SUPPRESSED, "role")
        said = say(voice, held, push.member_id, is_one=includes(ombudspersons(voice, self.platforms), push))
        return Reply(with_late(voice, said, late=is_late(push, occurrence)))

    def missed(self, voice: Voice, occurrence: Occurrence) -> Markup:
        role, last = read(occurrence)
        if needed.is_held(voice.session, role, today=max(voice.today, last + timedelta(days=1))):
            return Markup()
        return voice.say("missed.post_end", role=voice.label(f"role.{role}"), day=in_words(voice, last))


def read(occurrence: Occurrence) -> tuple[Role, date]:
    role, _, last = occurrence.subject.partition(":")
    return Role(role), date.fromisoformat(last)


def vacating(voice: Voice, occurrence: Occurrence) -> list[Ending]:
    """The posts it is about, as they are now; none where one of them has another last day, or somebody comes after."""
    role, last = read(occurrence)
    if needed.is_held(voice.session, role, today=last + timedelta(days=1)):
        return []
    found = needed.ending(voice.session, today=voice.today)
    return [one for one in found if (one.role, one.last_day) == (role, last)]


def say(voice: Voice, held: list[Ending], member_id: int | None, *, is_one: bool) -> Markup:
    """`is_one`: whoever reads it is an ombudsperson, and can give the post to somebody."""
    role, last = held[0].role, held[0].last_day
    mine = any(one.member_id == member_id for one in held)
    reader = members.ref(voice.session, member_id) if member_id else ""
    what = {"role": voice.label(f"role.{role}"), "day": in_words(voice, last)}
    if mine:
        said = voice.say("post_end.mine", **what)
    else:
        said = voice.say("post_end.theirs", names=names(voice, held, reader), **what)
    return Markup(f"{said}\n{voice.say('post_end.give' if is_one else 'post_end.ask')}")


def names(voice: Voice, held: list[Ending], reader: str) -> str:
    return ", ".join(shown(voice, one, POST_END, to=reader) for one in held)


def in_words(voice: Voice, on: date) -> str:
    return day(on, today=voice.today, language=voice.texts.language)
