"""Weeks by their numbers, around the turn of the year."""

from datetime import date

import pytest

from handlers.listing import read_week


@pytest.mark.parametrize(
    ("words", "today", "monday"),
    [
        ("vecka 2", date(2027, 1, 2), date(2027, 1, 11)),  # the second of January is in week 53 of the year before
        ("vecka 53", date(2027, 1, 2), date(2026, 12, 28)),
        ("vecka 1", date(2028, 1, 1), date(2028, 1, 3)),
        ("vecka 2", date(2029, 12, 31), date(2030, 1, 7)),  # the last of December is in week 1 of the year after
        ("vecka 53", date(2027, 2, 8), date(2032, 12, 27)),
        ("v. 6", date(2027, 2, 8), date(2027, 2, 8)),
        ("v5", date(2027, 2, 8), date(2028, 1, 31)),
        ("week 09", date(2027, 2, 8), date(2027, 3, 1)),
    ],
)
def test_the_nearest_week_of_that_number(words, today, monday):
    assert read_week(f"Norrby {words}", today) == ("Norrby  ", monday)


@pytest.mark.parametrize("words", ["vecka 0", "vecka 54", "vecka 99"])
def test_there_is_no_such_week(words):
    assert read_week(words, date(2027, 2, 8)) == (words, None)
