"""Work under way that a stop waits for: messages being stored, requests on the wire."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


class Running:
    def __init__(self) -> None:
        self.tasks: set[asyncio.Task[Any]] = set()

    def start(self, work: Coroutine[Any, Any, T]) -> asyncio.Task[T]:
        task = asyncio.create_task(work)
        self.tasks.add(task)
        task.add_done_callback(self.forget)
        return task

    def forget(self, task: asyncio.Task[Any]) -> None:
        """An error is for whoever waits. Nobody left? Then the loop must not log it: it can hold what was said."""
        self.tasks.discard(task)
        if not task.cancelled():
            task.exception()

    async def finish(self, work: Coroutine[Any, Any, T]) -> T:
        """Run it to its end even if whoever waits for it is cancelled: what is on the wire is not cut off."""
        return await asyncio.shield(self.start(work))

    async def settle(self, seconds: float) -> None:
        """Wait for all of it this long; then it is cut off."""
        if not self.tasks:
            return
        _, late = await asyncio.wait(self.tasks, timeout=seconds)
        for task in late:
            task.cancel()
        if late:
            await asyncio.wait(late)
