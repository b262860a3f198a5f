"""Days that are told from today."""

import pytest

from tests.bot.dates.reading import FRIDAY, MONDAY, SATURDAY, SUNDAY, WEDNESDAY, offered, read


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("i dag", "date 2027-02-08"),
        ("idag", "date 2027-02-08"),
        ("ikväll", "date 2027-02-08"),
        ("i kväll", "date 2027-02-08"),
        ("imorgon", "date 2027-02-09"),
        ("i morgon", "date 2027-02-09"),
        ("imorn", "date 2027-02-09"),
        ("i morron", "date 2027-02-09"),
        ("imorgon bitti", "date 2027-02-09"),
        ("i övermorgon", "date 2027-02-10"),
        ("övermorgon", "date 2027-02-10"),
        ("overmorgon", "date 2027-02-10"),
        ("på fredag", "date 2027-02-12"),
        ("pa fredag", "date 2027-02-12"),
        ("fredag", "date 2027-02-12"),
        ("fredagen", "date 2027-02-12"),
        ("fre", "date 2027-02-12"),
        ("Fre.", "date 2027-02-12"),
        ("FREDAG!", "date 2027-02-12"),
        ("nu på lördag", "date 2027-02-13"),
        ("nu pa lordag", "date 2027-02-13"),
        ("på lör", "date 2027-02-13"),
        ("sondag", "date 2027-02-14"),
        ("so\u0308ndag", "date 2027-02-14"),
        ("tors", "date 2027-02-11"),
        ("tor", "date 2027-02-11"),
        ("  ons  ", "date 2027-02-10"),
        ("den här onsdagen", "date 2027-02-10"),
        ("onsdag nästa vecka", "date 2027-02-17"),
        ("på onsdag i nästa vecka", "date 2027-02-17"),
        ("nästa vecka på onsdag", "date 2027-02-17"),
        ("måndag nästa vecka", "date 2027-02-15"),
        ("tisdag om en vecka", "date 2027-02-16"),
        ("på tisdag om två veckor", "date 2027-02-23"),
        ("om två veckor på tisdag", "date 2027-02-23"),
        ("om tre dagar", "date 2027-02-11"),
        ("om en dag", "date 2027-02-09"),
        ("om 10 dagar", "date 2027-02-18"),
        ("om åtta dar", "date 2027-02-16"),
        ("nästkommande fredag", "date 2027-02-12"),
        ("om 2 veckor", "date 2027-02-22"),
        ("om en vecka", "date 2027-02-15"),
        ("om en månad", "date 2027-03-08"),
        ("om tolv månader", "date 2028-02-08"),
        ("om ett år", "date 2028-02-08"),
        ("i helgen", "range 2027-02-13 2027-02-14"),
        ("nu i helgen", "range 2027-02-13 2027-02-14"),
        ("till helgen", "range 2027-02-13 2027-02-14"),
        ("den här veckan", "range 2027-02-08 2027-02-14"),
        ("nästa vecka", "range 2027-02-15 2027-02-21"),
        ("v. 12", "range 2027-03-22 2027-03-28"),
        ("v12", "range 2027-03-22 2027-03-28"),
        ("vecka 12", "range 2027-03-22 2027-03-28"),
        ("i vecka 12", "range 2027-03-22 2027-03-28"),
        ("v. 12 2028", "range 2028-03-20 2028-03-26"),
        ("vecka 1", "range 2028-01-03 2028-01-09"),
        ("vecka 5", "range 2028-01-31 2028-02-06"),
        ("tisdag vecka 12", "date 2027-03-23"),
        ("vecka 12 på tisdag", "date 2027-03-23"),
    ],
)
def test_from_a_monday(text, meant):
    assert read(text) == meant


@pytest.mark.parametrize(
    ("text", "now", "meant"),
    [
        # The coming one is never today.
        ("måndag", MONDAY, "date 2027-02-15"),
        ("på fredag", FRIDAY, "date 2027-02-19"),
        ("nu på lördag", SATURDAY, "date 2027-02-20"),
        ("i morgon", SUNDAY, "date 2027-02-15"),
        # A week or a weekend that has begun is what is left of it.
        ("i helgen", SATURDAY, "range 2027-02-13 2027-02-14"),
        ("i helgen", SUNDAY, "date 2027-02-14"),
        ("v. 6", WEDNESDAY, "range 2027-02-10 2027-02-14"),
        ("i veckan", WEDNESDAY, "range 2027-02-10 2027-02-14"),
        # Where "next" has only one meaning it is taken.
        ("nästa tisdag", WEDNESDAY, "date 2027-02-16"),
        ("nästa fredag", FRIDAY, "date 2027-02-19"),
        ("nästa helg", SATURDAY, "range 2027-02-20 2027-02-21"),
        ("tisdag om två veckor", "2027-02-08 09:00", "date 2027-02-23"),
        # The last days of January have no twin in February, and a year begins in the week of the one before.
        ("om en månad", "2027-01-31 09:00", "date 2027-02-28"),
        ("om ett år", "2028-02-29 09:00", "date 2029-02-28"),
        ("vecka 53", "2026-12-01 09:00", "range 2026-12-28 2027-01-03"),
        ("vecka 53", "2027-01-02 09:00", "range 2027-01-02 2027-01-03"),
    ],
)
def test_from_other_days(text, now, meant):
    assert read(text, now) == meant


@pytest.mark.parametrize(
    ("text", "now", "choice"),
    [
        ("nästa fredag", MONDAY, ["fredag 12 februari", "fredag 19 februari"]),
        ("nästa fredag", WEDNESDAY, ["fredag 12 februari", "fredag 19 februari"]),
        ("nästa söndag", SATURDAY, ["söndag 14 februari", "söndag 21 februari"]),
        (
            "nästa helg",
            WEDNESDAY,
            ["lördag 13 februari till söndag 14 februari", "lördag 20 februari till söndag 21 februari"],
        ),
        ("på tisdag om två veckor", WEDNESDAY, ["tisdag 23 februari", "tisdag 2 mars"]),
        ("nästa fredag kl 18", MONDAY, ["fredag 12 februari kl. 18.00", "fredag 19 februari kl. 18.00"]),
    ],
)
def test_what_means_different_days_to_different_people_is_asked_the_earlier_first(text, now, choice):
    assert read(text, now).startswith("ask")
    assert offered(text, now) == choice


@pytest.mark.parametrize(
    "text", ["i går", "igår", "i förrgår", "i morse", "förra tisdagen", "förra veckan", "i fredags"]
)
def test_what_has_been_is_refused(text):
    assert read(text) == "refuse"
    assert offered(text) == ["måndag 8 februari"]


@pytest.mark.parametrize("text", ["vecka 0", "vecka 54", "om dagar", "om -2 dagar", "nästa", "på", "fredag fredag"])
def test_what_is_no_day(text):
    assert read(text) == "refuse"


def test_a_year_without_a_week_53_has_a_52():
    assert read("vecka 53 2027") == "refuse"
    assert offered("vecka 53 2027") == ["måndag 27 december till söndag 2 januari 2028"]
