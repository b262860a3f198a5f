"""Where everything of groups of bars goes."""

from collections.abc import Sequence

from bot.pictures.lettering import clip
from bot.pictures.parts import rule, title
from bot.pictures.shapes import MARGIN, NORMAL, SMALL, WIDTH, Box, Drawing, Text
from bot.pictures.sketches import Bars, Group

TOP, NAMES, GAP, BAR, ROW, ROUND = 164.0, 230, 14, 38, 50, 8
LEFT = MARGIN + NAMES + GAP
# What is written behind a bar has so much room, and no bar is shorter.
WORDS, SHORTEST = 300, 6


def lay_out(drawing: Drawing, picture: Bars) -> None:
    title(drawing, picture.title)
    subtitle = clip(picture.subtitle, WIDTH - 2 * MARGIN, SMALL)
    drawing.texts.append(Text(MARGIN, 124, subtitle, SMALL, drawing.palette.soft))
    longest = [max(bar.value for bar in like) for like in zip(*(group.bars for group in picture.groups), strict=True)]
    y = TOP
    for group in picture.groups:
        y = add_group(drawing, group, longest, y)
    drawing.height = round(y) + MARGIN // 2


def add_group(drawing: Drawing, group: Group, longest: Sequence[int], top: float) -> float:
    """The name and the note beside the bars; returns where the next group begins."""
    palette = drawing.palette
    rule(drawing, top)
    name, note = clip(group.name, NAMES, NORMAL, bold=True), clip(group.note, NAMES, SMALL)
    first = top + GAP + ROW / 2
    drawing.texts.append(Text(MARGIN, first, name, NORMAL, palette.ink, "lm", bold=True))
    drawing.texts.append(Text(MARGIN, first + ROW, note, SMALL, palette.soft, "lm"))
    fills = (palette.activity, palette.fixed)
    for number, (bar, most) in enumerate(zip(group.bars, longest, strict=True)):
        middle = first + number * ROW
        long = max(SHORTEST, (WIDTH - MARGIN - WORDS - LEFT) * bar.value / most) if bar.value else 0
        if long:
            high, corner, fill = BAR / 2, min(ROUND, long / 2), fills[number % len(fills)]
            drawing.shapes.append(Box(LEFT, middle - high, LEFT + long, middle + high, corner, fill))
        words = clip(bar.label, WORDS - 2 * GAP, SMALL)
        drawing.texts.append(Text(LEFT + long + GAP, middle, words, SMALL, palette.ink, "lm"))
    return top + 2 * GAP + max(2, len(group.bars)) * ROW
