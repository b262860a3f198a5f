"""Tells those who plan for a branch of its members' new ideas, and everyone who likes one what became of it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from sqlmodel import Session

from bot.cards import card
from bot.markup import Markup
from bot.messages import Button, Reply
from bot.rosters import shortened
from bot.voice import Voice
from reminders.chain_people import includes
from reminders.topics import Drop, Push
from reminders.welcome import spokespersons
from storage import activities, branches, ideas, occurrences, recipients
from storage.models import Activity, Fate, Idea, Occurrence, State
from storage.quiet import at
from storage.recipients import Recipient

IDEAS = "ideas"
WALL = time(10)
# So many are told of by name, and so much of each.
LINES, LENGTH = 5, 120
EVER = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(slots=True)
class NewIdeas:
    """One message a branch and day, the morning after, however many there are. `platforms`: those that run."""

    platforms: Collection[str]
    resend: bool = False

    def ahead(self, voice: Voice) -> None:
        for branch_id, day in sorted({(one, told_on(voice, made)) for one, made in ideas.unanswered(voice.session)}):
            occurrences.put(
                voice.session, key=f"{IDEAS}:b{branch_id}:{day:%Y-%m-%d}", topic=IDEAS, subject=str(branch_id),
                branch_id=branch_id, due_at=day, deliver_until=None,
            )  # fmt: skip

    def audience(self, voice: Voice, occurrence: Occurrence) -> list[Recipient]:
        found = fresh(voice, occurrence)
        chairs = spokespersons(voice, int(occurrence.subject), self.platforms) if found else []
        return [to for to in chairs if others(found, to.member_id)]

    def compose(self, voice: Voice, push: Push) -> Reply | Drop:
        occurrence = voice.session.get_one(Occurrence, int(push.ref))
        found = others(fresh(voice, occurrence), push.member_id)
        if not found:
            return Drop(State.CANCELLED, "answered")
        if not includes(self.audience(voice, occurrence), push):
            return Drop(State.SUPPRESSED, "not theirs")
        branch = branches.name(voice.session, int(occurrence.subject))
        lines = [voice.say("ideas.new", n=len(found), branch=branch), *(line(voice, one) for one in found[:LINES])]
        see = Button(voice.label("ideas.button.see_all"), "ideas:0")
        return Reply(Markup("\n".join([*lines, voice.say("ideas.how")])), buttons=(see,))

    def missed(self, _voice: Voice, _occurrence: Occurrence) -> Markup:
        """They are of use as long as they wait."""
        return Markup()


def told_on(voice: Voice, made_at: datetime) -> datetime:
    """The next morning after it was made."""
    made = made_at.astimezone(voice.zone)
    same_day = at(made.date(), WALL, voice.zone)
    return same_day if made_at < same_day else at(made.date() + timedelta(days=1), WALL, voice.zone)


def fresh(voice: Voice, occurrence: Occurrence) -> list[Idea]:
    """What has come since it was told of last, and still waits."""
    before = occurrences.about(voice.session, topic=IDEAS, subject=occurrence.subject)
    told = [one.due_at for one in before if one.fate == Fate.DONE and one.due_at < occurrence.due_at]
    return ideas.made_between(
        voice.session, int(occurrence.subject), max(told, default=EVER), occurrence.due_at
    )  # fmt: skip


def others(found: list[Idea], member_id: int | None) -> list[Idea]:
    """Nobody is told of their own."""
    return [one for one in found if one.member_id is None or one.member_id != member_id]


def line(voice: Voice, idea: Idea) -> Markup:
    said = {"what": shortened(" ".join(idea.what.split()), LENGTH), "place": idea.place}
    return Markup(f"- {voice.say('ideas.line_place' if idea.place else 'ideas.line', **said)}")


@dataclass(slots=True)
class IdeaAnswers:
    """What became of an idea, to whoever made or likes it. `platforms`: those that run."""

    platforms: Collection[str]
    resend: bool = True

    def ahead(self, voice: Voice) -> None:
        """Nothing: whoever answers it sees to it."""

    def audience(self, voice: Voice, occurrence: Occurrence) -> list[Recipient]:
        """Those of them who may see what it became."""
        idea = voice.session.get(Idea, int(occurrence.subject), populate_existing=True)
        if idea is None or idea.answered_at is None:
            return []
        activity = activity_of(voice.session, idea)
        told = [
            member.id
            for member in ideas.followers(voice.session, idea)
            if activity is None
            or activities.may_see(voice.session, activity, member_id=member.id, branch_id=member.branch_id)
        ]
        return recipients.people(voice.session, [one for one in told if one], platforms=self.platforms)

    def compose(self, voice: Voice, push: Push) -> Reply | Drop:
        occurrence = voice.session.get_one(Occurrence, int(push.ref))
        if not includes(self.audience(voice, occurrence), push):
            return Drop(State.SUPPRESSED, "not theirs")
        idea = voice.session.get_one(Idea, int(occurrence.subject))
        activity = activity_of(voice.session, idea)
        if activity is None:
            said = voice.say("ideas.refused", what=shortened(" ".join(idea.what.split()), LENGTH), answer=idea.answer)
            return Reply(said) if idea.answer else Drop(State.CANCELLED, "gone")
        if activity.cancelled_at is not None or activity.starts_at <= voice.now:
            return Drop(State.CANCELLED, "over")
        shown = card(activities.shown(voice.session, activity), voice)
        come = Button(voice.label("signup.button.join"), f"come:{activity.id}")
        return Reply(Markup(f"{voice.say('ideas.became')}\n{shown}"), buttons=(come,))

    def missed(self, _voice: Voice, _occurrence: Occurrence) -> Markup:
        return Markup()


def activity_of(session: Session, idea: Idea) -> Activity | None:
    return session.get(Activity, idea.activity_id, populate_existing=True) if idea.activity_id else None
