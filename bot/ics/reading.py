"""A calendar file's events as what they are here: a day and its hours, in the district's time, one for each day."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from bot.clean import clean
from bot.ics.lines import MAX_EVENTS, Component, Line, events
from bot.ics.moments import Moment, read_length, read_moment, read_moments
from bot.ics.repeating import Rule, days, read_rule
from bot.register.reading import Refused, Trouble, refusal

# So far ahead something is planned here, and so far back it is looked whether something was moved there.
AHEAD, BEHIND = timedelta(days=730), timedelta(days=60)
LONGEST = timedelta(days=14)
DAY = timedelta(days=1)
# What is counted is gone through from its first day on.
COUNTED = timedelta(days=3650)
# What begins and ends at no hour lasts from the first minute to the last.
DAWN, MIDNIGHT = time(0), time(23, 59)
LONGEST_UID, TITLE, PLACE, WORDS = 255, 200, 300, 4000
ESCAPES = {"n": "\n", "N": "\n"}
UTC_ZONE = "UTC"


class Slot(NamedTuple):
    """A day and its hours on the wall clock of `zone`."""

    day: date
    starts: time
    ends: time | None
    zone: str


class Event(NamedTuple):
    """`uid` is its own, also as one day of several (`part` of `parts`), and `line` is where it stands in the file."""

    uid: str
    line: int
    slot: Slot
    title: str
    place: str
    description: str
    cancelled: bool
    part: int = 1
    parts: int = 1


@dataclass(slots=True)
class Reading:
    """`over` and `far`: those that are not put in, because they have been, or are too far ahead."""

    coming: list[Event] = field(default_factory=list)
    over: list[str] = field(default_factory=list)
    far: list[str] = field(default_factory=list)


class When(NamedTuple):
    """From one moment to another; both are days where it lasts whole days."""

    starts: Moment
    ends: Moment


@dataclass(frozen=True, slots=True)
class Reader:
    zone: ZoneInfo
    now: datetime

    def at(self, moment: Moment) -> datetime:
        """A day begins at midnight here."""
        if isinstance(moment, datetime):
            return moment
        return datetime.combine(moment, DAWN, self.zone)


def read(content: bytes, *, zone: ZoneInfo, now: datetime) -> Reading:
    """What is coming.

    Raises:
        Refused: it is no calendar, something in it cannot be read, or there is too much of it.

    """
    reader, found = Reader(zone, now), Reading()
    masters, changed = sorted_out(events(content), reader)
    troubles: list[Trouble] = []
    for uid, component in masters.items():
        try:
            for event in told(uid, component, changed.get(uid, {}), reader):
                sort_in(event, found, reader)
        except Refused as error:
            troubles += error.troubles
        if len(found.coming) > MAX_EVENTS:
            raise refusal(component.number, 0, f"with all that comes back there are more than {MAX_EVENTS} events")
    if troubles:
        raise Refused(*troubles)
    return found


def sorted_out(
    components: Iterable[Component], reader: Reader
) -> tuple[dict[str, Component], Mapping[str, dict[datetime, Component]]]:
    """The events by their identity, and those of them that stand for one time of what comes back."""
    masters: dict[str, Component] = {}
    changed: dict[str, dict[datetime, Component]] = defaultdict(dict)
    for component in components:
        uid = uid_of(component)
        instead = component.first("RECURRENCE-ID")
        if instead is not None:
            changed[uid][reader.at(read_moment(instead, reader.zone))] = component
        elif uid not in masters or version(component) >= version(masters[uid]):
            masters[uid] = component
    for uid, others in changed.items():
        # One time alone, where the rest is not in the file.
        masters.setdefault(uid, Component(next(iter(others.values())).number, []))
    return masters, changed


def uid_of(component: Component) -> str:
    line = component.first("UID")
    uid = clean(line.value).text if line else ""
    if line is None or not uid:
        raise component.refuse("this event has no UID, so it could not be found again")
    if len(uid) > LONGEST_UID or "\n" in uid:
        raise line.refuse(f"it is longer than {LONGEST_UID} characters, or more than a line")
    return uid


def version(component: Component) -> int:
    line = component.first("SEQUENCE")
    return int(line.value) if line and line.value.isascii() and line.value.isdecimal() and len(line.value) < 9 else 0


def told(uid: str, master: Component, changed: Mapping[datetime, Component], reader: Reader) -> Iterator[Event]:
    """Every time that it is, those that were changed as they are now."""
    if not master.lines:
        for at, component in changed.items():
            yield from at_days(f"{uid}#{stamp(at)}", component, when(component, reader), reader)
        return
    rule, dates = master.first("RRULE"), master.every("RDATE")
    if old := master.first("EXRULE"):
        raise old.refuse("is not understood; put those days in one by one")
    if rule is None and not dates:
        yield from at_days(uid, master, when(master, reader), reader)
        return
    for one in times(master, read_rule(rule, reader.zone) if rule else None, dates, reader):
        at = reader.at(one.starts)
        component = changed.get(at, master)
        span = one if component is master else when(component, reader)
        yield from at_days(f"{uid}#{stamp(at)}", component, span, reader)


def times(master: Component, rule: Rule | None, dates: list[Line], reader: Reader) -> Iterator[When]:
    """When it is: by its rule and on its further dates, but not on those that are taken out."""
    first = when(master, reader)
    gone = {reader.at(one) for line in master.every("EXDATE") for one in read_moments(line, reader.zone)}
    found = set(by_rule(rule, first, reader, master.number)) if rule else {first.starts}
    found |= {one for line in dates for one in read_moments(line, reader.zone)}
    since, until = reader.now - BEHIND, reader.now + AHEAD
    coming = [one for one in found if since <= reader.at(one) <= until and reader.at(one) not in gone]
    if len(coming) > MAX_EVENTS:
        raise master.refuse(f"it comes back more than {MAX_EVENTS} times in two years")
    for one in sorted(coming, key=reader.at):
        yield When(one, later(one, first))


def by_rule(rule: Rule, first: When, reader: Reader, line: int) -> Iterator[Moment]:
    """Its hour stays what it is on the wall, also when the clocks have changed."""
    starts = first.starts
    begins = starts.date() if isinstance(starts, datetime) else starts
    since, last = ((reader.now + span).date() for span in (-BEHIND, AHEAD))
    if rule.count and begins < since - COUNTED:
        raise refusal(line, 0, f"it is counted from more than {COUNTED.days // 365} years ago; use UNTIL")
    for day in days(rule, begins, since, last):
        one = datetime.combine(day, starts.timetz()) if isinstance(starts, datetime) else day
        if rule.until is not None and is_after(one, rule.until, reader):
            return
        yield one


def is_after(one: Moment, until: Moment, reader: Reader) -> bool:
    if isinstance(until, datetime):
        return reader.at(one) > until
    return (one.date() if isinstance(one, datetime) else one) > until


def later(one: Moment, first: When) -> Moment:
    """Its end, as long after it as that of the first."""
    if isinstance(one, datetime) and isinstance(first.starts, datetime) and isinstance(first.ends, datetime):
        length = first.ends.astimezone(UTC) - first.starts.astimezone(UTC)
        return (one.astimezone(UTC) + length).astimezone(one.tzinfo)
    return one + (date_of(first.ends) - date_of(first.starts))


def date_of(moment: Moment) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


def when(component: Component, reader: Reader) -> When:
    begin = component.first("DTSTART")
    if begin is None:
        raise component.refuse("this event has no DTSTART, so nobody knows when it is")
    starts = read_moment(begin, reader.zone)
    ends = end_of(component, starts, reader)
    if reader.at(ends) < reader.at(starts):
        raise begin.refuse("it ends before it begins")
    if reader.at(ends) - reader.at(starts) > LONGEST:
        raise begin.refuse(f"it lasts longer than {LONGEST.days} days")
    return When(starts, ends)


def end_of(component: Component, starts: Moment, reader: Reader) -> Moment:
    """An end that is not said is the start's own, or that of its day."""
    if line := component.first("DTEND"):
        ends = read_moment(line, reader.zone)
        if isinstance(ends, datetime) is not isinstance(starts, datetime):
            raise line.refuse("it begins at an hour and ends on a day, or the other way round")
        return ends
    if line := component.first("DURATION"):
        length = read_length(line)
        if isinstance(starts, datetime):
            return (starts.astimezone(UTC) + length).astimezone(starts.tzinfo)
        return starts + length
    return starts if isinstance(starts, datetime) else starts + DAY


def at_days(uid: str, component: Component, span: When, reader: Reader) -> Iterator[Event]:
    """One event a day that it lasts."""
    slots = list(slots_of(span, reader))
    summary, place, words = (text_of(component.first(name)) for name in ("SUMMARY", "LOCATION", "DESCRIPTION"))
    status = component.first("STATUS")
    off = status is not None and status.value.strip().upper() == "CANCELLED"
    title, where = " ".join(summary.split())[:TITLE], " ".join(place.split())[:PLACE]
    for n, slot in enumerate(slots, 1):
        own = uid if n == 1 else f"{uid}#{n}"
        yield Event(own, component.number, slot, title, where, words[:WORDS], off, n, len(slots))


def text_of(line: Line | None) -> str:
    """What a text means, without what cannot be shown."""
    if line is None:
        return ""
    pieces = iter(line.value)
    return clean("".join(unescape(next(pieces, "")) if sign == "\\" else sign for sign in pieces)).text


def unescape(sign: str) -> str:
    return ESCAPES.get(sign, sign)


def slots_of(span: When, reader: Reader) -> Iterator[Slot]:
    zone = reader.zone
    if not isinstance(span.starts, datetime):
        for n in range(max(1, (date_of(span.ends) - date_of(span.starts)).days)):
            yield Slot(date_of(span.starts) + n * DAY, DAWN, MIDNIGHT, zone.key)
        return
    starts, ends = (reader.at(one).astimezone(zone).replace(second=0, microsecond=0) for one in span)
    if starts.fold or ends.fold:  # the second of two same hours: only UTC has a name for it
        yield Slot(*hours(starts.astimezone(UTC), ends.astimezone(UTC)), UTC_ZONE)
        return
    if ends.date() - starts.date() <= DAY and (ends.date() == starts.date() or ends.time() <= starts.time()):
        yield Slot(*hours(starts, ends), zone.key)
        return
    yield Slot(starts.date(), starts.time(), MIDNIGHT, zone.key)
    for n in range(1, (ends.date() - starts.date()).days):
        yield Slot(starts.date() + n * DAY, DAWN, MIDNIGHT, zone.key)
    if ends.time() > DAWN:
        yield Slot(ends.date(), DAWN, ends.time(), zone.key)


def hours(starts: datetime, ends: datetime) -> tuple[date, time, time | None]:
    return starts.date(), starts.time(), ends.time() if ends != starts else None


def stamp(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%MZ}"


def sort_in(event: Event, found: Reading, reader: Reader) -> None:
    slot = event.slot
    begins = datetime.combine(slot.day, slot.starts, ZoneInfo(slot.zone))
    if begins <= reader.now:
        found.over.append(event.uid)
    elif begins > reader.now + AHEAD:
        found.far.append(event.uid)
    else:
        found.coming.append(event)
