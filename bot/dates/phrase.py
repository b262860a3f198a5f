"""Takes a text apart into words for a day and words for an hour, twice if it goes from one to another. Pure.

Nothing here knows what day it is today, or whether there is a 31 April.
"""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from typing import NamedTuple

from bot.dates import almanac, hours, week
from bot.dates.days import Days, View, earlier, through, together
from bot.dates.hours import PARTS, Clock
from bot.dates.spelling import MONTHS, WEEKDAYS, plain

# Two days with weekday, year and hour are twelve words. Each more costs time, for nothing.
MOST_WORDS = 14

ROWS = tuple((re.compile(pattern), meaning) for pattern, meaning in (*week.ROWS, *almanac.ROWS))
WAIT = re.compile(r"(?:om|in) (?P<n>\d{1,5}) (?P<unit>timme|minut)")
AHEAD = re.compile(r"(?:(?P<n>\d{1,3}) )?(?P<unit>dag|vecka|manad) fore (?P<day>.+)")
WEEKDAY_AND_NUMBER = re.compile(rf"(?:{'|'.join(WEEKDAYS)}) \d{{1,2}}")
# The eighth of March, or three minutes past eight.
DOTTED = re.compile(rf"(?:(?:{'|'.join(WEEKDAYS)}) )?\d{{1,2}}\.(?:0[1-9]|1[0-2])")
YEAR = re.compile(r"[ -](\d{4})$")
# One o'clock on the fourteenth of February, or the thirteenth and the fourteenth.
NEIGHBOURS = re.compile(rf"(\d{{1,2}}) (\d{{1,2}})( (?:{'|'.join(MONTHS)})|/\d{{1,2}})")

Day = Callable[[View], Days]


class Half(NamedTuple):
    """One end of what was written, or the whole of it.

    `clocks` are two when two were written for one ("kl 7 fem i åtta"). `part` is a key of `PARTS`. `other` is the day
    that the hour can have been: "fredag 19", "08.03".
    """

    words: str
    day: Day | None = None
    clocks: tuple[Clock, ...] = ()
    part: str = ""
    other: Day | None = None


class Phrase(NamedTuple):
    """From the first to the last, or only the first; or how long to wait from now. `other`: the days that the hours can
    have been, "12.02-14.02".
    """

    first: Half
    last: Half | None = None
    wait: timedelta | None = None
    other: "Phrase | None" = None


def read(text: str) -> Phrase | None:
    """What stands there; None when it is no day and no hour."""
    words = plain(text)
    if not words or len(re.split("[ -]", words)) > MOST_WORDS:
        return None
    if match := WAIT.fullmatch(words):
        return Phrase(Half(words), wait=timedelta(minutes=int(match["n"]) * (60 if match["unit"] == "timme" else 1)))
    if half := read_half(words):
        return Phrase(half)
    phrase = next(read_ends(words), None)
    if phrase and all(DOTTED.fullmatch(end) for end in words.split("-")):
        return phrase._replace(other=next(read_ends(words.replace(".", "/")), None))
    return phrase


def read_half(words: str) -> Half | None:
    """A day, an hour or both, in any order, and at most one part of the day."""
    parts = [word for word in words.split() if word in PARTS]
    kept = [word for word in words.split() if word not in PARTS]
    if not words or len(parts) > 1:
        return None
    for before, after in divisions(kept):
        day = read_day(before)
        clocks = read_clocks(after) if day or not before else ()
        if (day or not before) and (clocks or not after):
            return Half(words, day, clocks, "".join(parts), other_day(words))
    return None


def divisions(words: list[str]) -> Iterator[tuple[str, str]]:
    """Every way to cut the words in two: first what may be a day and then an hour, then the other way round."""
    cuts = [(" ".join(words[:n]), " ".join(words[n:])) for n in range(len(words), -1, -1)]
    yield from cuts
    yield from ((after, before) for before, after in cuts)


def read_day(words: str) -> Day | None:
    for pattern, meaning in ROWS:
        if match := pattern.fullmatch(words):
            return partial(meaning, match.groupdict(""))
    if (match := AHEAD.fullmatch(words)) and (day := read_day(match["day"])):
        return partial(earlier, day, int(match["n"] or 1), match["unit"])
    first, _, last = words.partition(" och ")
    one, other = (read_day(first), read_day(last)) if last else (None, None)
    return partial(together, one, other) if one and other else None


def read_clocks(words: str) -> tuple[Clock, ...]:
    """The hour, or the two hours that stand side by side; nothing if it is anything else."""
    if clock := hours.find(words):
        return (clock,)
    found = [(hours.find(before), hours.find(after)) for before, after in divisions(words.split())]
    return next(((one, other) for one, other in found if one and other), ())


def other_day(words: str) -> Day | None:
    if WEEKDAY_AND_NUMBER.fullmatch(words):
        return read_day(f"{words}e")
    if match := NEIGHBOURS.fullmatch(words):
        return read_day(match.expand(r"\1\3 och \2\3"))
    return read_day(words.replace(".", "/")) if DOTTED.fullmatch(words) else None


def read_ends(words: str) -> Iterator[Phrase]:
    """Every way to read it as two ends with a dash between them."""
    for dash in re.finditer("-", words):
        left, right = words[: dash.start()].strip(), words[dash.end() :].strip()
        year = YEAR.search(right)
        first = (year and read_half(f"{left} {year[1]}")) or read_half(left)
        last = read_half(right) if first else None
        if first and last and (phrase := join(first, last)):
            yield phrase


def join(first: Half, last: Half) -> Phrase | None:
    """The two ends, if they fit: each may leave out the day or the part of the day that the other one tells."""
    if last.day and not first.day:
        first, last = first._replace(day=last.day), last._replace(day=None)
    if not (last.clocks or (last.day and not first.clocks)):
        return None
    if last.clocks and last.day and first.day and not first.clocks:
        return Phrase(last._replace(words=first.words, day=partial(through, first.day, last.day), other=None))
    first, last = share_part(first, last)
    return Phrase(first._replace(other=None), last._replace(other=None))


def share_part(first: Half, last: Half) -> tuple[Half, Half]:
    """What is said once is said of both ends: "i kväll 7–9", "6–8 pm". Not so "i kväll 20–02" and "10–2 pm"."""
    if not first.clocks:
        return first, last
    if first.part and not last.part and last.clocks[0].at(first.part).hour <= hours.MIDNIGHT:
        return first, last._replace(part=first.part)
    if last.part and not first.part and first.clocks[0].hour < last.clocks[0].hour:
        return first._replace(part=last.part), last
    return first, last
