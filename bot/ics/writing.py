"""Events as an iCalendar file (RFC 5545) that keeps its local hours across a change of the clocks."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from bot.ics.zones import describe

MEDIA_TYPE = "text/calendar"
# A line has so many octets at most, its end not counted (section 3.1).
OCTETS = 75
HEAD = ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Distriktsbot//Distriktsbot//SV", "CALSCALE:GREGORIAN")
# So often a calendar that follows ours looks again: the standard's word (RFC 7986), and what was used before it.
REFRESH = ("REFRESH-INTERVAL;VALUE=DURATION:PT1H", "X-PUBLISHED-TTL:PT1H")
# Whatever some reader could take for the end of a line becomes the sign for one; what is no text is left out.
BREAKS = "\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
UNPRINTABLE = [*range(0x09), *range(0x0E, 0x1C), 0x1F, 0x7F, *range(0xD800, 0xE000)]
ESCAPED = (
    dict.fromkeys(UNPRINTABLE) | dict.fromkeys(map(ord, BREAKS), "\\n") | {ord(sign): f"\\{sign}" for sign in "\\;,"}
)
UNSAFE_UID = re.compile(r"[^A-Za-z0-9@._-]")


@dataclass(frozen=True, slots=True)
class Entry:
    """One event. All times are aware; `stamped_at` is when it was last written down. Texts are taken as they are."""

    uid: str
    summary: str
    starts_at: datetime
    ends_at: datetime
    stamped_at: datetime
    location: str = ""
    description: str = ""
    contact: str = ""
    sequence: int = 0
    changed_at: datetime | None = None
    cancelled: bool = False


def write(entries: Sequence[Entry], *, zone: ZoneInfo, name: str) -> bytes:
    """A whole calendar; the same entries give the same bytes."""
    lines = [*HEAD, f"NAME:{escape(name)}", f"X-WR-CALNAME:{escape(name)}", *REFRESH]
    events = [line for entry in entries for line in event(entry, zone)]
    whole = [*map(fold, lines), *zone_lines(entries, zone), *map(fold, events), "END:VCALENDAR"]
    return "".join(f"{line}\r\n" for line in whole).encode()


def zone_lines(entries: Sequence[Entry], zone: ZoneInfo) -> list[str]:
    if zone.key == "UTC" or not entries:
        return []
    years = [entry.starts_at.year for entry in entries]
    return describe(zone.key, min(years) - 1, max(years) + 1).split("\r\n")[:-1]


def event(entry: Entry, zone: ZoneInfo) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{UNSAFE_UID.sub('-', entry.uid)}"
    yield f"DTSTAMP:{utc(entry.stamped_at)}"
    yield moment("DTSTART", entry.starts_at, zone)
    if entry.ends_at > entry.starts_at:
        yield moment("DTEND", entry.ends_at, zone)
    yield f"SEQUENCE:{entry.sequence}"
    if entry.changed_at:
        yield f"LAST-MODIFIED:{utc(entry.changed_at)}"
    yield f"STATUS:{'CANCELLED' if entry.cancelled else 'CONFIRMED'}"
    yield f"SUMMARY:{escape(entry.summary)}"
    told = (("LOCATION", entry.location), ("DESCRIPTION", entry.description), ("CONTACT", entry.contact))
    for field, text in told:
        if text:
            yield f"{field}:{escape(text)}"
    yield "END:VEVENT"


def moment(field: str, at: datetime, zone: ZoneInfo) -> str:
    """In local time; the second of autumn's double hours has no local name of its own, and is told in UTC."""
    local = at.astimezone(zone)
    if local.fold or zone.key == "UTC":
        return f"{field}:{utc(at)}"
    return f"{field};TZID={zone.key}:{local:%Y%m%dT%H%M%S}"


def utc(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def escape(text: str) -> str:
    r"""A text that means just itself: `\ ; ,` and line breaks of every kind are escaped (section 3.3.11)."""
    return text.replace("\r\n", "\n").translate(ESCAPED)


def fold(line: str) -> str:
    """A long line goes on behind a line break and a blank; no sign is cut in two."""
    octets = line.encode()
    if len(octets) <= OCTETS:
        return line
    pieces, begun, room = [], 0, OCTETS
    while len(octets) - begun > room:
        end = begun + room
        while octets[end] & 0xC0 == 0x80:  # in the middle of a sign
            end -= 1
        pieces.append(octets[begun:end])
        begun, room = end, OCTETS - 1
    return b"\r\n ".join([*pieces, octets[begun:]]).decode()
