"""One peer in a process of its own: `python -m benchmarks.peers NAME URL` prints its figures as JSON."""

import asyncio
import json
import logging
import sys

import structlog

from benchmarks.bare import bare_slack, bare_telegram
from benchmarks.district import make
from benchmarks.measure import PEOPLE, Figures, measure
from benchmarks.ours import our_slack, our_telegram, our_terminal
from benchmarks.wire import Wire

OURS = {"telegram": our_telegram, "slack": our_slack, "terminal": our_terminal}


async def run_bare(name: str, url: str) -> Figures:
    acks: list[float] = []
    with make(url, PEOPLE) as database:
        plain = database.url.render_as_string(hide_password=False)
    command, engine = await (bare_telegram(plain) if name == "bare telegram" else bare_slack(plain, acks))
    figures = await measure(command, acks=acks)
    await engine.dispose()
    return figures


async def run_ours(name: str, url: str) -> Figures:
    acks: list[float] = []
    command, bot = await OURS[name](make(url, PEOPLE), acks)
    figures = await measure(command, acks=acks)
    await bot.stop()
    return figures


def main(name: str, url: str) -> None:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    wire = Wire()
    wire.cut()
    figures = asyncio.run(run_bare(name, url) if name.startswith("bare") else run_ours(name, url))
    figures.answered = wire.sent
    print(json.dumps(figures.data()))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
