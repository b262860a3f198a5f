"""Parts that pictures share: the title, signs with a number in them, a legend."""

from collections.abc import Iterable

from bot.pictures.lettering import clip, width
from bot.pictures.shapes import LARGE, MARGIN, SMALL, WIDTH, Box, Disc, Drawing, Line, Point, Polygon, Text, diamond

HALF = 30  # so far a sign reaches to each side
ROUND = 16  # room at the ends of a word with a round sign about it
LEGEND_ROW = 52


def title(drawing: Drawing, text: str) -> None:
    words = clip(text, WIDTH - 2 * MARGIN, LARGE, bold=True)
    drawing.texts.append(Text(MARGIN, 72, words, LARGE, drawing.palette.ink, bold=True))


def badge(drawing: Drawing, at: Point, kind: str, number: str = "") -> None:
    """The sign of a kind, each of another shape: with a number in it, or small without."""
    drawing.shapes.append(sign(drawing, at, kind, 1 if number else 0.6))
    if number:
        drawing.texts.append(Text(*at, number, SMALL, drawing.palette.on(kind), "mm", bold=True))


def sign(drawing: Drawing, at: Point, kind: str, size: float) -> Disc | Box | Polygon:
    palette, (x, y) = drawing.palette, at
    match kind:
        case "fixed":
            return Disc(x, y, 26 * size, palette.fixed)
        case "deadline":
            return diamond(at, 28 * size, palette.deadline, palette.ink, 4)
        case "activity":
            half = 25 * size
            return Box(x - half, y - half, x + half, y + half, 8 * size, palette.activity)
    return Box(x - 8, y - 18, x + 8, y + 18, 0, palette.activity)


def label(drawing: Drawing, at: Point, word: str) -> None:
    """A word in a round sign."""
    (x, y), wide, high = at, half_of(word), HALF - 4
    drawing.shapes.append(Box(x - wide, y - high, x + wide, y + high, high, drawing.palette.ink))
    drawing.texts.append(Text(x, y, word, SMALL, drawing.palette.paper, "mm", bold=True))


def half_of(word: str) -> float:
    """So far the sign with this word reaches to each side."""
    return width(word, SMALL, bold=True) / 2 + ROUND


def rule(drawing: Drawing, y: float) -> None:
    drawing.shapes.append(Line(((MARGIN, y), (WIDTH - MARGIN, y)), drawing.palette.line, 2))


def legend(drawing: Drawing, words: Iterable[str], top: float, *, indent: float) -> list[Point]:
    """Words, as many beside each other as have room, each with an indent for its sign; the middles of the signs.

    The drawing ends below them.
    """
    x, y = float(MARGIN), top + LEGEND_ROW / 2
    found = []
    for word in words:
        text = clip(word, WIDTH - 2 * MARGIN - indent, SMALL)
        wide = indent + width(text, SMALL)
        if x > MARGIN and x + wide > WIDTH - MARGIN:
            x, y = float(MARGIN), y + LEGEND_ROW
        found.append((x + (indent - 12) / 2, y))
        drawing.texts.append(Text(x + indent, y, text, SMALL, drawing.palette.soft, "lm"))
        x += wide + HALF
    drawing.height = round(y + LEGEND_ROW / 2) + MARGIN // 2
    return found
