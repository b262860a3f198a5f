"""A hundred reminders whose process is down when they are due, or is killed while they are sent: what still comes."""

import asyncio
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks import due
from benchmarks.keepers import LIBRARY, OURS, Jobs, Keeper, open_keeper
from benchmarks.page import grid
from benchmarks.platforms import PLATFORMS, Slack, Telegram
from storage import own

ROUND_TRIP = 0.06
# They were due so long ago; or are, so many seconds after the start, and the kill comes when half of them have arrived.
AGO, AHEAD, HALF = timedelta(minutes=1), timedelta(seconds=8), len(due.HUNDRED) // 2
# Seconds until nothing more comes: the bot asks Slack after a minute what arrived.
LONGEST, REST = 120.0, 8.0
# On a slow disk APScheduler can be a second late with all of them by itself, and sends nothing: once more, then.
TRIES = 4
HEAD = (
    "", "", "down over the due time: delivered / twice", "killed while sending: delivered / twice",
    "listed as unknown", "lost without a word",
)  # fmt: skip


@dataclass
class Trial:
    platform: Telegram | Slack
    keeper: Keeper

    def put(self, moment: datetime) -> None:
        self.keeper.put([moment] * len(due.HUNDRED), first=due.HUNDRED.start)

    def copies(self) -> Counter[int]:
        return due.copies(self.platform.arrivals(0))

    async def until(self, true: Callable[[], bool], seconds: float) -> None:
        ends = time.monotonic() + seconds
        while not true() and time.monotonic() < ends:  # noqa: ASYNC110 - no bell: it looks into a database as well
            await asyncio.sleep(0.01)

    async def finish(self) -> None:
        """One run, until no more comes."""
        life = await self.keeper.launch()
        try:
            await life.until(self.keeper.ready)
            await self.until(self.keeper.settled, REST if isinstance(self.keeper, Jobs) else LONGEST)
        finally:
            await life.kill()


def run() -> str:
    return asyncio.run(measure())


async def measure() -> str:
    rows = [
        await one(OURS, "on Telegram: own reminders", "telegram", own.OWN),
        await one(OURS, "on Telegram: deadlines, which may come again and say so", "telegram", own.DEADLINE),
        await one(OURS, "on Slack: own reminders", "slack", own.OWN),
        await one(LIBRARY, "on Telegram", "telegram"),
    ]
    return f"{len(due.HUNDRED)} reminders, {ROUND_TRIP * 1000:.0f} ms there and back.\n\n{grid(HEAD, rows)}"


async def one(who: str, where: str, platform: str, topic: str = "") -> list[str]:
    down, _ = await trial(who, platform, topic, was_down)
    for _ in range(TRIES):
        killed, unknown = await trial(who, platform, topic, is_killed)
        if killed:
            break
    lost = set(due.HUNDRED) - killed.keys() - unknown
    return [who, where, told(down), told(killed), str(len(unknown)) if who == OURS else "–", str(len(lost))]


def told(copies: Counter[int]) -> str:
    return f"{len(copies)} / {copies.total() - len(copies)}"


async def trial(
    who: str, platform: str, topic: str, play: Callable[[Trial], Awaitable[None]]
) -> tuple[Counter[int], set[int]]:
    """How often each has come, and of which it is said that nobody knows."""
    print(f"{who} {platform} {topic} …", file=sys.stderr)
    there = PLATFORMS[platform](limits=False, round_trip=ROUND_TRIP)
    with tempfile.TemporaryDirectory() as folder:
        try:
            made = Trial(there, await open_keeper(who, Path(folder, "due.db"), there, topic))
            await play(made)
            return made.copies(), made.keeper.unknown()
        finally:
            await there.stop()


async def was_down(trial: Trial) -> None:
    trial.put(datetime.now(UTC) - AGO)
    await trial.finish()


async def is_killed(trial: Trial) -> None:
    trial.put(datetime.now(UTC) + AHEAD)
    life = await trial.keeper.launch()
    await trial.until(lambda: len(trial.copies()) >= HALF, AHEAD.total_seconds() + REST)
    await life.kill()
    await trial.finish()
