"""Lets coroutines wait until something has changed, without a clock."""

import asyncio
from collections.abc import Callable


class Bell:
    def __init__(self) -> None:
        self.event = asyncio.Event()

    def ring(self) -> None:
        """Wake everyone who waits; they look again at what they wait for."""
        self.event.set()
        self.event = asyncio.Event()

    async def until(self, true: Callable[[], bool]) -> None:
        while not true():
            await self.event.wait()
