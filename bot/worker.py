"""The threads that talk to the database: one on SQLite, so that writes never fight; a few on PostgreSQL."""

import asyncio
import itertools
import queue
import threading
from collections.abc import Callable
from enum import IntEnum
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlmodel import Session

from storage.database import Database

P = ParamSpec("P")
T = TypeVar("T")

POSTGRES_THREADS = 4
# A statement that hangs shall not keep the program from ending.
STOP_SECONDS = 5.0
# What can wait lets those who write go first, but not for longer than this.
IDLE_SECONDS = 5.0
# What is put down lets so many messages be handled first, so that what came of them is put down with it.
LET_BY = 8


class Urgency(IntEnum):
    """Who goes first when several wait: to take a message in is short, and the platform is waiting for it."""

    RECEIVE = 0
    RECORD = 1
    HANDLE = 2
    IDLE = 3
    STOP = 9


class Worker:
    """Runs plain functions on a session, each in a transaction of its own, off the event loop."""

    def __init__(self, database: Database, patience: float = IDLE_SECONDS) -> None:
        self.database = database
        self.patience = patience
        self.jobs: queue.PriorityQueue[tuple[int, int, int, Callable[[], None]]] = queue.PriorityQueue()
        self.numbers = itertools.count()
        self.begun = 0  # the place of the latest message that is being handled
        size = 1 if database.is_sqlite else POSTGRES_THREADS
        self.threads = [threading.Thread(target=self.work, name=f"database-{n}", daemon=True) for n in range(size)]
        for thread in self.threads:
            thread.start()

    @property
    def in_order(self) -> bool:
        """Whether what is asked of it is done in the order in which it was asked."""
        return len(self.threads) == 1

    async def run(self, job: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run `job(session, …)` in its own transaction, at the urgency of handling a message."""
        return await self.run_at(Urgency.HANDLE, job, *args, **kwargs)

    async def run_at(
        self, urgency: Urgency, job: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        loop = asyncio.get_running_loop()
        outcome: asyncio.Future[T] = loop.create_future()
        once = threading.Lock()

        def do() -> None:
            if not once.acquire(blocking=False):
                return
            if outcome.cancelled():  # nobody waits for it any more: it shall not happen behind their back
                return
            try:
                with self.database.begin() as session:
                    result = job(session, *args, **kwargs)
            except BaseException as error:  # noqa: BLE001 - handed to whoever waits, as it is
                tell(loop, outcome, error=error)
            else:
                tell(loop, outcome, result=result)

        self.jobs.put((*self.place(urgency), do))
        if urgency != Urgency.IDLE:
            return await outcome
        again = loop.call_later(self.patience, self.jobs.put, (*self.place(Urgency.HANDLE), do))
        try:
            return await outcome
        finally:
            again.cancel()

    def place(self, urgency: Urgency) -> tuple[int, int, int]:
        """Where a job stands among those that wait: by its urgency, and then in the order in which they came."""
        number = next(self.numbers)
        if urgency == Urgency.RECORD:
            return Urgency.HANDLE, self.begun + LET_BY, number
        return urgency, number, number

    def work(self) -> None:
        while True:
            urgency, place, number, do = self.jobs.get()
            if urgency == Urgency.STOP:
                return
            if urgency == Urgency.HANDLE and place == number:
                self.begun = number
            do()

    async def stop(self) -> None:
        """Let what is waiting finish, then end the threads."""
        for _ in self.threads:
            self.jobs.put((*self.place(Urgency.STOP), lambda: None))
        for thread in self.threads:
            await asyncio.to_thread(thread.join, STOP_SECONDS)


def tell(
    loop: asyncio.AbstractEventLoop,
    outcome: asyncio.Future[Any],
    *,
    result: Any = None,
    error: BaseException | None = None,
) -> None:
    """Set the outcome on the loop's own thread, unless nobody waits any more."""

    def settle() -> None:
        if outcome.done():
            return
        if error is not None:
            outcome.set_exception(error)
        else:
            outcome.set_result(result)

    if not loop.is_closed():
        loop.call_soon_threadsafe(settle)
