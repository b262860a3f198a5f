"""Starts a platform, and keeps trying when it does not answer, so that one that is down does not stop the others."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog

from bot.errors import DeliveryError, Misconfigured
from bot.messages import Adapter, Address, Incoming, Receive

log = structlog.get_logger(__name__)

FIRST = timedelta(seconds=5)
LONGEST = timedelta(minutes=5)


@dataclass(slots=True)
class Starter:
    """`receive` is where messages go, and the word that a platform is in trouble; `started` hears which one works."""

    receive: Receive
    now: Callable[[], datetime]
    started: Callable[[str], None] = lambda _platform: None
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    tasks: set[asyncio.Task[None]] = field(default_factory=set)

    async def start(self, adapter: Adapter) -> None:
        """Start it, or go on trying in the background."""
        if await self.attempt(adapter):
            return
        task = asyncio.create_task(self.keep_trying(adapter))
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def attempt(self, adapter: Adapter) -> bool:
        try:
            await adapter.start(self.receive)
        except DeliveryError as error:
            log.warning("platform.not_started", platform=adapter.platform, why=str(error))
            if isinstance(error, Misconfigured):
                await self.tell(adapter.platform)
            return False
        self.started(adapter.platform)
        return True

    async def keep_trying(self, adapter: Adapter) -> None:
        wait = FIRST
        while True:
            await self.sleep(wait.total_seconds())
            if await self.attempt(adapter):
                return
            wait = min(LONGEST, wait * 2)

    async def tell(self, platform: str) -> None:
        """Let who can mend it know, once a day."""
        event_id = f"trouble:token:{self.now().date()}"
        await self.receive(Incoming(Address(platform, ""), "", "token", event_id, event="trouble"))

    async def stop(self) -> None:
        for task in list(self.tasks):
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)
