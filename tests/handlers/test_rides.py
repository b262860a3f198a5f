"""Rides: suggested to whoever is responsible, both are asked, and told each other's first name when both say yes."""

import pytest
from sqlmodel import select

from bot.markup import plain
from storage.models import Activity, Carpool, Need
from tests.talk import Talk

# Alva (Norrby) needs a ride to Norrby's meeting, Birk (Södersjö) has a seat; Majken chairs Norrby.
RIDER, DRIVER, CHAIR = "medlem", "medlem2", "ordforande"
PROPOSE = "Föreslå skjutsen: Alva N. med Birk S."
CHATS = {RIDER: "1001", DRIVER: "1002"}
OVER = "Den frågan gäller inte längre."


@pytest.fixture
async def talk(start_talk) -> Talk:
    talk = await start_talk(whole_forms=True)
    for who, want in ((RIDER, "ride"), (DRIVER, "lift")):
        await talk.say(who, "", action=f"come:{meeting(talk)}")
        ((_, reply),) = await talk.hear(talk.incoming(who, "", action=f"need:{meeting(talk)}:{want}"))
        await talk.say(who, "", action=f"form:{reply.form.id}:send", values={"count": "1", "words": "Storgatan"})
    return talk


def meeting(talk: Talk) -> int:
    with talk.database.read() as session:
        return session.exec(select(Activity.id).where(Activity.title == "Medlemsmöte i Norrby")).first()


def to(talk: Talk, who: str) -> list[str]:
    return [plain(reply.text) for address, reply in talk.adapter().sent if address.chat == CHATS[who]]


async def propose(talk: Talk) -> None:
    await talk.say(CHAIR, "/behov")
    await talk.press(CHAIR, PROPOSE)


def state(talk: Talk) -> list[tuple[bool | None, bool | None]]:
    with talk.database.read() as session:
        return [(one.rider_says, one.driver_says) for one in session.exec(select(Carpool))]


async def say(talk: Talk, who: str, verb: str) -> str:
    return await talk.say(who, "", action=f"ride:1:{verb}")


async def test_the_responsible_sees_the_pair_and_both_are_asked_without_a_name(talk):
    assert (await talk.say(CHAIR, "/behov")).splitlines()[-1] == (
        "- Skjuts: Alva N. (Norrby) kan åka med Birk S. (Södersjö)."
    )
    assert (await talk.press(CHAIR, PROPOSE)).startswith("Båda är tillfrågade.")

    assert to(talk, RIDER)[-1].startswith("Det finns plats i en bil till Medlemsmöte i Norrby")
    assert to(talk, DRIVER)[-1].startswith("Någon behöver skjuts till Medlemsmöte i Norrby")
    assert "Birk" not in "".join(to(talk, RIDER))
    assert "Alva" not in "".join(to(talk, DRIVER))
    assert await talk.press(CHAIR, PROPOSE) == OVER


@pytest.mark.parametrize(("first", "second", "name"), [(RIDER, DRIVER, "Birk"), (DRIVER, RIDER, "Alva")])
async def test_told_the_first_names_only_when_both_have_said_yes(talk, first, second, name):
    other = "Alva" if name == "Birk" else "Birk"
    await propose(talk)

    said = await say(talk, first, "yes")
    assert said.startswith("Tack! Jag säger till")
    assert name not in "".join(to(talk, first))

    assert other in await say(talk, second, "yes")
    assert name in to(talk, first)[-1]
    assert "S." not in to(talk, first)[-1].split("Medlemsmöte")[0]
    assert "Storgatan" not in "".join(to(talk, first) + to(talk, second))
    with talk.database.read() as session:
        assert [need.met for need in session.exec(select(Need))] == [True, True]
    assert (await talk.say(CHAIR, "/behov")).splitlines()[-1] == "- Skjuts: Alva N. åker med Birk S."


async def test_pressed_twice_it_is_told_once(talk):
    await propose(talk)
    for who in (RIDER, DRIVER, DRIVER):
        await say(talk, who, "yes")

    assert len([text for text in to(talk, RIDER) if text.startswith("Klart:")]) == 1


async def test_a_no_ends_it_and_tells_no_name(talk):
    await propose(talk)
    assert (await say(talk, DRIVER, "no")).startswith("Då blir det inget av den skjutsen")

    assert await say(talk, RIDER, "yes") == OVER
    assert state(talk) == [(None, False)]
    assert "Birk" not in "".join(to(talk, RIDER))
    assert PROPOSE not in [button.label for button in await labels(talk)]


async def labels(talk: Talk):
    ((_, reply),) = await talk.hear(talk.incoming(CHAIR, "/behov"))
    return reply.buttons


@pytest.mark.parametrize("who", [CHAIR, "medlem3", "ombudsperson"])
async def test_nobody_else_answers_for_them(talk, who):
    await propose(talk)

    assert await say(talk, who, "yes") == OVER
    assert state(talk) == [(None, None)]


@pytest.mark.parametrize("who", [RIDER, DRIVER, "ordforande2", "ombudsperson"])
async def test_only_the_responsible_proposes(talk, who):
    with talk.database.read() as session:
        ride, lift = session.exec(select(Need.id).order_by(Need.id)).all()
    said = await talk.say(who, "", action=f"pair:{ride}:{lift}")

    assert said.startswith("Det gäller inte längre")
    assert state(talk) == []


async def test_a_pair_that_is_none_is_not_asked(talk):
    with talk.database.read() as session:
        ride, lift = session.exec(select(Need.id).order_by(Need.id)).all()

    for action in (f"pair:{lift}:{ride}", f"pair:{ride}:{ride}", f"pair:{ride}:999"):
        assert await talk.say(CHAIR, "", action=action) == OVER
    assert state(talk) == []
