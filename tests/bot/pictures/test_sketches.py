"""A sketch is small, says all that is drawn, and comes back."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.pictures import Mark, State, sketch
from bot.pictures.sketches import read
from tests.bot.pictures.samples import DEADLINES, FIXED, TODAY, WEEKLY, board, full_wheel, wheel


def test_a_wheel_comes_back():
    drawn = wheel(*FIXED[:1], *WEEKLY[5:8], caption="3 aktiviteter", theme="dark")

    found = read(sketch(drawn))

    assert found == replace(drawn, marks=tuple(drawn.here))


@pytest.mark.parametrize("today", [None, TODAY, date(2028, 2, 29)])
def test_a_board_and_a_day_come_back(today):
    assert read(sketch(board(theme="dark"))) == board(theme="dark")
    assert read(sketch(wheel(today=today))) == wheel(today=today)


def test_the_states_come_back_as_states():
    found = read(sketch(board()))

    assert {type(cell.state) for row in found.rows for cell in row.cells} == {State}
    assert list(found.legend) == list(State)


def test_what_is_written_is_the_same_when_it_comes_back():
    for drawn in (full_wheel(), full_wheel(today=None), wheel(*[Mark(TODAY, f"{n}", "activity") for n in range(300)])):
        assert read(sketch(drawn)).written == drawn.written


def test_only_what_is_written_is_in_a_sketch():
    names = [f"Nummer {n}" for n in range(300)]
    drawn = wheel(*[Mark(TODAY, name, "activity") for name in names], Mark(date(2026, 3, 8), "I fjol", "fixed"))

    kept = sketch(drawn)

    assert [name for name in names if f'"{name}"' in kept] == names[:7]
    assert "I fjol" not in kept
    assert len(kept) < 7000


def test_a_long_name_is_cut():
    assert len(sketch(wheel(Mark(TODAY, "å" * 5000, "activity")))) < 1000


@pytest.mark.parametrize(
    ("day", "back"), [(date(2027, 1, 1), 0), (date(2027, 12, 31), 0), (date(2028, 2, 29), 0), (date(2028, 12, 31), 0)]
)
def test_each_day_of_a_year(day, back):
    del back
    mark = Mark(day, "x", "activity")
    assert read(sketch(wheel(mark, year=day.year, today=None))).marks == (mark,)


def test_the_fixed_days_and_what_comes_next_are_written():
    kinds = [mark.kind for mark in full_wheel().written]

    assert [mark.label for mark in full_wheel().written] == [
        "Möte 5", "Möte 6", "Motioner till årskonferensen", "Internationella kvinnodagen", "Första maj",
        "Prideparaden i Norrby", "Verksamhetsrapport",
    ]  # fmt: skip
    assert (kinds.count("fixed"), kinds.count("deadline"), kinds.count("activity")) == (3, 2, 2)


def test_fixed_days_stay_when_they_are_over_and_the_rest_goes():
    late = full_wheel(today=date(2027, 12, 20))

    assert [mark.label for mark in late.written] == [mark.label for mark in FIXED] + ["Möte 50"]


def test_another_year_is_written_from_its_beginning():
    drawn = full_wheel(today=date(2026, 11, 26))

    assert drawn.written[0] == WEEKLY[0]
    assert set(DEADLINES) <= set(drawn.written)


def test_today_still_counts_as_ahead():
    mark = Mark(TODAY, "i dag", "activity")

    assert wheel(mark, Mark(TODAY - timedelta(days=1), "i går", "activity")).written == [mark]


@pytest.mark.parametrize("wrong", ["", "{}", "[]", "7", '{"wheel":{}}', '{"board":{"rows":[["a"]]}}', '{"wheel":7}'])
def test_what_is_no_sketch_is_refused(wrong):
    with pytest.raises((LookupError, TypeError, ValueError)):
        read(wrong)
