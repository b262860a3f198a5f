"""From one day or hour to another."""

import pytest

from tests.bot.dates.reading import SATURDAY, offered, read, said


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("18–20", "2027-02-08T18:00", "2027-02-08T20:00"),
        ("kl 18-20", "2027-02-08T18:00", "2027-02-08T20:00"),
        ("kl. 18.30 – 20", "2027-02-08T18:30", "2027-02-08T20:00"),
        ("mellan 18 och 20", "2027-02-08T18:00", "2027-02-08T20:00"),
        ("från 18 till 20", "2027-02-08T18:00", "2027-02-08T20:00"),
        ("8-10", "2027-02-09T08:00", "2027-02-09T10:00"),
        ("8/3 18–20", "2027-03-08T18:00", "2027-03-08T20:00"),
        ("8/3 kl 18-20", "2027-03-08T18:00", "2027-03-08T20:00"),
        ("8/3 18:00 - 20:00", "2027-03-08T18:00", "2027-03-08T20:00"),
        ("2027-03-08 18:00-20:00", "2027-03-08T18:00", "2027-03-08T20:00"),
        ("8 mars kl 18 till 20", "2027-03-08T18:00", "2027-03-08T20:00"),
        ("18-20 på fredag", "2027-02-12T18:00", "2027-02-12T20:00"),
        ("på fredag mellan 18 och 20", "2027-02-12T18:00", "2027-02-12T20:00"),
        ("fredag halv sju till åtta på kvällen", "2027-02-12T18:30", "2027-02-12T20:00"),
        ("18-24", "2027-02-08T18:00", "2027-02-09T00:00"),
        ("8/3 22–02", "2027-03-08T22:00", "2027-03-09T02:00"),
        ("ikväll 20-02", "2027-02-08T20:00", "2027-02-09T02:00"),
        ("ikväll 7-9", "2027-02-08T19:00", "2027-02-08T21:00"),
        ("8/3 18 - 9/3 12", "2027-03-08T18:00", "2027-03-09T12:00"),
        ("fredag kl 18 till söndag kl 12", "2027-02-12T18:00", "2027-02-14T12:00"),
        ("fredag 22-lördag 02", "2027-02-12T22:00", "2027-02-13T02:00"),
        ("10-12 mars", "2027-03-10", "2027-03-12"),
        ("den 10-12 mars", "2027-03-10", "2027-03-12"),
        ("10–12 mars 2028", "2028-03-10", "2028-03-12"),
        ("10:e till 12:e mars", "2027-03-10", "2027-03-12"),
        ("8-10/3", "2027-03-08", "2027-03-10"),
        ("8/3-10/3", "2027-03-08", "2027-03-10"),
        ("8 mars–10 mars", "2027-03-08", "2027-03-10"),
        ("8 mars t.o.m. 10 april", "2027-03-08", "2027-04-10"),
        ("2027-03-08 - 2027-03-10", "2027-03-08", "2027-03-10"),
        ("2027-03-08-2027-03-10", "2027-03-08", "2027-03-10"),
        ("28 februari-2 mars 2028", "2028-02-28", "2028-03-02"),
        ("28 december–3 januari", "2027-12-28", "2028-01-03"),
        ("den 15-17", "2027-02-15", "2027-02-17"),
        ("fredag till söndag", "2027-02-12", "2027-02-14"),
        ("fre-sön", "2027-02-12", "2027-02-14"),
        ("från fredag till och med söndag", "2027-02-12", "2027-02-14"),
        ("i morgon till fredag", "2027-02-09", "2027-02-12"),
        ("i dag till i övermorgon", "2027-02-08", "2027-02-10"),
        ("v. 12-14", "2027-03-22", "2027-04-11"),
        ("fredag till söndag nästa vecka", "2027-02-19", "2027-02-21"),
        ("onsdag kl 18-20 nästa vecka", "2027-02-17T18:00", "2027-02-17T20:00"),
        ("tisdag 18-20 v. 12", "2027-03-23T18:00", "2027-03-23T20:00"),
        ("fredag till helgen", "2027-02-12", "2027-02-14"),
        ("vecka 51 till vecka 1", "2027-12-20", "2028-01-09"),
        ("långfredagen till annandag påsk", "2027-03-26", "2027-03-29"),
        ("8 februari-8 februari nästa år", "2027-02-08", "2028-02-08"),
    ],
)
def test_from_and_to(text, start, end):
    assert read(text) == f"range {start} {end}"


def test_the_end_comes_after_the_start_and_not_after_today():
    assert read("fredag till söndag", SATURDAY) == "range 2027-02-19 2027-02-21"


def test_hours_that_have_begun_are_tomorrow_s():
    assert read("18-20", "2027-02-08 18:30") == "range 2027-02-09T18:00 2027-02-09T20:00"


def test_from_a_day_to_the_same_day_is_that_day():
    assert read("8-8 mars") == "date 2027-03-08"


def test_an_end_that_is_several_days_is_a_question():
    assert read("fredag kl 18 till nästa vecka kl 20").startswith("ask")
    assert said("fredag kl 18 till nästa vecka kl 20") == "Det är flera dagar. Vilken av dem menar du?"


def test_an_end_that_the_clock_skips_is_moved_and_told():
    assert read("2027-03-28 01-02.30") == "range 2027-03-28T01:00 2027-03-28T03:00"
    assert said("2027-03-28 01-02.30").endswith("så kl. 02.30 finns inte den dagen.")


def test_how_it_is_said():
    assert said("8/3 18–20") == "måndag 8 mars kl. 18.00–20.00, om 4 veckor"
    assert said("8/3 22–02") == "måndag 8 mars kl. 22.00 till tisdag 9 mars kl. 02.00, om 4 veckor"
    assert said("10-12 mars") == "onsdag 10 mars till fredag 12 mars, om 4 veckor"


def test_one_hour_of_several_days_is_an_hour_of_each():
    assert said("10-12 mars kl 18") == "Det är flera dagar. Vilken av dem menar du?"
    assert offered("10-12 mars kl 18") == [f"{day} mars kl. 18.00" for day in ("onsdag 10", "torsdag 11", "fredag 12")]
    assert offered("8/3 till 9/3 kl 12") == ["måndag 8 mars kl. 12.00", "tisdag 9 mars kl. 12.00"]
    assert said("imorgon till idag kl 18").startswith("De dagarna kommer inte direkt efter varandra.")


@pytest.mark.parametrize("text", ["8/3 kl 18-kl 25", "24-02", "kl 7 halv åtta - 9"])
def test_where_an_hour_is_wanting_it_is_asked(text):
    assert read(text).startswith("ask")
    assert said(text).startswith("Vilket klockslag menar du?")


@pytest.mark.parametrize(
    "text", ["8/3 18 - 10/3", "fredag-", "-fredag", "8-9-10 mars", "8/3--10/3", "08-123 45 67", "850101-1234"]
)
def test_what_goes_from_nowhere_to_nowhere(text):
    assert read(text) == "refuse"
