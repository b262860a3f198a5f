"""On the day itself each group hears what its branch does, or what happens near by."""

from datetime import date

import pytest
from sqlmodel import select

from storage.models import Fate, Group, Stand
from tests.reminders.branches import Branches
from tests.reminders.world import local

pytestmark = pytest.mark.parametrize("standing", ["sqlite"], indirect=True)
NINE = "2027-03-08 09.00"
HELLO = "I dag är det internationella kvinnodagen!"


@pytest.fixture
def district(session):
    """Norrby arranges a breakfast, and the district a march; the branches have not been asked anything."""
    found = Branches(session)
    found.tick("2027-03-07 12.00")
    found.activity("Tåg", "2027-03-08 17.00", visibility="public")
    frukost = found.activity("Frukost", "2027-03-08 08.30", found.ids["Norrby"], visibility="public")
    found.answer("Norrby", Stand.ORGANISES, activity_id=frukost.id)
    return found


def groups(told: dict[str, str]) -> dict[str, str]:
    return {chat: text for chat, text in told.items() if chat.startswith("#")}


def test_each_group_hears_what_is_nearest_to_it(district):
    district.answer("Södersjö", Stand.JOINS, joins="Norrby")

    assert groups(district.told(NINE)) == {
        "#norrby": f"{HELLO}\nDet här ordnar Norrby:\n- Frukost, kl. 08.30, Folkets hus\nVäl mött!",
        "#södersjö": (
            f"{HELLO}\nHit går Södersjö:\n"
            "- Frukost, kl. 08.30, Folkets hus. Ordnas av partiföreningen Norrby.\nVäl mött!"
        ),
        "#älmvik": (
            f"{HELLO}\nDet här händer i distriktet, öppet för alla:\n"
            "- Frukost, kl. 08.30, Folkets hus. Ordnas av partiföreningen Norrby.\n"
            "- Tåg, kl. 17.00, Folkets hus. Ordnas av distriktet.\nVäl mött!"
        ),
    }


def test_only_groups_are_told_and_on_that_day_alone(district):
    assert district.told(NINE).keys() == {"#norrby", "#södersjö", "#älmvik"}
    assert groups(district.told("2027-03-09 09.00")) == {}


def test_a_group_is_not_told_what_is_for_members(district):
    hemligt = district.activity("Hemligt", "2027-03-08 18.00", district.ids["Älmvik"], visibility="branch")
    district.answer("Älmvik", Stand.ORGANISES, activity_id=hemligt.id)
    district.activity("Styrelsemöte", "2027-03-08 19.00", district.ids["Södersjö"])

    told = district.told(NINE)

    assert "Hemligt" not in "".join(told.values())
    assert "Styrelsemöte" not in "".join(told.values())
    assert "- Något för medlemmar. Skriv /nasta-aktivitet till mig privat" in told["#älmvik"]
    assert "Tåg" in told["#södersjö"]


def test_what_another_branch_happens_to_have_is_told_only_when_there_is_nothing_else(district):
    district.activity("Läsecirkel", "2027-03-08 18.00", district.ids["Älmvik"], visibility="public")

    told = district.told(NINE)

    assert "Läsecirkel" not in told["#södersjö"]
    assert "Läsecirkel" in told["#älmvik"]


def test_where_nothing_happens_nothing_is_said(district):
    assert groups(district.told("2027-05-01 09.00")) == {}


def test_on_pride_its_own_town_is_told(district):
    district.set_pride("Älmvik", date(2027, 6, 5))
    district.activity("Parad", "2027-06-05 13.00", visibility="public")

    told = district.told("2027-06-05 09.00")

    assert groups(told).keys() == {"#älmvik"}
    assert told["#älmvik"].startswith("I dag är det Pride i Älmvik!\n")


def test_back_at_noon_what_is_left_of_the_day_is_told_late(district):
    district.tick("2027-03-08 08.59")

    told = district.told_late("2027-03-08 12.00")

    assert told["#norrby"] == (
        f"{HELLO}\nDet här händer i distriktet, öppet för alla:\n- Tåg, kl. 17.00, Folkets hus. Ordnas av distriktet.\n"
        "Väl mött!\nDet här skulle ha kommit tidigare: jag var borta."
    )


def test_back_in_the_evening_nothing_is_told_but_to_the_ombudsperson(district):
    district.tick("2027-03-08 08.59")

    assert district.told_late("2027-03-08 22.00") == {}
    assert {row.fate for row in district.occurrences(topic="chain_day") if row.due_at == local(NINE)} == {Fate.MISSED}
    assert (
        "hälsningen till gruppen i Norrby om internationella kvinnodagen"
        in (district.told("2027-03-09 08.00")["ombudsperson"])
    )


def test_when_all_is_over_it_is_not_said(district):
    district.tick("2027-03-08 08.59")
    district.now = local("2027-03-08 18.00")
    district.plan()
    district.now = local("2027-03-08 20.00")
    district.send()
    district.plan()

    assert groups(district.just_told()) == {}
    assert {row.state for row in district.mail() if row.topic == "chain_day"} == {"expired"}


def test_a_group_that_is_lost_in_between_is_not_told(district):
    district.tick("2027-03-08 08.59")
    district.now = local(NINE)
    district.plan()
    for group in district.session.exec(select(Group)):
        group.lost_at = district.now
    district.send()

    assert district.just_told() == {}
    assert {row.state for row in district.mail() if row.topic == "chain_day"} == {"suppressed"}


def test_a_pride_that_moves_in_between_is_not_told(district):
    district.set_pride("Älmvik", date(2027, 6, 5))
    district.activity("Parad", "2027-06-05 13.00", visibility="public")
    district.tick("2027-06-05 08.59")
    district.now = local("2027-06-05 09.00")
    district.plan()
    district.set_pride("Älmvik", date(2027, 6, 12))
    district.send()

    assert district.just_told() == {}
