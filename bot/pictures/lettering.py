"""Letters: the fonts, how wide a text is, and making any text fit its place."""

import re
import unicodedata
from functools import cache
from pathlib import Path

from PIL import ImageFont

FOLDER = Path(__file__).with_name("fonts")
FILES = {False: "DejaVuSans.ttf", True: "DejaVuSans-Bold.ttf"}
# Runs of what the fonts have no letters for (see fonts/LICENSE.txt for what they have).
STRANGE = re.compile("[^ -~\u00a0-\u017f\u2010-\u2015\u2018-\u201e\u2020-\u2022…‰′″‹›€™←↑→↓−✓]+")
MISSING = "□"
DOTS = "…"


@cache
def font(size: int, *, bold: bool) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FOLDER / FILES[bold], size, layout_engine=ImageFont.Layout.BASIC)


def width(text: str, size: int, *, bold: bool = False) -> float:
    """In pixels."""
    return font(size, bold=bold).getlength(text)


def legible(text: str) -> str:
    """On one line and in letters there are: nothing hidden, nothing that turns the text, □ for what we have no letters
    for.
    """
    kept = "".join(c for c in unicodedata.normalize("NFC", text) if c.isspace() or unicodedata.category(c)[0] != "C")
    return STRANGE.sub(MISSING, " ".join(kept.split()))


def clip(text: str, room: float, size: int, *, bold: bool = False) -> str:
    """As much of it as has room (pixels), with … for the rest."""
    text = legible(text)
    if width(text, size, bold=bold) <= room:
        return text
    # Every letter is at least a seventh of its size wide.
    text = text[: int(room / size * 7) + 1]
    while text and width(f"{text}{DOTS}", size, bold=bold) > room:
        text = text[:-1].rstrip()
    return f"{text}{DOTS}"


def wrap(text: str, room: float, size: int, lines: int) -> list[str]:
    """On at most so many lines, broken between words; the last is clipped."""
    words = legible(text).split(" ")
    found: list[str] = []
    while words and len(found) < lines - 1:
        count = 1
        while count < len(words) and width(" ".join(words[: count + 1]), size) <= room:
            count += 1
        found.append(clip(" ".join(words[:count]), room, size))
        words = words[count:]
    return [*found, clip(" ".join(words), room, size)] if words else found
