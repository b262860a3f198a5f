"""Days and hours as tired people type them at a bus stop."""

import pytest

from tests.bot.dates.reading import FRIDAY, MONDAY, SATURDAY, offered, read, said


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        # The weekday, the date and the hour in any order.
        ("13/2 lördag kl 10", "time 2027-02-13T10:00"),
        ("13 februari lördag 10.00", "time 2027-02-13T10:00"),
        ("lördag 13/2 kl 10", "time 2027-02-13T10:00"),
        ("13 februari 2027 lördag kl 10", "time 2027-02-13T10:00"),
        ("13/2-27 lördag kl 10", "time 2027-02-13T10:00"),
        ("2027-02-13 lördag 10:00", "time 2027-02-13T10:00"),
        ("kl 10 13/2 lördag", "time 2027-02-13T10:00"),
        ("13/2 kl 10 lördag", "time 2027-02-13T10:00"),
        ("lördag kl 10 13/2", "time 2027-02-13T10:00"),
        ("den 13 lördag kl 10", "time 2027-02-13T10:00"),
        ("13 feb saturday 10am", "time 2027-02-13T10:00"),
        ("12 februari fredag kväll kl 7", "time 2027-02-12T19:00"),
        ("fredag kväll 12/2 kl 7", "time 2027-02-12T19:00"),
        ("måndag 18-20 8/3", "range 2027-03-08T18:00 2027-03-08T20:00"),
        ("mån 18–20 8 mars", "range 2027-03-08T18:00 2027-03-08T20:00"),
        ("8/3 måndag 18-20", "range 2027-03-08T18:00 2027-03-08T20:00"),
        ("8/3 18-20 måndag", "range 2027-03-08T18:00 2027-03-08T20:00"),
        ("18-20 8/3 måndag", "range 2027-03-08T18:00 2027-03-08T20:00"),
        ("måndag 18-20 den 15:e", "range 2027-02-15T18:00 2027-02-15T20:00"),
        # The end is on a day of its own where it is told before its hour.
        ("fredag kl 18 till måndag 8/3 kl 12", "range 2027-02-12T18:00 2027-03-08T12:00"),
        ("fredag 12 februari-8 mars", "range 2027-02-12 2027-03-08"),
        # Short names, and slips of the finger.
        ("mand kl 18", "time 2027-02-15T18:00"),
        ("tisd", "date 2027-02-09"),
        ("onsd.", "date 2027-02-10"),
        ("torsd 18.30", "time 2027-02-11T18:30"),
        ("fred", "date 2027-02-12"),
        ("lörd", "date 2027-02-13"),
        ("sönd", "date 2027-02-14"),
        ("nu på fre", "date 2027-02-12"),
        ("wensday at 18", "time 2027-02-10T18:00"),
        ("14 jan", "date 2028-01-14"),
        ("14 febr", "date 2027-02-14"),
        ("14 febuari", "date 2027-02-14"),
        ("febuari 14", "date 2027-02-14"),
        ("8 mar", "date 2027-03-08"),
        ("14 apr", "date 2027-04-14"),
        ("14 jun", "date 2027-06-14"),
        ("14 jul", "date 2027-07-14"),
        ("14 agusti", "date 2027-08-14"),
        ("14 sep", "date 2027-09-14"),
        ("14 sept.", "date 2027-09-14"),
        ("14 okt", "date 2027-10-14"),
        ("14 nov", "date 2027-11-14"),
        ("14 dec", "date 2027-12-14"),
        ("9feb", "date 2027-02-09"),
        ("tis9/2", "date 2027-02-09"),
        ("  TISDAGEN  DEN 9 FEB   KL 19 !!", "time 2027-02-09T19:00"),
        ("på tisdag kl 19...", "time 2027-02-09T19:00"),
        ("sondag  den 14   febuari", "date 2027-02-14"),
        # Written together.
        ("torsdagkväll", "date 2027-02-11"),
        ("fredagskväll kl 8", "time 2027-02-12T20:00"),
        ("lördagmorgon kl 9", "time 2027-02-13T09:00"),
        ("måndageftermiddag kl 3", "time 2027-02-15T15:00"),
        ("lördagkvällen den 13 februari kl 19", "time 2027-02-13T19:00"),
        ("imorgonkväll kl 8", "time 2027-02-09T20:00"),
        ("i morgonbitti kl 8", "time 2027-02-09T08:00"),
        # Figures.
        ("kl 1730", "time 2027-02-08T17:30"),
        ("klockan 0930", "time 2027-02-08T09:30"),
        ("8/3 kl 1830", "time 2027-03-08T18:30"),
        ("fredag kl1900", "time 2027-02-12T19:00"),
        ("kl 1730-1900", "range 2027-02-08T17:30 2027-02-08T19:00"),
        ("kl 17.30-1900", "range 2027-02-08T17:30 2027-02-08T19:00"),
        ("20270308", "date 2027-03-08"),
        ("20270308 18:00", "time 2027-03-08T18:00"),
        ("2027/03/08", "date 2027-03-08"),
        ("8 mars -27", "date 2027-03-08"),
        ("8 mars -27 kl 18", "time 2027-03-08T18:00"),
        ("8 mars 27", "date 2027-03-08"),
        ("24.12", "date 2027-12-24"),
        ("08.03 kl 18", "time 2027-03-08T18:00"),
        ("lördag 13.02 kl 10", "time 2027-02-13T10:00"),
        ("8.3. kl 18", "time 2027-03-08T18:00"),
        ("08.03. kl 18", "time 2027-03-08T18:00"),
        ("26.02-28.02", "range 2027-02-26 2027-02-28"),
        ("08-03-2027", "date 2027-03-08"),
        ("fredag kl. 3 e.m.", "time 2027-02-12T15:00"),
        ("i kväll vid 7", "time 2027-02-08T19:00"),
        ("lördag 27", "date 2027-02-27"),
        ("8/3 kl 13,30", "time 2027-03-08T13:30"),
        # Several days.
        ("lördag och söndag", "range 2027-02-13 2027-02-14"),
        ("lör och sön", "range 2027-02-13 2027-02-14"),
        ("saturday and sunday", "range 2027-02-13 2027-02-14"),
        ("fredag och lördag och söndag", "range 2027-02-12 2027-02-14"),
        ("13 och 14 februari", "range 2027-02-13 2027-02-14"),
        ("13 och 14/2", "range 2027-02-13 2027-02-14"),
        ("den 13:e och 14:e", "range 2027-02-13 2027-02-14"),
        ("lördag 13 och söndag 14 februari", "range 2027-02-13 2027-02-14"),
        ("lördag 13 till söndag 14 februari", "range 2027-02-13 2027-02-14"),
        ("lör-sön 13-14/2", "range 2027-02-13 2027-02-14"),
        ("lördag och söndag nästa vecka", "range 2027-02-20 2027-02-21"),
        ("i dag och i morgon", "range 2027-02-08 2027-02-09"),
        ("v. 12 och 13", "range 2027-03-22 2027-04-04"),
        ("nästnästa vecka", "range 2027-02-22 2027-02-28"),
        # At lunch, and in English.
        ("fredag vid lunch", "date 2027-02-12"),
        ("fredag vid lunch kl 1", "time 2027-02-12T13:00"),
        ("lunchtid på fredag kl 12", "time 2027-02-12T12:00"),
        ("tomorrow evening at 7", "time 2027-02-09T19:00"),
        ("friday 6pm", "time 2027-02-12T18:00"),
        ("at 10 o'clock", "time 2027-02-08T10:00"),
        ("8th of march 6pm", "time 2027-03-08T18:00"),
    ],
)
def test_from_a_monday_at_nine(text, meant):
    assert read(text) == meant


@pytest.mark.parametrize(
    ("text", "now", "meant"),
    [
        ("lördag och söndag", SATURDAY, "range 2027-02-20 2027-02-21"),
        ("lördag och söndag", FRIDAY, "range 2027-02-13 2027-02-14"),
        ("31 december och 1 januari", MONDAY, "range 2027-12-31 2028-01-01"),
        ("nästnästa lördag", "2027-02-13 14:00", "date 2027-02-27"),
    ],
)
def test_from_other_days(text, now, meant):
    assert read(text, now) == meant


@pytest.mark.parametrize(
    ("text", "question"),
    [
        (
            "fredag 18-20 8/3",
            "8 mars 2027 är en måndag. Menade du måndag 8 mars kl. 18.00–20.00 eller fredag 5 mars kl. 18.00–20.00?",
        ),
        (
            "8/3 18-20 fredag",
            "8 mars 2027 är en måndag. Menade du måndag 8 mars kl. 18.00–20.00 eller fredag 5 mars kl. 18.00–20.00?",
        ),
        ("8/3 fredag", "8 mars 2027 är en måndag. Menade du måndag 8 mars eller fredag 5 mars?"),
        (
            "lördag 8 och söndag 9 mars",
            "8 mars 2027 är en måndag. Menade du måndag 8 mars eller lördag 6 mars?",
        ),
        ("fredag 27", "27 februari 2027 är en lördag. Menade du lördag 27 februari eller fredag 26 februari?"),
        (
            "13 och 20 februari",
            "De dagarna kommer inte direkt efter varandra. Menade du lördag 13 februari eller lördag 20 februari?",
        ),
        (
            "lördag och måndag kl 18",
            (
                "De dagarna kommer inte direkt efter varandra. "
                "Menade du lördag 13 februari kl. 18.00 eller måndag 15 februari kl. 18.00?"
            ),
        ),
        ("lördag och söndag kl 10", "Det är flera dagar. Vilken av dem menar du?"),
        ("08.03", "Det kan betyda två saker. Menade du tisdag 9 februari kl. 08.03 eller måndag 8 mars?"),
        (
            "13.02 lördag",
            "Det kan betyda två saker. Menade du lördag 13 februari kl. 13.02 eller lördag 13 februari?",
        ),
        (
            "13, 14 februari",
            (
                "Det kan betyda två saker. "
                "Menade du söndag 14 februari kl. 13.00 eller lördag 13 februari till söndag 14 februari?"
            ),
        ),
        (
            "12.02-14.02",
            (
                "Det kan betyda två saker. "
                "Menade du måndag 8 februari kl. 12.02–14.02 eller fredag 12 februari till söndag 14 februari?"
            ),
        ),
        (
            "fre 12.02 - sön 14.02",
            (
                "Det kan betyda två saker. Menade du fredag 12 februari kl. 12.02 till söndag 14 februari kl. 14.02 "
                "eller fredag 12 februari till söndag 14 februari?"
            ),
        ),
        ("nästnästa fredag", "Det kan betyda två saker. Menade du fredag 19 februari eller fredag 26 februari?"),
        ("på lunchen", "Vilket klockslag menar du? Skriv till exempel kl. 18.00."),
        ("fredag vid lunch kl 18", "Vilket klockslag menar du? Skriv till exempel kl. 18.00."),
        ("inatt", "Vilket klockslag menar du? Skriv till exempel kl. 18.00."),
    ],
)
def test_what_is_asked(text, question):
    assert read(text).startswith("ask")
    assert said(text) == question


@pytest.mark.parametrize(
    ("text", "choice"),
    [
        ("klockan sex", ["måndag 8 februari kl. 18.00", "tisdag 9 februari kl. 06.00"]),
        ("6", ["måndag 8 februari kl. 18.00", "tisdag 9 februari kl. 06.00"]),
        ("at six o'clock", ["måndag 8 februari kl. 18.00", "tisdag 9 februari kl. 06.00"]),
        ("på fredag kl 5", ["fredag 12 februari kl. 17.00", "fredag 12 februari kl. 05.00"]),
        ("13/2 lördag kl 1", ["lördag 13 februari kl. 13.00", "lördag 13 februari kl. 01.00"]),
        ("fredag 5", ["fredag 12 februari kl. 17.00", "fredag 12 februari kl. 05.00", "fredag 5 mars"]),
        ("fredag vid 5", ["fredag 12 februari kl. 17.00", "fredag 12 februari kl. 05.00", "fredag 5 mars"]),
        ("5-7", ["måndag 8 februari kl. 17.00–19.00", "tisdag 9 februari kl. 05.00–07.00"]),
        ("8/3 4-6", ["måndag 8 mars kl. 16.00–18.00", "måndag 8 mars kl. 04.00–06.00"]),
        ("8/3 kl 5 till 8/3 kl 7", ["måndag 8 mars kl. 17.00–19.00", "måndag 8 mars kl. 05.00–07.00"]),
        (
            "fredag 18 till lördag kl 2",
            [
                "fredag 12 februari kl. 18.00 till lördag 13 februari kl. 14.00",
                "fredag 12 februari kl. 18.00 till lördag 13 februari kl. 02.00",
            ],
        ),
        ("lördag 8 mars kl 7", ["måndag 8 mars kl. 07.00", "lördag 6 mars kl. 07.00"]),
    ],
)
def test_a_small_hour_is_the_evening_s_or_the_morning_s(text, choice):
    assert read(text).startswith("ask")
    assert offered(text) == choice


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("kl 7", "time 2027-02-09T07:00"),
        ("kl 12", "time 2027-02-08T12:00"),
        ("06.00", "time 2027-02-09T06:00"),
        ("6.00", "time 2027-02-09T06:00"),
        ("kl 06", "time 2027-02-09T06:00"),
        ("kl 6 i dag", "time 2027-02-08T18:00"),  # six in the morning has been
        ("klockan sex på morgonen", "time 2027-02-09T06:00"),
        ("klockan sex på kvällen", "time 2027-02-08T18:00"),
        ("6 am", "time 2027-02-09T06:00"),
        ("5-7 pm", "range 2027-02-08T17:00 2027-02-08T19:00"),
        ("kl 6-18", "range 2027-02-09T06:00 2027-02-09T18:00"),
        ("8/3 22-2", "range 2027-03-08T22:00 2027-03-09T02:00"),
    ],
)
def test_where_the_evening_is_no_question(text, meant):
    assert read(text) == meant


@pytest.mark.parametrize(
    "text",
    [
        "fredag eller lördag",  # one of them
        "kl 6 och 8",
        "13 och lördag",
        "fredag 18 - måndag 8/3",  # no hour at the end
        "8 mars-27",
        "första måndagen",
        "half seven",  # an hour later than "halv sju"
        "lunch",  # it can be what they will do
        "tosdag",  # a slip for two of them
        "mitten av mars",
        "30 och 31 april",
    ],
)
def test_what_is_refused(text):
    assert read(text) == "refuse"
