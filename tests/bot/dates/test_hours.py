"""Hours, on a day and by themselves."""

import pytest

from tests.bot.dates.reading import MONDAY, SUNDAY, offered, read, said, understood


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        # Still to come today, and else tomorrow.
        ("kl 13", "time 2027-02-08T13:00"),
        ("kl. 17.30", "time 2027-02-08T17:30"),
        ("kl.17.30", "time 2027-02-08T17:30"),
        ("17:30", "time 2027-02-08T17:30"),
        ("17 30", "time 2027-02-08T17:30"),
        ("klockan 18", "time 2027-02-08T18:00"),
        ("Kl18", "time 2027-02-08T18:00"),
        ("18", "time 2027-02-08T18:00"),
        ("18.00", "time 2027-02-08T18:00"),
        ("kl 18 (18.00)", "refuse"),
        ("kl 18 18.00", "time 2027-02-08T18:00"),
        ("8", "time 2027-02-09T08:00"),
        ("08.00", "time 2027-02-09T08:00"),
        ("09:00", "time 2027-02-09T09:00"),
        ("09:01", "time 2027-02-08T09:01"),
        ("0", "time 2027-02-09T00:00"),
        ("klockan tretton", "time 2027-02-08T13:00"),
        # As people say it.
        ("halv sju", "time 2027-02-09T06:30"),
        ("halv elva", "time 2027-02-08T10:30"),
        ("kl halv elva", "time 2027-02-08T10:30"),
        ("halv nitton", "time 2027-02-08T18:30"),
        ("halv ett", "time 2027-02-08T12:30"),
        ("kvart i ett", "time 2027-02-08T12:45"),
        ("kvart över tolv", "time 2027-02-08T12:15"),
        ("kvart över åtta", "time 2027-02-09T08:15"),
        ("kvart over atta", "time 2027-02-09T08:15"),
        ("kvart i tio", "time 2027-02-08T09:45"),
        ("fem i åtta", "time 2027-02-09T07:55"),
        ("tio över tre", "time 2027-02-09T03:10"),
        ("fem över halv åtta", "time 2027-02-09T07:35"),
        ("fem i halv elva", "time 2027-02-08T10:25"),
        ("tjugo minuter över 14", "time 2027-02-08T14:20"),
        ("fem i tolv", "time 2027-02-08T11:55"),
        ("fem i noll", "time 2027-02-08T23:55"),
        # With a part of the day.
        ("7 på kvällen", "time 2027-02-08T19:00"),
        ("halv sju på kvällen", "time 2027-02-08T18:30"),
        ("ikväll halv sju", "time 2027-02-08T18:30"),
        ("i kväll kl 7", "time 2027-02-08T19:00"),
        ("kl 19 i kväll", "time 2027-02-08T19:00"),
        ("3 på eftermiddagen", "time 2027-02-08T15:00"),
        ("i eftermiddag kl 3", "time 2027-02-08T15:00"),
        ("kl 3 em", "time 2027-02-08T15:00"),
        ("10 på förmiddagen", "time 2027-02-08T10:00"),
        ("imorgon bitti kl 7", "time 2027-02-09T07:00"),
        ("fredag morgon 8", "time 2027-02-12T08:00"),
        ("fredag kväll kl 7", "time 2027-02-12T19:00"),
        ("i natt kl 2", "time 2027-02-09T02:00"),
        ("halv ett på natten", "time 2027-02-09T00:30"),
        # With a day, before it or behind it.
        ("på fredag kl 17.30", "time 2027-02-12T17:30"),
        ("fredag 17.30", "time 2027-02-12T17:30"),
        ("fredag 18", "time 2027-02-12T18:00"),
        ("kl 18 på fredag", "time 2027-02-12T18:00"),
        ("nu på lördag kl 10", "time 2027-02-13T10:00"),
        ("halv sju imorgon", "time 2027-02-09T06:30"),
        ("imorgon kl 18", "time 2027-02-09T18:00"),
        ("kl 05 i dag", "refuse"),
        ("kl 15 i dag", "time 2027-02-08T15:00"),
        ("8 mars kl 13.30", "time 2027-03-08T13:30"),
        ("8 mars 13", "time 2027-03-08T13:00"),
        ("8 mars, 13.30", "time 2027-03-08T13:30"),
        ("måndag den 8 mars kl 13", "time 2027-03-08T13:00"),
        ("8/3 kl 18", "time 2027-03-08T18:00"),
        ("8/3 18", "time 2027-03-08T18:00"),
        ("8.3 kl 18", "time 2027-03-08T18:00"),
        ("2027-03-08 18:00", "time 2027-03-08T18:00"),
        ("2027-03-08T18:00", "time 2027-03-08T18:00"),
        ("den 15:e kl 18", "time 2027-02-15T18:00"),
        ("den 15 kl 18", "time 2027-02-15T18:00"),
        ("sista söndagen i mars kl 14", "time 2027-03-28T14:00"),
        ("midsommarafton kl 12", "time 2027-06-25T12:00"),
        ("om tre dagar kl 18", "time 2027-02-11T18:00"),
        ("onsdag kl 18 nästa vecka", "time 2027-02-17T18:00"),
        ("tisdag 18.30 om två veckor", "time 2027-02-23T18:30"),
        # From now.
        ("om en timme", "time 2027-02-08T10:00"),
        ("om 1 timme", "time 2027-02-08T10:00"),
        ("om 3 tim", "time 2027-02-08T12:00"),
        ("om 30 minuter", "time 2027-02-08T09:30"),
        ("om 15 min", "time 2027-02-08T09:15"),
        ("om en halvtimme", "time 2027-02-08T09:30"),
        ("om en kvart", "time 2027-02-08T09:15"),
        ("om en och en halv timme", "time 2027-02-08T10:30"),
    ],
)
def test_from_a_monday_at_nine(text, meant):
    assert read(text) == meant


def test_an_hour_by_itself_tells_which_day_it_is():
    assert said("kl 13") == "måndag 8 februari kl. 13.00, i dag"
    assert said("kl 8") == "tisdag 9 februari kl. 08.00, i morgon"
    assert read("kl 8", SUNDAY) == "time 2027-02-15T08:00"


def test_where_the_evening_may_be_meant_it_is_told():
    assert said("halv sju imorgon") == "tisdag 9 februari kl. 06.30, i morgon. Menar du på kvällen, skriv 18.30."
    assert said("kl 6.30 imorgon") == "tisdag 9 februari kl. 06.30, i morgon"
    assert said("halv sju ikväll") == "måndag 8 februari kl. 18.30, i dag"
    assert said("halv ett") == "måndag 8 februari kl. 12.30, i dag"


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("imorgon bitti", "morgon"), ("fredag morgon", "morgon"), ("fredag förmiddag", "fm"),
        ("fredag lunch", "lunchtid"), ("på fredag till lunch", "lunchtid"),
        ("imorgon eftermiddag", "em"), ("on friday evening", "kvall"),
        ("lördag-söndag", ""), ("fredag kväll kl 19", ""), ("fredag", ""),
    ],
)  # fmt: skip
def test_the_part_of_the_day_that_is_named_is_told(text, part):
    assert understood(text).part == part


def test_a_part_of_a_day_is_not_an_hour():
    assert said("ikväll") == "måndag 8 februari, i dag. Skriv klockslaget också, så vet jag när."
    assert read("på eftermiddagen") == "ask 2027-02-08"
    assert said("på eftermiddagen") == "Vilket klockslag menar du? Skriv till exempel kl. 18.00."


@pytest.mark.parametrize(
    ("text", "choice"),
    [
        ("kl 7 fem i åtta", ["tisdag 9 februari kl. 07.00", "tisdag 9 februari kl. 07.55"]),
        ("8/3 kl 18 halv sju", ["måndag 8 mars kl. 18.00", "måndag 8 mars kl. 06.30"]),
        ("24:00", ["tisdag 9 februari kl. 00.00"]),
        ("midnatt", ["tisdag 9 februari kl. 00.00"]),
        ("8/3 24.00", ["tisdag 9 mars kl. 00.00", "måndag 8 mars kl. 00.00"]),
        ("fredag kl 12 på natten", ["lördag 13 februari kl. 00.00", "fredag 12 februari kl. 00.00"]),
        ("fredag natt kl 2", ["fredag 12 februari kl. 02.00", "lördag 13 februari kl. 02.00"]),
        ("i helgen kl 18", ["lördag 13 februari kl. 18.00", "söndag 14 februari kl. 18.00"]),
        # Nineteen o'clock, or Friday the 19th.
        ("fredag 19", ["fredag 12 februari kl. 19.00", "fredag 19 februari"]),
        ("lördag 13", ["lördag 13 februari kl. 13.00", "lördag 13 februari"]),
    ],
)
def test_an_hour_that_can_be_several_is_a_question(text, choice):
    assert read(text).startswith("ask 2027-")
    assert offered(text) == choice


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("25:00", ""),
        ("18.60", ""),
        ("kl 99", ""),
        ("halv 30", ""),
        ("8/3 kl 25", " 2027-03-08"),
        ("kl 19 på morgonen", ""),
        ("fredag kl 8 på natten", " 2027-02-12"),
    ],
)
def test_an_hour_that_no_clock_shows_is_a_question(text, start):
    assert read(text, MONDAY) == f"ask{start}"
    assert said(text) == "Vilket klockslag menar du? Skriv till exempel kl. 18.00."


@pytest.mark.parametrize("text", ["1830", "-1", "18.3.5", "kl", "25", "halv", "fem i", "sju sju sju", "en", "1_000"])
def test_what_is_no_hour(text):
    assert read(text) == "refuse"
