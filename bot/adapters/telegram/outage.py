"""Why Telegram does not work for us right now, if it does not, and how long to wait before trying again."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

import structlog
from telegram.error import BadRequest, Conflict, Forbidden, InvalidToken, RetryAfter, TelegramError

from bot.messages import Address, Incoming

from .errors import seconds
from .parse import PLATFORM

log = structlog.get_logger(__name__)

# Seconds before the first try and the most that doubling reaches. A token does not mend itself.
WAITS = {
    "conflict": (5.0, 60.0),
    "token": (300.0, 300.0),
    "refused": (30.0, 300.0),
    "network": (1.0, 30.0),
    "storage": (1.0, 30.0),
}
# Only a person can mend these, so a person is told.
TOLD = frozenset({"conflict", "token"})
# Two bots on one token take turns: what comes back this soon is still the same outage.
CALM = timedelta(minutes=15)


class Outage:
    """`health` is "starting", "ok", or what is wrong in one word (a key of WAITS)."""

    def __init__(
        self,
        tell: Callable[[Incoming], Awaitable[bool]],
        sleep: Callable[[float], Awaitable[None]],
        now: Callable[[], datetime],
    ) -> None:
        self.health = "starting"
        self.tell = tell
        self.sleep = sleep
        self.now = now
        self.tries = 0
        self.seen: dict[str, datetime] = {}
        self.untold: set[str] = set()

    async def failed(self, error: TelegramError) -> None:
        """Note what went wrong and wait until it is time to try again."""
        await self.wait(kind_of(error), at_least=seconds(error).total_seconds() if isinstance(error, RetryAfter) else 0)

    async def wait(self, kind: str, *, at_least: float = 0) -> None:
        if kind != self.health:
            self.tries = 0
        self.health = kind
        await self.note(kind)
        first, most = WAITS[kind]
        wait = max(at_least, min(first * 2**self.tries, most))
        self.tries = min(self.tries + 1, 10)
        await self.sleep(wait)

    async def note(self, kind: str) -> None:
        """Log and tell once an outage."""
        now = self.now()
        if kind not in self.seen or now - self.seen[kind] > CALM:
            log.warning("telegram.trouble", kind=kind, mend=MEND.get(kind, ""))
            self.untold |= {kind} & TOLD
        self.seen[kind] = now
        if kind in self.untold and await self.tell(trouble(kind, now)):
            self.untold.discard(kind)

    def over(self) -> None:
        if self.health != "ok":
            log.info("telegram.works", after=self.health)
        self.health = "ok"
        self.tries = 0


# What to do, for whoever reads the log.
MEND = {
    "token": "Telegram refuses TELEGRAM_TOKEN: copy it again from @BotFather",
    "conflict": "another program uses the same TELEGRAM_TOKEN: stop one of them",
    "network": "Telegram does not answer: look at the network and at TELEGRAM_API_URL",
    "storage": "the database cannot take anything: look at the disk, and run bot doctor",
}


def kind_of(error: TelegramError) -> str:
    if isinstance(error, Conflict):
        return "conflict"
    if isinstance(error, InvalidToken):
        return "token"
    return "refused" if isinstance(error, BadRequest | Forbidden) else "network"


def trouble(kind: str, now: datetime) -> Incoming:
    return Incoming(Address(PLATFORM, ""), "", kind, f"trouble:{kind}:{now.isoformat()}", event="trouble", sent_at=now)
