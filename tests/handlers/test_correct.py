"""`/ratta`: one's own name, language and contact data."""

from datetime import timedelta

import pytest
from sqlmodel import col, select

from bot.keys import keyring
from bot.markup import plain
from bot.settings import Settings
from storage import access
from storage.models import Member, OpenForm
from storage.sealing import new_key
from tests.talk import IDS


@pytest.fixture
def settings() -> Settings:
    return Settings(_env_file=None, district="Distriktet Älvmarken", data_keys=new_key())


async def fill(talk, *answers: str) -> str:
    await talk.say("medlem", "/ratta")
    return await fill_on(talk, *answers)


async def fill_on(talk, *answers: str) -> str:
    said = ""
    for answer in answers:
        said = await talk.press("medlem", answer[1:-1]) if answer.startswith("[") else await talk.say("medlem", answer)
    return said


def member(talk) -> Member:
    with talk.database.read() as session:
        return session.exec(select(Member).where(Member.id == 1)).one()


async def test_what_is_put_right_is_kept_and_contact_data_is_sealed(talk):
    said = await fill(talk, "Alva Nord", "alva@exempel.se", "070-123 45 67", "svenska", "[Hoppa över]", "[Spara]")

    keys, kept = keyring(talk.settings), member(talk)
    assert said.splitlines()[0] == "Sparat, Alva Nord."
    assert (kept.name, keys.open(kept.email), keys.open(kept.phone)) == (
        "Alva Nord", "alva@exempel.se", "070-123 45 67",
    )  # fmt: skip
    assert "alva" not in kept.email
    assert "mejl: alva@exempel.se" in await talk.say("medlem", "/mina-uppgifter")


async def test_and_taken_away_again(talk):
    await fill(talk, "Alva", "alva@exempel.se", "070-123 45 67", "svenska", "[Hoppa över]", "[Spara]")
    await fill(talk, "Alva", "[Lämna tomt]", "[Lämna tomt]", "svenska", "[Hoppa över]", "[Spara]")

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


async def test_a_name_that_somebody_else_in_the_branch_has_is_refused(talk):
    said = await fill(talk, "majken  n.", "[Hoppa över]", "[Hoppa över]", "svenska", "[Hoppa över]", "[Spara]")

    assert "Någon i Norrby heter redan så" in said
    assert member(talk).name == "Alva N."


async def test_a_changed_name_is_noted_and_told_to_the_chair_and_the_old_one_is_forgotten(talk):
    talk.push("1016", "Alva N. har gjort något")
    await talk.wait(timedelta(minutes=1))
    await fill(talk, "Alva Nord", "[Hoppa över]", "[Hoppa över]", "svenska", "[Hoppa över]", "[Spara]")

    told = [plain(reply.text) for to, reply in talk.adapter().sent if to.chat == IDS["ordforande"]]
    assert told == [
        "Alva N. i Norrby heter nu Alva Nord. Hen har själv ändrat det; stämmer det inte, säg till ombudspersonen."
    ]
    assert not [row for row in talk.mail() if "Alva N." in row.payload]
    with talk.database.read() as session:
        chair = session.exec(select(Member.ref).where(Member.name == "Majken N.")).one()
        assert [(row.what, row.actor) for row in access.about(session, member(talk).ref)] == [
            ("told", chair), ("renamed", member(talk).ref),
        ]  # fmt: skip


async def test_what_stays_as_it_is_is_not_told(talk):
    await fill(talk, "Alva N.", "[Hoppa över]", "[Hoppa över]", "svenska", "[Hoppa över]", "[Spara]")

    assert not [to for to, _ in talk.adapter().sent if to.chat == IDS["ordforande"]]


async def test_nothing_of_it_is_readable_in_the_database_while_it_is_asked(talk):
    """Neither what stood there before nor what is answered, until it is handed in."""
    await fill(talk, "Alva", "alva@exempel.se", "070-123 45 67", "svenska", "[Hoppa över]", "[Spara]")
    said = await fill(talk, "Alva", "ny@exempel.se", "[Behåll]")
    assert "Språk" in said

    with talk.database.read() as session:
        (row,) = session.exec(select(OpenForm).where(col(OpenForm.closed_at).is_(None)))
    kept = row.definition + row.answers
    assert "exempel.se" not in kept
    assert "070" not in kept
    summary = await fill_on(talk, "svenska", "[Hoppa över]")
    assert "ny@exempel.se" in summary
    assert "070-123 45 67" in summary
    await fill_on(talk, "[Spara]")
    assert keyring(talk.settings).open(member(talk).email) == "ny@exempel.se"
