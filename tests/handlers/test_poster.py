"""The picture of an activity: sent by whoever arranges it, described, shown with it, and forgotten with the year."""

import io
from datetime import timedelta

import pytest
from PIL import Image
from sqlmodel import select

from bot.errors import TryLater, Unreachable
from bot.markup import plain
from bot.messages import Attachment
from storage import retention
from storage.models import Poster, Upload
from tests.handlers.meeting import TITLE, plan
from tests.handlers.monthly import begin, plan_first
from tests.handlers.monthly import rows as coming

WORDS = "Affisch: träff om bussarna, onsdag kl. 18 i biblioteket"


def made(size: tuple[int, int] = (30, 30)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "red").save(out, "PNG")
    return out.getvalue()


@pytest.fixture
def meeting(talk) -> int:
    talk.adapter().files |= {"good": made(), "text": b"hej", "away": TryLater("x"), "gone": Unreachable("x")}
    return plan(talk)


def rows(talk, model: type) -> list:
    with talk.database.read() as session:
        return list(session.exec(select(model)))


async def send(talk, who: str, file: str, size: int = 100) -> str:
    return await talk.say(who, "", files=(Attachment(file, "affisch.png", size),))


async def fill(talk, meeting: int, file: str = "good", who: str = "medlem2", size: int = 100) -> str:
    await talk.say(who, "", action=f"poster:{meeting}")
    await talk.say(who, WORDS)
    said = await send(talk, who, file, size)
    return await talk.press(who, "Spara") if "Stämmer det här?" in said else said


async def test_it_is_sent_described_and_shown_with_the_activity(talk, meeting):
    assert (await fill(talk, meeting)).startswith(f"Sparat: så ser bilden till {TITLE} ut.")
    await talk.say("medlem10", "", action=f"see:{meeting}")
    (picture,) = talk.adapter().sent[-1][1].pictures

    assert (picture.alt, picture.media_type) == (WORDS, "image/jpeg")
    assert Image.open(io.BytesIO(picture.content)).size == (30, 30)
    assert rows(talk, Upload) == []  # it is kept once


async def test_what_was_sent_is_looked_over_without_the_files_number(talk, meeting):
    await talk.say("medlem2", "", action=f"poster:{meeting}")
    await talk.say("medlem2", WORDS)

    assert "Skicka bilden skickad" in await send(talk, "medlem2", "good")


async def test_it_survives_a_restart_in_the_middle(talk, meeting):
    await talk.say("medlem2", "", action=f"poster:{meeting}")
    await talk.say("medlem2", WORDS)
    await send(talk, "medlem2", "good")
    send_action = talk.button("Spara").action
    await talk.restart()

    assert (await talk.say("medlem2", "", action=send_action)).startswith("Sparat:")


@pytest.mark.parametrize(
    ("file", "size", "why"),
    [
        ("text", 3, "Jag kan inte läsa filen som en bild."), ("good", 6_000_000, "Filen är för stor."),
        ("away", 3, "Jag kunde inte hämta filen."), ("gone", 3, "Jag kunde inte hämta filen."),
    ],
)  # fmt: skip
async def test_what_cannot_be_taken_is_told_and_asked_for_again(talk, meeting, file, size, why):
    said = await fill(talk, meeting, file, size=size)

    assert said.startswith(why)
    assert "Skicka bilden" in said
    assert rows(talk, Poster) == []
    await send(talk, "medlem2", "good")
    assert (await talk.press("medlem2", "Spara")).startswith("Sparat:")


async def test_words_that_say_nothing_are_not_enough(talk, meeting):
    await talk.say("medlem2", "", action=f"poster:{meeting}")
    await talk.say("medlem2", "bild")
    await send(talk, "medlem2", "good")

    assert (await talk.press("medlem2", "Spara")).startswith("Skriv lite mer")
    assert rows(talk, Poster) == []


async def test_handed_in_twice_it_is_one(talk, meeting):
    await fill(talk, meeting)

    assert (await talk.press("medlem2", "Spara")).startswith("Det formuläret är inte öppet längre.")
    assert len(rows(talk, Poster)) == 1


async def test_it_is_changed_and_taken_away(talk, meeting):
    await fill(talk, meeting)
    assert (await talk.say("medlem2", "", action=f"poster:{meeting}")) == f"Bilden till {TITLE}: {WORDS}"
    assert (await talk.press("medlem2", "Ta bort bilden")).startswith("Borttagen:")

    assert rows(talk, Poster) == []
    await talk.say("medlem10", "", action=f"see:{meeting}")
    assert talk.adapter().sent[-1][1].pictures == ()


@pytest.mark.parametrize("who", ["medlem", "medlem10", "ordforande", "ombudsperson", "gast"])
@pytest.mark.parametrize("verb", ["", ":new", ":drop"])
async def test_nobody_else_may(talk, meeting, who, verb):
    await fill(talk, meeting)
    said = await talk.say(who, "", action=f"poster:{meeting}{verb}")

    assert said.startswith(("Det där får du inte göra", "Det där är för medlemmar."))
    assert len(rows(talk, Poster)) == 1


async def test_who_may_not_see_the_activity_does_not_see_it(talk, meeting):
    await fill(talk, meeting)
    await talk.say("medlem", "", action=f"see:{meeting}")

    assert talk.adapter().sent[-1][1].pictures == ()


async def test_a_file_that_nobody_asked_for_is_not_fetched(talk, meeting):
    assert "good" in talk.adapter().files
    assert await send(talk, "medlem10", "unknown")
    await talk.say("medlem2", "/andra-aktivitet bussarna")
    assert await send(talk, "medlem2", "unknown")

    assert talk.adapter().fetched == []


async def test_a_bug_while_it_is_fetched_is_told_in_one_sentence(talk, meeting):
    talk.adapter().files["odd"] = RuntimeError("odd")
    await talk.say("medlem2", "", action=f"poster:{meeting}")
    await talk.say("medlem2", WORDS)

    assert (await send(talk, "medlem2", "odd")).startswith("Något gick fel")


async def test_somebody_elses_form_takes_no_file(talk, meeting):
    await talk.say("medlem2", "", action=f"poster:{meeting}")
    number = plain(talk.adapter().sent[-1][1].text) and talk.adapter().sent[-1][1].buttons[0].action.split(":")[1]
    await talk.say(
        "medlem10", "", action=f"form:{number}:send", values={"alt": WORDS, "picture": "good"},
        files=(Attachment("good", "a.png", 3),),
    )  # fmt: skip

    assert (rows(talk, Upload), rows(talk, Poster)) == ([], [])


async def test_it_is_forgotten_a_year_after(talk, meeting):
    await fill(talk, meeting)
    for days, left in ((370, 1), (390, 0)):
        with talk.database.begin() as session:
            retention.purge(session, talk.now + timedelta(days=days))
        assert len(rows(talk, Poster)) == left


async def test_of_what_comes_back_it_is_asked_how_far_it_reaches(start_talk):
    talk = await start_talk(whole_forms=True)
    talk.adapter().files |= {"good": made()}
    plan_first(talk.database)
    await begin(talk)
    ids = [row.id for row in coming(talk)]
    said = await talk.say("ordforande", "", action=f"poster:{ids[1]}")
    assert said.endswith("Vad gäller ändringen?")
    ((_, reply),) = await talk.hear(talk.incoming("ordforande", action=f"poster:{ids[1]}:new:following"))
    said = await talk.say(
        "ordforande", "", action=f"form:{reply.form.id}:send", values={"alt": WORDS, "picture": "good"},
        files=(Attachment("good", "a.png", 3),),
    )  # fmt: skip

    assert said.splitlines()[1].startswith("Det gäller också 7 gånger efter den")
    assert [row.poster_id is not None for row in coming(talk)] == [False, *[True] * 8]
    assert len(rows(talk, Poster)) == 1
    await talk.say("ordforande", "", action=f"poster:{ids[2]}:drop:this")
    assert [row.poster_id is not None for row in coming(talk)][:4] == [False, True, False, True]
    await talk.say("ordforande", "", action=f"poster:{ids[1]}:drop:following")
    assert rows(talk, Poster) == []


async def test_in_a_form_that_is_shown_whole(start_talk):
    talk = await start_talk(whole_forms=True)
    talk.adapter().files |= {"good": made(), "text": b"hej"}
    number = plan(talk)
    ((_, reply),) = await talk.hear(talk.incoming("medlem2", action=f"poster:{number}"))
    sent = {"action": f"form:{reply.form.id}:send"}
    bad = {"values": {"alt": WORDS, "picture": "text"}, "files": (Attachment("text", "a.txt", 3),)}
    await talk.say("medlem2", "", **sent, **bad)
    assert [field.error for field in talk.adapter().sent[-1][1].form.fields][1].startswith("Jag kan inte läsa")

    good = {"values": {"alt": WORDS, "picture": "good"}, "files": (Attachment("good", "a.png", 3),)}
    assert (await talk.say("medlem2", "", **sent, **good)).startswith("Sparat:")


async def test_another_files_id_is_no_picture(talk, meeting):
    await fill(talk, meeting)
    await talk.say("medlem2", "", action=f"poster:{meeting}:new")
    await talk.say("medlem2", WORDS)
    number = talk.adapter().sent[-1][1].buttons[-1].action.split(":")[1]
    values = {"alt": WORDS, "picture": "good"}
    said = await talk.say("medlem2", "", action=f"form:{number}:send", values=values)

    assert said.startswith("Jag kunde inte hämta filen.")
