"""`/avbryt`: leave what one is filling in."""

import pytest


@pytest.mark.parametrize("spelled", ["/avbryt", "/cancel", "/AVBRYT"])
async def test_the_form_is_left(talk, spelled):
    await talk.say("ordforande", "/ny-aktivitet")
    await talk.say("ordforande", "Vårfest")

    assert await talk.say("ordforande", spelled) == "Avbrutet. Inget är sparat."
    assert not (await talk.say("ordforande", "fest")).startswith("Fråga")


async def test_nothing_to_leave(talk):
    assert await talk.say("medlem", "/avbryt") == "Du håller inte på med något som går att avbryta."


async def test_nobody_leaves_another_persons_form(talk):
    await talk.say("ordforande", "/ny-aktivitet")

    assert (await talk.say("ordforande2", "/avbryt")).startswith("Du håller inte på")
    assert (await talk.say("ordforande", "Vårfest")).startswith("Fråga 2 av")
