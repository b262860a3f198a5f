"""Geometry: places on a clock, and making room around a circle."""

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.pictures.shapes import TURN, Wanted, around, spread, wedge

RADIUS = 466.0
# What a wheel can hold at most: seven marks and today.
PLACES = st.lists(st.floats(0, TURN, exclude_max=True), max_size=7).map(sorted)


def distances(angles: list[float]) -> list[float]:
    """From each to the next, once around, in a straight line."""
    return [2 * RADIUS * math.sin((b - a) % TURN / 2) for a, b in pairwise([*angles, angles[0]])]


def test_around_is_a_clock():
    quarter = [around((10, 20), 5, TURN * n / 4) for n in range(4)]

    assert quarter == [pytest.approx(p) for p in [(10, 15), (15, 20), (10, 25), (5, 20)]]


def test_a_wedge_stays_between_its_radii():
    piece = wedge((0, 0), (100, 200), (0, 1), "#000000")
    far = [math.hypot(x, y) for x, y in piece.points]

    assert {round(distance) for distance in far} == {100, 200}


@pytest.mark.parametrize("count", [0, 1, 2, 7])
def test_who_has_room_stays(count):
    wanted = [Wanted(TURN * n / 7 + 0.1, 40) for n in range(count)]

    assert [angle % TURN for angle in spread(wanted, RADIUS)] == pytest.approx([place.angle for place in wanted])


@given(PLACES, st.integers(0, 6))
def test_nothing_touches_and_the_order_is_kept(angles, heavy):
    places = [Wanted(a, 66 if n == heavy else 42, 8 if n == heavy else 1) for n, a in enumerate(angles)]
    found = spread(places, RADIUS)

    assert len(found) == len(places)
    if len(places) > 1:
        needed = [one.reach + other.reach for one, other in pairwise([*places, places[0]])]
        assert all(has >= needs - 0.01 for has, needs in zip(distances(found), needed, strict=True))
        turned = [(b - a) % TURN for a, b in pairwise(found)]
        assert sum(turned) < TURN


def test_who_stands_together_moves_to_both_sides():
    found = spread([Wanted(1, 40)] * 3, RADIUS)

    assert found[1] == pytest.approx(1)
    assert found[1] - found[0] == pytest.approx(found[2] - found[1])


def test_the_heavy_one_hardly_moves():
    found = spread([Wanted(1, 40, weight=8), Wanted(1.01, 40)], RADIUS)

    assert abs(found[0] - 1) < abs(found[1] - 1.01) / 5


def test_new_year_is_no_wall():
    late, early = spread([Wanted(0.01, 40), Wanted(TURN - 0.01, 40)], RADIUS)

    assert distances([late, early])[1] >= 79.99
    assert math.cos(late) > 0.9
    assert math.cos(early) > 0.9
