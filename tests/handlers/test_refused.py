"""Why somebody gets no place: in words that are true of where they stand."""

from datetime import timedelta

from sqlmodel import select

from storage.models import Place, Signup
from tests.handlers import flyering
from tests.talk import Talk

TWICE = "På två ställen samtidigt går det inte."


def put(talk: Talk, who: str, place: Place) -> None:
    with talk.database.begin() as session:
        mine = session.exec(select(Signup).where(Signup.member_id == flyering.member(talk, who))).one()
        mine.place, mine.offered_until = place, talk.now if place == Place.OFFERED else None


async def waits(talk: Talk) -> int:
    """`medlem` is in the line for a shift that `medlem3` has."""
    shift = flyering.add(talk, 17, 18, capacity=1)
    for who in ("medlem3", "medlem"):
        flyering.join(talk, who, shift)
    return shift


async def test_who_only_waits_elsewhere_is_not_said_to_be_in_on_it(talk: Talk):
    await waits(talk)
    beside = flyering.add(talk, 17, 19)

    said = await talk.say("medlem", "", action=f"shift:{beside}")

    assert said.startswith("Då står du redan i kö till något annat: Flygblad vid stationen")
    assert said.endswith(TWICE)
    assert (await talk.press("medlem", "Lämna den kön")).startswith("Då vet vi: du kommer inte.")


async def test_nor_is_who_has_been_offered_a_place_there(talk: Talk):
    flyering.join(talk, "medlem", flyering.add(talk, 17, 18))
    put(talk, "medlem", Place.OFFERED)
    beside = flyering.add(talk, 17, 19)

    said = await talk.say("medlem", "", action=f"shift:{beside}")

    assert said.startswith("Då hålls redan en plats åt dig på något annat: Flygblad vid stationen")
    assert flyering.labels(talk) == ["Nej tack till det andra"]


async def test_pressed_again_nobody_has_said_yes_who_has_not(talk: Talk):
    shift = await waits(talk)
    assert (await talk.say("medlem", "", action=f"shift:{shift}")).startswith("Det är fullt just nu")

    flyering.join(talk, "medlem4", only := flyering.add(talk, 18, 19))
    put(talk, "medlem4", Place.OFFERED)

    assert (await talk.say("medlem4", "", action=f"shift:{only}")).startswith("En plats hålls åt dig till")


async def test_a_company_waits_for_room_for_all_of_them(talk: Talk):
    shift = flyering.add(talk, 17, 18, capacity=2)
    flyering.join(talk, "medlem3", shift)
    flyering.join(talk, "medlem", shift, guests=1)

    said = await talk.say("medlem", "/mina-pass")

    assert said.startswith("Det finns inte plats åt er alla just nu: Flygblad vid stationen")
    assert "Ni är nummer 1 i kön." in said


async def test_what_is_over_has_not_only_begun(talk: Talk):
    shift = flyering.add(talk, 17, 18)
    flyering.join(talk, "medlem", shift)
    talk.now += timedelta(days=1, hours=8, minutes=30)
    assert (await talk.say("medlem", "", action=f"leave:{shift}")).startswith("Det har redan börjat: Flygblad")

    talk.now += timedelta(hours=1)
    for word in ("leave", "shift"):
        assert (await talk.say("medlem", "", action=f"{word}:{shift}")).startswith("Det är redan över: Flygblad"), word


async def test_to_lead_is_not_asked_of_who_may_not(talk: Talk):
    shift = flyering.add(talk, 16, 17)
    flyering.join(talk, "medlem2", shift)
    flyering.add(talk, 17, 18, role="samordnare", leads=True, minimum=1)
    flyering.add(talk, 18, 19, role="delar ut", minimum=1)

    for who, asked in (("medlem", True), ("medlem2", False)):
        wanted = await talk.say(who, "/hjalp-behovs")
        assert ("kl. 17.00–18.00" in wanted, "kl. 18.00–19.00" in wanted) == (asked, True), who
    await talk.say("medlem2", "", action=f"swap:{shift}")
    assert flyering.labels(talk) == ["kl. 18.00–19.00, delar ut"]
    for who, asked in (("medlem", True), ("medlem2", False)):
        await talk.say(who, "", action=f"see:{flyering.activity(talk).id}")
        assert ("Jag kommer kl. 17.00–18.00 (samordnare)" in flyering.labels(talk)) is asked, who
        assert "Jag kommer kl. 18.00–19.00 (delar ut)" in flyering.labels(talk)


async def test_a_company_that_did_not_answer_in_time_gets_in_line_together_again(start_talk):
    talk = await start_talk(reminds=True)
    shift = flyering.add(talk, 17, 18, capacity=2)
    for who in ("medlem3", "medlem"):
        flyering.join(talk, who, shift, guests=1)
    await talk.say("medlem3", "", action=f"leave:{shift}")
    flyering.join(talk, "medlem4", shift, guests=1)
    yes = talk.button("Ja, jag kommer").action
    await talk.wait(timedelta(hours=24))

    assert talk.button("Ställ mig i kön").action == f"shift:{shift}:1"
    assert (await talk.say("medlem", "", action=yes)).startswith("Platsen har gått vidare till nästa i kön.")
    assert "Du tar med en vän." in await talk.press("medlem", "Ställ mig i kön")
