"""The bot as a real process between a pretend Telegram and a pretend Slack: started, talked to, stopped and killed."""

import asyncio
import os
import secrets
import signal
import socket
import sys
import time
from asyncio.subprocess import DEVNULL, PIPE, STDOUT, Process
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from aiohttp import ClientSession

from bot.sample import load
from tests.fakes.slack import SlackFake
from tests.fakes.slack.delivery import Delivery
from tests.fakes.telegram import TelegramFake
from tests.processes.life import PATIENCE, Life
from tests.processes.nest import Nest
from tests.processes.records import Records
from tests.processes.wire import Wire

ROOT = Path(__file__).parents[2]
# Keys that open nothing. They look like true ones, and have a word in them that nothing else has.
CANARY = "kanarie"
TELEGRAM_TOKEN = f"4200000001:AA{CANARY}-a-token-that-opens-nothing"
WEBHOOK_SECRET = f"{CANARY}-webhook"
SLACK_KEYS = {
    "bot_token": f"xoxb-{CANARY}-bot",
    "app_token": f"xapp-{CANARY}-app",
    "signing_secret": f"{CANARY}-signing",
}
# What the bot leaves to the process that it runs in.
INHERITED = ("PATH", "HOME", "LANG", "TMPDIR")


@dataclass
class Stage(Records):
    """One database and both platforms; `pushed` is webhooks through the door instead of polling and Socket Mode.

    The platforms' clock shows the true time, or what it is `frozen` at, and so many seconds `ahead`.
    """

    pushed: bool = False
    frozen: float = 0.0
    ahead: float = 0.0
    env: dict[str, str] = field(default_factory=dict)
    lives: list[Life] = field(default_factory=list)
    wires: dict[str, Wire] = field(default_factory=lambda: {"telegram": Wire(), "slack": Wire()})
    door: str = ""
    program: str = "bot"
    nest: Nest | None = None
    telegram: TelegramFake = field(init=False)
    slack: SlackFake = field(init=False)

    async def open(self) -> None:
        port = free_port()
        url = self.door = f"http://127.0.0.1:{port}"
        self.telegram = TelegramFake(token=TELEGRAM_TOKEN, clock=self.clock, limits=False, sleep=brief)
        events = f"{url}/slack/events" if self.pushed else ""
        self.slack = SlackFake(clock=self.clock, limits=False, request_url=events, **SLACK_KEYS)
        await self.telegram.start()
        await self.slack.start()
        self.people()
        self.env = {"DATABASE_URL": f"sqlite:///{self.database}", "DOOR_PORT": str(port), **await self.tokens()}
        self.env["MESSAGES_PER_MINUTE"] = "0"  # here one person writes what a crowd would
        if self.pushed:
            self.env |= {"TELEGRAM_WEBHOOK_URL": f"{url}/telegram", "TELEGRAM_WEBHOOK_SECRET": WEBHOOK_SECRET}

    def clock(self) -> float:
        return (self.frozen or time.time()) + self.ahead

    def people(self) -> None:
        """The sample's, on both platforms; on Telegram they have written to the bot before."""
        data = load.read()
        for row in data["person"]:
            self.telegram.person(row["telegram"], row["key"]).started = True
            self.slack.person(row["slack"], row["key"])
        members = [self.telegram.world.chats[row["telegram"]] for row in data["person"]]
        for row in data["group"]:
            self.telegram.group(row["telegram"], row["name"], members)
            self.slack.channel(row["slack"], row["key"], [*self.slack.space.people])

    async def tokens(self) -> dict[str, str]:
        mode = "SLACK_SIGNING_SECRET" if self.pushed else "SLACK_APP_TOKEN"
        return {
            "TELEGRAM_TOKEN": self.telegram.token,
            "TELEGRAM_API_URL": await self.wires["telegram"].start(self.telegram.url),
            "SLACK_BOT_TOKEN": self.slack.bot_token,
            mode: self.slack.signing_secret if self.pushed else self.slack.app_token,
            "SLACK_API_URL": await self.wires["slack"].start(f"{self.slack.url}/api/"),
        }

    async def launch(self, *, forked: bool = True, stderr: int = STDOUT, **env: str) -> Life:
        """Begin a run, from the nest where there is one; it is not waited for. `env` goes before the stage's own."""
        whole = self.inherited() | self.env | env
        process = await (self.nest.fork(whole) if self.nest and forked else self.execute(whole, stderr))
        self.lives.append(Life(process))
        return self.lives[-1]

    async def execute(self, env: dict[str, str], stderr: int) -> Process:
        return await asyncio.create_subprocess_exec(
            sys.executable, "-m", self.program, "run",
            cwd=self.database.parent, env=env, stdin=DEVNULL, stdout=PIPE, stderr=stderr, limit=16_000_000,
        )  # fmt: skip

    async def hasten(self, *, nest: bool = True) -> None:
        """From now on the program is the quick one (see quick.py); from a nest, one at a time."""
        self.program = "tests.processes.quick"
        if nest:
            self.nest = Nest()
            await self.nest.open(self.inherited(), self.database.parent)

    def inherited(self) -> dict[str, str]:
        return {name: os.environ[name] for name in INHERITED if name in os.environ} | {"PYTHONPATH": str(ROOT)}

    async def start(self, **env: str) -> Life:
        """A run that listens on both platforms."""
        life = await self.launch(**env)
        await life.until("bot.started")
        assert not life.ended, life.lines
        return life

    async def fail_to_start(self, **env: str) -> list[str]:
        """A run that ends by itself, and not well: the lines that it leaves behind, logged ones apart."""
        life = await self.launch(**env)
        assert await life.end() not in {0, -signal.SIGKILL}
        return [line for line in life.lines if not line.startswith("timestamp=")]

    async def until(self, true: Callable[[], bool]) -> None:
        """Wait until something is so; looked at whenever anything happens on either platform."""
        bells = self.telegram.server.bell, self.slack.space.bell
        async with asyncio.timeout(PATIENCE):
            while not true():
                rung = [asyncio.create_task(bell.event.wait()) for bell in bells]
                await asyncio.wait(rung, return_when=asyncio.FIRST_COMPLETED)
                for waiting in rung:
                    waiting.cancel()

    @property
    def sent(self) -> int:
        """How many messages have arrived."""
        return len(self.telegram.sent) + len(self.slack.sent)

    def hold(self, *, sends: bool = False) -> None:
        """From now on no request gets an answer, or none that sends a message."""
        self.wires["telegram"].hold("/sendMessage" if sends else "")
        self.wires["slack"].hold("/chat.postMessage" if sends else "")

    def release(self) -> None:
        for wire in self.wires.values():
            wire.release()

    async def redeliver(self) -> list[Delivery]:
        """What Slack was not told to have arrived comes again; commands and presses do not."""
        missed = [d for d in self.slack.courier.deliveries if d.kind == "events_api" and not d.acked]
        return [await self.slack.redeliver(delivery.id) for delivery in missed]

    def seen(self) -> list[str]:
        """The texts of all that the bot has said, on Telegram and then on Slack."""
        said = [message.text for message in self.telegram.messages]
        return said + [message.seen for message in self.slack.messages if message.user == self.slack.me.id]

    async def health(self) -> tuple[int, dict[str, str]]:
        """What the door's /health answers."""
        async with ClientSession() as session, session.get(f"{self.door}/health") as answer:
            return answer.status, await answer.json()

    async def close(self) -> None:
        for life in self.lives:
            await life.kill()
        if self.nest:
            await self.nest.close()
        for wire in self.wires.values():
            await wire.stop()
        await self.telegram.stop()
        await self.slack.stop()


async def brief(_seconds: float) -> None:
    """How long the pretend Telegram waits before it pushes an update again."""
    await asyncio.sleep(0.05)


def free_port() -> int:
    """One that stays free until the program has started, and while it is down: below those that the system gives to
    whatever connects to somewhere.
    """
    while True:
        port = 10_000 + secrets.randbelow(20_000)
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
