"""Sends what is due on one platform: leased, worded as late as possible, at the platform's pace, a few at a time."""

import asyncio
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial

from sqlmodel import Session

from bot import failpoints
from bot.worker import Urgency
from reminders.deliver import Deliverer
from reminders.pacing import Pacer
from reminders.topics import Speak, Topics
from reminders.words import open_letter
from storage import incidents, outbox
from storage.models import State
from storage.outbox import Due, Letter, Outcome

# So many are leased at a time, and so many may be on the wire: one in each chat.
CHUNK = 30
WIRE = 8
# While answers have to queue, no more pushes are leased at a time than let the next answer through soon.
FEW = 4
# What must wait longer for its chat's turn goes back to the queue, so that it holds up nobody.
PATIENCE = 2.0
# While one is on the wire, the queue is looked at so often for others.
LOOK = 0.5


@dataclass(slots=True)
class Pump:
    """Works until nothing is due on the platform, or it has to wait. One a platform, one run at a time."""

    platform: str
    deliverer: Deliverer
    topics: Topics
    speak: Speak
    wire: int = WIRE
    leased: list[Due] = field(default_factory=list)
    flying: dict[str, asyncio.Task[None]] = field(default_factory=dict)

    @property
    def pacer(self) -> Pacer:
        return self.deliverer.pacers[self.platform]

    async def run(self) -> None:
        try:
            while await self.fill():
                await self.step()
        except asyncio.CancelledError:
            for task in self.flying.values():
                task.cancel()
            raise
        finally:
            if self.flying:
                await asyncio.wait(list(self.flying.values()))
            await self.let_go()

    async def fill(self) -> bool:
        """Lease more when there is room; whether anything is left to do."""
        if self.deliverer.closing or self.deliverer.waits(self.platform):
            return False
        if not self.leased:
            self.leased = await self.deliverer.worker.run_at(Urgency.RECORD, self.lease)
            if self.leased:
                failpoints.reach("lease.committed")
        return bool(self.leased or self.flying)

    def lease(self, session: Session) -> list[Due]:
        """When no answer is left, new ones need not queue: looked at in one go, so that none queues unseen and is
        overtaken by the next.
        """
        keeper, now = self.deliverer, self.deliverer.now()
        if self.platform in keeper.starting:
            return []
        behind = {place for place in list(keeper.behind) if place.split(" ")[0] == self.platform}
        limit = FEW if behind else CHUNK
        frozen = incidents.is_frozen(session)
        rows = outbox.lease(session, owner=keeper.owner, now=now, platform=self.platform, limit=limit, frozen=frozen)
        if not any(row.answers for row in rows):
            keeper.behind -= {place for place in behind if not keeper.waits(place)}
        return rows

    async def step(self) -> None:
        """Send the next one whose turn it is, or wait until somebody's is."""
        chosen, seconds = self.choose()
        if chosen:
            self.leased.remove(chosen)
            taken = self.pacer.take(chosen.chat, push=not chosen.answers)
            task = asyncio.create_task(self.carry(chosen, taken))
            self.flying[chosen.chat] = task
            task.add_done_callback(partial(forget, self.flying, chosen.chat))
        elif seconds > PATIENCE:
            await self.let_go(to_their_turn=True)
        elif self.flying:
            await asyncio.wait(list(self.flying.values()), timeout=seconds or LOOK, return_when="FIRST_COMPLETED")
        else:
            await self.pacer.sleep(seconds)

    def choose(self) -> tuple[Due | None, float]:
        """The first whose chat is free, or how long until one is (0 with something on the wire: when that is done)."""
        if len(self.flying) >= self.wire:
            return None, 0.0
        soonest = 0.0
        for due in self.leased:
            if due.chat in self.flying:
                continue
            seconds = self.pacer.wait(due.chat, push=not due.answers)
            if seconds <= 0:
                return due, 0.0
            soonest = min(soonest or seconds, seconds)
        return None, soonest

    async def let_go(self, *, to_their_turn: bool = False) -> None:
        """Queue what is leased again, for when it may go."""
        now = self.deliverer.now()
        rows = {row.id: self.deliverer.paused_until(self.platform, row.chat) or now for row in self.leased}
        if to_their_turn:
            waits = {row.id: self.pacer.wait(row.chat, push=not row.answers) for row in self.leased}
            rows = {row: max(until, now + timedelta(seconds=waits[row])) for row, until in rows.items()}
        self.leased = []
        if rows:
            await self.deliverer.write(partial(put_back, rows=rows, owner=self.deliverer.owner))

    async def carry(self, due: Due, taken: float) -> None:
        """One row, from its lease to its outcome; its turn was `taken` then."""
        keeper = self.deliverer
        if until := keeper.paused_until(due.platform, due.chat):
            await keeper.write(partial(outbox.postpone, rows=[due.id], owner=keeper.owner, until=until))
            return
        failed = Outcome(due.id, State.FAILED, why="bug")
        opened = await keeper.safely(due.id, keeper.write(partial(self.open, row=due.id)), failed)
        if isinstance(opened, Outcome):
            await keeper.marks.add(opened)
        elif opened is not None:
            self.pacer.leave(due.chat, taken)
            await keeper.send(opened)

    def open(self, session: Session, row: int) -> Letter | None:
        keeper = self.deliverer
        return open_letter(session, row, owner=keeper.owner, now=keeper.now(), topics=self.topics, speak=self.speak)


def forget(tasks: dict[str, asyncio.Task[None]], name: str, _done: asyncio.Task[None]) -> None:
    del tasks[name]


def put_back(session: Session, rows: dict[int, datetime], owner: str) -> None:
    for row, until in rows.items():
        outbox.postpone(session, [row], owner=owner, until=until)
