"""What came too late to be said: whoever looks after the district is told so."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import structlog
from sqlmodel import Session

from bot.markup import Markup
from bot.messages import Reply
from bot.voice import Voice
from reminders.chain_people import includes, ombudspersons
from reminders.topics import Drop, Push, Speak, Topics, batch_of
from storage import batches, outbox
from storage.batches import Copy
from storage.models import Occurrence, State
from storage.quiet import later
from storage.recipients import Recipient

log = structlog.get_logger(__name__)

MISSED = "missed"
# So many lines about what was missed; then how many more there are.
LINES = 10


@dataclass(frozen=True, slots=True)
class Missed:
    """The report to the ombudspersons. Its rows name all that was missed, and it has no occurrences of its own."""

    platforms: Collection[str]
    topics: Topics
    resend: bool = False

    def ahead(self, voice: Voice) -> None:
        """Nobody knows beforehand what will be missed."""

    def audience(self, voice: Voice, _occurrence: Occurrence) -> list[Recipient]:
        return ombudspersons(voice, self.platforms)

    def compose(self, voice: Voice, push: Push) -> Reply | Drop:
        if not includes(ombudspersons(voice, self.platforms), push):
            return Drop(State.SUPPRESSED, "role")
        text = report(voice, named(voice.session, push.ref.split(",")), self.topics)
        return Reply(text) if text else Drop(State.CANCELLED, "nothing")

    def missed(self, _voice: Voice, _occurrence: Occurrence) -> Markup:
        return Markup()


def named(session: Session, refs: Iterable[str]) -> list[Occurrence]:
    """The occurrences that outbox rows name; what is forgotten is left out."""
    found = (session.get(Occurrence, int(ref)) for ref in sorted({ref for ref in refs if ref.isdigit()}, key=int))
    return [occurrence for occurrence in found if occurrence is not None]


def tell(
    session: Session,
    occurrences: Sequence[Occurrence],
    *,
    now: datetime,
    topics: Topics,
    speak: Speak,
    platforms: Collection[str],
) -> None:
    """Let the ombudspersons know of them; what is personal is nobody else's business."""
    if not occurrences:
        return
    log.warning("plan.missed", occurrences=len(occurrences))
    voice = speak(session, now, "")
    if not report(voice, occurrences, topics):
        return
    batch = f"{MISSED}:{occurrences[0].id}:{now.isoformat()}"
    copies = [
        Copy(f"{batch}:{to.key}", to.platform, to.chat, to.member_id, later(now, to.quiet, voice.zone))
        for to in ombudspersons(voice, platforms)
    ]
    ref = ",".join(str(occurrence.id) for occurrence in occurrences)
    batches.put(session, copies, batch=batch, topic=MISSED, ref=ref, now=now, deliver_until=None)


def line_of(voice: Voice, occurrence: Occurrence, topics: Topics) -> Markup:
    """What was not said; and to how many, where others were told."""
    line = topics[occurrence.topic].missed(voice, occurrence)
    late = outbox.tally(voice.session, batch_of(occurrence)).get(State.EXPIRED, 0)
    if not line or not 0 < late < occurrence.audience:
        return line
    return voice.say("missed.some", what=line, n=late, audience=occurrence.audience)


def report(voice: Voice, missed: Sequence[Occurrence], topics: Topics) -> Markup:
    """A line for each thing that was missed, at most so many; empty when none is to be told."""
    every = [line_of(voice, one, topics) for one in missed if one.topic in topics]
    lines = list(dict.fromkeys(line for line in every if line))
    if not lines:
        return Markup()
    said = [voice.say("missed.intro"), *(Markup(f"- {line}") for line in lines[:LINES])]
    if more := len(lines) - LINES:
        said += [voice.say("missed.more", n=more)] if more > 0 else []
    return Markup("\n".join(said))
