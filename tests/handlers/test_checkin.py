"""`/incheckning`: who may, what each press does, and that each look is noted."""

from datetime import timedelta

import pytest

from storage import checkin, incidents, shifts, signups
from storage.models import Activity, Member, Shift
from tests.handlers.saturday import (
    EARLY,
    LEADS,
    activity,
    came,
    join,
    labels,
    last,
    noted,
    shift,
    until,
)
from tests.talk import Talk

DUE = "Dags att pricka av"
WALK_IN = "En kom utan anmälan"


@pytest.fixture
async def talk(start_saturday) -> Talk:
    return await start_saturday()


def act(talk, which: int) -> str:
    return f"checkin:{shift(talk, which)}"


async def saturday(talk) -> None:
    """medlem2 leads; medlem3 comes with a friend, and medlem4; it is half an hour before."""
    join(talk, "medlem2", LEADS)
    join(talk, "medlem3", EARLY, guests=1)
    join(talk, "medlem4", EARLY)
    await until(talk, 13, 10, 30)


async def test_a_press_says_it_in_place_and_a_second_says_the_opposite(talk):
    await saturday(talk)

    said = await talk.press("medlem2", "Cleo Ä. +1")
    assert "2 av 3 har kommit.\n- Cleo Ä. och en vän: kom\n- Dag B.\n" in said
    assert last(talk).replaces
    assert labels(talk) == ["✓ Cleo Ä. +1", "Dag B.", "Alla andra kom", WALK_IN, "Klart"]
    assert "3 av 3 har kommit." in await talk.press("medlem2", "Dag B.")
    assert "2 av 3 har kommit.\n- Cleo Ä. och en vän: kom\n- Dag B.: kom inte\n" in await talk.press(
        "medlem2", "✓ Dag B."
    )
    await talk.press("medlem2", "✗ Dag B.")

    assert came(talk, EARLY) == [True, True]
    assert noted(talk, "checkin") == [("Birk S.", name) for name in ("Cleo Ä.", "Dag B.", "Dag B.", "Dag B.")]
    assert noted(talk, "signups") == [("Birk S.", "Cleo Ä."), ("Birk S.", "Dag B.")]


async def test_pressed_twice_in_a_row_it_is_said_once(talk):
    await saturday(talk)
    action = talk.button("Dag B.").action

    for _ in range(2):
        await talk.say("medlem2", "", action=action)

    assert came(talk, EARLY) == [None, True]


async def test_all_came_but_whom_it_was_said_of(talk):
    await saturday(talk)
    await talk.press("medlem2", "Dag B.")
    await talk.press("medlem2", "✓ Dag B.")

    await talk.press("medlem2", "Alla andra kom")
    assert came(talk, EARLY) == [True, False]
    assert labels(talk) == ["✓ Cleo Ä. +1", "✗ Dag B.", WALK_IN, "Klart"]
    said = await talk.press("medlem2", "Klart")
    assert said.splitlines()[1:] == [
        "2 av 3 har kommit.",
        "En kom inte.",
        "När passet är slut frågar jag hur det gick.",
    ]
    assert labels(talk) == ["Se vilka som kom"]


async def test_whoever_checks_the_others_in_is_there(talk):
    await saturday(talk)
    assert came(talk, LEADS) == [None]
    await talk.press("medlem2", "Dag B.")

    assert came(talk, LEADS) == [True]


async def test_of_whom_nothing_is_said_is_told_as_that(talk):
    await saturday(talk)

    assert "3 är inte markerade" in await talk.press("medlem2", "Klart")


def others(talk) -> list[str]:
    """The buttons that are about a shift."""
    return [word.format(shift(talk, EARLY)) for word in ("came-all:{}:0", "came-too:{}:0:1:0", "came-done:{}")]


@pytest.mark.parametrize("who", ["medlem3", "ordforande", "styrelse", "ombudsperson", "tekniker", "gast"])
async def test_nobody_else_may(talk, who):
    await saturday(talk)
    one = talk.button("Dag B.").action

    for action in (act(talk, EARLY), one, *others(talk)):
        said = await talk.say(who, "", action=action)
        assert said.startswith(("Det där får du inte göra", "Det där är för medlemmar"))
    assert came(talk, EARLY) == [None, None]
    assert {actor for actor, _ in noted(talk, "signups")} == {"Birk S."}


async def test_the_chair_finds_the_shifts_of_the_day_by_command(talk):
    await saturday(talk)

    said = await talk.say("ordforande2", "/incheckning")
    assert said.splitlines() == [
        "Vilket pass?",
        "- Flygblad på lördagstorget (samordnare), lördag 13 februari kl. 11.00–13.00. 0 av 1 har kommit.",
        "- Flygblad på lördagstorget, lördag 13 februari kl. 11.00–12.00. 0 av 3 har kommit.",
        "- Flygblad på lördagstorget, lördag 13 februari kl. 12.00–13.00: incheckningen öppnar kl. 11.30.",
    ]
    await talk.press("ordforande2", "Checka in kl. 11.00–12.00: Flygblad på lördagstorget")
    assert labels(talk) == ["Cleo Ä. +1", "Dag B.", "Alla kom", WALK_IN, "Klart", "Lista"]


async def test_what_nobody_has_told_of_is_there_the_next_day_as_well(talk):
    await saturday(talk)
    await until(talk, 14, 9)
    assert "Vilket pass?" in await talk.say("ordforande2", "/incheckning")
    await until(talk, 15, 9)
    assert (await talk.say("ordforande2", "/incheckning")).startswith("Det finns inget pass")


async def test_who_has_nothing_to_check_in_is_told(talk):
    await saturday(talk)

    assert (await talk.say("medlem3", "/incheckning")).startswith("Det finns inget pass")


async def test_it_is_too_early_and_too_late(talk):
    join(talk, "medlem3", EARLY)
    assert "incheckningen öppnar kl. 10.30" in await talk.say("ordforande2", "", action=act(talk, EARLY))
    await until(talk, 13, 10, 30)
    with talk.database.begin() as session:
        session.get_one(Shift, shift(talk, EARLY)).cancelled_at = talk.now

    assert (await talk.say("ordforande2", "", action=act(talk, EARLY))).startswith("Det är inställt")


async def test_many_come_eight_at_a_time(talk):
    with talk.database.begin() as session:
        there = session.get_one(Activity, activity(talk).id)
        big = shifts.add(session, there, starts=there.starts).id
        for n in range(17):
            session.add(one := Member(name=f"Nr {n:02}", branch_id=1))
            session.flush()
            join_as(session, big, one.id, talk.now)
    await until(talk, 13, 10, 30)

    pages = [await talk.say("ordforande2", "", action=f"checkin:{big}")]
    pages += [await talk.press("ordforande2", "Fler") for _ in range(3)]
    assert [page.count("- Nr") for page in pages] == [8, 8, 1, 8]
    await talk.press("ordforande2", "Fler")
    assert "- Nr 09: kom" in await talk.press("ordforande2", "Nr 09")
    assert len(noted(talk, "signups")) == 17


def join_as(session, shift_id: int, member_id: int, now) -> None:
    signups.sign_up(session, shift_id, member_id, platform="telegram", said_at=now, now=now)


async def test_who_left_meanwhile_cannot_be_marked(talk):
    await saturday(talk)
    await talk.say("medlem4", "", action=f"leave:{shift(talk, EARLY)}")

    said = await talk.press("medlem2", "Dag B.")
    assert said.startswith("Den platsen finns inte längre")
    assert "Dag" not in said.split("\n", 1)[1]
    assert came(talk, EARLY) == [None, None]


async def test_while_a_leak_is_looked_into_nobody_sees_names(talk):
    await saturday(talk)
    action = talk.button("Dag B.").action
    with talk.database.begin() as session:
        incidents.freeze(session, by="r", what="w", now=talk.now)

    for one in (act(talk, EARLY), action, *others(talk)[:2]):
        assert "Dag" not in await talk.say("medlem2", "", action=one)
    assert came(talk, EARLY) == [None, None]


@pytest.mark.parametrize(
    "action",
    ["checkin:", "checkin:x", "came:1", "came:1:maybe:0", "came:1:yes:²", "came:1:²:0", "came:1:-1:0", "came-all:1:",
     "came-too:1:0:x:0", "came-too:1:0:-1:0", "came-too:1:x:1:0", "came-too:1:0:1:", "came-done:-1"],
)  # fmt: skip
async def test_a_forged_button(talk, action):
    number = str(join(talk, "medlem3", EARLY))
    await until(talk, 13, 10, 30)
    forged = action.replace("1", number if action.startswith("came:") else str(shift(talk, EARLY)))

    assert (await talk.say("ordforande2", "", action=forged)).startswith("Den knappen gäller inte längre.")
    assert came(talk, EARLY) == [None]


async def test_a_name_that_is_looked_at_again_is_noted_again_after_an_hour(talk):
    await saturday(talk)
    for minutes in (30, 31):
        talk.now += timedelta(minutes=minutes)
        await talk.say("medlem2", "", action=act(talk, EARLY))

    assert noted(talk, "signups").count(("Birk S.", "Dag B.")) == 2
    assert timedelta(hours=1) == checkin.ONE_LOOK
