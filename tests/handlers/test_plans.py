"""`/plan` and plain questions, as a person meets them."""

from zoneinfo import ZoneInfo

import pytest
from sqlmodel import Session

from bot.context import Context
from bot.errors import UserError
from bot.markup import parse, plain
from bot.messages import Address, Incoming, Reply
from bot.texts import texts
from handlers import plans as handler
from storage import plans
from tests.talk import NOW, Talk

MESSAGE = Incoming(Address("telegram", "1"), "1", "", "e1")
UNMARKED = "Verksamhetsplan\n\nVi ska *måla* [huset](https://ond.example) rött och > grönt under våren, sade mötet."


def context(session: Session, args: str, language: str = "sv") -> Context:
    return Context(session, NOW, ZoneInfo("Europe/Stockholm"), texts(language), "Distriktet", args=args)


def ask(session: Session, question: str, language: str = "sv") -> Reply:
    return handler.ask(MESSAGE, context(session, question, language))


async def test_an_answer_quotes_and_says_where_it_stands(talk: Talk):
    assert await talk.say("medlem", "/plan Vad gör vi den 8 mars?") == (
        "> Den 8 mars ordnar distriktet en demonstration i Norrby, och minst sex partiföreningar gör något eget på sin "
        "ort samma vecka.\n"
        "Verksamhetsplan 2026–2027, Distriktet Älvmarken\n"
        "Planen är antagen.\n"
        "Stycke [14], under rubriken ”Årets fasta dagar”"
    )


async def test_plain_words_in_private_are_a_question(talk: Talk):
    assert await talk.say("gast", "finns det barnvakt?") == await talk.say("gast", "/plan finns det barnvakt?")


async def test_a_button_shows_the_next_passage(talk: Talk):
    await talk.say("medlem", "/plan barnpassning")
    said = await talk.press("medlem", "Älvmarken 2027–2028 – Barnpassning")
    assert "Det är ett förslag, och planen säger inte att det är beslutat." in said
    assert said.startswith("> Barnpassning ska finnas på varje arrangemang")


async def test_silence_is_told_with_what_to_do(talk: Talk):
    assert await talk.say("medlem", "/plan vargjakt") == (
        "Det står inte i planen, så vitt jag kan se. Fråga gärna en gång till med andra ord, eller skriv /hjalp så "
        "visar jag vad jag kan."
    )


async def test_no_question_says_how_to_ask(talk: Talk):
    assert "Till exempel: /plan Vad gör vi den 8 mars?" in await talk.say("medlem", "/plan")


async def test_a_long_question_is_asked_to_be_shorter(talk: Talk):
    assert "högst 500 tecken" in await talk.say("medlem", "/plan " + "möte " * 101)
    assert "högst 500 tecken" not in await talk.say("medlem", "/plan " + "m" * 500)


def test_no_plan_at_all_is_told(session: Session):
    assert plain(ask(session, "pride").text) == plain(texts("sv").say("plan.none"))


def test_an_unmarked_plan_says_so_and_its_signs_stay_signs(session: Session):
    plans.add(session, text=UNMARKED, source_name="u.txt", now=NOW)
    reply = ask(session, "ska huset målas?")
    assert plain(reply.text) == (
        "> Vi ska *måla* [huset](https://ond.example) rött och > grönt under våren, sade mötet.\n"
        "Verksamhetsplan\n"
        "Planen säger inte om den är antagen eller ett förslag."
    )
    assert not any(span.url for line in parse(reply.text) for span in line.spans)


def test_english_words_around_the_swedish_quotation(session: Session):
    plans.add(session, text=UNMARKED, source_name="u.txt", now=NOW)
    assert "The plan does not say whether it is adopted or a proposal." in plain(ask(session, "huset", "en").text)


def test_what_lies_near_is_behind_buttons_and_not_quoted(session: Session):
    text = "Verksamhetsplan\n\n- Kurs för kassörer.\n- Flygblad i maj.\n- Fest i juni.\n- Fanor.\n- Bord.\n- Tält."
    plans.add(session, text=text, source_name="u.txt", now=NOW)
    reply = ask(session, "kurs om bananer")
    assert not any(line.kind == "quote" for line in parse(reply.text))
    assert "Det står inte i planen" in reply.text
    assert [button.action.partition(":")[0] for button in reply.buttons] == ["plan"]


def test_a_quotation_is_one_line_with_broken_words_mended(session: Session):
    plans.add(
        session,
        text="Verksamhetsplan\n\nVi dammar av fa-\nnorna inför första maj\noch Jul-\noch nyårsfesten.",
        source_name="u.txt",
        now=NOW,
    )
    assert plain(ask(session, "fanorna").text).startswith(
        "> Vi dammar av fanorna inför första maj och Jul- och nyårsfesten.\n"
    )


def test_buttons_fit(session: Session):
    heading = "En mycket lång rubrik om allt som ska hända"
    text = "Verksamhetsplan 2030\n\n" + "\n\n".join(
        f"## {heading} {n}\n\nVi firar pride på plats {n}." for n in range(5)
    )
    plans.add(session, text=text, source_name="u.md", now=NOW)
    reply = ask(session, "pride")
    assert len(reply.buttons) == 2
    assert all(len(button.label) <= 40 and button.label.endswith("…") for button in reply.buttons)


@pytest.mark.parametrize("forged", ["", "x", "-1", "0", "99999999", "9" * 40, "1:2", "²"])
def test_a_forged_or_old_button_is_told_apart(session: Session, forged):
    with pytest.raises(UserError, match="Den knappen gäller inte längre"):
        handler.more(MESSAGE, context(session, forged))
