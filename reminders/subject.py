"""An activity as its occurrences know it: which of them are about it as it stands now."""

from datetime import time

from sqlmodel import Session

from bot.markup import Markup
from bot.voice import Voice
from bot.wording import day
from storage import branches, networks
from storage.models import Activity, Branch, Occurrence, Visibility
from storage.recipients import QUIET

REMINDER, CHANGE = "activity", "activity_change"
CANCELLED = "cancelled"


def find(session: Session, occurrence: Occurrence) -> Activity | None:
    return session.get(Activity, int(occurrence.subject))


def key(topic: str, activity: Activity, lead: str) -> str:
    """Names the time as well, so that one that is moved gets occurrences of its own."""
    stands = CANCELLED if activity.cancelled_at else f"{activity.starts_at:%Y%m%dT%H%M%SZ}"
    return f"{topic}:{activity.id}:{stands}:{lead}"


def is_current(occurrence: Occurrence, activity: Activity) -> bool:
    """Whether it is about the activity as it stands: at this time, or cancelled."""
    return occurrence.key.startswith(key(occurrence.topic, activity, ""))


def is_of_cancelling(key: str) -> bool:
    return key.split(":")[2] == CANCELLED


def quiet_of(session: Session, activity: Activity) -> tuple[time, time]:
    """The quiet hours of the branch that arranges it."""
    branch = session.get(Branch, activity.branch_id) if activity.branch_id is not None else None
    return (branch.quiet_from, branch.quiet_to) if branch else QUIET


def line(voice: Voice, activity: Activity, *, word: str) -> Markup:
    """What was not said in time, and to which branch; what only a branch or a network may see is not named to others.

    `word` is `reminder` or `change`.
    """
    named = day(activity.starts_at.astimezone(voice.zone).date(), today=voice.today, language=voice.texts.language)
    if activity.network_id is not None:
        closed = "_closed" if activity.visibility == Visibility.NETWORK else ""
        network = networks.name(voice.session, activity.network_id)
        return voice.say(f"missed.{word}_network{closed}", title=activity.title, day=named, network=network)
    if activity.branch_id is None:
        return voice.say(f"missed.{word}_district", title=activity.title, day=named)
    branch = branches.name(voice.session, activity.branch_id)
    closed = "_closed" if activity.visibility == Visibility.BRANCH else ""
    return voice.say(f"missed.{word}{closed}", title=activity.title, day=named, branch=branch)
