"""Starts, commands, stops and kills the process that the bot plays in."""

import asyncio
import itertools
import json
import os
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import Any

from bot.errors import SetupError

# A first import without .pyc files takes seconds on a small machine.
PATIENCE = 60


# Starts a stage with arguments and an environment of its own; gives what has as much of a process as is used here.
Launch = Callable[[Sequence[str], dict[str, str]], Awaitable[Any]]


async def launch(arguments: Sequence[str], env: dict[str, str]) -> Process:
    """A new Python."""
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot.play.stage", *arguments, stdin=PIPE, stdout=PIPE, env=env, limit=16_000_000
    )


class Company:
    """The bot's process. `env` are its settings; `heard` gets what a terminal shows."""

    def __init__(
        self, platform: str, env: dict[str, str], heard: Callable[[dict[str, Any]], None], launch: Launch = launch
    ) -> None:
        self.platform = platform
        self.env = env
        self.heard = heard
        self.launch = launch
        self.numbers = itertools.count(1)
        self.process: Any = None

    async def start(self, now: datetime) -> None:
        kept = {
            name: os.environ[name] for name in ("PATH", "HOME", "LANG", "PYTHONPATH", "LOG_LEVEL") if name in os.environ
        }
        self.process = await self.launch([self.platform, now.isoformat()], kept | self.env)
        await self.wait_for("ready", value=True)

    async def order(self, **order: Any) -> datetime:
        """Tell the bot's process something, and wait until it has done it; what time it is there then."""
        assert self.process is not None
        number = next(self.numbers)
        self.process.stdin.write(json.dumps({**order, "id": number}).encode() + b"\n")
        await self.process.stdin.drain()
        return datetime.fromisoformat((await self.wait_for("done", value=number))["at"])

    @property
    def is_there(self) -> bool:
        return self.process is not None and self.process.returncode is None

    async def wait_for(self, word: str, *, value: object) -> dict[str, Any]:
        """Read what the process says until it says this."""
        assert self.process is not None
        while True:
            line = await asyncio.wait_for(self.process.stdout.readline(), PATIENCE)
            if not line:
                raise RuntimeError(f"the bot's process ended with {await self.process.wait()}")
            told: dict[str, Any] = json.loads(line)
            if "failed" in told:
                await self.process.wait()
                raise SetupError(told["failed"])
            if told.get(word) == value:
                return told
            if "shown" in told:
                self.heard(told["shown"])

    async def stop(self) -> None:
        """Let it end by itself; kill it if it does not within ten seconds."""
        if self.process is None or self.process.returncode is not None:
            return
        self.process.stdin.write(b'{"do": "stop"}\n')
        await self.process.stdin.drain()
        try:
            await asyncio.wait_for(self.process.wait(), 10)
        except TimeoutError:
            await self.kill()

    async def kill(self) -> None:
        assert self.process is not None
        self.process.kill()
        await self.process.wait()
