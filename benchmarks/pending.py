"""Many pending reminders: what they cost while nothing is due, and a hundred that are due at once."""

import asyncio
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks import due
from benchmarks.children import heard, resident
from benchmarks.keepers import LIBRARY, OURS, Keeper, open_keeper
from benchmarks.page import grid
from benchmarks.platforms import Telegram

SIZES = (1_000, 10_000, 100_000)
ROUND_TRIP = 0.06
# Seconds from when the hundred are put down until they are due; and after that, until no more of them comes.
AHEAD, LONGEST = 12.0, 20.0
HEAD = (
    "pending", "", "next due, ms", "one idle tick, ms", "start, s", "memory, MB (over 1 000)", "of 100 due at once",
    "the last after, s", "429s",
)  # fmt: skip


@dataclass(slots=True)
class Figures:
    """Milliseconds for what is timed from inside; seconds and MB."""

    next_due: float
    idle: float
    start: float
    memory: float
    delivered: int
    late: float
    refused: int


def run() -> str:
    return asyncio.run(measure())


async def measure() -> str:
    found = {(size, who): await one(who, size) for size in SIZES for who in (OURS, LIBRARY)}
    rows = [row(size, who, figures, found[SIZES[0], who]) for (size, who), figures in found.items()]
    return f"Telegram with its limits, {ROUND_TRIP * 1000:.0f} ms there and back.\n\n{grid(HEAD, rows)}"


async def one(who: str, size: int) -> Figures:
    print(f"{size} {who} …", file=sys.stderr)
    platform = Telegram(limits=True, round_trip=ROUND_TRIP)
    with tempfile.TemporaryDirectory() as folder:
        try:
            keeper = await open_keeper(who, Path(folder, "due.db"), platform)
            keeper.put(due.spread(datetime.now(UTC), size), first=due.HUNDRED.stop)
            figures = await watch(keeper, platform)
        finally:
            await platform.stop()
        inside = await keeper.look()
        figures.next_due, figures.idle = inside["next_due"], inside["idle"]
    return figures


async def watch(keeper: Keeper, platform: Telegram) -> Figures:
    """From its start until the hundred have come, or no more of them do."""
    moment = datetime.now(UTC) + timedelta(seconds=AHEAD)
    keeper.put([moment] * len(due.HUNDRED), first=due.HUNDRED.start)
    begun = time.perf_counter()
    life = await keeper.launch()
    try:
        await heard(life, keeper.ready)
        started = time.perf_counter() - begun
        await asyncio.sleep(moment.timestamp() - time.time() - 1)
        memory = resident(life)
        times = await arrivals(platform, moment.timestamp())
    finally:
        await life.kill()
    late = max(times, default=moment.timestamp()) - moment.timestamp()
    return Figures(0.0, 0.0, started, memory, len(times), late, platform.refused)


async def arrivals(platform: Telegram, moment: float) -> list[float]:
    """When the hundred came, or those of them that did."""
    with suppress(TimeoutError):
        async with asyncio.timeout(moment + LONGEST - time.time()):
            await platform.fake.server.bell.until(lambda: len(platform.fake.sent) >= len(due.HUNDRED))
    return [arrival.at for arrival in platform.arrivals(0)]


def row(size: int, who: str, figures: Figures, least: Figures) -> list[str]:
    return [
        f"{size:,}".replace(",", " "),
        who,
        f"{figures.next_due:.2f}",
        f"{figures.idle:.1f}",
        f"{figures.start:.1f}",
        f"{figures.memory:.0f} ({figures.memory - least.memory:+.0f})",
        str(figures.delivered),
        f"{figures.late:.1f}",
        str(figures.refused),
    ]
