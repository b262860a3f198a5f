"""A private answer to somebody in a group who never wrote to us: said in the group where to find us."""

import pytest

from bot.errors import Unreachable
from bot.messages import Button
from storage.models import State

HINT = "Det där gäller bara dig, så vi tar det inte inför hela gruppen. Skriv till mig privat."


@pytest.fixture
def talk(talk):
    """Nobody can be reached in private."""
    talk.adapter().broken = {
        "1001": Unreachable("Forbidden: bot can't initiate conversation"),
        "1013": Unreachable("same"),
    }
    return talk


async def test_the_group_is_told_where_to_find_us(talk):
    ((to, reply),) = await talk.hear(talk.incoming("medlem", "/start", group="norrby"))

    assert (to.chat, to.only) == ("-2001", "")
    assert reply.text == HINT
    assert reply.buttons == (Button("Skriv till mig privat", url="https://example.org/bot"),)


async def test_nothing_of_the_answer_is_said_in_the_group(talk):
    await talk.say("medlem", "/start", group="norrby")

    assert "Alva" not in "".join(talk.texts())
    assert [(row.state, row.chat, row.only) for row in talk.mail()] == [
        (State.FAILED, "-2001", "1001"),
        (State.SENT, "-2001", ""),
    ]


async def test_without_a_home_there_is_no_button(talk):
    talk.adapter().home = ""

    ((_, reply),) = await talk.hear(talk.incoming("medlem", "/start", group="norrby"))

    assert (reply.text, reply.buttons) == (HINT, ())


async def test_it_is_said_once_for_a_form_too(talk):
    sent = await talk.hear(talk.incoming("ordforande", "/ny-aktivitet", group="norrby"))

    assert [reply.text for _, reply in sent] == [HINT]


async def test_in_private_there_is_nowhere_else_to_say_it(talk):
    assert await talk.hear(talk.incoming("medlem", "/start")) == []
    assert len(talk.mail()) == 1
