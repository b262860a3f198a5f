"""A wheel and a board to draw, and the rectangles that their words and signs take up."""

import itertools
from datetime import date, timedelta

from bot.pictures import Board, Cell, Mark, Row, State, Wheel
from bot.pictures.lettering import font
from bot.pictures.shapes import Box, Disc, Drawing, Polygon, Shape, Text

MONTHS = ("jan", "feb", "mars", "apr", "maj", "juni", "juli", "aug", "sep", "okt", "nov", "dec")
WORDS = {
    "today": "i dag", "fixed": "fast dag", "activity": "aktivitet", "deadline": "sista dag", "weekly": "per vecka",
}  # fmt: skip
TODAY = date(2027, 2, 8)
FIXED = (
    Mark(date(2027, 3, 8), "Internationella kvinnodagen", "fixed"),
    Mark(date(2027, 5, 1), "Första maj", "fixed"),
    Mark(date(2027, 8, 14), "Prideparaden i Norrby", "fixed"),
)
DEADLINES = (
    Mark(date(2027, 2, 28), "Motioner till årskonferensen", "deadline"),
    Mark(date(2027, 10, 15), "Verksamhetsrapport", "deadline"),
)
WEEKLY = tuple(Mark(date(2027, 1, 5) + timedelta(weeks=n), f"Möte {n}", "activity") for n in range(51))
NAMES = ("Almvik", "Bruksäng", "Granhult", "Harafors", "Kvarnbro", "Lövåsen", "Mörkdalen", "Norrby", "Stensjöholm")
NAMES += ("Södersjö", "Tallberga", "Österäng")
LABELS = {
    State.ORGANISES: "ordnar", State.JOINS: "med Norrby", State.NOT_THIS_YEAR: "inte i år", State.WAITING: "väntar",
    State.NO_DATE: "ingen dag",
}  # fmt: skip

Rectangle = tuple[float, float, float, float]


def wheel(*marks: Mark, **more: object) -> Wheel:
    """Norrby's year as of 8 February 2027."""
    given = {"title": "Norrby", "year": 2027, "months": MONTHS, "words": WORDS, "today": TODAY, **more}
    return Wheel(marks=marks, **given)


def full_wheel(**more: object) -> Wheel:
    return wheel(*FIXED, *DEADLINES, *WEEKLY, caption="51 aktiviteter", **more)


def board(**more: object) -> Board:
    """Twelve branches and three days, with every state."""
    states = itertools.cycle(State)
    rows = tuple(Row(name, tuple(Cell(state, LABELS[state]) for state, _ in zip(states, "123"))) for name in NAMES)  # noqa: B905
    given = {"title": "Läget", "columns": ("8 mars", "1 maj", "Pride"), "rows": rows, "legend": LABELS, **more}
    return Board(**given)


def written(text: Text) -> Rectangle:
    """What the words take up: left, top, right, bottom."""
    left, top, right, bottom = font(text.size, bold=text.bold).getbbox(text.text, anchor=text.anchor)
    return text.x + left, text.y + top, text.x + right, text.y + bottom


def extent(shape: Shape) -> Rectangle:
    match shape:
        case Disc(x, y, radius):
            return x - radius, y - radius, x + radius, y + radius
        case Box(left, top, right, bottom):
            return left, top, right, bottom
    xs, ys = zip(*shape.points, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def middle(rectangle: Rectangle) -> tuple[float, float]:
    left, top, right, bottom = rectangle
    return round((left + right) / 2, 3), round((top + bottom) / 2, 3)


def signs(drawing: Drawing) -> list[Rectangle]:
    """The signs that have words at their very middle."""
    middles = {(round(text.x, 3), round(text.y, 3)) for text in drawing.texts if text.anchor == "mm"}
    shapes = [extent(shape) for shape in drawing.shapes if isinstance(shape, Disc | Box | Polygon)]
    return [rectangle for rectangle in shapes if middle(rectangle) in middles]


def overlap(one: Rectangle, other: Rectangle) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def overlapping(rectangles: list[Rectangle]) -> list[tuple[Rectangle, Rectangle]]:
    return [pair for pair in itertools.combinations(rectangles, 2) if overlap(*pair)]
