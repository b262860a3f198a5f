"""The prompt to try the bot by hand."""

from tests.fakes.telegram import TelegramFake
from tests.fakes.telegram.__main__ import Prompt

from .conftest import ask


async def test_the_prompt(fake: TelegramFake) -> None:
    prompt = Prompt(fake)
    assert prompt.take("bo> /start hej") == ""
    assert prompt.take("bo#styrelsen> /hjalp") == ""
    assert "who>" in prompt.take("hej")
    waiting = [raw["message"] for _, raw in fake.server.updates.waiting]
    assert [(message["text"], message["chat"]["type"]) for message in waiting] == [
        ("/start hej", "private"),
        ("/hjalp", "group"),
    ]
    await ask(
        fake,
        "sendMessage",
        chat_id=prompt.people["bo"].id,
        text="Kommer du?",
        reply_markup={"inline_keyboard": [[{"text": "Ja", "callback_data": "x:1"}]]},
    )
    assert prompt.shown(fake.sent[0]) == "  → bo: Kommer du?\n      [Ja]"
    assert prompt.take("bo> [Ja]") == ""
    assert "no button" in prompt.take("bo> [Nej]")
    assert fake.server.updates.waiting[-1][1]["callback_query"]["data"] == "x:1"
