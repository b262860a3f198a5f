"""Whatever goes wrong with a message becomes one of the bot's own errors, without the token in it."""

import httpx
import pytest
from telegram.error import TimedOut

from bot.adapters.telegram.errors import translate
from bot.errors import Misconfigured, Moved, Refused, TryLater, Unknown, Unreachable
from bot.messages import Address, Picture, Reply
from tests.fakes.telegram import TOKEN

from .conftest import chat

PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        ({"status": 429, "retry_after": 35}, TryLater),
        ({"status": 400, "description": "Bad Request: chat not found"}, Unreachable),
        ({"status": 403, "description": "Forbidden: user is deactivated"}, Unreachable),
        ({"status": 401}, Misconfigured),
        ({"status": 404}, Misconfigured),
        ({"status": 500}, Unknown),
        ({"status": 502}, Unknown),
        ({"status": 504, "after_effect": True}, Unknown),
        ({"drop": True}, Unknown),
        ({"drop": True, "after_effect": True}, Unknown),
        ({"status": 413, "description": "Request Entity Too Large"}, Refused),
        ({"status": 429, "description": "Too Many Requests: slow down"}, TryLater),
    ],
)
async def test_errors_become_the_bots_own(adapter, fake, anna, fault, expected):
    fake.fail("sendMessage", times=2, **fault)

    with pytest.raises(expected) as caught:
        await adapter.send(chat(anna), Reply("hej"))

    assert type(caught.value) is expected
    assert TOKEN not in repr(caught.value)
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__
    assert fake.requests["sendmessage"] == 1, "the library must not try again by itself"


@pytest.mark.parametrize("place", ["anna", "group"])
async def test_f23_a_flood_limit_is_the_whole_bots(adapter, fake, request, place):
    fake.fail("sendMessage", 429, retry_after=35)

    with pytest.raises(TryLater) as caught:
        await adapter.send(chat(request.getfixturevalue(place)), Reply("hej"))

    assert (caught.value.after.total_seconds(), caught.value.scope) == (35, "platform")


async def test_a_group_that_became_a_supergroup(adapter, fake, group):
    new = fake.migrate(group)

    with pytest.raises(Moved) as caught:
        await adapter.send(chat(group), Reply("hej"))

    assert caught.value.chat == str(new.id)
    await adapter.send(chat(new), Reply("hej"))
    assert fake.sent[0].chat == new.id


async def test_chats_that_cannot_be_written_to(adapter, fake, anna, group):
    fake.block(anna)
    fake.kick(group)
    stranger = fake.person(1019, "Ny")

    for place in (chat(anna), chat(group), chat(stranger), Address("telegram", "404"), Address("telegram", "x")):
        with pytest.raises(Unreachable):
            await adapter.send(place, Reply("hej"))
    assert fake.sent == []


async def test_nobody_listens_at_the_address(adapter, fake, anna):
    await fake.stop()

    with pytest.raises(TryLater):
        await adapter.send(chat(anna), Reply("hej"))


@pytest.mark.parametrize(
    ("cause", "expected"),
    [
        ("ConnectTimeout", TryLater),
        ("PoolTimeout", TryLater),
        ("ConnectError", TryLater),
        ("ReadTimeout", Unknown),
        ("WriteTimeout", Unknown),
        ("ReadError", Unknown),
        ("WriteError", Unknown),
        ("RemoteProtocolError", Unknown),
    ],
)
def test_only_what_never_went_out_is_tried_again(cause, expected):
    error = TimedOut()
    error.__cause__ = getattr(httpx, cause)(f"https://api.telegram.org/bot{TOKEN}/sendMessage")

    found = translate(error)

    assert type(found) is expected
    assert TOKEN not in str(found)


@pytest.mark.parametrize("fault", [{"status": 400, "description": "IMAGE_PROCESS_FAILED"}, {"status": 502}])
async def test_a_picture_that_fails_does_not_take_the_text_with_it(adapter, fake, anna, fault):
    fake.fail("sendPhoto", **fault)

    sent = await adapter.send(chat(anna), Reply("hej", pictures=(Picture("a.png", "image/png", PNG, "a"),)))

    assert [str(message.id) for message in fake.messages] == [sent]
