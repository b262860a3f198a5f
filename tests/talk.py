"""A bot to talk to in a test: real core and real rows, with adapters that keep what is said."""

import asyncio
import itertools
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from sqlmodel import select

from bot.app import Bot, Time, build
from bot.markup import plain
from bot.messages import Adapter, Address, Button, Incoming, Reply, dump
from bot.settings import Settings
from storage import outbox
from storage.database import Database
from storage.models import Outbox
from tests.fakes.recording import RecordingAdapter

# Monday 8 February 2027, nine o'clock in Stockholm: the day of every transcript and of the sample district in tests.
NOW = datetime(2027, 2, 8, 8, 0, tzinfo=UTC)
# The sample's people and groups on Telegram.
IDS = {f"medlem{n}": str(1000 + n) for n in range(2, 13)} | {
    "medlem": "1001", "ordforande": "1013", "ordforande2": "1014", "styrelse": "1015", "ombudsperson": "1016",
    "representant": "1017", "tekniker": "1018", "gast": "1099",
} | {f"ordforande{n}": str(1016 + n) for n in range(3, 13)}  # fmt: skip
GROUPS = {"distriktet": "-2000", "norrby": "-2001", "sodersjo": "-2002", "osterang": "-2003"}


async def until(it_is_so: Callable[[], object]) -> None:
    """Let everybody go on until it is so; what never comes ends with the test's time-out."""
    while not it_is_so():  # noqa: ASYNC110 - what is waited for may happen in a thread
        await asyncio.sleep(0.001)


@dataclass(slots=True, repr=False)
class Talk:
    """One bot on a database; `now` can be moved. `say` and `press` return what the bot answered."""

    database: Database
    settings: Settings
    platforms: tuple[str, ...] = ("telegram",)
    whole_forms: bool = False
    now: datetime = NOW
    more: dict[str, Adapter] = field(default_factory=dict)  # adapters beside the ones that keep what is said
    steady_lag: timedelta = timedelta(0)  # by how much the clock on the wall was set ahead
    reminds: bool = False  # of what the sample district has coming
    silent: frozenset[str] = frozenset()  # on these topics nothing comes by itself all the same
    numbers: "itertools.count[int]" = field(default_factory=itertools.count)
    bot: Bot = field(init=False)

    def __post_init__(self) -> None:
        self.begin()

    def begin(self) -> None:
        adapters = {name: RecordingAdapter(name, whole_forms=self.whole_forms) for name in self.platforms}
        adapters |= self.more
        times = Time(self.time, self.steady)
        self.bot = build(self.settings, self.database, adapters, times=times)
        planner = self.bot.clock.planner
        spoken = {word: topic for word, topic in planner.topics.items() if self.reminds and word not in self.silent}
        self.bot.clock.planner = replace(planner, topics=spoken)

    def time(self) -> datetime:
        return self.now

    def steady(self) -> float:
        return (self.now - self.steady_lag).timestamp()

    def adapter(self, platform: str = "telegram") -> RecordingAdapter:
        found = self.bot.adapters[platform]
        assert isinstance(found, RecordingAdapter)
        return found

    async def start(self) -> None:
        await self.bot.start(ticking=False)

    async def restart(self) -> None:
        """Stop, and start again on the same database."""
        await self.bot.stop()
        self.begin()
        await self.start()

    async def kill(self) -> None:
        """Gone in the middle of whatever it did, without a good-bye; `begin` and `start` bring it back."""
        tasks = [*self.bot.dispatcher.tasks, *self.bot.clock.pumping.values()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self.bot.worker.stop()
        if self.bot.lock:
            self.bot.lock.close()

    async def wait(self, span: timedelta) -> None:
        self.now += span
        await self.bot.settle()

    def incoming(
        self, who: str, text: str = "", *, platform: str = "telegram", group: str = "", **more: object
    ) -> Incoming:
        """A message as an adapter would make it. `who` is of the cast, or an id."""
        sender = IDS.get(who, who)
        chat = GROUPS.get(group, group) or sender
        row = {"event_id": f"e{next(self.numbers)}", "private": not group, **more}
        return Incoming(Address(platform, chat), sender, text, **row)

    async def hear(self, msg: Incoming) -> list[tuple[Address, Reply]]:
        """Hand over a message; what the bot sent because of it, on that platform."""
        adapter = self.adapter(msg.address.platform)
        before = len(adapter.sent)
        await adapter.hear(msg)
        await self.bot.settle()
        return adapter.sent[before:]

    async def say(self, who: str, text: str, **more: object) -> str:
        """The answers' words, without markup."""
        return "\n\n".join(plain(reply.text) for _, reply in await self.hear(self.incoming(who, text, **more)))

    async def happens(self, event: str, chat: str, text: str = "") -> str:
        """The platform tells something about a chat."""
        return await self.say(chat, text, event=event)

    def button(self, label: str, platform: str = "telegram") -> Button:
        """The button with this label on the newest message that has it."""
        buttons = [button for _, reply in reversed(self.adapter(platform).sent) for button in reply.buttons]
        return next(button for button in buttons if button.label == label)

    async def press(self, who: str, label: str, **more: object) -> str:
        """Press the button with this label on the newest message that has it."""
        action = self.button(label, str(more.get("platform", "telegram"))).action
        return await self.say(who, "", action=action, message_id="m1", **more)

    async def join(self, who: str, code: str, **more: object) -> str:
        """Write a code and say yes to what it asks."""
        asked = await self.say(who, f"/start {code}", **more)
        return await self.press(who, "Ja, koppla mitt konto", **more) if "koppla" in asked else asked

    def texts(self, platform: str = "telegram") -> list[str]:
        """All that was sent, without markup."""
        return [plain(reply.text) for _, reply in self.adapter(platform).sent]

    def push(self, chat: str, text: str, *, platform: str = "telegram", **more: object) -> None:
        """Put a message to somebody who did not ask into the outbox."""
        payload = dump(Reply(text))
        with self.database.begin() as session:
            outbox.put(session, key=text, to=(platform, chat, "", ""), payload=payload, now=self.now, **more)

    def mail(self) -> list[Outbox]:
        """The outbox, oldest first."""
        with self.database.read() as session:
            return list(session.exec(select(Outbox).order_by(Outbox.id)))
