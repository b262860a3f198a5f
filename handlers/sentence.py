"""Takes "imorgon kl 9 ring kommunen" apart: when, how often, and what. Pure."""

import re
from collections.abc import Iterator
from itertools import dropwhile
from typing import NamedTuple

from bot.dates.phrase import MOST_WORDS, read
from bot.dates.spelling import plain
from storage.models import Repeat

WEEKDAYS = r"(?:m[åa]n|tis|ons|tors|fre|l[öo]r|s[öo]n)dag(?:en)?\b|(?:mon|tues|wednes|thurs|fri|satur|sun)day\b"
NTH = r"(?:f[öo]rsta|andra|tredje|fj[äa]rde|sista|first|second|third|fourth|last)"
MONTHLY = r"(?:(?:i|in|of) )?(?:varje m[åa]nad|every month)"
BUT = r"(?:utom|except)"
SUMMER = (
    r"(?:(?:p[åa]|i|under|in|during) )?(?:the )?"
    r"(?:sommaren|sommar|summer|juni, juli och augusti|June, July and August)"
)
LAST_DAY = r"sista dagen|(?:the )?last day"
# What says that it comes again, how often, and what is left of it for the day; the first that is there counts.
EVERY = tuple(
    (re.compile(rf"(?<!\w)(?:{pattern})(?!\w)", re.IGNORECASE), repeat, left)
    for pattern, repeat, left in (
        (rf"{MONTHLY}(?P<day>.*?),? {BUT} {SUMMER}", Repeat.MONTHLY_BUT_SUMMER, r"\g<day>"),
        (rf"(?P<day>{LAST_DAY}) {MONTHLY}", Repeat.MONTHLY, r"\g<day> i månaden"),
        (rf"(?:samma veckodag|the same weekday) {MONTHLY}", Repeat.NTH_WEEKDAY, ""),
        (rf"(?P<day>{NTH} (?:{WEEKDAYS})) {MONTHLY}", Repeat.NTH_WEEKDAY, r"\g<day> i månaden"),
        (MONTHLY, Repeat.MONTHLY, ""),
        (r"varje vecka|every week", Repeat.WEEKLY, ""),
        (r"varje [åa]r|every year", Repeat.YEARLY, ""),
        (rf"(?:p[åa] )?(?:varje|every) (?P<day>{WEEKDAYS})", Repeat.WEEKLY, r"\g<day>"),
    )
)
# Oftener than we remind, or in another way: said, so that it is never taken for once.
OTHERWISE = re.compile(
    r"\b(?:varje|every) (?:dag|timme|minut|sekund|morgon|kv[äa]ll|natt|vardag|helg|day|hour|minute|second|morning|"
    r"evening|night|weekday|weekend)\b|\b(?:var(?:annan|je annan)|every other|daily|hourly|rrule|freq)\b|"
    r"\b(?:var|every) (?:\d+|tredje|fj[äa]rde|third|fourth)\b|(?<!\S)\*(?:/\d+)? (?:\S+ )?\*|"
    rf"\b(?:varje|every) (?:{WEEKDAYS}) (?:och|and) (?:varje |every )?(?:{WEEKDAYS})|"
    r"\b(?:m[åa]n|tis|ons|tors|fre|l[öo]r|s[öo]n)dagar(?:na)?\b|"
    rf"\b(?:varje|every) .*\b{BUT} (?!{SUMMER})",
    re.IGNORECASE,
)
# More words than a day with its hour has: "varje månad utom på sommaren".
MOST = MOST_WORDS + 6
# Short names of weekdays that are words of their own too: peace, a son, a god, the sun.
AMBIGUOUS = {"fred", "fri", "man", "sat", "son", "sun", "tor"}
LINKS = {"och", "eller", "samt", "and", "or"}
TO = r"(?:(?:om )?att|to|that)(?: (?:jag|vi|I|we) (?:ska|skall|m[åa]ste|should|must|have to|am to|are to))?"
BEFORE = re.compile(rf"^(?:(?:mig|oss|me|us)(?:$|\s+))?(?:{TO}\s+)?", re.IGNORECASE)
BETWEEN = re.compile(rf"^(?:(?:{TO}|om|about)\b|[,:;–-]+)\s+", re.IGNORECASE)
# "Fredag lunch ring Eva" says when, "fredag lunch med Eva" what.
LUNCH, COMPANY = re.compile(r"lunch(?:en)?", re.IGNORECASE), {"med", "hos", "på", "i", "with", "at", "in"}


class Sentence(NamedTuple):
    """`when` is as it was written, without what says how often; empty where nothing was."""

    what: str
    when: str = ""
    repeat: Repeat = Repeat.NEVER


def take_apart(text: str) -> Sentence:
    """The longest words for a time at the beginning or the end, or some at both; the rest is what it is about."""
    words = whole(text).split()
    count = len(words)
    n, m = max(divisions(words), key=sum, default=(0, 0))
    n -= bool(n) and eats(words[n - 1 : n + 1])
    n += further(words[n : count - m]) if n else 0
    m += further(words[n : count - m][::-1], backwards=True) if m else 0
    when, repeat = without_repeat(" ".join([*words[:n], *words[count - m :]]))
    what = " ".join(words[n : count - m])
    return Sentence(BETWEEN.sub("", what, count=1).strip(" ,;:"), when, repeat)


def eats(words: list[str]) -> bool:
    """Whether the last word of a time and the first of what it is about are a lunch with somebody."""
    return len(words) > 1 and LUNCH.fullmatch(words[0]) is not None and words[1].casefold() in COMPANY


def whole(text: str) -> str:
    """All of the line, but for who is to be reminded."""
    return BEFORE.sub("", text.strip(), count=1)


def further(words: list[str], *, backwards: bool = False) -> int:
    """How many words of other times stand beside the first: all are asked about, rather than one of them lost."""
    count = 0
    while count < MOST and (more := beside(words[count : count + MOST], backwards=backwards)):
        count += more
    return count


def beside(words: list[str], *, backwards: bool) -> int:
    """How many words the time has that they begin with, perhaps after an "and"."""
    for n in range(len(words), 0, -1):
        time = words[1:n] if words[0].casefold() in LINKS else words[:n]
        if stands_last(time[::-1]) if backwards else stands_first(time):
            return n
    return 0


def divisions(words: list[str]) -> Iterator[tuple[int, int]]:
    """Every way to read a time in them: how many words it has at the beginning and at the end. Of two as long, that at
    the beginning is first.
    """
    count = len(words)
    first = [n for n in range(1, min(count, MOST) + 1) if stands_first(words[:n])]
    last = [n for n in range(1, min(count, MOST) + 1) if stands_last(words[count - n :])]
    both = [
        (n, m)
        for n in first
        for m in last
        if n + m < count and not (has_day(words[:n]) and has_day(words[count - m :]))
    ]
    for n, m in [*((n, 0) for n in first), *((0, m) for m in last), *both]:
        if is_time([*words[:n], *words[count - m :]]):
            yield n, m


def stands_first(words: list[str]) -> bool:
    """Whether they are a time: "fred kl 18 möte", but not "man ska ringa"."""
    return is_time(words) and not (len(words) == 1 and is_ambiguous(words[0]))


def stands_last(words: list[str]) -> bool:
    """Whether they are a time: "möte på fred", but not "ring min son kl 18", and not "läs sidan 8 på fredag"."""
    return is_time(words) and not is_ambiguous(words[0]) and not begins_with_number(words)


def begins_with_number(words: list[str]) -> bool:
    """Whether they are a time without the bare numbers that they begin with: those may be of what stands before."""
    rest = [*dropwhile(lambda word: plain(word).isdecimal(), words)]
    return len(rest) < len(words) and is_time(rest)


def is_ambiguous(word: str) -> bool:
    return word.strip(".,:;!?").casefold() in AMBIGUOUS


def without_repeat(text: str) -> tuple[str, Repeat]:
    """The words for the day and the hour alone, and how often."""
    for pattern, repeat, left in EVERY:
        if pattern.search(text):
            return " ".join(pattern.sub(left, text, count=1).replace(" ,", ",").split()), repeat
    return text, Repeat.NEVER


def is_time(words: list[str]) -> bool:
    """Whether all of it says when. A number alone, in figures or in letters, may be of something else."""
    when, repeat = without_repeat(" ".join(words))
    if not when:
        return repeat != Repeat.NEVER
    return not plain(when).replace(" ", "").isdecimal() and read(when) is not None


def has_day(words: list[str]) -> bool:
    """Whether it names a day: the other end of the line can then only be the hour of it, and no day to go on to."""
    found = read(without_repeat(" ".join(words))[0])
    return found is not None and found.first.day is not None


def is_otherwise(text: str) -> bool:
    """Whether it says that it comes oftener than we remind, or in another rhythm."""
    return OTHERWISE.search(text) is not None
