"""The clock: one APScheduler job that ticks. What there is to do stands in the database, never in the timer."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.worker import Urgency, Worker
from reminders.deliver import Deliverer
from storage import inbox, life, outbox

log = structlog.get_logger(__name__)

TICK = timedelta(seconds=1)
SWEEP = timedelta(hours=1)
# reliability.md §5: the inbox for two days (Telegram delivers again for one), delivery rows for ninety.
KEEP_INBOX = timedelta(hours=48)
KEEP_OUTBOX = timedelta(days=90)


@dataclass(slots=True)
class Clock:
    """Delivers what is due, says that we are alive, and forgets what is old."""

    worker: Worker
    deliverer: Deliverer
    now: Callable[[], datetime]
    usurped: Callable[[], None]  # somebody else took over the database: two must not send
    owner: str = field(default_factory=life.me)
    scheduler: AsyncIOScheduler | None = None
    ticking: asyncio.Lock = field(default_factory=asyncio.Lock)
    last_tick: datetime | None = None
    beaten_at: datetime | None = None
    swept_at: datetime | None = None

    def start(self) -> None:
        # A late tick is run, two late ones are one, and no tick overtakes another: APScheduler's own defaults
        # would silently drop one that is a second late.
        self.scheduler = AsyncIOScheduler(timezone="UTC")
        self.scheduler.add_job(
            self.tick, "interval", seconds=TICK.total_seconds(), next_run_time=datetime.now(UTC),
            coalesce=True, max_instances=1, misfire_grace_time=None,
        )  # fmt: skip
        self.scheduler.start()

    async def tick(self) -> None:
        now = self.now()
        try:
            async with self.ticking:
                await self.deliverer.deliver_due()
                await self.beat(now)
                await self.sweep(now)
        except Exception:  # a tick that fails must not be the last one
            log.exception("clock.tick_failed")
        else:
            self.last_tick = now

    async def next_due(self) -> datetime | None:
        """When there is something to do next."""
        return await self.worker.run(outbox.next_due, platforms=list(self.deliverer.adapters))

    async def beat(self, now: datetime) -> None:
        if self.beaten_at and now - self.beaten_at < life.BEAT:
            return
        self.beaten_at = now
        if not await self.worker.run_at(Urgency.RECORD, life.beat, owner=self.owner, now=now):
            log.error("clock.usurped")
            self.usurped()

    async def sweep(self, now: datetime) -> None:
        if self.swept_at and now - self.swept_at < SWEEP:
            return
        self.swept_at = now
        await self.worker.run_at(Urgency.IDLE, inbox.purge, now - KEEP_INBOX)
        await self.worker.run_at(Urgency.IDLE, outbox.purge, now - KEEP_OUTBOX)

    async def stop(self, *, within: float) -> None:
        """No more ticks. The one under way has so many seconds to see its message off: then it is cut short."""
        self.deliverer.closing = True
        if self.scheduler:
            self.scheduler.remove_all_jobs()
            with suppress(TimeoutError):
                await asyncio.wait_for(self.ticking.acquire(), within)
            self.scheduler.shutdown(wait=False)
