"""The pretend platforms as a broadcast meets them: true limits, a round trip, people who get it and people who ask."""

from collections.abc import Iterator
from typing import NamedTuple, Protocol

from benchmarks.audience import (
    CHANNELS,
    FIRST_CHANNEL,
    FIRST_GROUP,
    FIRST_PERSON,
    GROUPS,
    MEMBERS,
    PEOPLE,
    Letter,
)
from benchmarks.people import KNOWN, person
from tests.fakes.slack import SlackFake
from tests.fakes.telegram import TelegramFake

COMMAND = "/nasta-aktivitet"


class Arrival(NamedTuple):
    letter: Letter
    at: float


class Platform(Protocol):
    """`home` is the chat in which somebody who asks is answered."""

    async def start(self) -> dict[str, str]:
        """Listen; the settings with which the bot finds it."""

    async def stop(self) -> None: ...

    def arrivals(self, after: int) -> Iterator[Arrival]:
        """What has arrived, without the first so many."""

    async def ask(self, number: int) -> None: ...

    def home(self, number: int) -> str: ...

    @property
    def refused(self) -> int: ...


class Telegram:
    def __init__(self, *, limits: bool, round_trip: float) -> None:
        self.fake = TelegramFake(limits=limits)
        self.fake.server.latency = round_trip

    async def start(self) -> dict[str, str]:
        for number in range(FIRST_PERSON, FIRST_PERSON + PEOPLE):
            self.fake.person(number, "någon").started = True
        for number in range(GROUPS):
            self.fake.group(-FIRST_GROUP - number, "grupp", [])
        self.known = [self.fake.person(int(person(number)), "känd") for number in range(KNOWN)]
        for known in self.known:
            known.started = True
        await self.fake.start()
        return {"TELEGRAM_TOKEN": self.fake.token, "TELEGRAM_API_URL": self.fake.url}

    async def stop(self) -> None:
        await self.fake.stop()

    def arrivals(self, after: int) -> Iterator[Arrival]:
        for sent in self.fake.sent[after:]:
            yield Arrival(Letter(str(sent.chat), sent.text), sent.at)

    async def ask(self, number: int) -> None:
        self.fake.say(self.known[number], COMMAND)

    def home(self, number: int) -> str:
        return person(number)

    @property
    def refused(self) -> int:
        return self.fake.requests["429"]


class Slack:
    name = "slack"

    def __init__(self, *, limits: bool, round_trip: float) -> None:
        self.fake = SlackFake(limits=limits)
        self.fake.api.latency = round_trip

    async def start(self) -> dict[str, str]:
        for number in range(MEMBERS):
            self.fake.person(f"U{FIRST_PERSON + number}", "någon")
        for number in range(KNOWN):
            self.fake.person(person(number, self.name), "känd")
        for number in range(CHANNELS):
            self.fake.channel(f"C{FIRST_CHANNEL + number}", f"kanal-{number}", [*self.fake.space.people])
        await self.fake.start()
        tokens = {"SLACK_BOT_TOKEN": self.fake.bot_token, "SLACK_APP_TOKEN": self.fake.app_token}
        return tokens | {"SLACK_API_URL": f"{self.fake.url}/api/"}

    async def stop(self) -> None:
        await self.fake.stop()

    def arrivals(self, after: int) -> Iterator[Arrival]:
        for call in self.fake.sent[after:]:
            yield Arrival(Letter(str(call.args.get("channel", "")), str(call.args.get("text", ""))), call.at)

    async def ask(self, number: int) -> None:
        await self.fake.type(person(number, self.name), COMMAND)

    def home(self, number: int) -> str:
        return self.fake.space.direct(person(number, self.name)).id

    @property
    def refused(self) -> int:
        return self.fake.limited.total()


PLATFORMS: dict[str, type[Telegram] | type[Slack]] = {"telegram": Telegram, "slack": Slack}
