"""Reads a text as somebody in Stockholm would, and tells it in one line."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.dates.grammar import Understood, understand
from bot.markup import plain
from bot.texts import texts

STOCKHOLM = ZoneInfo("Europe/Stockholm")
MONDAY = "2027-02-08 09:00"  # of week 6
WEDNESDAY = "2027-02-10 14:00"
FRIDAY = "2027-02-12 14:00"
SATURDAY = "2027-02-13 14:00"
SUNDAY = "2027-02-14 23:30"


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=STOCKHOLM)


def understood(text: str, now: str = MONDAY, language: str = "sv") -> Understood:
    return understand(text, now=at(now), zone=STOCKHOLM, texts=texts(language))


def read(text: str, now: str = MONDAY) -> str:
    """The kind, the start and the end: `date 2027-03-08`, `range 2027-03-08T18:00 2027-03-08T20:00`."""
    found = understood(text, now)
    return " ".join([found.kind, *(written(moment) for moment in (found.start, found.end) if moment)])


def written(moment: date) -> str:
    return f"{moment:%Y-%m-%dT%H:%M}" if isinstance(moment, datetime) else f"{moment:%Y-%m-%d}"


def said(text: str, now: str = MONDAY, language: str = "sv") -> str:
    return plain(understood(text, now, language).say)


def offered(text: str, now: str = MONDAY) -> list[str]:
    """The labels of what can be chosen."""
    return [option.label for option in understood(text, now).options]
