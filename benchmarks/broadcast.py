"""A broadcast on a platform that keeps its limits, while people ask: the bot beside what its library has for it."""

import asyncio
import tempfile
from datetime import UTC, datetime

from benchmarks.audience import LETTERS, Letter, floor
from benchmarks.children import heard, launch
from benchmarks.district import make
from benchmarks.page import grid
from benchmarks.people import ASKING
from benchmarks.platforms import PLATFORMS
from benchmarks.senders import NAMED, PACES
from benchmarks.watch import Watch

ROUND_TRIP = 0.06
HEAD = (
    "sender", "first to last, s", "× floor", "429s", "delivered", "twice",
    "command to answer meanwhile, p50 / worst ms", "rows written, ms",
)  # fmt: skip


def run(name: str) -> str:
    return asyncio.run(measure(name))


async def measure(name: str) -> str:
    letters = LETTERS[name]()
    least = floor(letters, PACES[name])
    rows = [await one(name, who, letters, least) for who in NAMED[name]]
    trip = f"{ROUND_TRIP * 1000:.0f} ms there and back"
    return f"{len(letters)} messages, {trip}; floor {least:.1f} s.\n\n{grid(HEAD, rows)}"


async def one(name: str, who: str, letters: list[Letter], least: float) -> list[str]:
    """That sender, on a platform and a database of its own."""
    platform = PLATFORMS[name](limits=True, round_trip=ROUND_TRIP)
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/cast.db"
        make(url, ASKING, now=datetime.now(UTC)).close()
        env = {"DATABASE_URL": url, "NO_PROXY": "127.0.0.1"} | await platform.start()
        sender = await launch("benchmarks.senders", name, who, env=env)
        try:
            written = await heard(sender, "written")
            watch = Watch(platform, letters, sender)
            await watch.run()
        finally:
            await sender.kill()
            await platform.stop()
    return row(NAMED[name][who], watch, least, platform.refused, written)


def row(called: str, watch: Watch, least: float, refused: int, written: str) -> list[str]:
    return [
        called,
        f"{watch.seconds:.1f}",
        f"{watch.seconds / least:.2f}",
        str(refused),
        f"{len(watch.times)} of {len(watch.copies)}",
        str(watch.doubled),
        f"{watch.p50:.0f} / {watch.worst:.0f}" if watch.waits else "–",
        written or "–",
    ]
