"""What a shift looks like in a message: when and where, how many have said yes, and how many are missing."""

from collections.abc import Mapping

from bot.cards import dated
from bot.markup import Markup
from bot.messages import Button
from bot.voice import Voice
from bot.wording import span, when
from storage.models import Activity, Place, Shift, Signup
from storage.shifts import Standing


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
    said = {"title": activity.title, "when": moment(shift, voice), "role": shift.role}
    return voice.say("signup.called_role" if shift.role else "signup.called", **said)


def among(shift: Shift, voice: Voice) -> Markup:
    """One of several shifts of the same activity: when, what one does there, and where if that is not where it is."""
    name = "".join(word for word, there in (("_role", shift.role), ("_place", shift.place)) if there)
    return voice.say(f"signup.among{name}", when=moment(shift, voice), role=shift.role, place=shift.place)


def details(activity: Activity, shift: Shift | Standing, voice: Voice) -> list[Markup]:
    """What one needs to know to get there."""
    lines = [voice.say("activity.where", place=shift.place or activity.place)]
    if activity.material:
        lines.append(voice.say("signup.material", material=activity.material))
    return lines


def line(shift: Standing, voice: Voice, mine: Signup | None = None) -> Markup:
    """A shift among others: its hours, how many have said yes, and whether the reader is one of them."""
    said = {
        "hours": hours(shift, voice), "role": shift.role, "place": shift.place, "n": shift.taken,
        "capacity": shift.capacity, "missing": shift.missing, "waiting": shift.waiting,
    }  # fmt: skip
    name = "".join(word for word, there in (("_role", shift.role), ("_place", shift.place)) if there)
    parts = [voice.say(f"signup.line{name}", **said), voice.say(f"signup.{filling(shift)}", **said)]
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
    role = f" ({shift.role})" if shift.role else ""
    verb = "line" if shift.free == 0 else "join"
    key = f"signup.button.{verb}" if alone else f"signup.button.{verb}_shift"
    return Button(voice.label(key, hours=hours(shift, voice), role=role), f"shift:{shift.id}")


def lines(shifts: list[Standing], voice: Voice, mine: Mapping[int, Signup]) -> list[Markup]:
    return [Markup(f"- {line(shift, voice, mine.get(shift.id))}") for shift in shifts]


def stands(activity: Activity, shift: Shift, signup: Signup, voice: Voice, *, number: int = 0) -> Markup:
    """Where somebody stands now: on it, in the line (as which `number`), or with a place that is kept for them."""
    named = {"what": called(activity, shift, voice), "n": number}
    if signup.place == Place.OFFERED and signup.offered_until is not None:
        named["until"] = when(signup.offered_until, now=voice.now, language=voice.texts.language, zone=voice.zone)
    head = voice.say(f"signup.{signup.place}", **named)
    friends = [voice.say("signup.with_friends", n=signup.guests)] if signup.guests else []
    return Markup("\n".join([head, *friends, *details(activity, shift, voice)]))
