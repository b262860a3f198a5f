"""Goes on trying while the database cannot take anything: a full disk, a lock that lasts, a server that restarts."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

import structlog
from sqlalchemy.exc import DBAPIError

from storage.database import is_passing

T = TypeVar("T")

log = structlog.get_logger(__name__)

FIRST, LONGEST = 0.2, 10.0


async def persist(write: Callable[[], Awaitable[T]], *, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep) -> T:
    """What `write` gives, as soon as the database takes it. Any error that does not pass by itself is raised."""
    wait = FIRST
    while True:
        try:
            return await write()
        except DBAPIError as error:
            if not is_passing(error):
                raise
            log.error("database.cannot_take", why=type(error.orig).__name__, again_in=wait)  # noqa: TRY400
        await sleep(wait)
        wait = min(LONGEST, wait * 2)
