"""Finds Swedish personal identity numbers in what people write: the bot keeps none. Pure."""

import re
from datetime import date

# YYMMDD-NNNN or YYYYMMDDNNNN, alone or within a text; 60 is added to the day of a samordningsnummer.
WRITTEN = re.compile(
    r"(?<!\d)(?:(?:18|19|20)\d\d|\d\d)(?P<month>\d\d)(?P<day>\d\d) ?(?P<sign>[-+−–]?) ?(?P<last>\d{4})(?!\d)"
)
COORDINATION = 60
SHORT = 10
A_LEAP_YEAR = 2000


def is_in(text: str) -> bool:
    return any(map(is_one, WRITTEN.finditer(text)))


def masked(text: str, mask: str) -> str:
    """The text with each of them covered."""
    return WRITTEN.sub(lambda found: mask if is_one(found) else found[0], text)


def is_one(found: re.Match[str]) -> bool:
    """Whether the day exists and the check digit is right."""
    digits = re.sub(r"\D", "", found[0])[-SHORT:]
    return is_day(int(found["month"]), int(found["day"])) and is_checked(digits)


def is_day(month: int, day: int) -> bool:
    try:
        date(A_LEAP_YEAR, month, day - COORDINATION if day > COORDINATION else day)
    except ValueError:
        return False
    return True


def is_checked(digits: str) -> bool:
    """The last digit is the others' by Luhn's formula (every second one doubled, from the first)."""
    doubled = (int(digit) * (2 - place % 2) for place, digit in enumerate(digits))
    return sum(number // 10 + number % 10 for number in doubled) % 10 == 0
