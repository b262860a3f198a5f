"""The queue of updates: handed out in order, kept until they are confirmed, pulled or pushed."""

import asyncio
from typing import Any

from .bell import Bell
from .errors import ApiError

FIRST_ID = 71_000_001
MOST_AT_ONCE = 100
LONGEST_POLL = 50

TERMINATED = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
PUSHING = "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"


class Updates:
    """`allowed` are the kinds the bot last asked for; empty means all. Confirmed updates are forgotten."""

    def __init__(self, bell: Bell) -> None:
        self.bell = bell
        self.waiting: list[tuple[int, Any]] = []
        self.allowed: set[str] = set()
        self.last_id = FIRST_ID - 1
        self.poll = 0
        self.closed = False

    def next_id(self) -> int:
        self.last_id += 1
        return self.last_id

    def add(self, kind: str, content: dict[str, Any]) -> int:
        """Queue an update of this kind, unless the bot did not ask for such; return its id."""
        number = self.next_id()
        if not self.allowed or kind in self.allowed:
            self.put(number, {"update_id": number, kind: content})
        return number

    def put(self, number: int, raw: Any) -> None:
        self.waiting.append((number, raw))
        self.bell.ring()

    def confirm(self, before: int) -> None:
        """Forget all whose number is lower."""
        self.waiting = [pair for pair in self.waiting if pair[0] >= before]
        self.bell.ring()

    def is_confirmed(self, number: int) -> bool:
        return all(number != waiting for waiting, _ in self.waiting)

    async def pull(self, offset: int, limit: int, seconds: int) -> list[Any]:
        """What getUpdates answers; a later call ends this one with 409, as the real one does."""
        self.poll += 1
        mine = self.poll
        self.bell.ring()
        if offset < 0:
            self.waiting = self.waiting[offset:]
        else:
            self.confirm(offset)
        try:
            async with asyncio.timeout(min(seconds, LONGEST_POLL)):
                await self.bell.until(lambda: bool(self.waiting) or self.poll != mine or self.closed)
        except TimeoutError:
            return []
        if self.poll != mine:
            raise ApiError(409, TERMINATED)
        return [raw for _, raw in self.waiting[: min(limit or MOST_AT_ONCE, MOST_AT_ONCE)]]
