"""Takes "imorgon kl 9 ring kommunen" apart: when, how often, and what. Pure."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from bot.dates.phrase import MOST_WORDS, read
from storage.models import Repeat

WEEKDAYS = r"(?:m[åa]n|tis|ons|tors|fre|l[öo]r|s[öo]n)dag(?:en)?\b|(?:mon|tues|wednes|thurs|fri|satur|sun)day\b"
NTH = r"(?:f[öo]rsta|andra|tredje|fj[äa]rde|sista|first|second|third|fourth|last)"
MONTHLY = r"(?:(?:i|in|of) )?(?:varje m[åa]nad|every month)"
SUMMER = r"(?:utom|except) (?:(?:p[åa]|i|under|in|during) )?(?:the )?(?:sommaren|sommar|summer)"
# What says that it comes again, how often, and what is left of it for the day; the first that is there counts.
EVERY = tuple(
    (re.compile(rf"(?<!\w)(?:{pattern})(?!\w)", re.IGNORECASE), repeat, left)
    for pattern, repeat, left in (
        (rf"{MONTHLY}(?P<day>.*?),? {SUMMER}", Repeat.MONTHLY_BUT_SUMMER, r"\g<day>"),
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
    r"\b(?:m[åa]n|tis|ons|tors|fre|l[öo]r|s[öo]n)dagar(?:na)?\b",
    re.IGNORECASE,
)
# More words than a day with its hour has: "varje månad utom på sommaren".
MOST = MOST_WORDS + 6
BEFORE = re.compile(r"^(?:mig|oss|me|us)(?:$|\s+)(?:(?:om att|att|to|that)\s+)?", re.IGNORECASE)
BETWEEN = re.compile(r"^(?:(?:om att|att|om|to|about|that)\b|[,:;–-]+)\s+", re.IGNORECASE)


class Sentence(NamedTuple):
    """`when` is as it was written, without what says how often; empty where nothing was."""

    what: str
    when: str = ""
    repeat: Repeat = Repeat.NEVER


def take_apart(text: str) -> Sentence:
    """The longest words for a time at the beginning or the end, or some at both; the rest is what it is about."""
    words = BEFORE.sub("", text.strip(), count=1).split()
    longest = max(divisions(words), key=lambda found: found[0], default=(0, Sentence(" ".join(words))))
    found = longest[1]
    return found._replace(what=BETWEEN.sub("", found.what, count=1).strip(" ,;:"))


def divisions(words: list[str]) -> Iterator[tuple[int, Sentence]]:
    """Every way to read a time in them, and how many words it has; of two as long, that at the beginning is first."""
    count = len(words)
    first = [n for n in range(1, min(count, MOST) + 1) if is_time(words[:n])]
    last = [n for n in range(1, min(count, MOST) + 1) if is_time(words[count - n :])]
    both = [
        (n, m)
        for n in first
        for m in last
        if n + m < count and not (has_day(words[:n]) and has_day(words[count - m :]))
    ]
    for n, m in [*((n, 0) for n in first), *((0, m) for m in last), *both]:
        time = [*words[:n], *words[count - m :]]
        if is_time(time):
            when, repeat = without_repeat(" ".join(time))
            yield n + m, Sentence(" ".join(words[n : count - m]), when, repeat)


def without_repeat(text: str) -> tuple[str, Repeat]:
    """The words for the day and the hour alone, and how often."""
    for pattern, repeat, left in EVERY:
        if pattern.search(text):
            return " ".join(pattern.sub(left, text, count=1).replace(" ,", ",").split()), repeat
    return text, Repeat.NEVER


def is_time(words: list[str]) -> bool:
    """Whether all of it says when. A number alone may be of something else."""
    when, repeat = without_repeat(" ".join(words))
    if not when:
        return repeat != Repeat.NEVER
    return not when.isdecimal() and read(when) is not None


def has_day(words: list[str]) -> bool:
    """Whether it names a day: the other end of the line can then only be the hour of it, and no day to go on to."""
    found = read(without_repeat(" ".join(words))[0])
    return found is not None and found.first.day is not None


def is_otherwise(text: str) -> bool:
    """Whether it says that it comes oftener than we remind, or in another rhythm."""
    return OTHERWISE.search(text) is not None
