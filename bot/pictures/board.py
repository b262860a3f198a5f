"""Where everything of a board goes."""

from typing import NamedTuple

from bot.pictures.lettering import clip, width, wrap
from bot.pictures.palette import Palette
from bot.pictures.parts import legend, title
from bot.pictures.shapes import MARGIN, NORMAL, SMALL, WIDTH, Box, Disc, Drawing, Line, Point, Text
from bot.pictures.sketches import Board, Row, State

NAMES = (150, 300)  # the first column is as wide as its longest name wants to be, within this
GAP, PAD, LINE, ICON = 10, 12, 40, 30


class Columns(NamedTuple):
    """Where the cells of each column begin, and how wide all of them are."""

    lefts: tuple[float, ...]
    wide: float


def lay_out(drawing: Drawing, board: Board) -> None:
    title(drawing, board.title)
    subtitle = clip(board.subtitle, WIDTH - 2 * MARGIN, SMALL)
    drawing.texts.append(Text(MARGIN, 124, subtitle, SMALL, drawing.palette.soft))
    columns = columns_of(board)
    for left, head in zip(columns.lefts, board.columns, strict=True):
        text = clip(head, columns.wide - PAD, NORMAL, bold=True)
        drawing.texts.append(Text(left + PAD, 204, text, NORMAL, drawing.palette.ink, bold=True))
    y = 224.0
    for row in board.rows:
        y = add_row(drawing, row, columns, y)
    add_legend(drawing, board, y + 16)


def columns_of(board: Board) -> Columns:
    least, most = NAMES
    names = min(most, max([least, *(width(row.name[:most], NORMAL) for row in board.rows)]))
    first, count = MARGIN + names + 2 * GAP, len(board.columns)
    wide = (WIDTH - MARGIN - first + GAP) / max(1, count) - GAP
    return Columns(tuple(first + n * (wide + GAP) for n in range(count)), wide)


def add_row(drawing: Drawing, row: Row, columns: Columns, top: float) -> float:
    """The name and the cells, on two lines where one has no room; returns where the next row begins."""
    name = wrap(row.name, columns.lefts[0] - MARGIN - GAP, NORMAL, 2)
    words = [wrap(cell.label, columns.wide - 3 * PAD - ICON, SMALL, 2) for cell in row.cells]
    bottom = top + 2 * PAD + LINE * max(len(name), *map(len, words)) - 4
    middle = (top + bottom) / 2
    write(drawing, name, (MARGIN, middle), NORMAL, drawing.palette.ink)
    for left, cell, lines in zip(columns.lefts, row.cells, words, strict=True):
        tile(drawing, Box(left, top, left + columns.wide, bottom, PAD, ""), cell.state)
        icon(drawing, (left + PAD + ICON / 2, middle), cell.state)
        write(drawing, lines, (left + 2 * PAD + ICON, middle), SMALL, ink_of(cell.state, drawing.palette))
    return bottom + GAP


def write(drawing: Drawing, lines: list[str], at: Point, size: int, fill: str) -> None:
    """Lines that have this point at the middle of their left side."""
    for n, text in enumerate(lines):
        y = at[1] + (n - (len(lines) - 1) / 2) * LINE
        drawing.texts.append(Text(at[0], y, text, size, fill, "lm"))


def ink_of(state: State, palette: Palette) -> str:
    return {State.ORGANISES: palette.on_activity, State.JOINS: palette.ink}.get(state, palette.soft)


def tile(drawing: Drawing, box: Box, state: State) -> None:
    """Full where the branch organises, framed where it joins; open, or nothing at all, where it does neither."""
    palette = drawing.palette
    match state:
        case State.ORGANISES:
            drawing.shapes.append(box._replace(fill=palette.activity))
        case State.JOINS:
            drawing.shapes.append(box._replace(fill=palette.band, edge=palette.activity, thick=4))
        case State.WAITING | State.NO_DATE:
            drawing.shapes.append(box._replace(fill=palette.paper, edge=palette.line, thick=3))


def icon(drawing: Drawing, at: Point, state: State) -> None:
    """A tick, an arrow, a dash, three dots, a question mark."""
    (x, y), ink = at, ink_of(state, drawing.palette)
    match state:
        case State.ORGANISES:
            drawing.shapes.append(Line(((x - 13, y + 1), (x - 4, y + 11), (x + 14, y - 11)), ink, 6))
        case State.JOINS:
            drawing.shapes.append(Line(((x - 14, y), (x + 12, y)), ink, 5))
            drawing.shapes.append(Line(((x + 1, y - 12), (x + 13, y), (x + 1, y + 12)), ink, 5))
        case State.NOT_THIS_YEAR:
            drawing.shapes.append(Line(((x - 12, y), (x + 12, y)), ink, 5))
        case State.WAITING:
            drawing.shapes += [Disc(x + 11 * n, y, 4, ink) for n in (-1, 0, 1)]
        case State.NO_DATE:
            drawing.texts.append(Text(x, y, "?", NORMAL, ink, "mm", bold=True))


def add_legend(drawing: Drawing, board: Board, top: float) -> None:
    middles = legend(drawing, board.legend.values(), top, indent=62)
    for state, (x, y) in zip(board.legend, middles, strict=True):
        tile(drawing, Box(x - 25, y - 22, x + 25, y + 22, PAD, ""), state)
        icon(drawing, (x, y), state)
