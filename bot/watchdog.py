"""Notices when the event loop stands still, and for how long; ends the program when the clock does."""

import asyncio
import os
import time
from collections.abc import Callable
from dataclasses import dataclass

import structlog

log = structlog.get_logger(__name__)

LOOK = 1.0
# Slack gives up on us after three seconds; one is worth a line.
BLOCKED = 1.0
# The clock ticks every ten seconds. One that has seen to nothing in so many looks hangs, and nobody would be reminded.
# Looks are counted and not seconds: whoever was frozen has not had the time. No duty takes ten minutes.
STALLED = 600
# What systemd and a container take for a failure, and start anew (EX_SOFTWARE of sysexits.h).
FAILED = 70


@dataclass(slots=True)
class Watchdog:
    """`worst` is the longest that the loop was late since the start, in seconds; for `idle` looks the clock has seen to
    nothing. `end` ends the program on the spot: what hangs cannot be asked to stop, and a kill loses nothing.
    """

    steady: Callable[[], float] = time.monotonic
    end: Callable[[int], object] = os._exit
    worst: float = 0.0
    seen: int = -1
    idle: int = 0
    task: asyncio.Task[None] | None = None

    def start(self, seen_to: Callable[[], int] | None = None) -> None:
        """`seen_to`: how much the clock has seen to, where there is one that ticks."""
        self.task = asyncio.create_task(self.watch(seen_to))

    async def watch(self, seen_to: Callable[[], int] | None) -> None:
        while True:
            begun = self.steady()
            await asyncio.sleep(LOOK)
            self.look(self.steady() - begun - LOOK)
            if seen_to is not None:
                self.look_at_clock(seen_to())

    def look_at_clock(self, seen_to: int) -> None:
        self.idle = self.idle + 1 if seen_to == self.seen else 0
        self.seen = seen_to
        if self.idle >= STALLED:
            log.critical("clock.stalled", looks=self.idle)
            self.end(FAILED)

    def look(self, late: float) -> None:
        self.worst = max(self.worst, late)
        if late > BLOCKED:
            log.warning("loop.blocked", seconds=round(late, 1))

    async def stop(self) -> None:
        if self.task:
            self.task.cancel()
            await asyncio.gather(self.task, return_exceptions=True)
