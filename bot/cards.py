"""What an activity looks like in a message."""

from bot.markup import Markup
from bot.voice import Voice
from bot.wording import when
from storage.activities import Upcoming
from storage.models import Visibility


def card(activity: Upcoming, voice: Voice) -> Markup:
    """When, where, how to join and who arranges it, a line each."""
    language = voice.texts.language
    times = when(
        activity.starts_at,
        end=activity.ends_at if activity.ends else None,
        now=voice.now,
        language=language,
        zone=voice.zone,
    )
    lines = [
        voice.say("activity.title", title=activity.title, kind=voice.label(f"kind.{activity.kind}")),
        voice.say("activity.when", when=times),
        voice.say("activity.where", place=activity.place),
        activity.accessibility and voice.say("activity.accessibility", accessibility=activity.accessibility),
        activity.how_to_join and voice.say("activity.how_to_join", how_to_join=activity.how_to_join),
        voice.say("activity.organiser", organiser=organiser_of(activity.branch, voice)),
    ]
    if activity.visibility != Visibility.PUBLIC:
        lines.append(voice.say("activity.shown_to", visibility=voice.label(f"visibility.{activity.visibility}")))
    return Markup("\n".join(line for line in lines if line))


def organiser_of(branch: str, voice: Voice) -> Markup:
    if not branch:
        return voice.say("activity.organiser_district")
    return voice.say("activity.organiser_branch", branch=branch)
