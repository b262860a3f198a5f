"""The bot receives: polling, presses, files, groups, webhooks, tokens, faults."""

import asyncio
from datetime import timedelta
from typing import Any

import httpx
import pytest
from telegram import Bot
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    EndPointNotFound,
    InvalidToken,
    NetworkError,
    RetryAfter,
)

from tests.fakes.telegram import Group, Person, TelegramFake

from .conftest import keyboard, make_bot, pull, refused

PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)


async def test_who_the_bot_is(bot: Bot) -> None:
    assert (bot.username, bot.bot.is_bot) == ("distriktbot", True)


async def test_updates_come_until_they_are_confirmed(bot: Bot, fake: TelegramFake, anna: Person) -> None:
    first, second = fake.say(anna, "/start hej"), fake.say(anna, "två")

    got = await pull(bot, timeout=5)
    assert [update.update_id for update in got] == [first, second]
    assert got[0].message.from_user.language_code == "sv"
    assert got[0].message.parse_entity(got[0].message.entities[0]) == "/start"

    assert [update.update_id for update in await pull(bot, offset=second)] == [second]
    assert not fake.server.updates.is_confirmed(second)
    assert await pull(bot, offset=second + 1) == ()
    await fake.confirmed(second)


async def test_a_long_poll_waits_for_the_next_update(bot: Bot, fake: TelegramFake, anna: Person) -> None:
    polling = asyncio.create_task(pull(bot, timeout=30))
    await fake.until(lambda: fake.server.updates.poll == 1)

    fake.say(anna, "hej")

    assert [update.message.text for update in await polling] == ["hej"]


async def test_a_second_poller_ends_the_first(bot: Bot, fake: TelegramFake) -> None:
    polling = asyncio.create_task(pull(bot, timeout=30))
    await fake.until(lambda: fake.server.updates.poll == 1)

    async with make_bot(fake) as other:
        second = asyncio.create_task(pull(other, timeout=30))
        with pytest.raises(Conflict, match="terminated by other getUpdates request"):
            await polling
        fake.say(fake.person(17, "Anna"), "hej")
        assert [update.message.text for update in await second] == ["hej"]


async def test_only_the_kinds_that_are_asked_for(bot: Bot, fake: TelegramFake, anna: Person) -> None:
    await pull(bot, allowed_updates=["message"])
    fake.say(anna, "hej", edited=True)
    fake.block(anna)
    number = fake.say(anna, "kvar")

    (update,) = await pull(bot)
    assert update.update_id == number


async def test_a_press_and_its_answer(bot: Bot, fake: TelegramFake, anna: Person) -> None:
    sent = await bot.send_message(17, "Kommer du?", reply_markup=keyboard(("Ja", "x:1"), ("Nej", "x:2")))
    fake.press(anna, fake.last(anna), "Nej")

    (update,) = await pull(bot, timeout=5)
    query = update.callback_query
    assert (query.data, query.message.message_id, query.from_user.id) == ("x:2", sent.message_id, 17)
    assert await bot.answer_callback_query(query.id)
    with refused("query is too old"):
        await bot.answer_callback_query(query.id)
    with pytest.raises(LookupError):
        fake.press(anna, fake.last(anna), "Kanske")


async def test_files_that_people_send(bot: Bot, fake: TelegramFake, anna: Person) -> None:
    fake.say(anna, "planen", document=("plan.txt", b"mening", "text/plain"))
    fake.say(anna, photo=PNG)

    document, photo = (update.message for update in await pull(bot, timeout=5))
    assert (document.caption, document.document.file_name, document.document.file_size) == ("planen", "plan.txt", 6)
    assert bytes(await (await bot.get_file(document.document)).download_as_bytearray()) == b"mening"
    assert bytes(await (await bot.get_file(photo.photo[-1])).download_as_bytearray()) == PNG
    with refused("invalid file_id"):
        await bot.get_file("x")


async def test_in_and_out_of_chats(bot: Bot, fake: TelegramFake, anna: Person, group: Group) -> None:
    fake.kick(group)
    fake.let_in(group)
    fake.block(anna)

    kicked, back, blocked = (update.my_chat_member for update in await pull(bot, timeout=5))
    assert (kicked.chat.id, kicked.new_chat_member.status) == (-1001, "kicked")
    assert (back.old_chat_member.status, back.new_chat_member.status) == ("left", "member")
    assert (blocked.chat.id, blocked.new_chat_member.status) == (17, "kicked")


async def test_a_group_becomes_a_supergroup(bot: Bot, fake: TelegramFake, group: Group) -> None:
    new = fake.migrate(group)

    left, joined = (update.message for update in await pull(bot, timeout=5))
    assert (left.chat.id, left.migrate_to_chat_id) == (group.id, new.id)
    assert (joined.chat.id, joined.migrate_from_chat_id) == (new.id, group.id)
    with pytest.raises(ChatMigrated) as caught:
        await bot.send_message(group.id, "hej")
    assert caught.value.new_chat_id == new.id


async def test_no_polling_while_a_webhook_is_set(bot: Bot, fake: TelegramFake) -> None:
    await bot.set_webhook("https://bot.exempel.se/x", secret_token="a-b_1", allowed_updates=["message"])
    assert (await bot.get_webhook_info()).url == "https://bot.exempel.se/x"
    with pytest.raises(Conflict, match="while webhook is active"):
        await pull(bot)
    await bot.delete_webhook()
    assert await pull(bot) == ()


@pytest.mark.parametrize(("url", "secret"), [("http://bot.exempel.se/x", "a"), ("https://bot.exempel.se/x", "å b")])
async def test_webhooks_that_are_refused(bot: Bot, url: str, secret: str) -> None:
    with pytest.raises(BadRequest):
        await bot.set_webhook(url, secret_token=secret)


async def test_tokens_and_methods(bot: Bot, fake: TelegramFake) -> None:
    with pytest.raises(EndPointNotFound):
        await bot.do_api_request("makeCoffee")
    with pytest.raises(InvalidToken):
        await make_bot(fake, "1:x").__aenter__()
    fake.revoke()
    with pytest.raises(InvalidToken):
        await bot.get_me()
    fake.revoke(back=True)
    assert await bot.get_me()


@pytest.mark.parametrize(
    ("fault", "arrived"),
    [({}, 0), ({"drop": True}, 0), ({"after_effect": True}, 1), ({"after_effect": True, "drop": True}, 1)],
)
@pytest.mark.usefixtures("anna")
async def test_faults_before_and_after_the_effect(
    bot: Bot, fake: TelegramFake, fault: dict[str, Any], arrived: int
) -> None:
    fake.fail("sendMessage", 502, **fault)

    with pytest.raises(NetworkError) as caught:
        await bot.send_message(17, "hej")

    assert isinstance(caught.value.__cause__, httpx.HTTPError) is ("drop" in fault)
    assert len(fake.sent) == arrived
    await bot.send_message(17, "igen")
    assert len(fake.sent) == arrived + 1


async def test_a_wait_that_is_asked_for(bot: Bot, fake: TelegramFake, anna: Person) -> None:
    fake.fail("sendMessage", 429, times=2, retry_after=35)
    for _ in range(2):
        with pytest.raises(RetryAfter) as caught:
            await bot.send_message(17, "hej")
        assert caught.value.retry_after == timedelta(seconds=35)
    assert fake.requests["429"] == 2
