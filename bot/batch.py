"""Gathers what many tasks want written at the same moment into one transaction."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

T = TypeVar("T")
R = TypeVar("R")


class Batch(Generic[T, R]):
    """Each `add` waits until its item is written. While one batch is being written, the next gathers.

    What `write` raises reaches everyone whose item was in that batch.
    """

    def __init__(self, write: Callable[[list[T]], Awaitable[list[R]]]) -> None:
        self.write = write
        self.items: list[T] = []
        self.gathering: asyncio.Task[list[R]] | None = None
        self.writing: asyncio.Task[list[R]] | None = None

    async def add(self, item: T) -> R:
        if self.gathering is None:
            self.items = []
            self.gathering = asyncio.create_task(self.run(self.items, self.writing))
        batch, place = self.gathering, len(self.items)
        self.items.append(item)
        return (await asyncio.shield(batch))[place]

    async def run(self, items: list[T], before: asyncio.Task[list[R]] | None) -> list[R]:
        """Write the items, once the batch before them is written."""
        if before:
            await asyncio.wait([before])
        self.gathering, self.writing = None, asyncio.current_task()
        return await self.write(items)
