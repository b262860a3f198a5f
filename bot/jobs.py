"""What is to be done on a session, and whoever waits for what comes of it."""

import asyncio
import threading
from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar

from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from storage.database import Database, is_passing

T = TypeVar("T")
R = TypeVar("R")


class Job(Generic[T, R]):
    """One thing to see to; `outcome` is set on the loop where it was asked for."""

    def __init__(self, item: T) -> None:
        self.item = item
        self.loop = asyncio.get_running_loop()
        self.outcome: asyncio.Future[R] = self.loop.create_future()
        self.once = threading.Lock()

    def take(self) -> bool:
        """Whether it is to be done: once, and not behind the back of somebody who waits for it no more."""
        return self.once.acquire(blocking=False) and not self.outcome.cancelled()


def do(database: Database, work: Callable[[Session, list[T]], Sequence[R]], jobs: Sequence[Job[T, R]]) -> None:
    """See to them in one transaction. When that fails, each has its own, so that the one at fault fails alone."""
    try:
        with database.begin() as session:
            results = work(session, [job.item for job in jobs])
    except BaseException as error:  # noqa: BLE001 - handed to whoever waits, as it is
        if len(jobs) > 1 and not (isinstance(error, DBAPIError) and is_passing(error)):
            for job in jobs:
                do(database, work, [job])
            return
        for job in jobs:
            tell(job.loop, job.outcome, error=error)
    else:
        for job, result in zip(jobs, results, strict=True):
            tell(job.loop, job.outcome, result=result)


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
