"""Pride has no day: its towns are asked until somebody says when it is, or that there is none."""

from datetime import date

import pytest

from reminders.missed import MISSED
from reminders.pride_date import DATE
from storage.models import Branch, Role
from tests.reminders.branches import CHAIRS, Branches
from tests.reminders.world import local

pytestmark = pytest.mark.parametrize("standing", ["sqlite"], indirect=True)
FEBRUARY, MARCH, APRIL, MAY = (f"2027-0{month}-01 10.00" for month in (2, 3, 4, 5))


@pytest.fixture
def district(session):
    found = Branches(session)
    found.topics = {name: found.topics[name] for name in (DATE, MISSED)}
    return found


def test_the_chair_is_asked_in_private_first(district):
    told = district.told(FEBRUARY)

    assert told.keys() == CHAIRS
    assert told["ordforande"] == (
        "Är det Pride i Norrby 2027, och vilken dag? Tryck på Skriv dagen, så frågar jag i god tid vad Norrby gör."
    )
    assert district.buttons("ordforande") == ["Skriv dagen", "Vi har ingen Pride", "Vet inte än"]


def test_then_the_contact_person_and_the_ombudsperson_once_each(district):
    assert district.told(MARCH).keys() == CHAIRS
    told = district.told(APRIL)
    assert told == {
        "styrelse": (
            "Jag vet inte vilken dag det är Pride 2027 i de här orterna:\n- Norrby\n- Södersjö\n- Älmvik\n"
            "Kan du ta reda på det? Tryck på orten och skriv dagen, eller säg att det inte är någon Pride där."
        )
    }
    assert district.buttons("styrelse") == ["Pride i Norrby", "Pride i Södersjö", "Pride i Älmvik"]
    assert district.told(MAY).keys() == {"ombudsperson"}


@pytest.mark.parametrize("day", [date(2027, 6, 5), None])
def test_who_has_said_is_not_asked(district, day):
    district.set_pride("Norrby", day)

    assert "ordforande" not in district.told(FEBRUARY)
    assert "Norrby" not in district.told(APRIL)["styrelse"]


def test_what_one_branch_says_counts_for_the_town(district):
    district.session.get(Branch, district.ids["Älmvik"]).town = "Norrby"
    assert "Är det Pride i Norrby 2027" in district.told(FEBRUARY)["ordforande3"]
    district.set_pride("Norrby", date(2027, 6, 5))

    assert district.told(MARCH).keys() == {"ordforande2"}


def test_a_town_with_two_branches_is_in_the_list_once(district):
    district.session.get(Branch, district.ids["Älmvik"]).town = "Norrby"

    assert "\n- Norrby\n- Södersjö\n" in district.told(APRIL)["styrelse"]
    assert district.buttons("styrelse") == ["Pride i Norrby", "Pride i Södersjö"]


def test_without_a_contact_person_the_ombudsperson_is_asked_in_april(district):
    district.retire(Role.CONTACT, "Norrby")

    told = district.told(APRIL)

    assert ("Norrby" in told["styrelse"], "- Norrby\nKan du" in told["ombudsperson"]) == (False, True)


def test_when_all_have_said_nobody_is_asked(district):
    for town in district.ids:
        district.set_pride(town, None)

    for at in (FEBRUARY, MARCH, APRIL, MAY):
        assert district.told(at) == {}


def test_who_says_while_it_is_on_its_way_is_not_asked(district):
    district.tick("2027-02-01 09.59")
    district.now = local(FEBRUARY)
    district.plan()
    district.set_pride("Norrby", None)
    district.retire(Role.CHAIR, "Södersjö")
    district.send()

    assert district.just_told().keys() == {"ordforande3"}
    assert sorted(row.state for row in district.mail()) == ["cancelled", "sent", "suppressed"]


def test_late_it_says_so_and_missed_it_is_told(district):
    district.tick("2027-02-01 09.59")

    assert district.told_late("2027-02-03 12.00")["ordforande"].endswith(
        "\nDet här skulle ha kommit tidigare: jag var borta."
    )

    district.tick("2027-04-30 12.00")
    told = district.told_late("2027-06-02 12.00")
    assert told["ombudsperson"].endswith("- frågan om vilken dag det är Pride 2027 i Norrby, Södersjö, Älmvik")


def test_next_year_it_is_asked_anew(district):
    district.set_pride("Norrby", date(2027, 6, 5))

    assert "Är det Pride i Norrby 2028" in district.told("2028-02-01 10.00")["ordforande"]
