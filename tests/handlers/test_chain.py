"""The yearly chain's buttons, as chairs, groups and those who look after the branches see them."""

from datetime import date, timedelta

import pytest

from storage.models import ChainAnswer, Occasion, Occurrence, OpenForm
from tests.handlers.chain_buttons import (
    ALMVIK,
    GOOD,
    HEAD,
    KVARNBRO,
    NORRBY,
    SODERSJO,
    about,
    answer,
    edited,
    fill_in,
    labels,
    press,
    rows,
    stands,
    titled,
)


@pytest.fixture
async def talk(start_talk):
    return await start_talk(whole_forms=True)


async def test_not_this_year_is_kind_and_can_be_changed(talk):
    said = await press(talk, "decline")

    assert said == (
        "Tack för att du sa det, så slipper ni fler frågor. Blir det något ändå är det bara att ändra.\n"
        f"{HEAD}\nNorrby ordnar inget i år."
    )
    assert labels(talk) == ["Ändra svaret"]
    assert (stands(talk), answer(talk).answered_at) == ("not_this_year", talk.now)
    assert edited(talk) == [said]

    assert (await talk.press("ordforande", "Ändra svaret")).endswith(
        "Vad gör Norrby? Ett tryck räcker, och det går att ändra."
    )
    assert labels(talk) == ["Vi ordnar", "Vi går med …", "Inte i år"]
    talk.now += timedelta(minutes=1)
    await talk.press("ordforande", "Vi ordnar")
    assert stands(talk) == "organises"


async def test_to_arrange_leads_straight_to_the_activity(talk):
    await press(talk, "organise")

    form = talk.adapter().sent[0][1].form
    assert form.intro == (
        "Svaret är sparat: Norrby ordnar något, måndag 8 mars. Nu lägger vi in vad. "
        "Avbryter du hittar du tillbaka med /laget."
    )
    assert [field.name for field in form.fields] == list(GOOD)
    assert stands(talk) == "organises"
    assert edited(talk) == [f"{HEAD}\nNorrby ordnar något. Vad det blir är inte inlagt än."]

    said = await fill_in(talk)

    assert said.startswith("Sparat: Frukost på torget, måndag 8 mars kl. 08.00–09.30, om 4 veckor.")
    activity = titled(talk, "Frukost på torget")
    assert (activity.day, activity.branch_id, answer(talk).activity_id) == (date(2027, 3, 8), NORRBY, activity.id)
    assert (await press(talk, "organise")) == (f"{HEAD}\nNorrby ordnar Frukost på torget, kl. 08.00–09.30, Stortorget.")


async def test_the_form_that_is_left_leaves_the_answer(talk):
    await press(talk, "organise")
    form_id = max(row.id for row in rows(talk, OpenForm))
    await talk.say("ordforande", "", action=f"form:{form_id}:cancel")

    assert (stands(talk), answer(talk).activity_id) == ("organises", None)
    assert "inte inlagt än" in await press(talk, "organise")
    assert labels(talk) == ["Lägg in aktiviteten", "Ändra svaret"]

    await talk.press("ordforande", "Lägg in aktiviteten")
    await fill_in(talk)
    assert answer(talk).activity_id == titled(talk, "Frukost på torget").id


async def test_pressed_twice_it_is_one_answer_and_the_form_goes_on(talk):
    await press(talk, "organise")
    again = await press(talk, "organise")

    assert again.startswith(f"{HEAD}\nNorrby ordnar något.")
    assert len(rows(talk, ChainAnswer)) == 1
    assert [row.closed_at for row in rows(talk, OpenForm)] == [None]

    await fill_in(talk)
    await fill_in(talk)
    assert [row.activity_id for row in rows(talk, ChainAnswer)] == [titled(talk, "Frukost på torget").id]


async def test_what_is_in_already_is_offered(talk):
    said = await press(talk, "organise", "ordforande10", on=about(KVARNBRO, "may1"))

    assert said.startswith(
        "Svaret är sparat: Kvarnbro ordnar något. Det här är redan inlagt den dagen. Är det det ni menar?\n"
        "- Förstamajfrukost, kl. "
    )
    assert talk.button("Det är den här")
    assert (await talk.press("ordforande10", "Det är den här")).startswith("Tack! Då hittar folk dit.\n")
    row = answer(talk, KVARNBRO, Occasion.MAY_DAY)
    assert (row.stand, row.activity_id) == ("organises", titled(talk, "Förstamajfrukost").id)


async def test_or_something_else(talk):
    await press(talk, "organise", "ordforande10", on=about(KVARNBRO, "may1"))
    await talk.press("ordforande10", "Något annat")
    await fill_in(talk, "ordforande10", start="15", end="")

    row = answer(talk, KVARNBRO, Occasion.MAY_DAY)
    assert row.activity_id == titled(talk, "Frukost på torget").id


async def test_who_goes_with_another_chooses_among_those_that_arrange_something(talk):
    await press(talk, "organise", "ordforande2", on=about(SODERSJO))
    await fill_in(talk, "ordforande2")

    assert await press(talk, "join") == "Vilka går Norrby med?"
    assert labels(talk) == [
        "Södersjö: Frukost på torget", "Distriktet: Åttonde mars i Norrby", "Någon annan", "Tillbaka",
    ]  # fmt: skip
    said = await talk.press("ordforande", "Södersjö: Frukost på torget")

    assert said == (
        "Tack! Säg gärna till Södersjö att ni kommer.\n"
        f"{HEAD}\nNorrby går med Södersjö på Frukost på torget, kl. 08.00–09.30, Stortorget."
    )
    assert (answer(talk).stand, answer(talk).joins_id) == ("joins", SODERSJO)


async def test_or_with_the_district(talk):
    await press(talk, "join")
    said = await talk.press("ordforande", "Distriktet: Åttonde mars i Norrby")

    assert said.startswith("Tack! Säg gärna till distriktet att ni kommer.\n")
    assert "Norrby går med distriktet på Åttonde mars i Norrby, kl. " in said
    assert (answer(talk).joins_id, answer(talk).activity_id) == (None, titled(talk, "Åttonde mars i Norrby").id)


async def test_or_with_any_other_but_those_that_stay_at_home(talk):
    await press(talk, "decline", "ordforande2", on=about(SODERSJO))
    await press(talk, "join")
    await talk.press("ordforande", "Någon annan")

    assert len(labels(talk)) == 11
    assert labels(talk)[-1] == "Tillbaka"
    assert not {"Norrby", "Södersjö"} & set(labels(talk))
    assert (await talk.press("ordforande", "Älmvik")).endswith(
        "Norrby går med Älmvik, som inte har sagt att de ordnar något."
    )


async def test_when_nobody_arranges_anything_all_are_offered_at_once(talk):
    said = await press(talk, "join", "ordforande3", on=about(ALMVIK, "may1", 2028))

    assert said == "Ingen annan har sagt att de ordnar något än. Vilka går Älmvik med?"
    assert len(labels(talk)) == 12
    assert (await talk.press("ordforande3", "Tillbaka")).endswith(
        "Vad gör Älmvik? Ett tryck räcker, och det går att ändra."
    )


def asked_again(talk) -> list[tuple[int, str]]:
    return [(row.branch_id, row.lead) for row in rows(talk, Occurrence) if row.topic == "chain_again"]


async def test_who_was_to_go_with_them_is_asked_again_when_they_stay_at_home(talk):
    await press(talk, "organise", "ordforande2", on=about(SODERSJO))
    await press(talk, "with", what=f"b{SODERSJO}")
    await press(talk, "with", "ordforande3", on=about(ALMVIK), what=f"b{SODERSJO}")
    talk.now += timedelta(hours=1)

    await press(talk, "decline", "ordforande2", on=about(SODERSJO), current=True)

    assert (stands(talk, SODERSJO), stands(talk), stands(talk, ALMVIK)) == ("not_this_year", "", "")
    assert asked_again(talk) == [(NORRBY, f"b{SODERSJO}"), (ALMVIK, f"b{SODERSJO}")]


async def test_who_arranges_nothing_cannot_be_gone_with(talk):
    await press(talk, "with", what=f"b{SODERSJO}")
    await press(talk, "with", "ordforande2", on=about(SODERSJO), what=f"b{NORRBY}")

    assert (stands(talk), stands(talk, SODERSJO), asked_again(talk)) == ("joins", "", [])


async def test_who_was_chosen_and_goes_with_somebody_else_lets_the_others_go(talk):
    await press(talk, "with", what=f"b{SODERSJO}")
    await press(talk, "with", "ordforande2", on=about(SODERSJO), what=f"b{ALMVIK}")

    assert (stands(talk), stands(talk, SODERSJO)) == ("", "joins")
    assert asked_again(talk) == [(NORRBY, f"b{SODERSJO}")]
