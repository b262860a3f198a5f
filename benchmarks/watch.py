"""Watches a broadcast from the platform's side, while people ask: when what arrived, how soon they were answered."""

import asyncio
import time
from collections import Counter, defaultdict, deque
from dataclasses import dataclass, field

from benchmarks.audience import Letter
from benchmarks.measure import percentile
from benchmarks.people import ASKING
from benchmarks.platforms import Arrival, Platform
from tests.processes.life import Life

# Somebody asks so often, each time somebody else; an answer that has not come so long after the end does not come.
EVERY, PATIENCE = 1.0, 60.0
# What has not arrived so long after the start, or after the sender said that it is done, does not arrive.
LONGEST, REST = 240.0, 3.0
LOOK = 0.01


@dataclass(slots=True)
class Watch:
    platform: Platform
    letters: list[Letter]
    sender: Life
    arrived: int = 0  # on the platform, answers and all
    copies: Counter[Letter] = field(default_factory=Counter)
    times: list[float] = field(default_factory=list)
    asked: int = 0
    open: defaultdict[str, deque[float]] = field(default_factory=lambda: defaultdict(deque))  # when asked, by chat
    waits: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.copies.update(dict.fromkeys(self.letters, 0))

    async def run(self) -> None:
        await self.follow()
        ends = time.time() + PATIENCE
        while any(self.open.values()) and time.time() < ends:
            await self.look()
        self.waits += [time.time() - at for waiting in self.open.values() for at in waiting]

    async def follow(self) -> None:
        """Until all have it, or no more will."""
        begun = time.time()
        while len(self.times) < len(self.copies) and time.time() - begun < LONGEST:
            await self.look()
            if self.times and time.time() >= self.times[0] + self.asked * EVERY + EVERY / 2:
                await self.ask()
            if self.sender.told("sent all") and time.time() - self.times[-1] > REST:
                return

    async def ask(self) -> None:
        number = self.asked % ASKING
        self.asked += 1
        self.open[self.platform.home(number)].append(time.time())
        await self.platform.ask(number)

    async def look(self) -> None:
        await asyncio.sleep(LOOK)
        for arrival in self.platform.arrivals(self.arrived):
            self.arrived += 1
            self.take(arrival)

    def take(self, arrival: Arrival) -> None:
        if arrival.letter in self.copies:
            self.copies[arrival.letter] += 1
            if self.copies[arrival.letter] == 1:
                self.times.append(arrival.at)
        elif waiting := self.open[arrival.letter.chat]:
            self.waits.append(arrival.at - waiting.popleft())

    @property
    def seconds(self) -> float:
        return self.times[-1] - self.times[0]

    @property
    def doubled(self) -> int:
        return sum(self.copies.values()) - len(self.times)

    @property
    def p50(self) -> float:
        return percentile(self.waits, 0.5)

    @property
    def worst(self) -> float:
        return percentile(self.waits, 1.0)
