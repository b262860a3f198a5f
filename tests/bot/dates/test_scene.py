"""Which moments there are in Stockholm, on the nights that the clocks change too."""

from datetime import date, time

import pytest

from bot.dates.scene import Scene
from tests.bot.dates.reading import MONDAY, STOCKHOLM, at

SPRING, AUTUMN = date(2027, 3, 28), date(2026, 10, 25)


def scene(now: str = MONDAY) -> Scene:
    return Scene(at(now), STOCKHOLM)


@pytest.mark.parametrize(
    ("day", "wall", "moment"),
    [
        (SPRING, time(1, 59), "2027-03-28T01:59:00+01:00"),
        (SPRING, time(2, 0), "2027-03-28T03:00:00+02:00"),
        (SPRING, time(2, 59), "2027-03-28T03:00:00+02:00"),
        (SPRING, time(3, 0), "2027-03-28T03:00:00+02:00"),
        (AUTUMN, time(1, 59), "2026-10-25T01:59:00+02:00"),
        (AUTUMN, time(2, 30), "2026-10-25T02:30:00+02:00"),
        (AUTUMN, time(3, 0), "2026-10-25T03:00:00+01:00"),
    ],
)
def test_at(day, wall, moment):
    assert scene().at(day, wall).isoformat() == moment


@pytest.mark.parametrize(
    ("day", "wall", "skips", "repeats"),
    [
        (SPRING, time(1, 59), False, False),
        (SPRING, time(2, 30), True, False),
        (SPRING, time(3, 0), False, False),
        (AUTUMN, time(1, 59), False, False),
        (AUTUMN, time(2, 30), False, True),
        (AUTUMN, time(3, 0), False, False),
    ],
)
def test_skips_and_repeats(day, wall, skips, repeats):
    assert (scene().skips(day, wall), scene().repeats(day, wall)) == (skips, repeats)


@pytest.mark.parametrize(("wall", "day"), [(time(9, 1), 8), (time(9, 0), 9), (time(8, 59), 9)])
def test_soonest(wall, day):
    assert scene().soonest(wall) == date(2027, 2, day)


@pytest.mark.parametrize(
    ("now", "last"), [(MONDAY, "2029-02-08"), ("2028-02-29 09:00", "2030-02-28"), ("2026-12-31 23:59", "2028-12-31")]
)
def test_the_last_day_is_two_years_ahead(now, last):
    assert scene(now).last_day.isoformat() == last


def test_today_is_the_day_where_people_live():
    assert Scene(at("2027-02-08 00:30").astimezone(), STOCKHOLM).today == date(2027, 2, 8)
