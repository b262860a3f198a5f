"""`/mina-pass`: what one has said yes to, and what one is responsible for."""

from tests.handlers.meeting import change, member, plan


async def test_both_are_shown_with_what_can_be_done(talk):
    number = plan(talk, contact_id=member(talk, "Gunnel T."))
    await talk.say("medlem7", "", action=f"come:{number}")
    said = await talk.say("medlem7", "/mina-pass")

    assert said.startswith("Du är med: Träff om bussarna,")
    assert "\n\nDu är kontaktperson för:\n- Träff om bussarna, onsdag 24 februari kl. 18.00–20.00" in said
    labels = [button.label for button in talk.adapter().sent[-1][1].buttons]
    assert labels[-2:] == ["Jag kan inte", "Sköt 24/2: Träff om bussarna"]


async def test_what_is_over_called_off_or_anothers_is_not(talk):
    number = plan(talk, contact_id=member(talk, "Gunnel T."))
    assert "kontaktperson" not in await talk.say("medlem2", "/mina-pass")
    change(talk, number, cancelled_at=talk.now)

    assert (await talk.say("medlem7", "/mina-pass")).startswith("Du har inte sagt ja till något")
