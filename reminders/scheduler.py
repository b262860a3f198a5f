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
from reminders.plan import Planner
from reminders.pump import Pump
from reminders.reconcile import look_for_lost
from reminders.steps import Steps
from storage import doubt, erasure, incidents, life, occurrences, outbox, retention, scrubbing, tombstones, witness
from storage.occurrences import FIRST, Place

T = TypeVar("T")

log = structlog.get_logger(__name__)

# It wakes for whatever is due next, and at least so often: to say that it lives, and to see what others have queued.
LONGEST = timedelta(seconds=10)
SHORTEST = timedelta(milliseconds=20)
SWEEP = timedelta(hours=1)
JOB = "tick"
# No limit.
MANY = 1_000_000


@dataclass(slots=True)
class Clock:
    """Plans what falls due, sees it delivered, says that we are alive, and forgets what is old.

    `beside`: other processes run on the same database too, and one of them ticks. `seen_by`: the file that sees each
    beat (see storage/witness.py).
    """

    worker: Worker
    deliverer: Deliverer
    pumps: Mapping[str, Pump]
    planner: Planner
    now: Callable[[], datetime]
    steps: Steps
    usurped: Callable[[], None]  # somebody else took over the database: two must not send
    seen_by: Path
    beside: bool = False
    inherit: Callable[[], Awaitable[None]] | None = None  # takes up what the one before us had not answered
    leads: bool = True
    scheduler: AsyncIOScheduler | None = None
    busy: set[asyncio.Task[object]] = field(default_factory=set)
    pumping: dict[str, asyncio.Task[None]] = field(default_factory=dict)
    beaten_at: datetime | None = None
    swept_at: datetime | None = None
    scrubbed_at: datetime | None = None
    acts: bool = True  # it leads, and the time can be trusted
    held: bool = False  # nothing is planned before a person says so
    stumbled: bool = False  # something failed in this tick
    ticking: bool = False
    hasty: bool = False  # woken while it ticked
    seen_to: int = 0  # so many duties were done, well or badly: a number that stands still is a clock that does

    @property
    def owner(self) -> str:
        return self.deliverer.owner

    def start(self) -> None:
        self.scheduler = AsyncIOScheduler(timezone="UTC")
        self.scheduler.start()
        self.schedule(timedelta(0))

    def schedule(self, wait: timedelta) -> None:
        """The next tick. APScheduler's own defaults would silently drop one that is a second late, or that comes in the
        moment in which another ends, and with it all after it: `turn` sees to it that there is one at a time.
        """
        if self.scheduler and not self.deliverer.closing:
            at = DateTrigger(datetime.now(UTC) + wait)
            self.scheduler.add_job(
                self.turn, at, id=JOB, replace_existing=True, misfire_grace_time=None, max_instances=MANY
            )

    def wake(self) -> None:
        """Something is due sooner than was known."""
        self.hasty = True
        if not self.ticking:
            self.schedule(timedelta(0))

    async def turn(self) -> None:
        """One tick by itself: who is slow to deliver keeps neither the clock nor another platform waiting."""
        if self.ticking:  # whoever does so sets the next one
            self.hasty = True
            return
        self.hasty, self.ticking = False, True
        wait = LONGEST
        try:
            await self.work()
            wait = await self.perform(self.pause) or LONGEST
        finally:
            self.ticking = False
            self.schedule(SHORTEST if self.hasty else wait)

    async def pause(self) -> timedelta:
        """How long there is nothing to do. What failed is tried again, and not at once."""
        if self.stumbled:
            return LONGEST
        due = await self.next_due() if self.acts else None
        return min(LONGEST, max(SHORTEST, due - self.now())) if due else LONGEST

    async def tick(self) -> None:
        """All of it, once, and wait for what it began."""
        await self.work()
        while self.pumping:
            await asyncio.wait(list(self.pumping.values()))

    async def work(self) -> None:
        self.stumbled = False
        await self.perform(self.beat)
        self.acts = self.leads and self.steps.trusted()
        if self.acts:
            for duty in (self.plan, self.deliver, self.sweep, self.erase):
                await self.perform(duty)

    async def perform(self, duty: Callable[[], Awaitable[T]]) -> T | None:
        task = asyncio.current_task()
        assert task is not None
        self.busy.add(task)
        try:
            return await duty()
        except Exception:  # a tick that fails must not be the last one
            log.exception("clock.tick_failed")
            self.stumbled = True
            return None
        finally:
            self.seen_to += 1
            self.busy.discard(task)

    async def beat(self) -> None:
        now = self.now()
        if self.beaten_at and timedelta(0) <= now - self.beaten_at < life.BEAT:
            return
        self.beaten_at = now
        if self.beside and not await self.lead():
            return
        row = await self.worker.run_at(Urgency.RECORD, life.beat, owner=self.owner, now=now)
        if row is None:
            log.error("clock.usurped")
            self.usurped()
            return
        witness.note(self.seen_by, row)

    async def lead(self) -> bool:
        """Whether this process is the one that ticks. What another left behind when it went is taken over."""
        before = await self.worker.run_at(Urgency.RECORD, self.take_over)
        self.leads = before is not None
        if before and self.inherit:
            log.warning("clock.leads")
            await self.inherit()
        return self.leads

    def take_over(self, session: Session) -> str | None:
        before = life.lead(session, owner=self.owner, now=self.now())
        if before:
            self.deliverer.recover(session, owner=before)
        return before

    async def plan(self) -> None:
        self.held = not await self.at_leisure(self.may_plan)
        await self.try_to(self.planner.expire)
        if self.held:
            return
        for word in self.planner.topics:
            await self.try_to(partial(self.planner.ahead, word=word))
        after: Place | None = FIRST
        while after:
            rows, after = await self.at_leisure(partial(self.planner.due, after=after))
            for row in rows:
                await self.try_to(partial(self.planner.announce, row=row))
                failpoints.reach("plan.committed")

    async def try_to(self, job: Callable[[Session, datetime], None]) -> None:
        """A bug in it stops nothing else."""
        await self.perform(partial(self.at_leisure, job))

    async def at_leisure(self, job: Callable[[Session, datetime], T]) -> T:
        """In a transaction of its own, when nobody who writes is waiting."""
        return await self.worker.run_at(Urgency.IDLE, job, self.now())

    def may_plan(self, session: Session, now: datetime) -> bool:
        outbox.reclaim(session, now)
        return life.tick(session, owner=self.owner, now=now)

    async def deliver(self) -> None:
        """See to it that each platform is being worked at."""
        if self.deliverer.closing:
            return
        for platform, pump in self.pumps.items():
            if platform not in self.pumping:
                work = self.work_at(platform, pump)
                self.pumping[platform] = asyncio.create_task(work, name=f"deliver {platform}")

    async def work_at(self, platform: str, pump: Pump) -> None:
        async def both() -> None:
            await look_for_lost(self.deliverer, platform)
            await pump.run()

        try:
            await self.perform(both)
        finally:
            del self.pumping[platform]
        if self.scheduler and not self.ticking:
            await self.perform(self.reckon)

    async def reckon(self) -> None:
        """What went back to the queue may be due before the next tick that was known of."""
        self.schedule(await self.pause())

    async def next_due(self) -> datetime | None:
        """When there is something to do next."""
        return await self.worker.run(self.soonest)

    def soonest(self, session: Session) -> datetime | None:
        """The same. Where something is being delivered right now, that is looked after."""
        found = [] if self.held else [occurrences.next_due(session)]
        frozen = incidents.is_frozen(session)
        for platform in self.pumps.keys() - self.deliverer.starting - self.pumping.keys():
            ends = self.deliverer.paused_until(platform, "")
            due = (
                outbox.next_due(session, platforms=[platform], frozen=frozen),
                doubt.next_look(session, platforms=[platform]) if self.deliverer.adapters[platform].remembers else None,
            )
            found += [max(at, ends) if ends else at for at in due if at]
        return min((at for at in found if at), default=None)

    async def sweep(self) -> None:
        now = self.now()
        if self.swept_at and now - self.swept_at < SWEEP:
            return
        self.swept_at = now
        await self.worker.run_at(Urgency.IDLE, retention.purge, now)

    async def erase(self) -> None:
        """Once somebody was forgotten: their name in the file beside, and no trace of them in the database's own."""
        now = self.now()
        if await self.worker.run_at(Urgency.IDLE, self.bury, now) and await asyncio.to_thread(
            scrubbing.scrub, self.worker.database
        ):
            self.scrubbed_at = now

    def bury(self, session: Session, now: datetime) -> bool:
        if not scrubbing.is_due(tombstones.newest(session), self.scrubbed_at, now):
            return False
        tombstones.write(session, tombstones.path_for(self.worker.database))
        erasure.tidy(session, now)
        return True

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
