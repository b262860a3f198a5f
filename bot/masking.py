"""Personal and telephone numbers that somebody typed where none is asked for. Pure."""

import re
from datetime import date
from typing import NamedTuple

HIDDEN = "***"
# 640823-3234, 19640823+3234, 6408233234; a coordination number has 60 added to its day.
PERSONAL = re.compile(
    r"(?<![\w.-])(?:18|19|20)?(?P<year>\d\d)(?P<month>\d\d)(?P<day>\d\d) ?[-+–]? ?(?P<last>\d{4})(?![\w-])", re.ASCII
)
# Sweden's, at home or from abroad, and others' written with a plus. At least eight digits: 08-12 34 56 has eight.
PHONE = re.compile(
    r"(?<![\w+.,:/-])(?:\+|00)\d(?:[ /()–-]{0,2}\d){7,14}(?![\w-])"
    r"|(?<![\w+.,:/-])0[1-9](?:[ /–-]{0,2}\d){6,9}(?![\w:,-])",
    re.ASCII,
)
COORDINATION = 60


class Masked(NamedTuple):
    """`found` tells that something was taken away."""

    text: str
    found: bool = False


def mask(text: str) -> Masked:
    """The text without what looks like a personal number or a telephone number."""
    masked = PHONE.sub(HIDDEN, PERSONAL.sub(personal, text))
    return Masked(masked, found=masked != text)


def personal(match: re.Match[str]) -> str:
    """Ten digits that are no number of a person's are left: a sum, a number of a bill."""
    year, month, day, last = (match[name] for name in ("year", "month", "day", "last"))
    number = int(day) - COORDINATION if int(day) > COORDINATION else int(day)
    try:
        date(2000, int(month), number)
    except ValueError:
        return match[0]
    return HIDDEN if luhn(year + month + day + last) else match[0]


def luhn(digits: str) -> bool:
    """Whether the last digit is the check digit (Skatteverket, SKV 704)."""
    total = sum(sum(divmod(int(digit) * (2 - place % 2), 10)) for place, digit in enumerate(digits))
    return total % 10 == 0
