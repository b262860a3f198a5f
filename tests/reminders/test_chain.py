"""The yearly chain asks: who, when, in which words, and who is not asked any more."""

from datetime import date, time

import pytest

from reminders.chain import CHAIN
from storage import activities
from storage.models import Branch, Fate, Role, Stand
from tests.reminders.branches import CHAIRS, GROUPS, MAY, PRIDE, Branches
from tests.reminders.world import local

# The rows are tested on both engines in tests/storage; here it is who is told what.
pytestmark = pytest.mark.parametrize("standing", ["sqlite"], indirect=True)
W8, W4, W2, W1 = "2027-01-11 10.00", "2027-02-08 10.00", "2027-02-22 10.00", "2027-03-01 10.00"


@pytest.fixture
def district(session):
    return Branches(session)


def test_eight_weeks_before_every_group_and_chair_is_asked(district):
    told = district.told(W8)

    assert told.keys() == CHAIRS | GROUPS
    assert told["ordforande"] == (
        "Om 8 veckor, måndag 8 mars, är det internationella kvinnodagen. Vad gör Norrby? "
        "Ett tryck räcker, och ni kan ändra er."
    )
    assert told["#södersjö"] == (
        "Om 8 veckor, måndag 8 mars, är det internationella kvinnodagen. Vad gör Södersjö? "
        "Prata ihop er: ordföranden svarar här, eller privat till mig."
    )
    assert district.buttons("ordforande") == district.buttons("#norrby") == ["Vi ordnar", "Vi går med …", "Inte i år"]


def test_who_does_not_answer_is_asked_again_and_then_the_group_is_left_in_peace(district):
    again = district.told(W4)
    assert again.keys() == CHAIRS | GROUPS
    assert again["#norrby"].startswith(
        "Om 4 veckor, måndag 8 mars, är det internationella kvinnodagen, och jag vet inte än vad Norrby gör."
    )

    assert district.told(W2).keys() == CHAIRS | {"styrelse"}
    assert district.told(W1).keys() == CHAIRS | {"ombudsperson"}


def test_who_has_answered_is_not_asked_again(district):
    district.told(W8)
    district.answer("Norrby", Stand.NOT_THIS_YEAR)
    district.answer("Södersjö", Stand.JOINS, joins="Älmvik")

    told = district.told(W4)

    assert not {"ordforande", "#norrby", "ordforande2", "#södersjö"} & told.keys()
    assert told.keys() == {"ordforande3", "#älmvik"}


def test_the_chair_of_who_arranges_something_is_reminded_to_put_it_in(district):
    district.told(W8)
    district.answer("Norrby", Stand.ORGANISES)

    told = district.told(W4)

    assert told["ordforande"] == (
        "Om 4 veckor, måndag 8 mars, är det internationella kvinnodagen. "
        "Norrby ordnar något, men det är inte inlagt än. Lägg in det, så hittar folk dit."
    )
    assert district.buttons("ordforande") == ["Lägg in aktiviteten", "Ändra svaret"]
    assert "#norrby" not in told

    activity = district.activity("Frukost", "2027-03-08 08.00", district.ids["Norrby"], visibility="public")
    district.answer("Norrby", Stand.ORGANISES, activity_id=activity.id)
    assert "ordforande" not in district.told(W2)


def test_who_answers_while_the_question_is_on_its_way_is_not_asked(district):
    district.tick("2027-01-11 09.59")
    district.now = local(W8)
    district.plan()
    district.answer("Norrby", Stand.NOT_THIS_YEAR)
    district.answer("Södersjö", Stand.ORGANISES)
    district.send()

    told = district.just_told()
    assert not {"ordforande", "#norrby", "#södersjö"} & told.keys()
    assert "men det är inte inlagt än" in told["ordforande2"]


def test_who_is_no_chair_any_more_is_not_asked(district):
    district.tick("2027-01-11 09.59")
    district.now = local(W8)
    district.plan()
    district.retire(Role.CHAIR, "Norrby")
    district.send()

    assert "ordforande" not in district.just_told()
    assert "#norrby" in district.just_told()


def test_a_late_question_says_that_it_is_late_and_how_far_it_is_now(district):
    district.tick("2027-01-11 09.59")

    told = district.told_late("2027-01-13 12.00")

    assert told["ordforande"].startswith("Om 8 veckor, måndag 8 mars, ")
    assert told["ordforande"].endswith("\nDet här skulle ha kommit tidigare: jag var borta.")


def test_after_a_long_absence_only_the_latest_question_is_asked(district):
    district.tick("2027-01-11 09.59")

    told = district.told_late("2027-02-23 12.00")

    assert told.keys() == CHAIRS | {"styrelse"}
    assert told["ordforande"].startswith("Om 13 dagar, måndag 8 mars, ")


def test_what_was_missed_altogether_is_told_to_the_ombudsperson(district):
    district.tick("2027-02-28 12.00")

    told = district.told_late("2027-03-08 08.30")

    assert told["ombudsperson"].startswith("Det här blev inte sagt i tid, för jag eller appen var borta:\n")
    assert "frågan till Norrby om internationella kvinnodagen, måndag 8 mars" in told["ombudsperson"]
    assert all("arbetarrörelsens dag" in told[who] for who in CHAIRS)


def test_all_of_it_is_planned_for_this_year_and_the_next(district):
    district.plan()

    planned = district.occurrences(topic=CHAIN, branch_id=district.ids["Norrby"])
    assert [(row.key, row.fate) for row in planned] == [
        (f"chain:{day}:b{district.ids['Norrby']}:{lead}", Fate.PENDING)
        for day in ("march8:2027-03-08", "may1:2027-05-01", "march8:2028-03-08", "may1:2028-05-01")
        for lead in ("w8", "w4", "w2", "w1")
    ]
    assert (planned[0].due_at, planned[0].deliver_until) == (local(W8), local(W4))
    assert planned[3].deliver_until == local("2027-03-08 00.00")


def test_planning_it_twice_changes_nothing(district):
    district.plan()
    before = [(row.id, row.due_at, row.fate) for row in district.occurrences()]
    district.begin()
    district.plan()

    assert [(row.id, row.due_at, row.fate) for row in district.occurrences()] == before


def test_a_district_that_begins_late_asks_the_next_morning(district):
    district.now = local("2027-02-10 12.00")

    told = district.told("2027-02-11 10.00")

    assert told.keys() == CHAIRS | GROUPS
    assert told["ordforande"].startswith(
        "Om 4 veckor, måndag 8 mars, är det internationella kvinnodagen. Vad gör Norrby?"
    )
    assert district.told(W2).keys() == CHAIRS | {"styrelse"}


def test_who_is_asked_the_same_morning_anyway_is_not_asked_twice(district):
    district.now = local("2027-02-08 09.00")

    assert district.told(W4).keys() == CHAIRS | GROUPS
    assert district.told("2027-02-09 10.00") == {}


def test_a_new_branch_is_asked_too(district):
    district.told(W8)
    branch_id = district.branch("Nyby")
    district.group("#nyby", branch_id, "slack")
    district.session.flush()
    district.platforms = ("telegram", "slack")
    district.begin()

    district.tick("2027-01-12 10.00")

    assert [(message.platform, "Nyby" in message.reply.text) for message in district.said] == [("slack", True)]


def test_pride_is_asked_about_where_there_is_one(district):
    district.set_pride("Norrby", date(2027, 6, 5))
    district.set_pride("Älmvik", None)

    told = district.told("2027-04-10 10.00")

    assert told.keys() == {"ordforande", "#norrby"}
    assert told["#norrby"].startswith("Om 8 veckor, lördag 5 juni, är det Pride i Norrby. Vad gör Norrby?")


def test_a_pride_that_moves_takes_its_questions_along(district):
    district.set_pride("Norrby", date(2027, 6, 5))
    district.told("2027-04-10 10.00")
    district.set_pride("Norrby", date(2027, 6, 19))

    assert "Om 8 veckor, lördag 19 juni" in district.told("2027-04-24 10.00")["ordforande"]
    assert "ordforande" not in district.told("2027-05-08 10.00")
    assert "Om 4 veckor, lördag 19 juni, är det Pride i Norrby" in district.told("2027-05-22 10.00")["ordforande"]
    pending = [row for row in district.occurrences(topic=CHAIN, fate=Fate.PENDING) if row.subject.startswith("pride")]
    assert {row.subject for row in pending} == {"pride:2027-06-19"}


def test_a_pride_that_moves_back_is_asked_about_as_before(district):
    district.set_pride("Norrby", date(2027, 6, 5))
    district.plan()
    district.set_pride("Norrby", None)
    district.plan()
    assert all(
        row.fate == Fate.CANCELLED for row in district.occurrences(topic=CHAIN) if row.subject.startswith("pride")
    )
    district.set_pride("Norrby", date(2027, 6, 5))

    assert district.told("2027-04-10 10.00").keys() == {"ordforande", "#norrby"}


def test_a_day_that_becomes_known_late_is_asked_about_the_next_morning(district):
    district.tick("2027-05-25 15.00")
    district.set_pride("Norrby", date(2027, 6, 5))

    assert district.told("2027-05-26 10.00").keys() == {"ordforande", "#norrby"}
    assert district.told("2027-05-29 10.00").keys() == {"ordforande", "ombudsperson"}


def test_the_towns_that_share_a_day_are_each_asked_about_their_own(district):
    district.session.get(Branch, district.ids["Älmvik"]).town = "Norrby"
    district.set_pride("Norrby", date(2027, 6, 5))
    district.set_pride("Södersjö", date(2027, 6, 5))

    told = district.told("2027-04-10 10.00")

    assert told.keys() == {"ordforande", "#norrby", "ordforande3", "#älmvik", "ordforande2", "#södersjö"}
    assert "Pride i Norrby. Vad gör Älmvik?" in told["ordforande3"]
    assert "Pride i Södersjö. Vad gör Södersjö?" in told["ordforande2"]


def test_other_weeks_when_the_district_wants_others(district):
    district.begin(chain_weeks=(6, 3, 1))

    assert district.told(W8) == {}
    assert district.told("2027-01-25 10.00").keys() == CHAIRS | GROUPS
    assert district.told("2027-02-15 10.00").keys() == CHAIRS | {"styrelse"}


def test_weeks_that_are_changed_while_it_runs_are_no_longer_asked_at(district):
    district.told(W8)
    district.begin(chain_weeks=(8, 3, 1))

    assert district.told(W4) == {}
    assert district.told("2027-02-15 10.00").keys() == CHAIRS | {"styrelse"}


def test_an_answer_to_one_occasion_answers_no_other(district):
    district.answer("Södersjö", Stand.NOT_THIS_YEAR)
    district.answer("Norrby", Stand.NOT_THIS_YEAR, occasion=MAY)

    assert "ordforande" in district.told(W8)
    assert {"ordforande2", "#södersjö"} <= district.told("2027-03-06 10.00").keys()
    assert "ordforande" not in district.just_told()


def test_in_the_quiet_hours_of_a_branch_it_waits(district):
    district.session.get(Branch, district.ids["Norrby"]).quiet_to = time(11, 30)

    assert "ordforande" not in district.told(W8)
    assert {"ordforande", "#norrby"} == district.told("2027-01-11 11.30").keys()


def test_a_cancelled_activity_is_no_answer(district):
    activity = district.activity("Parad", "2027-03-08 12.00", district.ids["Norrby"])
    district.answer("Norrby", Stand.ORGANISES, activity_id=activity.id)
    assert "ordforande" not in district.told(W4)

    activities.cancel(district.session, activity, reason="", now=district.now)

    assert "jag vet inte än vad Norrby gör" in district.told(W2)["ordforande"]


@pytest.mark.parametrize("occasion", [PRIDE, MAY])
def test_each_is_counted_and_adds_up(district, occasion):
    if occasion == PRIDE:
        district.set_pride("Norrby", date(2027, 6, 5))
    district.tick("2027-06-30 12.00")

    for row in district.occurrences(topic=CHAIN, branch_id=district.ids["Norrby"]):
        if row.fate == Fate.DONE:
            assert row.audience == len([mail for mail in district.mail() if mail.batch == f"occurrence:{row.id}"])
