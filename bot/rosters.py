"""What a shift looks like in a message: when and where, how many have said yes, and how many are missing."""

from collections.abc import Mapping

from bot.cards import dated
from bot.markup import Markup
from bot.messages import Button
from bot.voice import Voice
from bot.wording import span, when
from storage.calendars import Turn
from storage.models import Activity, Place, Shift, Signup
from storage.shifts import Standing

# Slack shows so much of a button (https://docs.slack.dev/reference/block-kit/block-elements/button-element). So much of
# that is a title, and beside a place so much what one does there, and where it is.
LABEL, TITLE, ROLE, PLACE = 75, 30, 12, 18


def hours(shift: Shift | Standing, voice: Voice) -> str:
    """From when to when: "kl. 10.00–12.00"."""
    ends = shift.ends_at if shift.ends else None
    return span(shift.starts_at, ends, language=voice.texts.language, zone=voice.zone)


def moment(shift: Shift | Standing, voice: Voice) -> str:
    """The day, the hours and how far away they are; what was called off does not go on now."""
    ends = shift.ends_at if shift.ends else None
    if isinstance(shift, Shift) and shift.cancelled_at is not None and shift.starts_at <= voice.now:
        return dated(shift.starts_at, ends, voice)
    return when(shift.starts_at, end=ends, now=voice.now, language=voice.texts.language, zone=voice.zone)


def called(activity: Activity, shift: Shift | Standing, voice: Voice) -> Markup:
    """What somebody signs up for, in one line: its title, what one does there, and when."""
    return named(activity, shift, voice, when=moment(shift, voice))


def named(activity: Activity, shift: Shift | Standing, voice: Voice, *, when: str) -> Markup:
    """The same, of which it is known how its time is told; where it is, if that is not where the activity is."""
    said = {"title": activity.title, "when": when, "role": shift.role, "place": shift.place}
    return voice.say(f"signup.called{has(shift)}", **said)


def has(shift: Shift | Standing | Turn) -> str:
    """How the texts' keys end that name what one does there, and a place of its own."""
    return "".join(word for word, there in (("_role", shift.role), ("_place", shift.place)) if there)


def among(shift: Shift, voice: Voice) -> Markup:
    """One of several shifts of the same activity: when, what one does there, and where if that is not where it is."""
    return voice.say(f"signup.among{has(shift)}", when=moment(shift, voice), role=shift.role, place=shift.place)


def among_own(shift: Shift, signup: Signup, voice: Voice) -> Markup:
    """The same of one's own, and where one stands if that is not on it."""
    one = among(shift, voice)
    return one if signup.place == Place.GOING else Markup(f"{one}. {voice.say(f'signup.mine_{signup.place}')}")


def details(activity: Activity, shift: Shift | Standing, voice: Voice) -> list[Markup]:
    """What one needs to know to get there."""
    lines = [voice.say("activity.where", place=shift.place or activity.place)]
    if activity.material:
        lines.append(voice.say("signup.material", material=activity.material))
    return lines


def line(shift: Standing, voice: Voice, mine: Signup | None = None) -> Markup:
    """A shift among others: its hours, how many have said yes, and whether the reader is one of them."""
    said = {
        "hours": hours(shift, voice), "role": shift.role, "place": shift.place,
        "n": shift.taken if shift.capacity else shift.taken - shift.kept,
        "capacity": shift.capacity, "missing": shift.missing, "waiting": shift.waiting,
    }  # fmt: skip
    parts = [voice.say(f"signup.line{has(shift)}", **said), voice.say(f"signup.{filling(shift)}", **said)]
    if shift.kept and not shift.capacity:
        parts.append(voice.say("signup.kept", n=shift.kept))
    if shift.missing:
        parts.append(voice.say("signup.missing", n=shift.missing))
    if mine is not None and mine.ended_at is None:
        parts.append(voice.say(f"signup.mine_{mine.place}"))
    return Markup(" ".join(parts))


def filling(shift: Standing) -> str:
    if shift.free is None:
        return "open"
    if shift.free:
        return "filling"
    return "full_line" if shift.waiting else "full"


def shortened(title: str, most: int) -> str:
    """As much of a title as there is room for on a button."""
    return title if len(title) <= most else f"{title[: most - 1].rstrip()}…"


def join_button(shift: Standing, voice: Voice, *, alone: bool) -> Button:
    """To sign up for a shift, or to get in the line for it; where it is the only one, nothing more need be said."""
    verb = "line" if shift.free == 0 else "join"
    key = f"signup.button.{verb}" if alone else f"signup.button.{verb}_shift"
    return Button(label(key, shift, voice), f"shift:{shift.id}")


def again(signup: Signup, word: str = "shift") -> str:
    """What a button says that signs up once more: with those they were to bring."""
    return f"{word}:{signup.shift_id}:{signup.guests}" if signup.guests else f"{word}:{signup.shift_id}"


def answer_buttons(shift: Shift | Standing, signup: Signup, voice: Voice, *, alone: bool) -> tuple[Button, ...]:
    """Not to come after all, or out of the line; to a place that is kept for them yes or no."""
    answers = {Place.WAITING: ("leave_line",), Place.OFFERED: ("take_place", "pass")}
    found = answers.get(Place(signup.place), ("leave",))
    keys = [f"signup.button.{word}" if alone else f"signup.button.{word}_shift" for word in found]
    actions = {"take_place": f"take:{signup.id}"}
    return tuple(
        Button(label(key, shift, voice), actions.get(word, f"leave:{shift.id}"))
        for key, word in zip(keys, found, strict=True)
    )


def news(word: str, signup: Signup) -> str:
    """The text's key that tells of a new time or place, by where somebody stands."""
    return f"signup.{word}" if signup.place == Place.GOING else f"signup.{word}_{signup.place}"


def label(key: str, shift: Shift | Standing, voice: Voice, *, title: str = "", **said: str) -> str:
    """A button about a shift: its hours, and in brackets what one does there and a place of its own. Where that place
    makes it longer than Slack shows, they are shortened, and then the title.
    """
    said |= {"hours": hours(shift, voice)}
    whole = voice.label(key, title=shortened(title, TITLE), role=aside(shift.role, shift.place), **said)
    if not shift.place or len(whole) <= LABEL:
        return whole
    said["role"] = aside(shortened(shift.role, ROLE), shortened(shift.place, PLACE))
    room = LABEL - len(voice.label(key, title="", **said))
    return voice.label(key, title=shortened(title, min(TITLE, max(1, room))), **said)


def aside(*words: str) -> str:
    """What there is of them, in brackets."""
    found = ", ".join(filter(None, words))
    return f" ({found})" if found else ""


def brief(shift: Standing, voice: Voice) -> str:
    """All that a shift is called on a button: its hours, what one does there, and a place of its own."""
    role = shortened(shift.role, ROLE) if shift.place else shift.role
    return voice.label(f"shifts.button.one{has(shift)}", hours=hours(shift, voice), role=role,
                       place=shortened(shift.place, TITLE))  # fmt: skip


def hours_there(shift: Shift, voice: Voice) -> str:
    """From when to when, what one does there, and a place of its own: two shifts can have the same hours."""
    return f"{hours(shift, voice)}{aside(shift.role, shift.place)}"


def lines(shifts: list[Standing], voice: Voice, mine: Mapping[int, Signup]) -> list[Markup]:
    return [Markup(f"- {line(shift, voice, mine.get(shift.id))}") for shift in shifts]


def stands(activity: Activity, shift: Shift, signup: Signup, voice: Voice, *, number: int = 0) -> Markup:
    """Where somebody stands now: on it, in the line (as which `number`), or with a place that is kept for them."""
    named = {"what": called(activity, shift, voice), "n": number}
    if signup.place == Place.OFFERED and signup.offered_until is not None:
        named["until"] = when(signup.offered_until, now=voice.now, language=voice.texts.language, zone=voice.zone)
    company = signup.place == Place.WAITING and signup.guests  # there may be room for some of them
    head = voice.say("signup.waiting_company" if company else f"signup.{signup.place}", **named)
    friends = [voice.say("signup.with_friends", n=signup.guests)] if signup.guests else []
    return Markup("\n".join([head, *friends, *details(activity, shift, voice)]))
