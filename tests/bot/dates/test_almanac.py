"""Days by their place in the calendar."""

import pytest

from tests.bot.dates.reading import MONDAY, SUNDAY, offered, read, said


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("8/3", "date 2027-03-08"),
        ("08/03", "date 2027-03-08"),
        ("8 / 3", "date 2027-03-08"),
        ("den 8/3", "date 2027-03-08"),
        ("8/3-2027", "date 2027-03-08"),
        ("8/3 2028", "date 2028-03-08"),
        ("8/3-28", "date 2028-03-08"),
        ("8/3/2028", "date 2028-03-08"),
        ("8.3.2027", "date 2027-03-08"),
        ("8.3.27", "date 2027-03-08"),
        ("8.3", "date 2027-03-08"),
        ("2027-03-08", "date 2027-03-08"),
        ("2027-3-8", "date 2027-03-08"),
        ("2027–03–08", "date 2027-03-08"),
        ("8 mars", "date 2027-03-08"),
        ("8 MARS.", "date 2027-03-08"),
        ("8 mar", "date 2027-03-08"),
        ("8 mars 2028", "date 2028-03-08"),
        ("8 mars i år", "date 2027-03-08"),
        ("8 mars nästa år", "date 2028-03-08"),
        ("måndag 8 mars", "date 2027-03-08"),
        ("mån 8/3", "date 2027-03-08"),
        ("måndagen den 8 mars", "date 2027-03-08"),
        ("måndag, den 8:e mars", "date 2027-03-08"),
        ("onsdag 8 mars 2028", "date 2028-03-08"),
        ("den 8:e mars", "date 2027-03-08"),
        ("åttonde mars", "date 2027-03-08"),
        ("1a maj", "date 2027-05-01"),
        ("1:a maj", "date 2027-05-01"),
        ("första maj", "date 2027-05-01"),
        ("den förste", "refuse"),
        ("15 aug.", "date 2027-08-15"),
        ("31 december", "date 2027-12-31"),
        ("8 februari", "date 2027-02-08"),
        ("7 februari", "date 2028-02-07"),
        ("29 februari", "date 2028-02-29"),
        ("den 15:e", "date 2027-02-15"),
        ("den 15", "date 2027-02-15"),
        ("15:e", "date 2027-02-15"),
        ("den femtonde", "date 2027-02-15"),
        ("den 8:e", "date 2027-02-08"),
        ("den 7:e", "date 2027-03-07"),
        ("den 31:a", "date 2027-03-31"),
        ("måndag den 15:e", "date 2027-02-15"),
        ("den 15:e i nästa månad", "date 2027-03-15"),
        ("den 7 i månaden", "date 2027-03-07"),
        ("sista söndagen i mars", "date 2027-03-28"),
        ("sista sondagen i mars", "date 2027-03-28"),
        ("första måndagen i maj", "date 2027-05-03"),
        ("1:a måndagen i maj", "date 2027-05-03"),
        ("tredje torsdagen i januari", "date 2028-01-20"),
        ("femte fredagen i april", "date 2027-04-30"),
        ("sista fredagen i mars 2028", "date 2028-03-31"),
        ("andra tisdagen i månaden", "date 2027-02-09"),
        ("första måndagen i månaden", "date 2027-03-01"),
        ("första tisdagen i nästa månad", "date 2027-03-02"),
        ("midsommarafton", "date 2027-06-25"),
        ("på midsommarafton", "date 2027-06-25"),
        ("midsommardagen", "date 2027-06-26"),
        ("midsommarafton 2028", "date 2028-06-23"),
        ("midsommarafton nästa år", "date 2028-06-23"),
        ("julafton", "date 2027-12-24"),
        ("nyårsafton", "date 2027-12-31"),
        ("nyarsafton", "date 2027-12-31"),
        ("nyårsdagen", "date 2028-01-01"),
        ("trettondagen", "date 2028-01-06"),
        ("valborg", "date 2027-04-30"),
        ("sista april", "date 2027-04-30"),
        ("skärtorsdagen", "date 2027-03-25"),
        ("långfredagen", "date 2027-03-26"),
        ("påskafton", "date 2027-03-27"),
        ("påskdagen", "date 2027-03-28"),
        ("annandag påsk", "date 2027-03-29"),
        ("kristi himmelsfärd", "date 2027-05-06"),
        ("Kristi himmelsfärdsdag", "date 2027-05-06"),
        ("pingst", "date 2027-05-16"),
        ("nationaldagen", "date 2027-06-06"),
        ("alla helgons dag", "date 2027-11-06"),
        ("första advent", "date 2027-11-28"),
        ("andra advent", "date 2027-12-05"),
        ("4:e advent", "date 2027-12-19"),
        ("lucia", "date 2027-12-13"),
        ("internationella kvinnodagen", "date 2027-03-08"),
        ("annandag jul", "date 2027-12-26"),
        ("trettondedag jul", "date 2028-01-06"),
    ],
)
def test_from_a_monday_in_february(text, meant):
    assert read(text) == meant


@pytest.mark.parametrize(
    ("text", "now", "meant"),
    [
        ("8 mars", "2027-03-08 23:59", "date 2027-03-08"),
        ("8 mars", "2027-03-09 00:00", "date 2028-03-08"),
        ("den 30:e", "2027-02-08 09:00", "date 2027-03-30"),
        ("den 31:a", "2027-03-31 09:00", "date 2027-03-31"),
        ("andra tisdagen i månaden", "2027-02-10 09:00", "date 2027-03-09"),
        ("sista söndagen i mars", "2027-03-29 09:00", "date 2028-03-26"),
        ("julafton", "2027-12-24 09:00", "date 2027-12-24"),
        ("julafton", "2027-12-25 09:00", "date 2028-12-24"),
        ("påskdagen", "2027-03-29 09:00", "date 2028-04-16"),
        ("29 februari", "2026-03-01 09:00", "date 2028-02-29"),
        ("29 februari", "2026-02-01 09:00", "refuse"),
    ],
)
def test_a_day_without_a_year_is_the_next_one(text, now, meant):
    assert read(text, now) == meant


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("lördag 8 mars", "8 mars 2027 är en måndag. Menade du måndag 8 mars eller lördag 6 mars?"),
        ("tisdag 8 mars", "8 mars 2027 är en måndag. Menade du måndag 8 mars eller tisdag 9 mars?"),
        ("lördag 8/3 2028", "8 mars 2028 är en onsdag. Menade du onsdag 8 mars 2028 eller lördag 11 mars 2028?"),
        (
            "lördag 8 mars kl 13",
            "8 mars 2027 är en måndag. Menade du måndag 8 mars kl. 13.00 eller lördag 6 mars kl. 13.00?",
        ),
        (
            "söndag 8 mars 13-15",
            "8 mars 2027 är en måndag. Menade du måndag 8 mars kl. 13.00–15.00 eller söndag 7 mars kl. 13.00–15.00?",
        ),
        # The nearest Sunday has been.
        ("söndag 9 februari", "9 februari 2027 är en tisdag. Menade du tisdag 9 februari eller söndag 14 februari?"),
        ("fredag den 15:e", "15 februari 2027 är en måndag. Menade du måndag 15 februari eller fredag 12 februari?"),
    ],
)
def test_a_weekday_that_is_another_day_s_is_a_question(text, question):
    assert read(text).startswith("ask")
    assert said(text) == question


@pytest.mark.parametrize(
    ("text", "now", "nearest"),
    [
        ("31 april", MONDAY, "fredag 30 april"),
        ("31/4", MONDAY, "fredag 30 april"),
        ("2027-02-29", MONDAY, "söndag 28 februari"),
        ("30 februari", SUNDAY, "söndag 28 februari"),
        ("32 mars", MONDAY, "onsdag 31 mars"),
        ("den 45 maj kl 10", MONDAY, "måndag 31 maj kl. 10.00"),
        ("fredag 31 april", MONDAY, "fredag 30 april"),
        ("31 april 2028 kl 18", MONDAY, "söndag 30 april 2028 kl. 18.00"),
        ("den 31 i nästa månad", "2027-03-01 09:00", "fredag 30 april"),
        ("femte måndagen i april 2027", MONDAY, "måndag 26 april"),
        ("29 februari", "2024-03-01 09:00", "fredag 28 februari 2025"),
        ("29-31 april", MONDAY, "torsdag 29 april till fredag 30 april"),
    ],
)
def test_a_day_that_is_not_in_the_calendar_is_refused_with_the_nearest(text, now, nearest):
    assert read(text, now) == "refuse"
    assert said(text, now) == f"{text[:1].upper()}{text[1:]} finns inte i almanackan. Menade du {nearest}?"
    assert offered(text, now) == [nearest]


@pytest.mark.parametrize(
    "text",
    [
        "0 mars",
        "8 marsch",
        "8/13",
        "13/13/2027",
        "2027-13-01",
        "mars",
        "sjätte fredagen i mars",
        "2027",
    ],
)
def test_what_is_no_day(text):
    assert understood_nothing(text)


def understood_nothing(text: str) -> bool:
    return said(text).startswith(f"Jag förstår inte ”{text}”.")
