"""Understands how people write that something comes back: "den 15:e utom juni–augusti", "varannan måndag". Pure."""

import re
from datetime import date
from itertools import islice

from bot.dates import pauses
from bot.dates.pauses import Fault, Pauses
from bot.dates.spelling import MONTHS, WEEKDAYS, plain
from storage.rhythm import LAST, Every, Rhythm, days

# Longer than anybody says it.
LONGEST = 400
DAY, MONTH = r"(?P<day>[1-9]|[12]\d|3[01])e?", rf"(?P<month>{'|'.join(MONTHS)})"
WEEKDAY, NTH = rf"(?P<weekday>{'|'.join(WEEKDAYS)})", r"(?P<nth>[1-5]e|sista)"
MONTHLY = r"(?:(?:(?:i|in) )?(?:varje )?manad)"
# In the one spelling of bot/dates/spelling.py.
ROWS: tuple[tuple[Every, str], ...] = (
    (Every.WEEK, rf"varje {WEEKDAY}"),
    (Every.WEEK, rf"varje vecka(?: {WEEKDAY})?"),
    (Every.WEEK, rf"{WEEKDAY} varje vecka"),
    (Every.OTHER_WEEK, rf"(?:varannan|varje 2e) {WEEKDAY}"),
    (Every.OTHER_WEEK, rf"(?:varannan|varje 2e) vecka(?: {WEEKDAY})?"),
    (Every.OTHER_WEEK, rf"{WEEKDAY} (?:varannan|varje 2e) vecka"),
    (Every.MONTH_DAY, rf"{DAY}(?: {MONTHLY})?"),
    (Every.MONTH_DAY, rf"varje manad(?: {DAY})?"),
    (Every.MONTH_DAY, rf"(?P<last>sista dag)(?: {MONTHLY})?|varje manad sista dag"),
    (Every.MONTH_WEEKDAY, rf"{NTH} {WEEKDAY}(?: {MONTHLY})?"),
    (Every.MONTH_WEEKDAY, rf"varje manad {NTH} {WEEKDAY}"),
    (Every.YEAR, rf"varje ar(?: {DAY} {MONTH})?"),
    (Every.YEAR, rf"{DAY} {MONTH} varje ar"),
)
SHAPES = tuple((every, re.compile(pattern)) for every, pattern in ROWS)
# Before the words have their one spelling.
BEFORE = (
    (r"\b(?:every|each|varenda|alla)\b", "varje"),
    (r"\bvarje (?:other|second)\b|\bvar annan\b|\bfortnightly on\b|\bvaranan\b", "varannan"),
    (r"\bveckovis\b|\bweekly\b|\ben gång i veckan\b", "varje vecka"),
    (r"\bmånadsvis\b|\bmånatligen\b|\bmonthly\b|\ben gång i månaden\b", "varje månad"),
    (r"\bårligen\b|\byearly\b|\bannually\b|\ben gång om året\b", "varje år"),
    (r"\b(mån|tis|ons|tors|fre|lör|sön)dagar(?:na)?\b", r"varje \1dag"),
    (r"\b(mon|tues|wednes|thurs|fri|satur|sun)days\b", r"varje \1day"),
    (r"\bvarje varje\b", "varje"),
)
OFTEN = re.compile(
    r"\b(?:(?:varje|every) (?:dag|vardag|timme|minut|day|weekday|hour|minute)|dagligen|daily|hourly|secondly|minutely"
    r"|freq|rrule)\b"
)
WITHOUT = re.compile(
    r"[,;]?\s*\b(?:utom|förutom|men inte|inte|ej|(?:med )?uppehåll|paus|except(?: for| in| on)?|but not|not)\b"
)
HOUR = re.compile(r"\b(?:kl|klockan|at)\b|\d[.:]\d\d")
UNTIL = re.compile(r"[,;]?\s*\b(?:fram till|tom|till|until|through)\s+(?P<day>[^,;]+)$")


def read(text: str, first: date) -> Rhythm | Fault:
    """How something that begins on the first day comes back. Whatever the text, it never raises."""
    if len(text) > LONGEST:
        return Fault("unclear")
    said = pauses.same(text).strip()
    without = WITHOUT.search(said)
    head, rest = (said[: without.start()], said[without.end() :]) if without else (said, "")
    if (until := UNTIL.search(head)) and not (found := read_shape(head, first)):
        head, rest = head[: until.start()], f"{rest}, till {until['day']}"
    found = read_shape(head, first)
    if found is None:
        return Fault(why_not(head))
    left_out = pauses.read(rest, first)
    return left_out if isinstance(left_out, Fault) else with_pauses(found, left_out, first)


def why_not(words: str) -> str:
    if OFTEN.search(words):
        return "too_often"
    return "hour" if HOUR.search(words) else "unclear"


def read_shape(words: str, first: date) -> Rhythm | None:
    for pattern, new in BEFORE:
        words = re.sub(pattern, new, words)
    words = plain(words)
    for every, shape in SHAPES:
        if match := shape.fullmatch(words):
            return rhythm_of(every, {name: said for name, said in match.groupdict().items() if said}, words, first)
    return None


def rhythm_of(every: Every, said: dict[str, str], words: str, first: date) -> Rhythm:
    """What is not said is as on the first day."""
    weekday = list(WEEKDAYS).index(said["weekday"]) if "weekday" in said else first.weekday()
    day = LAST if "sista dag" in words else int(said.get("day", first.day))
    month = list(MONTHS).index(said["month"]) + 1 if "month" in said else first.month
    nth = LAST if said.get("nth") == "sista" else int(said.get("nth", "1")[0])
    match every:
        case Every.WEEK | Every.OTHER_WEEK:
            return Rhythm(every, weekday=weekday)
        case Every.MONTH_DAY:
            return Rhythm(every, day=day)
        case Every.MONTH_WEEKDAY:
            return Rhythm(every, nth=nth, weekday=weekday)
    return Rhythm(every, month=month, day=day)


def with_pauses(rhythm: Rhythm, left_out: Pauses, first: date) -> Rhythm | Fault:
    """The rhythm with what is left out of it besides, if it fits the first day and comes back at all."""
    off = tuple(dict.fromkeys((*rhythm.off, *left_out.off)))
    paused = tuple(sorted({*rhythm.paused, *left_out.months}))
    last = left_out.until or rhythm.until
    whole = rhythm._replace(paused=paused, off=off, until=last)
    if not begins(rhythm._replace(paused=(), off=(), until=None), first):
        return Fault("other_day")
    if first.month in paused or any(one.has(first) for one in off):
        return Fault("first_off")
    if rhythm.every == Every.YEAR:
        whole = whole._replace(paused=())
    return whole if len([*islice(days(whole.rule, whole.exceptions, first), 2)]) == 2 else Fault("once")


def begins(rhythm: Rhythm, first: date) -> bool:
    """Whether that day is one of its days."""
    return next(days(rhythm.rule, rhythm.exceptions, first), None) == first
