"""`/ratta`: one's own name, language and contact data."""

import pytest
from sqlmodel import select

from bot.keys import keyring
from bot.settings import Settings
from storage.models import Member
from storage.sealing import new_key


@pytest.fixture
def settings() -> Settings:
    return Settings(_env_file=None, district="Distriktet Älvmarken", data_keys=new_key())


async def fill(talk, *answers: str) -> str:
    said = await talk.say("medlem", "/ratta")
    for answer in answers:
        said = await talk.press("medlem", answer[1:-1]) if answer.startswith("[") else await talk.say("medlem", answer)
    return said


def member(talk) -> Member:
    with talk.database.read() as session:
        return session.exec(select(Member).where(Member.id == 1)).one()


async def test_what_is_put_right_is_kept_and_contact_data_is_sealed(talk):
    said = await fill(talk, "Alva Nord", "alva@exempel.se", "070-123 45 67", "svenska", "[Hoppa över]", "[Spara]")

    keys, kept = keyring(talk.settings), member(talk)
    assert said == "Sparat, Alva Nord."
    assert (kept.name, keys.open(kept.email), keys.open(kept.phone)) == (
        "Alva Nord", "alva@exempel.se", "070-123 45 67",
    )  # fmt: skip
    assert "alva" not in kept.email
    assert "mejl: alva@exempel.se" in await talk.say("medlem", "/mina-uppgifter")


async def test_and_taken_away_again(talk):
    await fill(talk, "Alva", "alva@exempel.se", "070-123 45 67", "svenska", "[Hoppa över]", "[Spara]")
    await fill(talk, "Alva", "[Hoppa över]", "[Hoppa över]", "svenska", "[Hoppa över]", "[Spara]")

    assert (member(talk).email, member(talk).phone) == ("", "")


@pytest.mark.parametrize(
    ("email", "phone", "said"),
    [("alva(at)exempel", "[Hoppa över]", "mejladress"), ("[Hoppa över]", "ring mig", "telefonnummer"),
     ("a@b.se, c@d.se", "[Hoppa över]", "mejladress")],
)  # fmt: skip
async def test_what_cannot_be_right_is_asked_again(talk, email, phone, said):
    assert said in await fill(talk, "Alva", email, phone, "svenska", "[Hoppa över]", "[Spara]")
    assert member(talk).name == "Alva N."


async def test_another_branch_is_for_the_ombudsperson(talk):
    said = await fill(talk, "Alva", "[Hoppa över]", "[Hoppa över]", "svenska", "sodersjo", "[Spara]")

    assert "Jag har bett ombudspersonen flytta dig till Södersjö" in said
    assert "Alva i Norrby vill höra till partiföreningen Södersjö" in talk.texts()[-1]
    assert member(talk).branch_id == 1


async def test_a_number_in_the_name_is_masked_and_told(talk):
    said = await fill(talk, "Alva 070-123 45 67")

    assert said.startswith("Jag tog bort det som såg ut som ett telefonnummer")
    await fill(talk, "Alva 640823-3234", "[Hoppa över]", "[Hoppa över]", "svenska", "[Hoppa över]", "[Spara]")
    assert member(talk).name == "Alva ***"
