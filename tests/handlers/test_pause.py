"""`/pausa`: no reminders for a while; what was asked for and what is written just to them comes all the same."""

from datetime import timedelta

import pytest

DAY = timedelta(days=1)


async def until_reminded(talk, days: float) -> list[str]:
    before = len(talk.adapter().sent)
    await talk.wait(days * DAY)
    return [reply.text for to, reply in talk.adapter().sent[before:] if to.chat == "1001"]


@pytest.fixture
async def reminding(start_talk):
    return await start_talk(reminds=True)


async def test_without_a_pause_there_is_something_to_be_spared(reminding):
    assert any("Påminnelse" in text for text in await until_reminded(reminding, 1))


@pytest.mark.parametrize("label", ["Ett dygn", "En vecka", "Tills vidare"])
async def test_nothing_comes_meanwhile_but_what_they_asked_for(reminding, label):
    await reminding.say("medlem", "/paminn i kväll kl 19 ring kommunen")
    await reminding.say("medlem", "/pausa")
    assert (await reminding.press("medlem", label)).startswith("Du har paus t")

    reminded = await until_reminded(reminding, 11 / 24)

    assert len(reminded) == 1
    assert "ring kommunen" in reminded[0]


async def test_it_ends_by_itself(reminding):
    await reminding.say("medlem", "/pausa")
    await reminding.press("medlem", "Ett dygn")
    await reminding.wait(DAY)

    assert await until_reminded(reminding, 7)
    assert "paus" not in await reminding.say("medlem", "/paminnelser")


async def test_or_with_a_button_that_the_overview_has_as_well(reminding):
    await reminding.say("medlem", "/pausa")
    await reminding.press("medlem", "Tills vidare")
    assert "Du har paus tills du säger till." in await reminding.say("medlem", "/paminnelser")

    assert await reminding.press("medlem", "Avsluta pausen") == "Pausen är slut. Nu påminner jag dig igen."
    assert await until_reminded(reminding, 1)


async def test_others_are_reminded_and_the_one_who_pauses_is_answered(reminding):
    await reminding.say("medlem", "/pausa")
    await reminding.press("medlem", "En vecka")
    before = len(reminding.adapter().sent)
    await reminding.wait(DAY)

    assert any(to.chat == "1013" for to, _ in reminding.adapter().sent[before:])
    assert "Härnäst" in await reminding.say("medlem", "/nasta-aktivitet")


async def test_a_forged_span_is_an_old_button(reminding):
    await reminding.say("medlem", "", action="pause:century")

    assert "paus" not in await reminding.say("medlem", "/paminnelser")
