"""The sending limits, on a clock that is passed in."""

from contextlib import suppress

import pytest
from telegram import Bot
from telegram.error import RetryAfter

from tests.fakes.telegram import Person, TelegramFake
from tests.fakes.telegram.errors import ApiError
from tests.fakes.telegram.limits import Limits

from .conftest import Clock


def test_one_chat_takes_three_at_once_and_then_one_a_second(clock: Clock) -> None:
    limits = Limits(clock, on=True)
    assert taken(limits, 17, 5) == 3
    assert limits.early == 1, "the fifth came before the wait of the fourth was over"
    clock.now += 1
    assert taken(limits, 17, 2) == 1
    assert taken(limits, 18, 1) == 1
    clock.now += 60
    assert taken(limits, 17, 9) == 3


def test_thirty_a_second_in_all(clock: Clock) -> None:
    limits = Limits(clock, on=True)
    assert sum(taken(limits, chat, 1) for chat in range(1, 50)) == 30
    clock.now += 1
    assert sum(taken(limits, chat, 1) for chat in range(101, 150)) == 30


def test_twenty_a_minute_in_a_group(clock: Clock) -> None:
    limits = Limits(clock, on=True)
    sent = 0
    for _ in range(50):
        sent += taken(limits, -1, 1, group=True)
        clock.now += 1
    assert sent == 20
    with pytest.raises(ApiError) as caught:
        limits.take(-1, group=True)
    assert caught.value.parameters == {"retry_after": 10}
    clock.now += 10
    assert taken(limits, -1, 1, group=True) == 1


def test_limits_can_be_switched_off(clock: Clock) -> None:
    assert taken(Limits(clock, on=False), 17, 1000) == 1000


def taken(limits: Limits, chat: int, tries: int, *, group: bool = False) -> int:
    count = 0
    for _ in range(tries):
        with suppress(ApiError):
            limits.take(chat, group=group)
            count += 1
    return count


async def test_edits_count_too(fake: TelegramFake, bot: Bot, anna: Person) -> None:
    fake.limits.on = True
    sent = await bot.send_message(17, "1")
    await bot.edit_message_text("2", 17, sent.message_id)
    await bot.edit_message_text("3", 17, sent.message_id)
    with pytest.raises(RetryAfter):
        await bot.edit_message_text("4", 17, sent.message_id)
    assert fake.last(anna).text == "3"
