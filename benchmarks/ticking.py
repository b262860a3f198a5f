"""The bot's clock on a database, timed from inside: `python -m benchmarks.ticking URL` prints its figures."""

import asyncio
import json
import logging
import sys
import time

import structlog

from benchmarks.measure import OFTEN, often, percentile
from bot.adapters.terminal import Shown, TerminalAdapter
from bot.app import build
from bot.settings import Settings
from storage.database import open_database


async def run(url: str) -> None:
    def show(_shown: Shown) -> None:
        """Nobody looks."""

    database, adapter = open_database(url), TerminalAdapter(show)
    settings = Settings(_env_file=None, district="Distriktet")
    bot = build(settings, database, {adapter.platform: adapter})
    await bot.start(ticking=False)

    def next_due() -> None:
        with database.begin() as session:
            bot.clock.soonest(session)

    next_ms = often(next_due)
    ticks = []
    for _ in range(OFTEN):
        begin = time.perf_counter()
        await bot.clock.tick()
        await bot.clock.pause()
        ticks.append(time.perf_counter() - begin)
    await bot.stop()
    print("figures", json.dumps({"next_due": next_ms, "idle": percentile(ticks, 0.5)}), flush=True)


if __name__ == "__main__":
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    asyncio.run(run(sys.argv[1]))
