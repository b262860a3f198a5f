"""What an activity looks like in a message."""

from datetime import datetime

from bot.dates.rhythms import how
from bot.markup import Markup, escape
from bot.voice import Voice
from bot.wording import day, span, when
from storage.activities import Upcoming
from storage.models import Activity, Visibility


def card(activity: Upcoming, voice: Voice, *, posted: bool = False, whole: bool = False) -> Markup:
    """When, where, how to join, what to bring and who arranges it, a line each; `whole`: what it is about, too.

    `posted`: it stays where it is, so it says neither how far away that is, nor how it comes back, nor whom else it is
    shown to.
    """
    language = voice.texts.language
    end = activity.ends_at if activity.ends else None
    times = (
        dated(activity.starts_at, end, voice)
        if posted
        else when(activity.starts_at, end=end, now=voice.now, language=language, zone=voice.zone)
    )
    lines = [
        voice.say("activity.title", title=activity.title, kind=voice.label(f"kind.{activity.kind}")),
        whole and escape(activity.description),
        voice.say("activity.when", when=times),
        "" if posted else comes_back(activity, voice),
        voice.say("activity.where", place=activity.place),
        activity.accessibility and voice.say("activity.accessibility", accessibility=activity.accessibility),
        activity.how_to_join and voice.say("activity.how_to_join", how_to_join=activity.how_to_join),
        activity.material and voice.say("signup.material", material=activity.material),
        voice.say("activity.organiser", organiser=organiser_of(activity.branch, activity.network, voice)),
    ]
    if activity.visibility != Visibility.PUBLIC and not posted:
        lines.append(voice.say("activity.shown_to", visibility=voice.label(f"visibility.{activity.visibility}")))
    return Markup("\n".join(line for line in lines if line))


def comes_back(activity: Upcoming, voice: Voice) -> Markup:
    if not activity.rule:
        return Markup()
    return voice.say("activity.comes_back", how=how(activity.rule, activity.exceptions, voice.texts))


def dated(starts_at: datetime, ends_at: datetime | None, voice: Voice) -> str:
    """The day and the hours, without how far away they are."""
    language, zone = voice.texts.language, voice.zone
    on = day(starts_at.astimezone(zone).date(), today=voice.today, language=language)
    return voice.label("dates.with_hours", day=on, hours=span(starts_at, ends_at, language=language, zone=zone))


def off(word: str, activity: Activity, voice: Voice, *, posted: bool = False) -> Markup:
    """That it does not happen, or that it was broken off: what had begun would not have been, it was. `word` is the
    table of the texts; `posted`: it stays where it is, so how far away that is goes unsaid.
    """
    if activity.cancelled_at is not None and activity.cancelled_at >= activity.starts_at:
        return voice.say(f"{word}.broken_off", title=activity.title, when=dated(activity.starts_at, None, voice))
    ends_at = activity.ends_at if activity.ends else None
    if posted or activity.starts_at <= voice.now:
        times = dated(activity.starts_at, ends_at, voice)
    else:
        times = when(activity.starts_at, end=ends_at, now=voice.now, language=voice.texts.language, zone=voice.zone)
    return voice.say(f"{word}.cancelled", title=activity.title, when=times)


def organiser_of(branch: str, network: str, voice: Voice) -> Markup:
    """The branch or the network, as it stands in a sentence; without either, the district."""
    if network:
        return voice.say(f"activity.organiser_{network_word(network)}", network=network)
    if not branch:
        return voice.say("activity.organiser_district")
    return voice.say("activity.organiser_branch", branch=branch)


def network_word(name: str) -> str:
    """A name that says of itself that it is a network's needs no word before it."""
    says_so = any(word in name.casefold() for word in ("nätverk", "network"))
    return "network_named" if says_so else "network"
