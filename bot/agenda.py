"""What an activity looks like in somebody's own calendar."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from bot.cards import organiser_of
from bot.ics.writing import MEDIA_TYPE, Entry, write
from bot.markup import plain
from bot.messages import Picture
from bot.rosters import has
from bot.voice import Voice
from bot.wording import span
from storage import branches, calendars
from storage.calendars import Noted, Turn
from storage.models import Activity

NO_TURNS: Sequence[Turn] = ()


def file_of(activity: Activity, voice: Voice, *, turns: Iterable[Turn], named: bool) -> Picture:
    """One activity as a file that a calendar opens, with the hours of whoever is on a shift of it; `named`: with
    whoever is responsible for it.
    """
    mine = [turn for turn in turns if turn.activity_id == activity.id]
    noted = calendars.noted(voice.session, activity, named=named)
    entry = entry_of(noted, voice, calendars.origin(voice.session), voice.now, mine)
    content = write([entry], zone=voice.zone, name=activity.title)
    alt = voice.label("calendar.label.file_about", title=activity.title)
    return Picture(f"{voice.label('calendar.label.file')}-{activity.id}.ics", MEDIA_TYPE, content, alt=alt)


def name_of(voice: Voice, branch_id: int | None) -> str:
    """What a calendar is called in the list of calendars: a member's own, or a branch's."""
    if branch_id is None:
        return voice.label("calendar.label.own_name", district=voice.district)
    return voice.label("calendar.label.branch_name", branch=branches.name(voice.session, branch_id))


def whole(activities: Iterable[Noted], turns: Iterable[Turn], voice: Voice, *, name: str, since: datetime) -> bytes:
    """A calendar of them all. What was never changed is as old as the address, so that the bytes stay the same."""
    mine: Mapping[int, list[Turn]] = defaultdict(list)
    for turn in turns:
        mine[turn.activity_id].append(turn)
    origin = calendars.origin(voice.session)
    entries = [entry_of(one, voice, origin, since, mine.get(one.id, NO_TURNS)) for one in activities]
    return write(entries, zone=voice.zone, name=name)


def entry_of(one: Noted, voice: Voice, origin: str, since: datetime, turns: Sequence[Turn] = NO_TURNS) -> Entry:
    """Whoever is on shifts sees when they begin and end, and not the whole of it. It is off where all of theirs are."""
    changed_at = max(filter(None, [one.changed_at, *(turn.said_at for turn in turns)]), default=None)
    on = [turn for turn in turns if turn.cancelled_at is None]
    off = one.cancelled_at is not None or (bool(turns) and not on)
    turns = on or turns
    return Entry(
        uid=f"activity-{one.id}@{origin}",
        summary=voice.label("calendar.label.off", title=one.title) if off else one.title,
        starts_at=min((turn.starts_at for turn in turns), default=one.starts_at),
        ends_at=max((turn.ends_at for turn in turns), default=one.ends_at),
        stamped_at=changed_at or since,
        location=next((turn.place for turn in turns if turn.place), one.place),
        description="\n".join(lines(one, voice, turns)),
        contact=one.contact,
        sequence=one.sequence,
        changed_at=changed_at,
        cancelled=off,
    )


def lines(one: Noted, voice: Voice, turns: Sequence[Turn]) -> Iterable[str]:
    """The rest of what is known of it, as it is told in a message."""
    if reason := next((turn.cancel_reason for turn in turns if turn.cancel_reason), one.cancel_reason):
        yield voice.label("signup.called_off_why", reason=reason)
    for turn in turns:
        hours = span(turn.starts_at, turn.ends_at, language=voice.texts.language, zone=voice.zone)
        yield voice.label(f"calendar.label.turn{has(turn)}", hours=hours, role=turn.role, place=turn.place)
    if one.description:
        yield one.description
    if one.how_to_join:
        yield voice.label("activity.how_to_join", how_to_join=one.how_to_join)
    if one.material:
        yield voice.label("signup.material", material=one.material)
    if one.accessibility:
        yield voice.label("activity.accessibility", accessibility=one.accessibility)
    if one.contact:
        yield voice.label("activity.contact", name=one.contact)
    yield voice.label("activity.organiser", organiser=plain(organiser_of(one.branch, one.network, voice)))
