"""`/glom-mig`: asked once more, done at once; not for the last one who can look after the rest."""

import time

import pytest
from sqlmodel import select

from storage.models import Member, Post, Role
from tests.talk import NOW


def names(talk) -> set[str]:
    with talk.database.read() as session:
        return set(session.exec(select(Member.name)))


async def test_it_is_asked_first_and_nothing_is_done_before(talk):
    before = names(talk)

    assert (await talk.say("medlem", "/glom-mig")).startswith("Vill du att jag glömmer dig?")
    assert await talk.press("medlem", "Behåll mig") == "Bra, allt är som förut."
    assert names(talk) == before


async def test_then_it_is_done_and_told_once(talk):
    await talk.say("medlem", "/glom-mig")
    began = time.perf_counter()
    said = await talk.press("medlem", "Glöm mig")

    assert time.perf_counter() - began < 5
    assert said.startswith("Klart. Jag har glömt dig")
    assert "Alva N." not in names(talk)
    assert (await talk.press("medlem", "Glöm mig")).startswith("Det där är för medlemmar.")


@pytest.mark.parametrize(("who", "role"), [("ombudsperson", "ombudsperson"), ("tekniker", "tekniker")])
async def test_the_last_one_cannot(talk, who, role):
    assert f"Du är den enda som är {role}" in await talk.say(who, "/glom-mig")
    assert f"Du är den enda som är {role}" in await talk.say(who, "", action="forget-me:yes")


async def test_but_can_when_somebody_else_has_the_post(talk):
    with talk.database.begin() as session:
        session.add(Post(member_id=1, role=Role.OMBUDSPERSON, first_day=NOW.date()))

    await talk.say("ombudsperson", "/glom-mig")

    assert (await talk.press("ombudsperson", "Glöm mig")).startswith("Klart.")


async def test_but_not_when_the_other_has_no_account(talk):
    with talk.database.begin() as session:
        session.add(other := Member(name="Utan Konto", branch_id=1))
        session.flush()
        session.add(Post(member_id=other.id, role=Role.OMBUDSPERSON, first_day=NOW.date()))

    assert "Du är den enda som är ombudsperson" in await talk.say("ombudsperson", "", action="forget-me:yes")
    assert "Pella B." in names(talk)


async def test_a_forged_choice_does_nothing(talk):
    await talk.say("medlem", "", action="forget-me:perhaps")

    assert "Alva N." in names(talk)
