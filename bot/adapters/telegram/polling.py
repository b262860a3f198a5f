"""Asks Telegram for updates, and confirms each one only when it is stored."""

import asyncio
from typing import Any

from .client import Client
from .intake import Intake
from .outage import Outage
from .parse import KINDS, LARGEST_ID, is_whole, mapping

LONG_POLL_SECONDS = 30
# Two pollers end each other's long polls; only a whole one says that we are alone again.
PATIENT = frozenset({"ok", "conflict"})


class Polling:
    def __init__(self, client: Client, intake: Intake, outage: Outage) -> None:
        self.client = client
        self.intake = intake
        self.outage = outage
        self.offset = 0

    async def turn(self) -> None:
        """One batch: fetched (which confirms the one before), then stored, all of it in one transaction if it can be.

        What could not be stored, and what came after it, stays unconfirmed and comes again after a while.
        """
        batch = await self.fetch()
        before = self.offset
        stored = await asyncio.gather(*(self.intake.take(update) for update in batch))
        for update, kept in zip(batch, stored, strict=True):
            if not kept:
                await self.outage.wait("storage")
                return
            self.offset = max(self.offset, following(update))
        if batch and self.offset == before:
            # Nothing in it can be confirmed, so it would come again at once, for ever.
            await self.outage.wait("network")
            return
        self.outage.over()

    async def fetch(self) -> tuple[Any, ...]:
        """Waits for the next update while all is well; after trouble it asks at once, to know soon."""
        timeout = LONG_POLL_SECONDS if self.outage.health in PATIENT else 0
        await self.client.bot.get_updates(offset=self.offset, timeout=timeout, allowed_updates=KINDS)
        return self.client.updates.batch


def following(update: object) -> int:
    """The offset that confirms this update; 0 where its number is no number."""
    number = mapping(update).get("update_id")
    return number + 1 if is_whole(number) and 0 <= number < LARGEST_ID else 0
