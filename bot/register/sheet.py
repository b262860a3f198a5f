"""A table for a spreadsheet, in which no cell is a formula. Pure."""

from collections.abc import Iterable

import regex

MARK = "\ufeff"  # Excel takes the file for UTF-8 only with it
SEPARATOR = ";"
# What a spreadsheet takes for a formula: one of these first, or first behind what cannot be seen.
FORMULA = regex.compile(r"'*[\p{Z}\p{DI}\p{C}\s]*[=+\-@|%＝＋－＠﹢﹣﹦﹫−]")
UNGUARDED = regex.compile(r"'" + FORMULA.pattern)
BREAKS = regex.compile(r"[\p{Cc}\p{Zl}\p{Zp}\s]+")
# Digits in groups are no sum, with a plus before them or not.
SPELLED = regex.compile(r"\+\d+(?: \d+)+")
PLAIN = regex.compile(r"\+\d{7,15}")
SWEDEN = "+46"


def write_line(cells: Iterable[str]) -> str:
    """The cells in quotes, in one line whatever is in them."""
    return SEPARATOR.join('"' + guarded(cell).replace('"', '""') + '"' for cell in cells) + "\r\n"


def guarded(cell: str) -> str:
    """In one line, and with an apostrophe before what would be a formula."""
    line = BREAKS.sub(" ", cell).strip()
    return f"'{line}" if FORMULA.match(line) and not SPELLED.fullmatch(line) else line


def unguarded(cell: str) -> str:
    """What `guarded` was given."""
    return cell[1:] if UNGUARDED.match(cell) else cell


def spelled(phone: str) -> str:
    """+46701234567 in groups: a spreadsheet would take it for a number, and show another."""
    area = SWEDEN if phone.startswith(SWEDEN) else phone[:3]
    rest = phone[len(area) :]
    pairs = rest[2:] if len(rest) % 2 == 0 else rest[5:]
    groups = [rest[:2], rest[2 : len(rest) - len(pairs)], *(pairs[at : at + 2] for at in range(0, len(pairs), 2))]
    return " ".join([area, *filter(None, groups)])
