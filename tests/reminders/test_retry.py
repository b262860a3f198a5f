"""When a message that could not be sent is tried again."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reminders.retry import ATTEMPTS, FIRST, LONGEST, wait

NOTHING = timedelta(0)


@pytest.mark.parametrize(
    ("attempts", "seconds"), [(1, 1), (2, 2), (3, 4), (9, 256), (10, 512), (11, 600), (40, 600), (ATTEMPTS - 1, 600)]
)
def test_ever_longer_up_to_ten_minutes(attempts, seconds):
    assert wait(attempts, asked=NOTHING) == timedelta(seconds=seconds)


@pytest.mark.parametrize(
    ("attempts", "asked", "seconds"), [(1, 35, 35), (7, 35, 64), (1, 3600, 3600), (40, 3600, 3600)]
)
def test_never_sooner_than_the_platform_asked_for(attempts, asked, seconds):
    assert wait(attempts, asked=timedelta(seconds=asked)) == timedelta(seconds=seconds)


@pytest.mark.parametrize("attempts", [ATTEMPTS, ATTEMPTS + 1])
def test_at_last_it_gives_up(attempts):
    assert wait(attempts, asked=NOTHING) is None


def test_that_is_after_about_a_day():
    assert (
        timedelta(hours=20) < sum((wait(n, asked=NOTHING) for n in range(1, ATTEMPTS)), NOTHING) < timedelta(hours=28)
    )


@given(st.integers(0, ATTEMPTS - 1), st.integers(0, 100_000))
def test_it_grows_and_obeys(attempts, asked):
    soon, later = (wait(n, asked=timedelta(seconds=asked)) for n in (attempts, min(attempts + 1, ATTEMPTS - 1)))

    assert timedelta(seconds=asked) <= soon <= later <= max(LONGEST, timedelta(seconds=asked))
    assert soon >= FIRST / 2
