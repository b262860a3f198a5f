"""Yes to how something comes back, when that has changed since it was proposed."""

import pytest

from tests.handlers.monthly import MONTHLY, begin, days, hand_in, join, plan_first, rows
from tests.talk import Talk

AGAIN = "Upprepningen har ändrats sedan du fick frågan"


@pytest.fixture
async def talk(start_talk) -> Talk:
    talk = await start_talk(whole_forms=True)
    plan_first(talk.database)
    await begin(talk)
    return talk


async def propose(talk: Talk, **values: str) -> str:
    """The action of the yes."""
    await hand_in(talk, f"again:{rows(talk)[0].id}:form", **MONTHLY | values)
    return talk.button("Ja, så blir det").action


async def test_an_old_yes_shows_what_it_would_call_off_now(talk):
    monthly = await propose(talk)
    weekly = await propose(talk, rhythm="varje måndag")
    await talk.say("ordforande", "", action=weekly)
    join(talk, "medlem", rows(talk)[1])
    before = days(talk)
    said = await talk.say("ordforande", "", action=monthly)

    assert said.startswith(AGAIN)
    assert "gånger passar inte längre och ställs in" in said
    assert days(talk) == before
    await talk.press("ordforande", "Ja, så blir det")
    assert days(talk)[:4] == ["03-15", "04-15", "05-15", "09-15"]


async def test_an_old_yes_does_not_take_back_that_it_stops(talk):
    monthly = await propose(talk)
    await talk.say("ordforande", "", action=f"again:{rows(talk)[1].id}:stop")
    await talk.press("ordforande", "Ja, den blir den sista")

    assert (await talk.say("ordforande", "", action=monthly)).startswith(AGAIN)
    assert days(talk) == ["03-15", "04-15"]


async def test_a_yes_to_what_has_ended_tells_how_it_is_now(talk):
    weekly = await propose(talk, rhythm="varje måndag")
    await talk.say("ordforande", "", action=weekly)
    await talk.say("ordforande", "", action=await propose(talk))
    before = days(talk)
    said = await talk.say("ordforande", "", action=weekly)

    assert said == (
        "Upprepningen har ändrats igen sedan dess, så jag gjorde ingenting.\n"
        "Månadsmöte återkommer varje månad den 15:e, utom juni–augusti."
    )
    assert days(talk) == before


async def test_a_yes_to_what_has_stopped_says_that_it_does_not_come_back(talk):
    weekly = await propose(talk, rhythm="varje måndag")
    await talk.say("ordforande", "", action=weekly)
    await talk.say("ordforande", "", action=f"again:{rows(talk)[0].id}:end")
    said = await talk.say("ordforande", "", action=weekly)

    assert said.endswith("Månadsmöte återkommer inte längre.")
    assert days(talk) == ["03-15"]


async def test_a_yes_to_the_proposal_of_another_activity_does_nothing(talk):
    yes = await propose(talk, rhythm="varje måndag")
    number = yes.rpartition(":")[2]
    before = days(talk)
    said = await talk.say("ordforande", "", action=f"again:{rows(talk)[1].id}:yes:{number}")

    assert said.startswith("Den knappen")
    assert days(talk) == before


async def test_one_that_was_moved_alone_does_not_take_the_others_along(talk):
    await hand_in(talk, f"change:{rows(talk)[1].id}:move-this", date="16 april", start="10", end="11")
    said = await hand_in(talk, f"again:{rows(talk)[1].id}:form", **MONTHLY)

    assert "Alltid kl. 18.00–20.00." in said
    await talk.press("ordforande", "Ja, så blir det")
    assert {f"{row.starts:%H:%M}" for row in rows(talk)[2:]} == {"18:00"}
    assert days(talk)[:3] == ["03-15", "04-16", "05-15"]
