"""Personal and telephone numbers that somebody typed where none is asked for. Pure."""

import re
from typing import NamedTuple

from bot import personnummer

HIDDEN = "***"
# Sweden's, at home or from abroad, and others' written with a plus. At least eight digits: 08-12 34 56 has eight.
# In front there is nothing that makes it a part of something longer, but perhaps "tel:" or "tel."; with dots between
# them its digits come three at a time first, which those of a day (08.03.2027) do not.
PHONE = re.compile(
    r"(?:(?<![\w+.,:/-])|(?<=[a-z][.:]))(?:"
    r"(?:\+|00)\d(?:[ /().–-]{0,2}\d){7,14}(?![\w-])"
    r"|\(0\d{1,3}\)(?:[ /.–-]{0,2}\d){5,8}(?![\w-]|[:,]\d)"
    r"|0[1-9](?:[ /–-]{0,2}\d){6,9}(?![\w-]|[:,]\d)"
    r"|0[1-9]\d?\.\d{3}(?:\.?\d{2,3}){1,2}(?![\w-]|[.:,]\d)"
    r"|0[1-9]\d{2}\.\d{2,3}(?:\.?\d{2}){1,2}(?![\w-]|[.:,]\d))",
    re.ASCII | re.IGNORECASE,
)


class Masked(NamedTuple):
    """`found` tells that something was taken away."""

    text: str
    found: bool = False


def mask(text: str) -> Masked:
    """The text without what looks like a personal number or a telephone number."""
    masked = PHONE.sub(HIDDEN, personnummer.masked(text, HIDDEN))
    return Masked(masked, found=masked != text)
