"""A form where the platform shows it all at once: opened, mended, handed in once."""

import pytest
from sqlmodel import col, select

from storage.models import Activity, OpenForm
from tests.talk import Talk

GOOD = {
    "title": "Vårfest", "kind": "party", "date": "2027-03-20", "start": "18:00", "end": "", "place": "Parken",
    "accessibility": "", "how_to_join": "", "visibility": "public",
}  # fmt: skip


@pytest.fixture
async def talk(start_talk):
    return await start_talk(whole_forms=True)


async def hand_in(talk: Talk, who: str = "ordforande", form: str = "1", **values: str):
    ((_, reply),) = await talk.hear(talk.incoming(who, action=f"form:{form}:send", values=GOOD | values))
    return reply


def saved(talk: Talk) -> list[str]:
    with talk.database.read() as session:
        return [a.title for a in session.exec(select(Activity).where(col(Activity.key).startswith("form:")))]


async def test_the_form_is_shown_whole(talk):
    ((_, reply),) = await talk.hear(talk.incoming("ordforande", "/ny-aktivitet"))

    assert (reply.form.id, reply.form.name, reply.private) == ("1", "new_activity", True)
    assert [field.name for field in reply.form.fields] == list(GOOD)
    assert reply.buttons == ()


async def test_handed_in_it_is_saved_once(talk):
    await talk.say("ordforande", "/ny-aktivitet")

    first, second = await hand_in(talk), await hand_in(talk)

    assert first.text.startswith("Sparat: *Vårfest*")
    assert second.text.startswith("Det formuläret är inte öppet längre.")
    assert saved(talk) == ["Vårfest"]


async def test_what_is_wrong_comes_back_at_its_fields_with_the_rest_filled_in(talk):
    await talk.say("ordforande", "/ny-aktivitet")

    reply = await hand_in(talk, title="", kind="giant")

    errors = {field.name: field.error for field in reply.form.fields if field.error}
    assert errors == {
        "title": "Den här frågan behöver ett svar.",
        "kind": "”giant” är inte ett av alternativen. Skriv numret eller ordet.",
    }
    assert next(field.value for field in reply.form.fields if field.name == "place") == "Parken"
    assert saved(talk) == []


async def test_what_does_not_fit_together_comes_back_too_and_can_be_mended(talk):
    await talk.say("ordforande", "/ny-aktivitet")

    reply = await hand_in(talk, end="17:00")

    assert {f.name: f.error.split(".")[0] for f in reply.form.fields if f.error} == {
        "end": "Slutet måste komma efter början, kl"
    }
    assert (await hand_in(talk, end="20:00")).text.startswith("Sparat")


async def test_another_persons_form_cannot_be_handed_in(talk):
    await talk.say("ordforande", "/ny-aktivitet")

    assert (await hand_in(talk, "ordforande2")).text.startswith("Det formuläret är inte öppet längre.")
    assert saved(talk) == []


async def test_hostile_answers_are_cleaned(talk):
    await talk.say("ordforande", "/ny-aktivitet")

    await hand_in(talk, title="Vår\x00fest\u202e\ud800", forged="x")

    assert saved(talk) == ["Vårfest\ufffd"]


async def test_open_shows_it_anew_and_cancel_leaves_it(talk):
    await talk.say("ordforande", "/ny-aktivitet")

    ((_, again),) = await talk.hear(talk.incoming("ordforande", action="form:1:open"))
    ((_, left),) = await talk.hear(talk.incoming("ordforande", action="form:1:cancel"))

    assert again.form.id == "1"
    assert left.text == "Avbrutet. Inget är sparat."
    assert (await hand_in(talk)).text.startswith("Det formuläret är inte öppet längre.")


async def test_words_beside_an_open_form_are_words(talk):
    await talk.say("ordforande", "/ny-aktivitet")

    await talk.say("ordforande", "Vårfest")

    with talk.database.read() as session:
        assert session.exec(select(OpenForm.answers)).one() == "{}"
