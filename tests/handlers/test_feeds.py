"""`/kalender`: a secret address for one's own calendar, and for a branch's whoever plans there."""

import re

import pytest
from sqlmodel import select

from bot.settings import Settings
from storage import feeds, incidents
from storage.models import Feed, Outbox, Post
from tests.talk import NOW, Talk

ADDRESS = re.compile(r"^https://bot\.example\.se/kalender/([\w-]{32})\.ics$", re.MULTILINE)


@pytest.fixture
def settings() -> Settings:
    return Settings(_env_file=None, district="Distriktet Älvmarken", door_port=8080, door_url="https://bot.example.se/")


async def labels(talk: Talk, who: str, text: str = "/kalender", **more: object) -> list[str]:
    ((_, reply),) = await talk.hear(talk.incoming(who, text, **more))
    return [button.label for button in reply.buttons]


async def make(talk: Talk, who: str, label: str = "Min kalender") -> str:
    await talk.say(who, "/kalender")
    return ADDRESS.search(await talk.press(who, label))[1]


def reader(talk: Talk, secret: str) -> feeds.Reader | None:
    with talk.database.read() as session:
        return feeds.find(session, secret, today=NOW.date())


async def test_it_says_in_two_lines_what_it_is_and_offers_one(talk_on_each):
    said = await talk_on_each.say("medlem", "/kalender")

    what, secret = said.splitlines()
    assert what.startswith(
        "Med en egen adress visar telefonens kalender det du sagt ja till och det som händer i Norrby"
    )
    assert secret.startswith("Adressen är hemlig: den som har den kan läsa din kalender. Jag visar den en enda gång")
    assert await labels(talk_on_each, "medlem") == ["Min kalender"]


async def test_a_chair_is_offered_the_branch_s_as_well(talk):
    assert await labels(talk, "ordforande") == ["Min kalender", "Partiföreningens kalender: Norrby"]
    assert await labels(talk, "ombudsperson") == ["Min kalender"]


async def test_the_address_is_shown_once_and_works(talk_on_each):
    secret = await make(talk_on_each, "medlem")

    assert reader(talk_on_each, secret).person.name == "Alva N."
    again = await talk_on_each.say("medlem", "/kalender")
    assert "Adressen till min kalender gäller sedan måndag 8 februari." in again
    assert not ADDRESS.search(again)


async def test_it_is_kept_nowhere(talk):
    secret = await make(talk, "medlem")

    with talk.database.read() as session:
        assert secret not in "".join(session.exec(select(Outbox.payload)))
        assert secret not in "".join(session.exec(select(Feed.token_hash)))


async def test_a_new_one_takes_the_place_of_the_old(talk):
    old = await make(talk, "medlem")
    new = await make(talk, "medlem", "Ny adress: min kalender")

    assert "Den förra gäller inte längre." in talk.texts()[-1]
    assert (reader(talk, old), reader(talk, new) is None) == (None, False)


async def test_it_is_closed_with_a_button(talk):
    secret = await make(talk, "medlem")

    assert (await talk.press("medlem", "Stäng av adressen")).startswith("Klart: adressen gäller inte längre.")
    assert reader(talk, secret) is None
    assert (await talk.press("medlem", "Stäng av adressen")).startswith("Den adressen var redan avstängd.")
    assert await labels(talk, "medlem") == ["Min kalender"]


async def test_it_is_closed_from_the_list_as_well(talk):
    secret = await make(talk, "ordforande", "Partiföreningens kalender: Norrby")
    assert reader(talk, secret).branch_id == 1
    assert await labels(talk, "ordforande") == [
        "Min kalender", "Ny adress: kalendern för Norrby", "Stäng av: kalendern för Norrby",
    ]  # fmt: skip

    await talk.press("ordforande", "Stäng av: kalendern för Norrby")
    assert reader(talk, secret) is None


async def test_nobody_closes_another_s(talk):
    secret = await make(talk, "medlem")
    action = talk.button("Stäng av adressen").action

    assert (await talk.say("medlem2", "", action=action)).startswith("Den adressen var redan avstängd.")
    assert reader(talk, secret)


@pytest.mark.parametrize(("who", "action"), [
    ("medlem", "feed:b1"), ("ordforande", "feed:b2"), ("ombudsperson", "feed:b1"), ("gast", "feed:mine"),
    ("medlem", "feed:"), ("medlem", "feed:b"), ("medlem", "feed:999999"), ("medlem", "feed-off:x"),
])  # fmt: skip
async def test_a_forged_button_makes_none(talk, who, action):
    assert not ADDRESS.search(await talk.say(who, "", action=action))
    with talk.database.read() as session:
        assert session.exec(select(Feed)).all() == []


async def test_whose_post_has_ended_is_not_told_of_the_branch_s(talk):
    await make(talk, "ordforande", "Partiföreningens kalender: Norrby")
    with talk.database.begin() as session:
        session.delete(session.exec(select(Post).where(Post.role == "chair", Post.branch_id == 1)).one())

    assert await labels(talk, "ordforande") == ["Min kalender"]
    assert "Norrby." not in talk.texts()[-1]


async def test_in_a_group_it_is_between_us(talk):
    await make(talk, "medlem")
    ((to, reply),) = await talk.hear(talk.incoming("medlem", action="feed:mine", group="norrby"))

    assert ADDRESS.search(reply.text)
    assert to.only


async def test_while_a_breach_is_open_none_is_given_out(talk):
    await talk.say("medlem", "/kalender")
    with talk.database.begin() as session:
        incidents.freeze(session, what="x", by="", now=NOW)

    assert not ADDRESS.search(await talk.press("medlem", "Min kalender"))


async def test_where_there_is_no_door_it_says_what_can_be_done(talk):
    talk.bot.dispatcher.answers.settings = Settings(_env_file=None, district="x")

    assert (await talk.say("medlem", "/kalender")).startswith("Kalenderadresser är inte påslagna här än.")
    assert (await talk.say("medlem", "", action="feed:mine")).startswith("Kalenderadresser är inte påslagna här än.")


async def test_it_is_for_members(talk):
    assert "för medlemmar" in await talk.say("gast", "/kalender")
