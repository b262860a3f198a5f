"""Tells somebody about their sign-up: a place is kept for them, it went on, or why they are not on it any more."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlmodel import Session

from bot.markup import Markup
from bot.messages import Button, Reply
from bot.rosters import again, called, details
from bot.voice import Voice
from bot.wording import when
from reminders.topics import Drop, Push
from storage import leaving, recipients, waiting
from storage.models import Activity, Occurrence, Place, Shift, Signup, State
from storage.recipients import Recipient
from storage.waiting import LAPSE, OFFER, OUTGROWN, SHUT_OUT, TORN

# Where a sign-up stands when it is still right to say so.
STANDS = {
    OFFER: Place.OFFERED, LAPSE: Place.LAPSED, TORN: Place.CANCELLED, OUTGROWN: Place.CANCELLED,
    SHUT_OUT: Place.CANCELLED,
}  # fmt: skip


@dataclass(slots=True)
class SignupNews:
    """`word` is one of `storage.signups`'. `platforms`: those that run."""

    platforms: Collection[str]
    word: str
    resend: bool = True

    def ahead(self, voice: Voice) -> None:
        """Let the places go on of those who may not see it any more, and offers that nobody answered or was told of."""
        if self.word != OFFER:
            return
        leaving.take_off(voice.session, voice.now)
        waiting.lapsed(voice.session, voice.now)
        for signup in waiting.unreached(voice.session):
            waiting.pass_on(voice.session, signup, voice.now)

    def audience(self, voice: Voice, occurrence: Occurrence) -> list[Recipient]:
        signup = find(voice.session, occurrence)
        if signup is None or signup.place != STANDS[self.word]:
            return []
        said_on = {signup.member_id: signup.platform}
        return recipients.people(voice.session, [signup.member_id], platforms=self.platforms, said_on=said_on)

    def compose(self, voice: Voice, push: Push) -> Reply | Drop:
        signup = find(voice.session, voice.session.get_one(Occurrence, int(push.ref)))
        if signup is None or signup.place != STANDS[self.word] or signup.member_id != push.member_id:
            return Drop(State.CANCELLED, "answered")
        shift = voice.session.get_one(Shift, signup.shift_id)
        activity = voice.session.get_one(Activity, shift.activity_id)
        if shift.cancelled_at or activity.cancelled_at:
            return Drop(State.CANCELLED, "cancelled")
        if self.word != SHUT_OUT and not leaving.seeing(voice.session, activity, [signup.member_id]):
            return Drop(State.SUPPRESSED, "not theirs")
        if self.word == OFFER:
            return offer(voice, activity, shift, signup)
        said = {"what": called(activity, shift, voice), "n": signup.guests + 1, "room": shift.capacity or 0}
        return Reply(voice.say(f"signup.{self.word}", **said), buttons=self.next_steps(voice, shift, signup))

    def next_steps(self, voice: Voice, shift: Shift, signup: Signup) -> tuple[Button, ...]:
        """Who was too many for it can come alone."""
        label = voice.label("signup.button.line_again")
        others = Button(voice.label("signup.button.others"), f"see:{shift.activity_id}")
        alone, together = Button(label, f"shift:{shift.id}"), Button(label, again(signup))
        return {LAPSE: (together,), TORN: (others,), OUTGROWN: (alone, others)}.get(self.word, ())

    def missed(self, _voice: Voice, _occurrence: Occurrence) -> Markup:
        """It went on to somebody else, which is nobody's trouble."""
        return Markup()


def find(session: Session, occurrence: Occurrence) -> Signup | None:
    return session.get(Signup, int(occurrence.subject), populate_existing=True)


def offer(voice: Voice, activity: Activity, shift: Shift, signup: Signup) -> Reply:
    assert signup.offered_until is not None
    until = when(signup.offered_until, now=voice.now, language=voice.texts.language, zone=voice.zone)
    lines = [
        voice.say("signup.offer", what=called(activity, shift, voice)),
        *details(activity, shift, voice),
        voice.say("signup.offer_until", until=until),
    ]
    yes, no = voice.label("signup.button.take"), voice.label("signup.button.pass")
    buttons = (Button(yes, f"take:{signup.id}"), Button(no, f"leave:{shift.id}"))
    return Reply(Markup("\n".join(lines)), buttons=buttons)
