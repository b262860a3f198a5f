"""The board: a row a branch, a cell a day, and whatever people are called."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.pictures import Cell, Row, State, sketch
from bot.pictures.painting import lay_out
from bot.pictures.palette import LIGHT
from bot.pictures.shapes import WIDTH, Box, Disc, Line
from tests.bot.pictures.samples import NAMES, board, extent, overlapping, written

TEXT = st.text(max_size=60)
ROWS = st.lists(st.tuples(TEXT, st.lists(st.tuples(st.sampled_from(State), TEXT), min_size=3, max_size=3)), max_size=6)


def draw(drawn):
    return lay_out(sketch(drawn))


def fits(drawing) -> bool:
    words = [written(text) for text in drawing.texts if text.text]
    return not overlapping(words) and all(
        left >= 0 and right <= WIDTH and top >= 0 and bottom <= drawing.height for left, top, right, bottom in words
    )


def one(state: State, label: str = "så"):
    return board(columns=("8 mars",), rows=(Row("Norrby", (Cell(state, label),)),), legend={})


def test_every_branch_and_every_word_is_there():
    drawing = draw(board(subtitle="måndag"))
    words = [text.text for text in drawing.texts]

    assert [text.text for text in drawing.texts if text.x < 100 and text.text in NAMES] == list(NAMES)
    assert words[:5] == ["Läget", "måndag", "8 mars", "1 maj", "Pride"]
    assert fits(drawing)


def test_the_words_can_be_read_on_a_phone():
    assert min(text.size for text in draw(board()).texts) >= 33


def test_the_cells_of_a_column_stand_below_each_other():
    tiles = [shape for shape in draw(board()).shapes if isinstance(shape, Box) and shape.right - shape.left > 100]

    assert len({round(tile.left) for tile in tiles}) == 3
    assert len({round(tile.right - tile.left) for tile in tiles}) == 1
    assert max(tile.right for tile in tiles) <= WIDTH - 40
    assert overlapping([extent(tile) for tile in tiles]) == []


def test_each_state_has_a_sign_of_its_own():
    def sign(state):
        drawing = draw(one(state))
        lines = [len(shape.points) for shape in drawing.shapes if isinstance(shape, Line)]
        dots = sum(isinstance(shape, Disc) for shape in drawing.shapes)
        question = "?" in [text.text for text in drawing.texts]
        assert lines or dots or question
        return str((lines, dots, question))

    assert len({sign(state) for state in State}) == len(State)


def test_what_is_organised_is_full_what_is_joined_is_framed_and_the_rest_is_open():
    def tile(state):
        return [(shape.fill, shape.edge) for shape in draw(one(state)).shapes if isinstance(shape, Box)]

    assert tile(State.ORGANISES) == [(LIGHT.activity, "")]
    assert tile(State.JOINS) == [(LIGHT.band, LIGHT.activity)]
    assert tile(State.NOT_THIS_YEAR) == []
    assert tile(State.WAITING) == tile(State.NO_DATE) == [(LIGHT.paper, LIGHT.line)]


@pytest.mark.parametrize(
    ("label", "lines"), [("ordnar", 1), ("ordnar tillsammans med Norrby och några till", 2), ("x" * 300, 1)]
)
def test_a_long_word_is_wrapped_and_clipped(label, lines):
    drawing = draw(board(rows=(Row("Norrby", (Cell(State.JOINS, label),) * 3),), legend={}))
    tile = next(shape for shape in drawing.shapes if isinstance(shape, Box))
    inside = [written(text) for text in drawing.texts if tile.left < text.x < tile.right and text.y > tile.top]

    assert len(inside) == lines
    assert all(tile.left < left and right < tile.right for left, _, right, _ in inside)
    assert all(tile.top < top and bottom < tile.bottom for _, top, _, bottom in inside)


@pytest.mark.parametrize("count", [1, 2, 5])
def test_any_number_of_days(count):
    row = Row("Norrby", (Cell(State.WAITING, "väntar"),) * count)
    assert fits(draw(board(columns=("8 mars",) * count, rows=(row,))))


def test_no_branches_is_an_empty_board():
    assert fits(draw(board(rows=())))


@settings(max_examples=60)
@given(ROWS, TEXT)
def test_nothing_overlaps_whatever_people_write(rows, words):
    found = tuple(Row(name, tuple(Cell(state, label) for state, label in cells)) for name, cells in rows)
    assert fits(draw(board(rows=found, title=words, subtitle=words, columns=(words, "1 maj", words))))
