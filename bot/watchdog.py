"""Notices when the event loop stands still, and for how long."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass

import structlog

log = structlog.get_logger(__name__)

LOOK = 1.0
# Slack gives up on us after three seconds; one is worth a line.
BLOCKED = 1.0


@dataclass(slots=True)
class Watchdog:
    """`worst` is the longest that the loop was late since the start, in seconds."""

    steady: Callable[[], float] = time.monotonic
    worst: float = 0.0
    task: asyncio.Task[None] | None = None

    def start(self) -> None:
        self.task = asyncio.create_task(self.watch())

    async def watch(self) -> None:
        while True:
            begun = self.steady()
            await asyncio.sleep(LOOK)
            self.look(self.steady() - begun - LOOK)

    def look(self, late: float) -> None:
        self.worst = max(self.worst, late)
        if late > BLOCKED:
            log.warning("loop.blocked", seconds=round(late, 1))

    async def stop(self) -> None:
        if self.task:
            self.task.cancel()
            await asyncio.gather(self.task, return_exceptions=True)
