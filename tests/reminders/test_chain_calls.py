"""Who looks after the branches is asked to call those that do not answer: one message each, whatever many they are."""

import pytest

from storage.models import Fate, Role, Stand
from tests.reminders.branches import Branches
from tests.reminders.world import local

pytestmark = pytest.mark.parametrize("standing", ["sqlite"], indirect=True)
W2, W1 = "2027-02-22 10.00", "2027-03-01 10.00"
DAY = "måndag 8 mars, är det internationella kvinnodagen"


@pytest.fixture
def district(session):
    found = Branches(session)
    found.tick("2027-02-22 09.59")
    return found


def test_the_contact_person_is_asked_to_call_all_that_are_silent(district):
    district.answer("Södersjö", Stand.NOT_THIS_YEAR)

    assert district.told(W2)["styrelse"] == (
        f"Om 2 veckor, {DAY}, och jag har inte fått svar från Norrby och Älmvik. Kan du ringa? Svaret kan du lämna här."
    )
    assert district.buttons("styrelse") == ["Svara för Norrby", "Svara för Älmvik"]


def test_then_the_ombudsperson_gets_one_list(district):
    district.answer("Södersjö", Stand.ORGANISES)

    assert district.told(W1)["ombudsperson"] == (
        f"Om en vecka, {DAY}. De här partiföreningarna har inte svarat på vad de gör:\n- Norrby\n- Älmvik\n"
        "Kan du ringa? Svaren kan du lämna här. Skriv /laget så ser du alla."
    )
    assert district.buttons("ombudsperson") == ["Svara för Norrby", "Svara för Älmvik"]
    assert [message.chat for message in district.said].count("ombudsperson") == 1


def test_nobody_is_named_in_a_group(district):
    for at in (W2, W1):
        assert [chat for chat in district.told(at) if chat.startswith("#")] == []


def test_when_all_have_answered_nobody_is_asked(district):
    for name in district.ids:
        district.answer(name, Stand.NOT_THIS_YEAR)

    assert district.told(W2) == {}
    assert "ombudsperson" not in district.told(W1)
    assert [row.audience for row in district.occurrences(topic="chain_calls", fate=Fate.DONE)] == [0, 0]


def test_without_a_contact_person_the_ombudsperson_is_asked_at_once(district):
    district.retire(Role.CONTACT, "Norrby")

    told = district.told(W2)

    assert "svar från Södersjö och Älmvik." in told["styrelse"]
    assert "jag når ingen kontaktperson för dem:\n- Norrby\nKan du ringa?" in told["ombudsperson"]


def test_a_contact_person_who_cannot_be_reached_is_none(district):
    district.mute("styrelse")

    assert "- Norrby\n- Södersjö\n- Älmvik" in district.told(W2)["ombudsperson"]


def test_who_answers_while_it_is_on_its_way_is_not_in_it(district):
    district.now = local(W2)
    district.plan()
    district.answer("Norrby", Stand.NOT_THIS_YEAR)
    district.send()

    assert "svar från Södersjö och Älmvik." in district.just_told()["styrelse"]


def test_when_the_last_answers_while_it_is_on_its_way_it_is_not_sent(district):
    district.now = local(W2)
    district.plan()
    for name in district.ids:
        district.answer(name, Stand.NOT_THIS_YEAR)
    district.send()

    assert district.just_told() == {}
    assert {row.state for row in district.mail() if row.topic == "chain_calls"} == {"cancelled"}


def test_who_is_no_contact_person_any_more_is_not_asked(district):
    district.now = local(W2)
    district.plan()
    for name in district.ids:
        district.retire(Role.CONTACT, name)
    district.send()

    assert "styrelse" not in district.just_told()
    assert {row.state for row in district.mail() if row.topic == "chain_calls"} == {"suppressed"}


def test_late_it_says_so_and_missed_it_is_told(district):
    assert district.told_late("2027-02-24 12.00")["styrelse"].endswith(
        "\nDet här skulle ha kommit tidigare: jag var borta."
    )

    told = district.told_late("2027-03-08 08.30")
    assert "listan över dem som inte har svarat om internationella kvinnodagen, måndag 8 mars" in told["ombudsperson"]


def test_with_two_leads_both_are_asked_the_last_time(district):
    district.begin(chain_weeks=(4, 1))

    assert {"styrelse", "ombudsperson"} <= district.told(W1).keys()
