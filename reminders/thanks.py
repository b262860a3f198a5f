"""Thanks those who came: the morning after, with what it came to, or in the evening where nobody has told that."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from bot.figures import flyers
from bot.markup import Markup
from bot.messages import Reply
from bot.voice import Voice
from bot.wording import day
from reminders.results import DAY, morning_after
from reminders.topics import Drop, Push
from storage import occurrences, recipients, results, told
from storage.models import Activity, Occurrence, Shift, State
from storage.quiet import at
from storage.recipients import Recipient

THANKS = "thanks"
# Later than this it is no thanks any more.
LASTS = timedelta(days=3)
# Until then, the day after, those who came may still be told what it came to.
EVENING = time(18)
HOUR = timedelta(hours=1)


@dataclass(slots=True)
class Thanks:
    """One an activity for each who came, however many shifts they were on. `platforms`: those that run."""

    platforms: Collection[str]
    resend: bool = False

    def ahead(self, voice: Voice) -> None:
        """Nothing: it is planned when a result is in, and when somebody is checked in."""

    def audience(self, voice: Voice, occurrence: Occurrence) -> list[Recipient]:
        """Who was there, each in the app where they said yes; nobody twice."""
        came = results.thanked(voice.session, int(occurrence.subject))
        others = occurrences.about(voice.session, topic=THANKS, subject=occurrence.subject)
        refs = [str(one.id) for one in others if one.id != occurrence.id]
        left = came.keys() - told.told_or_about_to(voice.session, topic=THANKS, refs=refs)
        return recipients.people(voice.session, list(left), platforms=self.platforms, said_on=came)

    def compose(self, voice: Voice, push: Push) -> Reply | Drop:
        occurrence = voice.session.get_one(Occurrence, int(push.ref))
        activity = voice.session.get_one(Activity, int(occurrence.subject), populate_existing=True)
        if push.member_id not in results.thanked(voice.session, int(occurrence.subject)):
            return Drop(State.SUPPRESSED, "was not there")
        on = day(activity.starts_at.astimezone(voice.zone).date(), today=voice.today, language=voice.texts.language)
        lines = [voice.say("thanks.head", title=activity.title, day=on), total(voice, int(occurrence.subject))]
        return Reply(Markup("\n".join(filter(None, lines))))

    def missed(self, _voice: Voice, _occurrence: Occurrence) -> Markup:
        return Markup()


def total(voice: Voice, activity_id: int) -> Markup:
    """What it came to; nothing, where there is no more to say than that they were there."""
    found = results.of_activity(voice.session, activity_id)
    if found.flyers:
        return voice.say("thanks.flyers", n=found.came, flyers=flyers(found.flyers, voice))
    return voice.say("thanks.came", n=found.came) if found.came > 1 else Markup()


def plan(voice: Voice, shift: Shift) -> datetime:
    """When they are thanked: together with the other shifts of the day, or at once where that has passed."""
    morning = morning_after(voice, shift)
    late = morning <= voice.now
    due_at = voice.now if late else morning
    name = f"{THANKS}:{shift.activity_id}:{f's{shift.id}' if late else f'{morning:%Y%m%d}'}"
    occurrences.put(
        voice.session, key=name, topic=THANKS, subject=str(shift.activity_id), due_at=due_at,
        deliver_until=due_at + LASTS,
    )  # fmt: skip
    return due_at


def plan_anyway(voice: Voice, shift: Shift) -> None:
    """Somebody was checked in: who came is thanked even if nobody tells how it went, unless they have been by then."""
    evening = at(shift.ends_at.astimezone(voice.zone).date() + DAY, EVENING, voice.zone)
    # Checked in later than that, those who are pressed one after the other are thanked together.
    due_at = max(evening, voice.now.replace(minute=0, second=0, microsecond=0) + HOUR)
    occurrences.put(
        voice.session, key=f"{THANKS}:{shift.activity_id}:{due_at:%Y%m%dT%H}", topic=THANKS,
        subject=str(shift.activity_id), due_at=due_at, deliver_until=due_at + LASTS,
    )  # fmt: skip
