"""A local Telegram, and the unmodified library against it."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import BadRequest

from tests.fakes.telegram import Group, Person, TelegramFake


class Clock:
    def __init__(self) -> None:
        self.now = 1_801_472_400.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def fake(clock: Clock) -> AsyncIterator[TelegramFake]:
    fake = TelegramFake(clock=clock, limits=False)
    await fake.start()
    yield fake
    await fake.stop()


@pytest.fixture
async def bot(fake: TelegramFake, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Bot]:
    monkeypatch.setenv("PTB_TIMEDELTA", "1")
    async with make_bot(fake) as bot:
        yield bot


def make_bot(fake: TelegramFake, token: str = "") -> Bot:
    return Bot(token or fake.token, base_url=f"{fake.url}/bot", base_file_url=f"{fake.url}/file/bot")


def refused(words: str) -> pytest.RaisesExc[BadRequest]:
    return pytest.raises(BadRequest, match=f"(?i){words}")


@pytest.fixture
def anna(fake: TelegramFake) -> Person:
    person = fake.person(17, "Anna", "anna")
    person.started = True
    return person


@pytest.fixture
def group(fake: TelegramFake, anna: Person) -> Group:
    return fake.group(-1001, "Styrelsen", [anna])


def keyboard(*buttons: tuple[str, str]) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[InlineKeyboardButton(label, callback_data=data)] for label, data in buttons])


async def ask(fake: TelegramFake, method: str, **params: object) -> Any:
    """A request without the library, as JSON."""
    async with httpx.AsyncClient() as client:
        answer = await client.post(f"{fake.url}/bot{fake.token}/{method}", json=params)
    return answer.json()


async def pull(bot: Bot, **how: Any) -> Any:
    """The updates, untyped: the library's types say that each part of each may be missing."""
    return await bot.get_updates(**how)
