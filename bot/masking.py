"""Personal and telephone numbers that somebody typed where none is asked for. Pure."""

import re
from typing import NamedTuple

from bot import personnummer

HIDDEN = "***"
# Sweden's, at home or from abroad, and others' written with a plus. At least eight digits: 08-12 34 56 has eight.
PHONE = re.compile(
    r"(?<![\w+.,:/-])(?:\+|00)\d(?:[ /()–-]{0,2}\d){7,14}(?![\w-])"
    r"|(?<![\w+.,:/-])0[1-9](?:[ /–-]{0,2}\d){6,9}(?![\w:,-])",
    re.ASCII,
)


class Masked(NamedTuple):
    """`found` tells that something was taken away."""

    text: str
    found: bool = False


def mask(text: str) -> Masked:
    """The text without what looks like a personal number or a telephone number."""
    masked = PHONE.sub(HIDDEN, personnummer.masked(text, HIDDEN))
    return Masked(masked, found=masked != text)
