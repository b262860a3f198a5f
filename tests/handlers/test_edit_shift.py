"""What one does on a shift, whether it leads, and where it is, changed by whoever arranges it."""

from datetime import timedelta

import pytest

from tests.handlers.flyering import add, faults, hand_in, join, labels, rows
from tests.talk import IDS, Talk

AS_IT_IS = {"role": "", "leads": "no", "place": ""}


@pytest.fixture
async def talk(start_talk) -> Talk:
    return await start_talk(whole_forms=True, reminds=True)


async def edit(talk: Talk, shift: int, **values: str) -> str:
    return await hand_in(talk, "ordforande", f"roster:{shift}:edit", **AS_IT_IS | values)


async def test_a_new_place_is_told_to_those_on_it(talk):
    shift = add(talk)
    join(talk, "medlem", shift)
    await talk.say("ordforande", "", action=f"roster:{shift}")
    assert labels(talk)[0] == "Ändra passet"
    before = len(talk.adapter().sent)
    said = await edit(talk, shift, place="Bryggan", role="delar ut")

    assert said.splitlines()[:2] == ["Sparat.", "En står på passet, och får veta det nu."]
    assert [(row.role, row.place) for row in rows(talk) if row.id == shift] == [("delar ut", "Bryggan")]
    await talk.wait(timedelta(minutes=1))
    told = [reply.text for to, reply in talk.adapter().sent[before:] if to.chat == IDS["medlem"]]
    assert [("Bryggan" in text) for text in told] == [True]


async def test_another_role_is_told_to_nobody(talk):
    shift = add(talk)
    join(talk, "medlem", shift)
    before = len(talk.adapter().sent)
    assert "får veta" not in await edit(talk, shift, role="samordnare", leads="yes")
    await talk.wait(timedelta(minutes=1))

    assert [row.leads for row in rows(talk) if row.id == shift] == [True]
    assert not [to for to, _ in talk.adapter().sent[before:] if to.chat == IDS["medlem"]]


async def test_the_same_as_before_changes_nothing(talk):
    shift = add(talk, role="samordnare")

    assert (await edit(talk, shift, role="samordnare")).startswith("Inget är ändrat")


async def test_it_cannot_lead_with_somebody_on_it_who_may_not_see_the_names(talk):
    shift = add(talk)
    join(talk, "medlem2", shift)
    await edit(talk, shift, leads="yes")

    assert faults(talk)["leads"].startswith("En på passet är inte med i den partiförening som ordnar")
    assert not any(row.leads for row in rows(talk) if row.id == shift)


async def test_a_role_that_is_too_long_is_asked_again(talk):
    await edit(talk, add(talk), role="x" * 41)

    assert list(faults(talk)) == ["role"]


@pytest.mark.parametrize("who", ["medlem", "ordforande2", "gast"])
async def test_nobody_else_may(talk, who):
    said = await talk.say(who, "", action=f"roster:{add(talk)}:edit")

    assert said.startswith(("Det där får du inte göra", "Det där är för medlemmar."))
