"""The clock: one APScheduler job that ticks. What there is to do stands in the database, never in the timer."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TypeVar

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.date import DateTrigger
from sqlmodel import Session

from bot import failpoints
from bot.worker import Urgency, Worker
from reminders.deliver import Deliverer
from reminders.pump import Pump, forget
from reminders.reconcile import look_for_lost
from reminders.steps import Steps
from storage import doubt, forms, inbox, life, members, occurrences, outbox, witness

T = TypeVar("T")

log = structlog.get_logger(__name__)

# It wakes for whatever is due next, and at least so often: to say that it lives, and to see what others have queued.
LONGEST = timedelta(seconds=10)
SHORTEST = timedelta(milliseconds=20)
SWEEP = timedelta(hours=1)
# reliability.md §5: the inbox for two days (Telegram delivers again for one), delivery rows for ninety.
KEEP_INBOX = timedelta(hours=48)
KEEP_OUTBOX = timedelta(days=90)

JOB = "tick"
# Plans what has fallen due, in one transaction; how much that was.
Plan = Callable[[Session, datetime], int]


@dataclass(slots=True)
class Clock:
    """Plans what falls due, sees it delivered, says that we are alive, and forgets what is old.

    `beside`: other processes run on the same database too, and one of them ticks. `seen_by`: the file that sees each
    beat (see storage/witness.py).
    """

    worker: Worker
    deliverer: Deliverer
    pumps: Mapping[str, Pump]
    plans: Plan
    now: Callable[[], datetime]
    steps: Steps
    usurped: Callable[[], None]  # somebody else took over the database: two must not send
    seen_by: Path
    beside: bool = False
    leads: bool = True
    scheduler: AsyncIOScheduler | None = None
    busy: set[asyncio.Task[object]] = field(default_factory=set)
    pumping: dict[str, asyncio.Task[None]] = field(default_factory=dict)
    beaten_at: datetime | None = None
    swept_at: datetime | None = None
    hasty: bool = False  # woken while it ticked

    @property
    def owner(self) -> str:
        return self.deliverer.owner

    def start(self) -> None:
        self.scheduler = AsyncIOScheduler(timezone="UTC")
        self.scheduler.start()
        self.schedule(timedelta(0))

    def schedule(self, wait: timedelta) -> None:
        """The next tick. APScheduler's own defaults would silently drop one that is a second late."""
        if self.scheduler and not self.deliverer.closing:
            at = DateTrigger(datetime.now(UTC) + wait)
            self.scheduler.add_job(self.turn, at, id=JOB, replace_existing=True, misfire_grace_time=None)

    def wake(self) -> None:
        """Something is due sooner than was known."""
        self.hasty = True
        if not self.busy:
            self.schedule(timedelta(0))

    async def turn(self) -> None:
        """One tick by itself: who is slow to deliver keeps neither the clock nor another platform waiting."""
        self.hasty = False
        await self.work()
        due = await self.perform(self.next_due)
        wait = min(LONGEST, max(SHORTEST, due - self.now())) if due else LONGEST
        self.schedule(SHORTEST if self.hasty else wait)

    async def tick(self) -> None:
        """All of it, once, and wait for what it began."""
        await self.work()
        while self.pumping:
            await asyncio.wait(list(self.pumping.values()))

    async def work(self) -> None:
        for duty in (self.beat, self.plan, self.deliver, self.sweep):
            await self.perform(duty)

    async def perform(self, duty: Callable[[], Awaitable[T]]) -> T | None:
        task = asyncio.current_task()
        assert task is not None
        self.busy.add(task)
        try:
            return await duty()
        except Exception:  # a tick that fails must not be the last one
            log.exception("clock.tick_failed")
            return None
        finally:
            self.busy.discard(task)

    async def beat(self) -> None:
        now = self.now()
        if self.beaten_at and timedelta(0) <= now - self.beaten_at < life.BEAT:
            return
        self.beaten_at = now
        if self.beside and not await self.worker.run_at(Urgency.RECORD, self.take_the_lead):
            self.leads = False
            return
        row = await self.worker.run_at(Urgency.RECORD, life.beat, owner=self.owner, now=now)
        if row is None:
            log.error("clock.usurped")
            self.usurped()
            return
        witness.note(self.seen_by, row)

    def take_the_lead(self, session: Session) -> bool:
        """Whether this process is the one that ticks; what another left behind is taken over."""
        before = life.lead(session, owner=self.owner, now=self.now())
        if before:
            log.warning("clock.leads", after=before)
            self.deliverer.recover(session, owner=before)
        self.leads = before is not None
        return self.leads

    async def plan(self) -> None:
        if self.leads and self.steps.trusted():
            while await self.worker.run_at(Urgency.IDLE, self.plan_some):
                failpoints.reach("plan.committed")

    def plan_some(self, session: Session) -> int:
        now = self.now()
        if not life.tick(session, owner=self.owner, now=now):
            return 0
        outbox.reclaim(session, now)
        return self.plans(session, now)

    async def deliver(self) -> None:
        """See to it that each platform is being worked at."""
        if not self.leads or self.deliverer.closing:
            return
        for platform, pump in self.pumps.items():
            if platform not in self.pumping:
                task = asyncio.create_task(self.work_at(platform, pump), name=f"deliver {platform}")
                self.pumping[platform] = task
                task.add_done_callback(partial(forget, self.pumping, platform))

    async def work_at(self, platform: str, pump: Pump) -> None:
        async def both() -> None:
            await look_for_lost(self.deliverer, platform)
            await pump.run()

        await self.perform(both)

    async def next_due(self) -> datetime | None:
        """When there is something to do next."""
        return await self.worker.run(self.soonest)

    def soonest(self, session: Session) -> datetime | None:
        """The same. Where something is being delivered right now, that is looked after."""
        found = [occurrences.next_due(session)] if self.leads else []
        for platform in self.pumps.keys() - self.deliverer.starting - self.pumping.keys():
            ends = self.deliverer.paused_until(platform, "")
            due = (
                outbox.next_due(session, platforms=[platform]),
                doubt.next_look(session, platforms=[platform]) if self.deliverer.adapters[platform].remembers else None,
            )
            found += [max(at, ends) if ends else at for at in due if at]
        return min((at for at in found if at), default=None)

    async def sweep(self) -> None:
        now = self.now()
        if not self.leads or (self.swept_at and now - self.swept_at < SWEEP):
            return
        self.swept_at = now
        await self.worker.run_at(Urgency.IDLE, inbox.purge, now - KEEP_INBOX)
        await self.worker.run_at(Urgency.IDLE, outbox.purge, now - KEEP_OUTBOX)
        await self.worker.run_at(Urgency.IDLE, occurrences.purge, now - KEEP_OUTBOX)
        await self.worker.run_at(Urgency.IDLE, forms.purge, now)
        await self.worker.run_at(Urgency.IDLE, members.purge, now)

    async def stop(self, *, within: float) -> None:
        """No more ticks. What is under way has so many seconds to be seen off: then it is cut short."""
        self.deliverer.closing = True
        if self.scheduler:
            self.scheduler.remove_all_jobs()
            await asyncio.sleep(0)  # a turn that was to begin this moment is among the busy then
        under_way = {*self.busy, *self.pumping.values()}
        if under_way:
            _, late = await asyncio.wait(under_way, timeout=within)
            for task in late:
                log.warning("clock.cut_short")  # the next start takes it up
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)
        if self.scheduler:
            self.scheduler.shutdown(wait=False)
