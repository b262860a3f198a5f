"""Understands days and hours as people write them, or says what to write instead. Pure."""

import re
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Literal

from bot.clean import clean
from bot.dates import saying
from bot.dates.meaning import mean
from bot.dates.phrase import read
from bot.dates.readings import Doubt, Meant, Moment, Reading
from bot.dates.scene import Scene
from bot.dates.window import fault, nearest
from bot.markup import Markup
from bot.texts import Texts

# Nobody chooses from more than the days of a week, or reads a longer quotation of themselves.
MOST_OPTIONS, LONGEST_QUOTE = 7, 80
NOTHING = Markup()
# Cron lines, RRULEs and "varje fredag": only one time at a time is understood.
REPEATING = re.compile(r"\b(?:varje|varannan|every|daily|freq|rrule)\b|(?<!\S)\*(?:/\d+)?(?!\S)", re.IGNORECASE)

Kind = Literal["date", "time", "range", "ask", "refuse"]


@dataclass(frozen=True, slots=True)
class Option:
    """Something that can have been meant; the label is short enough for a button."""

    start: Moment
    end: Moment | None
    label: str


@dataclass(frozen=True, slots=True)
class Understood:
    """What a text means, and how to say it.

    date: `start` is a day. time: `start` is an aware local time. range: `start` and `end` are two days or two times.
    ask: `say` is a question, `options` are answers to it, and `start` is the best guess; either may be wanting.
    `say_start` says the start of it alone, with what else is told. Of these three only.
    refuse: `say` tells why, and what to write instead; the nearest that can be, if anything can, is in `options`.

    `part` is the part of the day (see bot/dates/hours.py) that was named for the hour of a date or of days.
    `why` it is asked or refused is the name of a text of the section `dates`; "unclear" is what cannot be read at all.
    """

    kind: Kind
    say: Markup
    start: Moment | None = None
    end: Moment | None = None
    options: tuple[Option, ...] = ()
    why: str = ""
    say_start: Markup = NOTHING
    part: str = ""


def understand(text: str, *, now: datetime, zone: tzinfo, texts: Texts) -> Understood:
    """The day, the time or the span that somebody wrote, within two years from now. Whatever the text, it never raises.

    `now` is aware; `zone` is where people live. An hour without a day is the next one that the clock there will show.
    """
    scene = Scene(now, zone)
    if phrase := read(text):
        return judge(mean(phrase, scene), text, scene, texts)
    why = "repeating" if REPEATING.search(text[:LONGEST_QUOTE]) else "unclear"
    return Understood("refuse", texts.say(f"dates.{why}", value=quoted(text)), why=why)


def quoted(text: str) -> str:
    """What was typed, on one line, and not too much of it."""
    line = " ".join(clean(text[: LONGEST_QUOTE + 1]).text.split())
    return line if len(line) <= LONGEST_QUOTE else f"{line[:LONGEST_QUOTE]}…"


def judge(meant: Meant, text: str, scene: Scene, texts: Texts) -> Understood:
    """Take what was meant, ask which of the readings it was, or refuse it."""
    possible = tuple(reading for reading in meant.readings if not fault(reading, scene))
    # Of a day and its wrong weekday the day has to be possible; of other readings, any one.
    readings = meant.readings if meant.doubt == "weekday" else possible + meant.readings
    if readings and (why := why_not(meant.doubt, readings[0], scene)):
        return refuse(why, readings[0], text, scene, texts)
    if meant.doubt and (meant.doubt not in {"either", "evening"} or len(possible) > 1):
        return ask(meant, possible, scene, texts)
    start, end = readings[0]
    kind: Kind = "range" if end else "time" if isinstance(start, datetime) else "date"
    said, begins = (saying.confirm(one, meant.remark, scene, texts) for one in (readings[0], Reading(start)))
    return Understood(kind, said, start, end, say_start=begins, part=meant.part)


def why_not(doubt: Doubt, best: Reading, scene: Scene) -> str:
    """Why it is refused; empty when it is not."""
    if doubt in {"no_such", "reversed"}:
        return doubt
    if doubt == "past":
        return "past_time" if isinstance(best.start, datetime) else "past_lately"
    return fault(best, scene)


def refuse(why: str, best: Reading, text: str, scene: Scene, texts: Texts) -> Understood:
    near = nearest(best, scene) if fault(best, scene) else best
    offered = () if why in {"reversed", "too_long"} else options((near,), scene, texts)
    named = saying.choice([option.label for option in offered], texts)
    said = saying.capital(texts.say(f"dates.{why}", value=quoted(text), options=named))
    return Understood("refuse", said, options=offered, why=why)


def ask(meant: Meant, possible: tuple[Reading, ...], scene: Scene, texts: Texts) -> Understood:
    offered = options(possible, scene, texts) if meant.doubt != "hour" and len(possible) <= MOST_OPTIONS else ()
    values = {"options": saying.choice([option.label for option in offered], texts)}
    if meant.doubt == "weekday":
        values |= saying.weekday_and_date(meant.readings[0].start, texts)
    start, end = possible[0] if possible else (None, None)
    return Understood("ask", texts.say(f"dates.{meant.doubt}", **values), start, end, offered, meant.doubt)


def options(readings: tuple[Reading, ...], scene: Scene, texts: Texts) -> tuple[Option, ...]:
    return tuple(Option(*reading, saying.label(reading, scene, texts)) for reading in readings)
