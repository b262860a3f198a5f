"""Times a command one at a time and fifty at once."""

import asyncio
import gc
import time
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass

# One command by one person: (number of the command, number of the person). Ends when all of it is done.
Command = Callable[[int, int], Awaitable[None]]

PEOPLE = 50
WARM, SINGLE, ROUNDS = 100, 600, 20
# How often something that takes no message is timed.
OFTEN = 300


@dataclass(slots=True)
class Figures:
    """Milliseconds, and commands a second. `ack` is until the platform is told "received", where that is known."""

    p50: float
    p99: float
    at_once: float
    at_once_p99: float
    ack_p99: float | None = None
    answered: int = 0

    def data(self) -> dict[str, float | None]:
        return asdict(self)


def percentile(times: list[float], share: float) -> float:
    return sorted(times)[min(len(times) - 1, int(len(times) * share))] * 1000


def often(what: Callable[[], object]) -> float:
    """The median in milliseconds."""
    what()
    times = []
    for _ in range(OFTEN):
        begin = time.perf_counter()
        what()
        times.append(time.perf_counter() - begin)
    return percentile(times, 0.5)


async def timed(command: Command, number: int, person: int) -> float:
    start = time.perf_counter()
    await command(number, person)
    return time.perf_counter() - start


async def measure(command: Command, *, acks: list[float] | None = None) -> Figures:
    """Warm up, then measure. `acks`, which the command fills in seconds, is read for the fifty at once."""
    for n in range(WARM):
        await command(n, n % PEOPLE)
    gc.collect()
    single = [await timed(command, WARM + n, n % PEOPLE) for n in range(SINGLE)]
    if acks is not None:
        acks.clear()
    crowd: list[float] = []
    start = time.perf_counter()
    for r in range(ROUNDS):
        base = WARM + SINGLE + r * PEOPLE
        crowd += await asyncio.gather(*(timed(command, base + p, p) for p in range(PEOPLE)))
    spent = time.perf_counter() - start
    return Figures(
        p50=percentile(single, 0.5),
        p99=percentile(single, 0.99),
        at_once=len(crowd) / spent,
        at_once_p99=percentile(crowd, 0.99),
        ack_p99=percentile(acks, 0.99) if acks else None,
    )
