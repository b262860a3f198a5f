"""Days that are told from another day, by the end of a month, or as the last for something."""

import pytest

from tests.bot.dates.reading import read, said


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("en vecka före 8 mars", "date 2027-03-01"),
        ("två dagar före den 15:e", "date 2027-02-13"),
        ("dagen före 8 mars kl 10", "time 2027-03-07T10:00"),
        ("en månad innan 1 maj", "date 2027-04-01"),
        ("a week before 8 March", "date 2027-03-01"),
        ("the day before Easter", "date 2027-03-27"),
        ("sista dagen i månaden", "date 2027-02-28"),
        ("sista dagen i nästa månad kl 9", "time 2027-03-31T09:00"),
        ("sista dagen i april", "date 2027-04-30"),
        ("the last day of March", "date 2027-03-31"),
        ("senast fredag", "date 2027-02-12"),
        ("senast den 8 mars kl 12", "time 2027-03-08T12:00"),
        ("om tre kvart", "time 2027-02-08T09:45"),
        ("in three quarters of an hour", "time 2027-02-08T09:45"),
    ],
)
def test_what_is_meant(text, meant):
    assert read(text) == meant


def test_what_would_have_been_before_is_refused():
    assert said("tre veckor före 15 februari") == "Den dagen har redan varit. Välj i dag eller en dag framåt."


@pytest.mark.parametrize("text", ["en vecka före", "före 8 mars", "senast", "sista dagen", "vecka före jul före"])
def test_what_is_no_day(text):
    assert said(text).startswith("Jag förstår inte")
