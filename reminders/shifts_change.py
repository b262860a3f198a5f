"""Tells whoever is on shifts of an activity that all of it is at another time or place, or called off: once, whatever
they are on.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from bot.markup import Markup
from bot.messages import Button, Reply
from bot.rosters import among_own, answer_buttons, called, details, news
from bot.voice import Voice
from reminders import subject
from reminders.chain_people import includes
from reminders.change import awake
from reminders.topics import Drop, Push
from storage import leaving, recipients, resumption, shift_changes
from storage.details import PLACE, is_of_place
from storage.models import Activity, Occurrence, Place, Shift, Signup, State
from storage.recipients import Recipient

# So many shifts have a button each.
MOST = 8
# What is told, by the `lead`; without one it is a new time.
WORDS = {PLACE: "elsewhere", resumption.AGAIN: "resumed"}


@dataclass(slots=True)
class ShiftsChange:
    """`platforms`: those that run. Who is not told stands there alone, so it is sent once more when in doubt."""

    platforms: Collection[str]
    resend: bool = True

    def ahead(self, voice: Voice) -> None:
        """Nothing: whoever changes it sees to it."""

    def audience(self, voice: Voice, occurrence: Occurrence) -> list[Recipient]:
        """All who are on a shift or wait for one; in the night too, where their first would begin before the morning
        (or be over by then, if it is off).
        """
        activity = find(voice.session, occurrence)
        theirs = about(voice, occurrence, activity)
        said_on = {member_id: found[0][0].platform for member_id, found in theirs.items()}
        seeing = leaving.seeing(voice.session, activity, theirs)
        return [
            awake(voice, to, until([shift for _, shift in theirs[to.member_id]]))
            for to in recipients.people(voice.session, seeing, platforms=self.platforms, said_on=said_on)
            if to.member_id is not None
        ]

    def compose(self, voice: Voice, push: Push) -> Reply | Drop:
        occurrence = voice.session.get_one(Occurrence, int(push.ref))
        activity = find(voice.session, occurrence)
        if push.member_id is None or not includes(self.audience(voice, occurrence), push):
            return Drop(State.SUPPRESSED, "not on it")
        if is_overtaken(voice.session, occurrence):
            return Drop(State.CANCELLED, "changed again")
        mine = about(voice, occurrence, activity)[push.member_id]
        return told(voice, activity, mine, moved=WORDS.get(occurrence.lead, "moved"))

    def missed(self, voice: Voice, occurrence: Occurrence) -> Markup:
        activity = find(voice.session, occurrence)
        theirs = about(voice, occurrence, activity)
        going = any(signup.place == Place.GOING for found in theirs.values() for signup, _ in found)
        return subject.line(voice, activity, word="change") if going else Markup()


def find(session: Session, occurrence: Occurrence) -> Activity:
    return session.get_one(Activity, int(occurrence.subject), populate_existing=True)


def is_overtaken(session: Session, occurrence: Occurrence) -> bool:
    """Whether it has changed once more since."""
    return resumption.is_overtaken(session, occurrence, topic=occurrence.topic, subject=occurrence.subject)


def about(voice: Voice, occurrence: Occurrence, activity: Activity) -> dict[int, list[tuple[Signup, Shift]]]:
    """Each with what they are told of; of a new place, what is not on a place of its own and has not begun; that it
    is on again only who knows that it was off.
    """
    theirs = shift_changes.of_each(voice.session, activity, voice.now)
    if occurrence.lead == resumption.AGAIN:
        knowing = resumption.knowing(voice.session, occurrence)
        return {member_id: found for member_id, found in theirs.items() if member_id in knowing}
    if not is_of_place(occurrence):
        return theirs
    there = {
        member_id: [pair for pair in found if not pair[1].place and pair[1].starts_at > voice.now]
        for member_id, found in theirs.items()
    }
    return {member_id: found for member_id, found in there.items() if found}


def until(mine: Sequence[Shift]) -> datetime:
    """How long it is of use to know."""
    return min(shift.ends_at if shift.cancelled_at else shift.starts_at for shift in mine)


def told(voice: Voice, activity: Activity, mine: Sequence[tuple[Signup, Shift]], *, moved: str) -> Reply:
    """What became of it, with their own shifts of it, and what they can do."""
    off = activity.cancelled_at is not None
    if len(mine) == 1:
        ((signup, shift),) = mine
        key = "signup.called_off" if off else news(moved, signup)
        lines = [voice.say(key, what=called(activity, shift, voice))]
    else:
        key = f"signup.{'called_off' if off else moved}_several"
        own = (among_own(shift, signup, voice) for signup, shift in mine)
        lines = [voice.say(key, title=activity.title), *own]
    if off:
        why = [voice.say("signup.called_off_why", reason=activity.cancel_reason)] if activity.cancel_reason else []
        return Reply(Markup("\n".join([*lines, *why])))
    lines += details(activity, next((shift for _, shift in mine if not shift.place), mine[0][1]), voice)
    buttons = leave_buttons(voice, mine)
    if moved == WORDS[resumption.AGAIN] and any(signup.place == Place.GOING for signup, _ in mine):
        # It was forgotten when all was off: whoever counts on it would stand there without.
        lines.append(voice.say("needs.resumed"))
        buttons += (Button(voice.label("needs.button.ask"), f"need:{activity.id}"),)
    return Reply(Markup("\n".join(lines)), buttons=buttons)


def leave_buttons(voice: Voice, mine: Sequence[tuple[Signup, Shift]]) -> tuple[Button, ...]:
    alone = len(mine) == 1
    return tuple(one for signup, shift in mine[:MOST] for one in answer_buttons(shift, signup, voice, alone=alone))
