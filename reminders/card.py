"""The post in a group that shows an activity and who is still needed: worded when it is sent, and each time anew."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from bot.cards import card, off
from bot.markup import Markup
from bot.messages import Button, Reply
from bot.rosters import join_button, line
from bot.voice import Voice
from reminders.topics import Drop, Push
from storage import activities, cards, chats, shifts
from storage.models import Activity, Card, Occurrence, State
from storage.recipients import Recipient
from storage.shifts import Standing

# So many shifts are shown, and in so many signs: a message has its limit.
MOST_SHIFTS = 8
ROOM = 2000


@dataclass(slots=True)
class Posts:
    """`platforms`: those that run. It has no occurrences: what a post shows is compared with what is."""

    platforms: Collection[str]
    resend: bool = True

    def ahead(self, voice: Voice) -> None:
        cards.catch_up(voice.session, platforms=self.platforms, now=voice.now)

    def audience(self, _voice: Voice, _occurrence: Occurrence) -> list[Recipient]:
        return []

    def compose(self, voice: Voice, push: Push) -> Reply | Drop:
        """As it is now. Whether it may be seen in that group is looked up now, too."""
        post = voice.session.get(Card, int(push.ref), populate_existing=True)
        if post is None or (post.platform, post.chat) != push.place:
            return Drop(State.CANCELLED, "gone")
        activity = voice.session.get_one(Activity, post.activity_id, populate_existing=True)
        cards.show(voice.session, post, activity, voice.now)
        group = chats.find(voice.session, platform=post.platform, chat=post.chat)
        if group is None or group.lost_at is not None or not cards.fits(activity, group.branch_id):
            return Drop(State.SUPPRESSED, "not theirs")
        return called_off(voice, activity) if activity.cancelled_at else say(voice, activity)

    def missed(self, _voice: Voice, _occurrence: Occurrence) -> Markup:
        return Markup()


def called_off(voice: Voice, activity: Activity) -> Reply:
    lines = [off("reminder", activity, voice, posted=True)]
    lines += [voice.say("reminder.cancelled_why", reason=activity.cancel_reason)] if activity.cancel_reason else []
    return Reply(Markup("\n".join(lines)))


def say(voice: Voice, activity: Activity) -> Reply:
    """The activity, its shifts with how many are on each (never who), and a button to say yes."""
    assert activity.id is not None
    here = shifts.of(voice.session, activity.id)
    coming = [shift for shift in here if shift.starts_at > voice.now]
    items = fold([Markup(f"- {line(shift, voice)}") for shift in coming or here])
    more = len(coming or here) - len(items)
    buttons = join_buttons(activity, here, coming[: len(items)], voice)
    lines = [
        card(activities.shown(voice.session, activity), voice, posted=True, whole=True),
        *([voice.say("signup.shifts")] if len(here) > 1 else []),
        *items,
        *([voice.say("post.more", n=more)] if more else []),
        *([voice.say("post.press")] if buttons else []),
    ]
    if more and buttons:
        buttons = (*buttons, Button(voice.label("post.button.all"), f"see:{activity.id}"))
    return Reply(Markup("\n".join(lines)), buttons=buttons)


def fold(items: Sequence[Markup]) -> list[Markup]:
    """The first of them: as many as there is room for."""
    kept: list[Markup] = []
    for item in items[:MOST_SHIFTS]:
        if kept and sum(map(len, kept)) + len(item) > ROOM:
            break
        kept.append(item)
    return kept


def join_buttons(
    activity: Activity, here: Sequence[Standing], coming: Sequence[Standing], voice: Voice
) -> tuple[Button, ...]:
    """Anybody in the group can press them, and is answered in private."""
    if not here and activity.starts_at > voice.now:
        return (Button(voice.label("signup.button.join"), f"come:{activity.id}"),)
    return tuple(join_button(shift, voice, alone=len(here) == 1) for shift in coming)
