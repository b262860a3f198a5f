"""`/mina-pass`: what one has said yes to, and what one is responsible for."""

from datetime import timedelta

from storage import signups
from tests.handlers import flyering
from tests.handlers.flyering import labels
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


async def test_while_it_goes_on_there_is_no_button_that_would_be_refused(talk):
    shift = flyering.add(talk)
    flyering.add(talk, 18, 19)
    flyering.join(talk, "medlem", shift)
    await talk.say("medlem", "/mina-pass")
    assert labels(talk) == ["Jag tar med någon", "Byt pass", "Jag behöver något", "Jag kan inte"]

    talk.now = flyering.rows(talk)[0].starts_at + timedelta(minutes=5)
    assert (await talk.say("medlem", "/mina-pass")).startswith("Du är med: Flygblad vid stationen,")
    assert labels(talk) == []


async def test_a_place_that_is_kept_can_be_taken_where_the_activity_is_shown(talk):
    shift = flyering.add(talk, capacity=1)
    flyering.add(talk, 18, 19)
    for who in ("medlem2", "medlem"):
        flyering.join(talk, who, shift)
    with talk.database.begin() as session:
        signups.cancel(session, shift, flyering.member(talk, "medlem2"), said_at=talk.now, now=talk.now)
    await talk.say("medlem", "", action=f"see:{flyering.activity(talk).id}")
    assert labels(talk)[:3] == [
        "Ja, jag tar platsen kl. 17.00–18.00", "Nej tack kl. 17.00–18.00", "Jag kommer kl. 18.00–19.00",
    ]  # fmt: skip

    take = talk.button("Ja, jag tar platsen kl. 17.00–18.00").action
    assert (await talk.say("medlem", "", action=take)).startswith("Du är med: Flygblad vid stationen,")
