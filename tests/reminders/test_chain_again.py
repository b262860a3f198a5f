"""A branch whose company stays at home is told, and asked anew."""

import pytest

from storage import activities, chain
from storage.models import Role, Stand
from tests.reminders.branches import MARCH, Branches
from tests.reminders.world import local

pytestmark = pytest.mark.parametrize("standing", ["sqlite"], indirect=True)
HEAD = "Internationella kvinnodagen, måndag 8 mars, om 3 veckor"
NOON = "2027-02-15 12.00"


@pytest.fixture
def district(session):
    """Södersjö arranges a breakfast, Norrby and Älmvik go with them."""
    found = Branches(session)
    found.tick(NOON)
    plan_breakfast(found, "Södersjö")
    found.answer("Norrby", Stand.JOINS, joins="Södersjö")
    found.answer("Älmvik", Stand.JOINS, joins="Södersjö")
    return found


def plan_breakfast(district, name: str = "", visibility: str = "public") -> None:
    branch_id = district.ids.get(name)
    activity = district.activity("Frukost", "2027-03-08 08.00", branch_id, visibility=visibility)
    if branch_id:
        district.answer(name, Stand.ORGANISES, activity_id=activity.id)


def cancel(district, title: str = "Frukost") -> None:
    (activity,) = (
        one for one in activities.on_day(district.session, local("2027-03-08 08.00").date()) if one.title == title
    )
    activities.cancel(district.session, activity, reason="Snöstorm", now=district.now)


def answered(district) -> set[str]:
    found = chain.answers(district.session, occasion=MARCH, year=2027)
    return {name for name, branch_id in district.ids.items() if branch_id in found}


def test_what_is_cancelled_is_told_to_who_was_to_join_and_all_are_asked_again(district):
    cancel(district)

    told = district.told_now()

    assert told == {
        who: f"{HEAD}\nFrukost blir inte av, och {name} skulle ha gått med Södersjö. Vad gör {name} i stället?"
        for who, name in (("ordforande", "Norrby"), ("ordforande3", "Älmvik"))
    }
    assert district.buttons("ordforande") == ["Vi ordnar", "Vi går med …", "Inte i år"]
    assert answered(district) == set()
    assert {"ordforande", "ordforande2", "ordforande3"} <= district.told("2027-02-22 10.00").keys()


def test_it_is_told_once(district):
    cancel(district)
    district.tick("2027-02-15 12.01")
    district.begin()

    assert district.told_now() == {}


def test_what_moves_changes_no_answer(district):
    (activity,) = (one for one in activities.on_day(district.session, local("2027-03-08 08.00").date()))
    times = {"day": local("2027-03-09 08.00").date(), "starts": activity.starts, "ends": None}
    activities.move(district.session, activity, **times, now=district.now)

    assert district.told_now() == {}
    assert answered(district) == {"Norrby", "Södersjö", "Älmvik"}


def test_who_goes_with_the_district_is_told_too(district):
    plan_breakfast(district)
    district.session.flush()
    activity = district.activity("Tåg", "2027-03-08 17.00", visibility="public")
    district.answer("Norrby", Stand.JOINS, activity_id=activity.id)
    cancel(district, "Tåg")

    assert district.told_now() == {
        "ordforande": f"{HEAD}\nTåg blir inte av, och Norrby skulle ha gått med distriktet. Vad gör Norrby i stället?"
    }
    assert answered(district) == {"Södersjö", "Älmvik"}


def test_what_only_a_branch_may_see_is_not_named(district):
    district.answer("Älmvik", Stand.NOT_THIS_YEAR)
    (activity,) = activities.on_day(district.session, local("2027-03-08 08.00").date())
    activity.visibility = "branch"
    cancel(district)

    assert district.told_now() == {
        "ordforande": f"{HEAD}\nSödersjö ordnar inget ändå, och Norrby skulle ha gått med. Vad gör Norrby i stället?"
    }


def test_without_a_chair_who_looks_after_the_branch_is_told(district):
    district.retire(Role.CHAIR, "Norrby")
    district.mute("ordforande3")
    district.retire(Role.CONTACT, "Älmvik")
    cancel(district)

    told = district.told_now()

    assert ("Norrby skulle" in told["styrelse"], "Älmvik skulle" in told["ombudsperson"]) == (True, True)


def test_who_has_answered_anew_is_not_asked(district):
    cancel(district)
    district.plan()
    district.answer("Norrby", Stand.NOT_THIS_YEAR)
    district.send()

    assert district.just_told().keys() == {"ordforande3"}
    assert {row.state for row in district.mail() if row.topic == "chain_again"} == {"cancelled", "sent"}


def test_at_night_it_waits_and_after_the_day_it_is_missed(district):
    district.tick("2027-02-15 23.00")
    cancel(district)
    assert district.told_now() == {}
    assert "ordforande" in district.told("2027-02-16 08.00")

    plan_again = district.occurrences(topic="chain_again")
    assert {row.deliver_until for row in plan_again} == {local("2027-03-08 21.00")}


def test_an_answer_of_a_day_that_has_been_asks_nobody(district):
    district.tick("2027-03-09 12.00")
    cancel(district)
    district.plan()

    assert district.occurrences(topic="chain_again") == []
    assert answered(district) == set()


def test_missed_it_is_told_to_the_ombudsperson(district):
    district.tick("2027-03-08 12.00")
    cancel(district)

    assert district.told_late("2027-03-08 22.00") == {}

    told = district.told("2027-03-09 08.00")
    assert "beskedet till Norrby att det de skulle gå med på inte blir av" in told["ombudsperson"]
