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


Work = Callable[[Session, list[Any]], Sequence[Any]]
# So many by themselves that the database could not take: then it takes none now, and the others need not find out.
ENOUGH = 2


def see_to(database: Database, work: Work, jobs: Sequence[Job[Any, Any]]) -> None:
    """In one transaction. When that fails each has its own, so that the one at fault fails alone."""
    error = attempt(database, work, jobs)
    if error is not None and len(jobs) > 1:
        one_by_one(database, work, jobs)
    elif error is not None:
        tell(jobs[0], error=error)


def attempt(database: Database, work: Work, jobs: Sequence[Job[Any, Any]]) -> BaseException | None:
    """What went wrong; else all have heard what came of theirs."""
    try:
        with database.begin() as session:
            done = list(zip(jobs, work(session, [job.item for job in jobs]), strict=True))
    except BaseException as error:  # noqa: BLE001 - handed to whoever waits, as it is
        return error
    for job, result in done:
        tell(job, result=result)
    return None


def one_by_one(database: Database, work: Work, jobs: Sequence[Job[Any, Any]]) -> None:
    """Each in a transaction of its own, unless nobody waits for it any more."""
    refused = 0
    for number, job in enumerate(jobs):
        if job.outcome.cancelled() or (error := attempt(database, work, [job])) is None:
            continue
        refused += isinstance(error, DBAPIError) and is_passing(error)
        for one in jobs[number:] if refused == ENOUGH else [job]:
            tell(one, error=error)
        if refused == ENOUGH:
            return


def tell(job: Job[Any, Any], *, result: Any = None, error: BaseException | None = None) -> None:
    """Set the outcome on the loop's own thread, unless nobody waits any more."""

    def settle() -> None:
        if job.outcome.done():
            return
        if error is not None:
            job.outcome.set_exception(error)
        else:
            job.outcome.set_result(result)

    if not job.loop.is_closed():
        job.loop.call_soon_threadsafe(settle)
