"""Who came with fewer friends than they said, and who came without saying so: numbers, and no more names."""

from datetime import timedelta

import pytest

from storage import results, signups
from storage.models import Member, Shift
from tests.handlers.saturday import EARLY, LATE, LEADS, join, labels, member, shift, until
from tests.handlers.test_checkin import WALK_IN, act, saturday
from tests.talk import Talk

CLASS = "5 till utan anmälan"


@pytest.fixture
async def talk(start_saturday) -> Talk:
    return await start_saturday()


async def test_of_a_company_some_may_come(talk):
    join(talk, "medlem2", LEADS)
    join(talk, "medlem3", EARLY, guests=2)
    await until(talk, 13, 10, 30)

    stands = []
    for label in ("Cleo Ä. +2", "✓ Cleo Ä. +2", "✓ Cleo Ä. +1", "✓ Cleo Ä.", "✗ Cleo Ä. +2"):
        said = await talk.press("medlem2", label)
        stands.append(said.splitlines()[1:3])
    assert stands == [
        ["3 av 3 har kommit.", "- Cleo Ä. och 2 vänner: kom"],
        ["2 av 3 har kommit.", "- Cleo Ä. och 2 vänner: kom med en vän"],
        ["En av 3 har kommit.", "- Cleo Ä. och 2 vänner: kom själv"],
        ["0 av 3 har kommit.", "- Cleo Ä. och 2 vänner: kom inte"],
        ["3 av 3 har kommit.", "- Cleo Ä. och 2 vänner: kom"],
    ]


async def test_who_brings_others_after_all_is_counted_with_all_of_them(talk):
    join(talk, "medlem2", LEADS)
    join(talk, "medlem3", EARLY, guests=1)
    await until(talk, 13, 10, 30)
    await talk.press("medlem2", "Cleo Ä. +1")
    await talk.press("medlem2", "✓ Cleo Ä. +1")
    with talk.database.begin() as session:
        mine = signups.find(session, shift(talk, EARLY), member(talk, "medlem3"))
        signups.bring(session, mine, 2, now=talk.now)

    assert "3 av 3 har kommit." in await talk.say("medlem2", "", action=act(talk, EARLY))


async def test_who_comes_without_a_sign_up_is_a_number(talk):
    await saturday(talk)

    await talk.press("medlem2", "Dag B.")
    await talk.press("medlem2", WALK_IN)
    said = await talk.press("medlem2", WALK_IN)
    assert said.splitlines()[1:3] == ["En av 3 har kommit.", "Dessutom har 2 kommit utan anmälan."]
    assert "Dessutom har en kommit utan anmälan." in await talk.press("medlem2", "En färre utan anmälan")
    assert (await talk.press("medlem2", "Klart")).splitlines()[1:4] == [
        "En av 3 har kommit.",
        "Dessutom har en kommit utan anmälan.",
        "2 är inte markerade, och räknas varken som att de kom eller uteblev.",
    ]
    with talk.database.read() as session:
        assert results.count(session, shift(talk, EARLY)) == (2, 0)


async def test_where_nobody_is_expected_somebody_may_come_all_the_same(talk):
    await until(talk, 13, 11, 30)

    said = await talk.say("ordforande2", "", action=act(talk, LATE))
    assert said.startswith("Ingen har en plats på det här passet")
    assert labels(talk) == [WALK_IN, "Lista"]
    await talk.press("ordforande2", WALK_IN)
    assert labels(talk) == [WALK_IN, CLASS, "En färre utan anmälan", "Klart", "Lista"]
    assert "kl. 12.00–13.00. Dessutom har en kommit utan anmälan." in await talk.say("ordforande2", "/incheckning")


async def test_no_more_come_without_a_sign_up_than_a_square_holds(talk):
    await saturday(talk)

    said = await talk.say("medlem2", "", action=f"came-too:{shift(talk, EARLY)}:0:999:0")
    assert "Dessutom har 200 kommit utan anmälan." in said
    assert WALK_IN not in labels(talk)


async def test_a_class_that_comes_is_counted_five_at_a_time(talk):
    await saturday(talk)
    assert CLASS not in labels(talk)

    await talk.press("medlem2", WALK_IN)
    assert "Dessutom har 6 kommit utan anmälan." in await talk.press("medlem2", CLASS)
    assert "Dessutom har 11 kommit utan anmälan." in await talk.press("medlem2", CLASS)
    await talk.say("medlem2", "", action=f"came-too:{shift(talk, EARLY)}:11:196:0")
    assert (WALK_IN in labels(talk), CLASS in labels(talk)) == (True, False)


async def test_two_who_count_at_the_same_time_undo_nothing(talk):
    await saturday(talk)
    await talk.press("medlem2", WALK_IN)
    stale = talk.button(WALK_IN).action
    for _ in range(2):
        await talk.press("medlem2", WALK_IN)
    said = await talk.say("ordforande2", "", action=stale)

    assert said.startswith("Någon annan räknade samtidigt.")
    assert "Dessutom har 3 kommit utan anmälan." in said
    again = talk.button(WALK_IN).action
    for _ in range(2):
        said = await talk.say("ordforande2", "", action=again)
    assert "Dessutom har 4 kommit utan anmälan." in said


async def test_what_it_came_to_stands_when_the_names_are_about_to_be_forgotten(talk):
    await saturday(talk)
    await talk.press("medlem2", "Dag B.")
    await until(talk, 13, 12)
    with talk.database.begin() as session:
        there = session.get_one(Shift, shift(talk, EARLY))
        results.hand_in(session, there, flyers=0, note="", by=member(talk, "medlem2"), now=talk.now)
    talk.now += timedelta(days=61)

    said = await talk.say("ordforande2", "", action=f"came-too:{shift(talk, EARLY)}:0:1:0")
    assert said.startswith("Det är för länge sedan för att ändra vilka som kom")
    with talk.database.read() as session:
        assert results.find(session, shift(talk, EARLY)).came == 1


async def test_who_has_left_since_is_in_neither_number(talk):
    await saturday(talk)
    await talk.press("medlem2", "Dag B.")
    await talk.press("medlem2", "✓ Dag B.")
    with talk.database.begin() as session:
        session.get_one(Member, member(talk, "medlem4")).left_on = talk.now.date()

    assert (await talk.press("medlem2", "Klart")).splitlines()[1:3] == [
        "0 av 2 har kommit.",
        "2 är inte markerade, och räknas varken som att de kom eller uteblev.",
    ]
