"""One raw update → stored, or not worth storing; the same for polling and webhook."""

import asyncio
from collections import Counter

import structlog
from telegram import Bot
from telegram.error import TelegramError

from bot.messages import Incoming, Receive

from .parse import Ignored, mapping, parse
from .running import Running

log = structlog.get_logger(__name__)


class Intake:
    """`ignored` counts updates that were not for us, by reason."""

    def __init__(self, bot: Bot, running: Running) -> None:
        self.bot = bot
        self.running = running
        self.receive: Receive | None = None
        self.username = ""
        self.ignored: Counter[str] = Counter()

    async def take(self, update: object) -> bool:
        """True when Telegram may forget it; False when it must come again."""
        found = parse(update, username=self.username)
        if isinstance(found, Ignored):
            self.ignored[found.reason] += 1
        elif not await self.store(found):
            return False
        self.end_spinner(update)
        return True

    async def store(self, message: Incoming) -> bool:
        """Whether the message is durable now; what went wrong, if not, is the receiver's to explain."""
        if not self.receive:
            return False
        task = self.running.start(keep(self.receive, message))
        # Not awaited itself: when we are cancelled, the storing goes on to its end.
        await asyncio.wait({task})
        error = task.exception()
        if error:
            log.error("telegram.not_stored", error=type(error).__name__)
        return error is None

    def end_spinner(self, update: object) -> None:
        """A pressed button shows a spinner until the press is answered."""
        query = mapping(mapping(update).get("callback_query")).get("id")
        if isinstance(query, str):
            self.running.start(self.answer(query))

    async def answer(self, query: str) -> None:
        try:
            await self.bot.answer_callback_query(query)
        except TelegramError as error:
            log.info("telegram.press_not_answered", error=type(error).__name__)


async def keep(receive: Receive, message: Incoming) -> None:
    await receive(message)
