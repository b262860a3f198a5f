"""When a message that could not be sent is tried again."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reminders.retry import FIRST, LONGEST, wait

NOTHING = timedelta(0)


@pytest.mark.parametrize(("attempts", "seconds"), [(1, 1), (2, 2), (3, 4), (5, 16), (6, 30), (40, 30), (100_000, 30)])
def test_ever_longer_up_to_half_a_minute(attempts, seconds):
    assert wait(attempts, asked=NOTHING) == timedelta(seconds=seconds)


@pytest.mark.parametrize(("attempts", "asked", "seconds"), [(1, 35, 35), (5, 3, 16), (1, 3600, 3600), (40, 3600, 3600)])
def test_never_sooner_than_the_platform_asked_for(attempts, asked, seconds):
    assert wait(attempts, asked=timedelta(seconds=asked)) == timedelta(seconds=seconds)


@given(st.integers(0, 200), st.integers(0, 100_000))
def test_it_grows_and_obeys(attempts, asked):
    soon, later = (wait(n, asked=timedelta(seconds=asked)) for n in (attempts, attempts + 1))

    assert timedelta(seconds=asked) <= soon <= later <= max(LONGEST, timedelta(seconds=asked))
    assert soon >= FIRST / 2
