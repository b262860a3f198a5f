"""The adapter, through the real library, against the Telegram of tests/fakes."""

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta

import pytest

from bot.adapters.telegram.adapter import TelegramAdapter
from bot.messages import Address, Incoming
from tests.fakes.telegram import Group, Person, TelegramFake
from tests.fakes.telegram.bell import Bell

NOW = datetime(2027, 2, 8, 9, 0, tzinfo=UTC)


class Clock:
    """Time that goes when it is told to. Whoever sleeps on it wakes when the test says so."""

    def __init__(self) -> None:
        self.now = NOW
        self.slept: list[float] = []
        self.wakes = 0
        self.bell = Bell()

    def seconds(self) -> float:
        return self.now.timestamp()

    def tell(self) -> datetime:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        number = len(self.slept)
        self.bell.ring()
        await self.bell.until(lambda: self.wakes >= number)
        self.now += timedelta(seconds=seconds)

    async def wake(self) -> float:
        """Wait until somebody sleeps, and let them go on; return for how long it would have been."""
        async with asyncio.timeout(10):
            await self.bell.until(lambda: len(self.slept) > self.wakes)
        self.wakes += 1
        self.bell.ring()
        return self.slept[self.wakes - 1]


class Inbox:
    """Receives; the next `failing` times it cannot."""

    def __init__(self) -> None:
        self.got: list[Incoming] = []
        self.failing = 0
        self.bell = Bell()

    async def __call__(self, message: Incoming) -> None:
        if self.failing:
            self.failing -= 1
            raise OSError("no space left on device")
        self.got.append(message)
        self.bell.ring()

    async def until(self, count: int) -> list[Incoming]:
        async with asyncio.timeout(10):
            await self.bell.until(lambda: len(self.got) >= count)
        return self.got


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def inbox() -> Inbox:
    return Inbox()


@pytest.fixture
async def fake(clock: Clock) -> AsyncIterator[TelegramFake]:
    fake = TelegramFake(clock=clock.seconds, limits=False)
    await fake.start()
    yield fake
    await fake.stop()


@pytest.fixture
def build(fake: TelegramFake, clock: Clock) -> Callable[..., TelegramAdapter]:
    def build(**settings: object) -> TelegramAdapter:
        settings = {"token": fake.token, "api_url": fake.url, "sleep": clock.sleep, "now": clock.tell} | settings
        return TelegramAdapter(**settings)

    return build


@pytest.fixture
async def adapter(build: Callable[..., TelegramAdapter], inbox: Inbox) -> AsyncIterator[TelegramAdapter]:
    """Started, with an inbox behind it."""
    adapter = build()
    await adapter.start(inbox)
    yield adapter
    await adapter.stop()


@pytest.fixture
def anna(fake: TelegramFake) -> Person:
    person = fake.person(1017, "Anna")
    person.started = True
    return person


@pytest.fixture
def group(fake: TelegramFake, anna: Person) -> Group:
    return fake.group(-1001, "Styrelsen", [anna])


def chat(place: Person | Group, **more: str) -> Address:
    return Address("telegram", str(place.id), **more)


def events(inbox: Inbox) -> list[tuple[str, str]]:
    return [(message.event, message.text) for message in inbox.got]
