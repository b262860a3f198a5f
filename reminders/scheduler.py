"""The clock: APScheduler jobs that tick. What there is to do stands in the database, never in the timer."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.worker import Urgency, Worker
from reminders.deliver import Deliverer
from storage import forms, inbox, life, members, outbox

log = structlog.get_logger(__name__)

TICK = timedelta(seconds=1)
SWEEP = timedelta(hours=1)
# reliability.md §5: the inbox for two days (Telegram delivers again for one), delivery rows for ninety.
KEEP_INBOX = timedelta(hours=48)
KEEP_OUTBOX = timedelta(days=90)

Duty = Callable[[], Awaitable[object]]


@dataclass(slots=True)
class Clock:
    """Delivers what is due, says that we are alive, and forgets what is old."""

    worker: Worker
    deliverer: Deliverer
    now: Callable[[], datetime]
    usurped: Callable[[], None]  # somebody else took over the database: two must not send
    owner: str = field(default_factory=life.me)
    scheduler: AsyncIOScheduler | None = None
    busy: set[asyncio.Task[object]] = field(default_factory=set)
    beaten_at: datetime | None = None
    swept_at: datetime | None = None

    @property
    def duties(self) -> list[Duty]:
        """Each of them ticks by itself, so that a platform that hangs stops nothing else."""
        deliveries = (partial(self.deliverer.deliver_due, platform) for platform in self.deliverer.adapters)
        return [self.beat, *deliveries, self.sweep]

    def start(self) -> None:
        # A late tick is run, two late ones are one, and no tick overtakes another: APScheduler's own defaults
        # would silently drop one that is a second late.
        self.scheduler = AsyncIOScheduler(timezone="UTC")
        for duty in self.duties:
            self.scheduler.add_job(
                self.perform, "interval", args=[duty], seconds=TICK.total_seconds(), next_run_time=datetime.now(UTC),
                coalesce=True, max_instances=1, misfire_grace_time=None,
            )  # fmt: skip
        self.scheduler.start()

    async def tick(self) -> None:
        """All of it, once."""
        for duty in self.duties:
            await self.perform(duty)

    async def perform(self, duty: Duty) -> None:
        task = asyncio.current_task()
        assert task is not None
        self.busy.add(task)
        try:
            await duty()
        except Exception:  # a tick that fails must not be the last one
            log.exception("clock.tick_failed")
        except asyncio.CancelledError:
            if not self.deliverer.closing:
                raise
            log.warning("clock.cut_short")  # the next start takes it up
        finally:
            self.busy.discard(task)

    async def next_due(self) -> datetime | None:
        """When there is something to do next."""
        return await self.worker.run(outbox.next_due, platforms=list(self.deliverer.adapters))

    async def beat(self) -> None:
        now = self.now()
        if self.beaten_at and now - self.beaten_at < life.BEAT:
            return
        self.beaten_at = now
        if not await self.worker.run_at(Urgency.RECORD, life.beat, owner=self.owner, now=now):
            log.error("clock.usurped")
            self.usurped()

    async def sweep(self) -> None:
        now = self.now()
        if self.swept_at and now - self.swept_at < SWEEP:
            return
        self.swept_at = now
        await self.worker.run_at(Urgency.IDLE, inbox.purge, now - KEEP_INBOX)
        await self.worker.run_at(Urgency.IDLE, outbox.purge, now - KEEP_OUTBOX)
        await self.worker.run_at(Urgency.IDLE, forms.purge, now)
        await self.worker.run_at(Urgency.IDLE, members.purge, now)

    async def stop(self, *, within: float) -> None:
        """No more ticks. Those under way have so many seconds to see their messages off: then they are cut short."""
        self.deliverer.closing = True
        if self.scheduler is None:
            return
        self.scheduler.remove_all_jobs()
        if self.busy:
            await asyncio.wait(list(self.busy), timeout=within)
        self.scheduler.shutdown(wait=False)
