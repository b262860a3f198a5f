"""The threads that talk to the database: one on SQLite, so that writes never fight; a few on PostgreSQL."""

import asyncio
import itertools
import queue
import threading
from collections import deque
from collections.abc import Callable, Sequence
from enum import IntEnum
from functools import partial
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlmodel import Session

from bot.jobs import Job, Work, see_to
from storage.database import Database

P = ParamSpec("P")
T = TypeVar("T")
Item = TypeVar("Item")

POSTGRES_THREADS = 4
# A statement that hangs shall not keep the program from ending.
STOP_SECONDS = 5.0
# What can wait lets those who write go first, but not for longer than this.
IDLE_SECONDS = 5.0
# What is put down lets so many messages be handled first, so that what came of them is put down with it. Those that
# share a transaction are one here.
LET_BY = 8
# So many in a line are done in one transaction.
TOGETHER = 64


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
        self.lines: dict[str, deque[Job[Any, Any]]] = {}
        self.guard = threading.Lock()  # of the lines
        self.begun = 0  # the place of the latest message that is being handled
        size = 1 if database.is_sqlite else POSTGRES_THREADS
        self.threads = [threading.Thread(target=self.work, name=f"database-{n}", daemon=True) for n in range(size)]
        for thread in self.threads:
            thread.start()

    async def run(self, job: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run `job(session, …)` in its own transaction, at the urgency of handling a message."""
        return await self.run_at(Urgency.HANDLE, job, *args, **kwargs)

    async def run_at(
        self, urgency: Urgency, job: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        asked: Job[None, T] = Job(None)
        do = partial(self.take, lambda session, _: [job(session, *args, **kwargs)], [asked])
        self.jobs.put((*self.place(urgency), do))
        if urgency != Urgency.IDLE:
            return await asked.outcome
        again = asyncio.get_running_loop().call_later(self.patience, self.jobs.put, (*self.place(Urgency.HANDLE), do))
        try:
            return await asked.outcome
        finally:
            again.cancel()

    async def run_in_turn(self, line: str, work: Callable[[Session, list[Item]], Sequence[T]], item: Item) -> T:
        """Have `work` done on an item, at the same urgency, after those that came into the line before it. It is given
        several that wait at once, in their order, and gives what came of each.
        """
        asked: Job[Item, T] = Job(item)
        with self.guard:
            is_first = line not in self.lines
            self.lines.setdefault(line, deque()).append(asked)
        if is_first:
            self.jobs.put((*self.place(Urgency.HANDLE), partial(self.do_line, line, work)))
        return await asked.outcome

    def do_line(self, line: str, work: Work) -> None:
        """The next ones of a line; those behind them let others go between."""
        with self.guard:
            waiting = self.lines[line]
            jobs = [waiting.popleft() for _ in range(min(TOGETHER, len(waiting)))]
        self.take(work, jobs)
        with self.guard:
            if not waiting:
                del self.lines[line]
                return
        self.jobs.put((*self.place(Urgency.HANDLE), partial(self.do_line, line, work)))

    def take(self, work: Work, jobs: Sequence[Job[Any, Any]]) -> None:
        jobs = [job for job in jobs if job.take()]
        if jobs:
            see_to(self.database, work, jobs)

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
