"""The adapter, through the real Bolt, against the Slack of tests/fakes."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field

import pytest

from bot.adapters.slack.adapter import SlackAdapter
from bot.messages import Address, Incoming, Reply
from tests.fakes.slack import SlackFake
from tests.fakes.slack.bell import Bell
from tests.fakes.slack.state import Channel, Person

NOON = 1_801_821_600.0


@dataclass
class Clock:
    """Time that goes when it is told to."""

    now: float = NOON

    def __call__(self) -> float:
        return self.now


@dataclass
class Core:
    """Stands where the dispatcher stands: keeps what came, and answers with what the test wants."""

    answer: Callable[[Incoming], Reply | None] = lambda msg: None
    got: list[Incoming] = field(default_factory=list)
    errors: list[Exception] = field(default_factory=list)
    held: asyncio.Event | None = None
    adapter: SlackAdapter | None = None
    bell: Bell = field(default_factory=Bell)
    tasks: set[asyncio.Task[None]] = field(default_factory=set)

    async def receive(self, msg: Incoming) -> None:
        self.got.append(msg)
        self.bell.ring()
        if self.held:
            await self.held.wait()
        if self.errors:
            raise self.errors.pop()
        if reply := self.answer(msg):
            task = asyncio.create_task(self.reply(msg, reply))
            self.tasks.add(task)

    async def reply(self, msg: Incoming, reply: Reply) -> None:
        to = msg.address
        if reply.private and not msg.private:
            to = Address(to.platform, to.chat, to.thread, only=msg.sender)
        await self.adapter.send(to, reply, answers=msg.event_id)

    async def heard(self, number: int) -> Incoming:
        """The message with this number, from 1, when it has come."""
        await asyncio.wait_for(self.bell.until(lambda: len(self.got) >= number), 5)
        return self.got[number - 1]

    async def settle(self) -> None:
        """Until every answer has been sent; what failed fails here."""
        while self.tasks:
            await self.tasks.pop()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def fake(clock: Clock) -> AsyncIterator[SlackFake]:
    peer = SlackFake(clock=clock, commands=["/nasta-aktivitet"])
    await peer.start()
    yield peer
    await peer.stop()


@pytest.fixture
def member(fake: SlackFake) -> Person:
    return fake.person("U7", "medlem")


@pytest.fixture
def square(fake: SlackFake, member: Person) -> Channel:
    """A channel that the bot is in."""
    return fake.channel("C9", "torget", [member, fake.me])


@pytest.fixture
def core() -> Core:
    return Core()


@pytest.fixture
async def adapter(fake: SlackFake, core: Core, clock: Clock) -> AsyncIterator[SlackAdapter]:
    adapter = SlackAdapter(
        bot_token=fake.bot_token, app_token=fake.app_token, api_url=f"{fake.url}/api/", ticks=clock, clock=clock
    )
    core.adapter = adapter
    await adapter.start(core.receive)
    yield adapter
    await core.settle()
    await adapter.stop()
