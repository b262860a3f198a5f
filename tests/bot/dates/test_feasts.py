"""The days of the year that have names."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dates.feasts import NAMED, easter

# Easter Sundays as almanacs have them, the earliest and the latest there can be among them.
EASTERS = [
    (1818, 3, 22), (1943, 4, 25), (1954, 4, 18), (1981, 4, 19), (2000, 4, 23), (2008, 3, 23), (2019, 4, 21),
    (2024, 3, 31), (2025, 4, 20), (2026, 4, 5), (2027, 3, 28), (2028, 4, 16), (2038, 4, 25), (2049, 4, 18),
    (2076, 4, 19),
]  # fmt: skip


@pytest.mark.parametrize(("year", "month", "day"), EASTERS)
def test_easter(year, month, day):
    assert easter(year) == date(year, month, day)


@pytest.mark.parametrize(
    ("name", "days"),
    [
        ("langfredagen", ["2026-04-03", "2027-03-26", "2028-04-14"]),
        ("kristi himmelsfard", ["2026-05-14", "2027-05-06", "2028-05-25"]),
        ("pingstdagen", ["2026-05-24", "2027-05-16", "2028-06-04"]),
        ("midsommarafton", ["2026-06-19", "2027-06-25", "2028-06-23"]),
        ("midsommardagen", ["2026-06-20", "2027-06-26", "2028-06-24"]),
        ("alla helgons dag", ["2026-10-31", "2027-11-06", "2028-11-04"]),
        ("1e advent", ["2026-11-29", "2027-11-28", "2028-12-03"]),
        ("4e advent", ["2026-12-20", "2027-12-19", "2028-12-24"]),
        ("lucia", ["2026-12-13", "2027-12-13", "2028-12-13"]),
    ],
)
def test_a_feast_in_three_years(name, days):
    assert [NAMED[name](year).isoformat() for year in (2026, 2027, 2028)] == days


@given(st.sampled_from([*NAMED]), st.integers(1583, 9000))
def test_every_feast_is_in_its_year(name, year):
    assert NAMED[name](year).year == year
