"""The list of who is expected comes by itself: to whom, and when."""

import pytest
from sqlmodel import select

from storage.models import Activity, Post, Role
from tests.handlers.saturday import (
    EARLY,
    LEADS,
    activity,
    join,
    labels,
    member,
    noted,
    shift,
    told,
    until,
)
from tests.handlers.test_checkin import DUE, WALK_IN, act
from tests.talk import IDS, Talk


@pytest.fixture
async def talk(start_saturday) -> Talk:
    return await start_saturday()


async def move_to(talk, starts: str, ends: str) -> None:
    """The whole Saturday is at another time."""
    await talk.say("ordforande2", "/andra-aktivitet lördagstorget")
    await talk.press("ordforande2", "Flytta")
    await talk.press("ordforande2", "Behåll")
    for answer in (starts, ends):
        await talk.say("ordforande2", answer)
    await talk.press("ordforande2", "Flytta")


async def test_half_an_hour_before_whoever_leads_has_the_list(talk):
    join(talk, "medlem2", LEADS)
    join(talk, "medlem3", EARLY, guests=1)
    await until(talk, 13, 10, 29)
    assert told(talk, "medlem2", DUE) == []
    await until(talk, 13, 10, 30)

    (said,) = told(talk, "medlem2", DUE)
    assert said.splitlines() == [
        "Dags att pricka av dem som kommer.",
        "Vilka har kommit? Flygblad på lördagstorget, lördag 13 februari kl. 11.00–12.00",
        "0 av 2 har kommit.",
        "- Cleo Ä. och en vän",
        "Tryck på den som har kommit. Varje tryck till är en vän färre, och till sist att hen inte kom.",
    ]
    assert labels(talk) == ["Cleo Ä. +1", "Alla kom", WALK_IN, "Klart"]
    assert noted(talk, "signups") == [("Birk S.", "Cleo Ä.")]
    await until(talk, 13, 11, 30)
    assert len(told(talk, "medlem2", DUE)) == 1  # nobody is on the other shift but themselves


async def test_who_leads_no_longer_gets_no_list(talk):
    join(talk, "medlem3", EARLY)
    await until(talk, 12, 12)
    join(talk, "medlem2", LEADS)
    await talk.say("medlem2", "", action=f"leave:{shift(talk, LEADS)}")
    await until(talk, 13, 10, 30)

    assert told(talk, "medlem2", DUE) == []
    assert (await talk.say("medlem2", "", action=act(talk, EARLY))).startswith("Det där får du inte göra")


async def test_without_a_coordinator_it_is_whoever_is_responsible(talk):
    with talk.database.begin() as session:
        session.get_one(Activity, activity(talk).id).contact_id = member(talk, "medlem5")
    join(talk, "medlem3", EARLY)
    await until(talk, 13, 10, 30)

    assert len(told(talk, "medlem5", DUE)) == 1
    (lists,) = ([one.label for one in reply.buttons] for to, reply in talk.adapter().sent if to.chat == IDS["medlem5"])
    assert lists[-1] == "Lista"


async def test_without_either_it_is_whoever_chairs_and_so_is_how_it_went(talk):
    join(talk, "medlem3", EARLY)
    await until(talk, 13, 10, 30)

    assert len(told(talk, "ordforande2", DUE)) == 1
    await talk.press("ordforande2", "Alla kom")
    await until(talk, 13, 12)
    assert len(told(talk, "ordforande2", "Hur gick det?")) == 1
    await until(talk, 14, 18)
    assert len(told(talk, "medlem3", "Tack för att du var med")) == 1


async def test_where_nobody_chairs_whoever_may_not_see_the_names_gets_no_list(talk):
    with talk.database.begin() as session:
        for post in session.exec(select(Post).where(Post.role == Role.CHAIR)):
            session.delete(post)
    join(talk, "medlem3", EARLY)
    await until(talk, 13, 10, 30)

    assert told(talk, "ombudsperson", DUE) == []


async def test_of_what_the_district_arranges_it_is_the_ombudsperson(talk):
    with talk.database.begin() as session:
        there = session.get_one(Activity, activity(talk).id)
        there.branch_id = None
    join(talk, "medlem3", EARLY)
    await until(talk, 13, 10, 30)

    assert (len(told(talk, "ombudsperson", DUE)), told(talk, "ordforande2", DUE)) == (1, [])


async def test_who_has_not_said_yes_to_be_there_is_left_alone_in_the_quiet_hours(talk):
    join(talk, "medlem3", EARLY)
    await until(talk, 12, 12)
    await move_to(talk, "06.00", "08.00")
    await until(talk, 13, 7, 59)
    assert told(talk, "ordforande2", DUE) == []
    await until(talk, 13, 9, 5)

    assert len(told(talk, "ordforande2", DUE)) == 1
    assert "En av 1 har kommit." in await talk.press("ordforande2", "Alla kom")


async def test_it_comes_in_the_quiet_hours_too_and_follows_when_it_is_moved(talk):
    join(talk, "medlem2", LEADS)
    join(talk, "medlem3", EARLY)
    await until(talk, 12, 12)
    await move_to(talk, "7", "9")
    await until(talk, 13, 6, 30)

    assert len(told(talk, "medlem2", DUE)) == 1
    await until(talk, 13, 10, 40)
    assert len(told(talk, "medlem2", DUE)) == 1
