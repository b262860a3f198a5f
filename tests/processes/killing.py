"""Kills the bot over and over, at random moments and at every place in turn, while it sends and people ask."""

import asyncio
import random
import signal
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field

from tests.processes.crowd import Crowd
from tests.processes.life import PATIENCE, Life
from tests.processes.mailing import Mailing, Verdict
from tests.processes.places import PLACES
from tests.processes.stage import Stage

ANYWHERE = "anywhere"
# So many may be on the wire on a platform, as reminders/pump.py has it.
WIRE = 8
# So many wait at the beginning of a run, at least.
BACKLOG = 60
# So many questions are asked in a run, at most.
ASKED = 6
# A run from the nest takes about so many seconds to start; one random kill in four comes before that is over.
START = 0.5
# One run in so many is a process of its own from the beginning, so that what a start takes is known.
COLD = 10
# How long a request takes, there and back, in one run or another.
ROUND_TRIPS = (0.0, 0.06, 0.25)
# A place is passed so many times at most before the kill; those that are not named here once.
TIMES = {"lease.committed": 2, "sending.written": 30, "sending.committed": 30, "wire.answered": 30,
         "mark.committed": 30}  # fmt: skip
# Nobody passes the place where it should die: then it dies where it is.
PATIENT = 15.0


@dataclass(frozen=True)
class Kill:
    """Where it came, and what was on the wire: pushes and answers by platform, and the most of either in one chat."""

    place: str
    pushes: Counter[str]
    answers: Counter[str]
    one_chat: int
    doomed: int  # of the pushes: those that nobody can ask about and that do not come again by themselves
    back: float | None  # seconds from the kill before until this run sent something; None if it did not, or was forked

    @property
    def wire(self) -> int:
        return self.pushes.total() + self.answers.total()


@dataclass
class Killing:
    stage: Stage
    dice: random.Random
    crowd: Crowd = field(init=False)
    mailing: Mailing = field(init=False)
    kills: list[Kill] = field(default_factory=list)
    seen_off: set[tuple[int, int]] = field(default_factory=set)  # rows on the wire at a kill, and at which attempt
    first_sent: float | None = None
    verdict: Verdict = field(init=False)

    def __post_init__(self) -> None:
        self.crowd = Crowd(self.stage, self.dice)
        self.mailing = Mailing(self.stage, self.dice)

    async def open(self) -> None:
        self.mailing.open()
        await self.stage.hasten()

    async def kill(self) -> None:
        """One run, to its end."""
        number = len(self.kills)
        place = ANYWHERE if number % 2 == 0 else PLACES[number // 2 % len(PLACES)]
        cold = number % COLD == 0
        fail_at = "" if place == ANYWHERE else f"{place}:{self.dice.randint(1, TIMES.get(place, 1))}"
        self.prepare(place)
        begun = time.monotonic()
        life = await self.stage.launch(forked=not cold, FAIL_AT=fail_at)
        await self.work(life, place)
        if not life.ended:
            place = ANYWHERE
        await life.kill()
        assert life.process.returncode == -signal.SIGKILL, life.lines
        back = self.first_sent - begun if self.first_sent and cold else None
        self.kills.append(self.look(place, back))

    def prepare(self, place: str) -> None:
        """Enough to do, on a line of some length, and what it takes to get to that place."""
        for platform in (self.stage.telegram.server, self.stage.slack.api):
            platform.latency = self.dice.choice(ROUND_TRIPS)
        if place == "wait.told":
            self.stage.telegram.fail("sendmessage", 429, retry_after=1)
            self.stage.slack.fail("chat.postMessage", error="ratelimited", retry_after=1)
        if place == "doubt.looked":
            self.stage.slack.fail("chat.postMessage", status=502, after_effect=self.dice.random() < 0.5)
        planned = place.startswith("plan.")
        if planned or self.stage.states().get("queued", 0) < BACKLOG:
            self.mailing.add(planned=planned or self.dice.random() < 0.5)

    async def work(self, life: Life, place: str) -> None:
        """Let it send while people ask, until it is time for the kill."""
        dice, before, self.first_sent = self.dice, self.stage.sent, None
        asks = dice.randrange(ASKED)
        if place == ANYWHERE and dice.random() < 0.25:
            with suppress(TimeoutError):
                await asyncio.wait_for(life.until("bot.stopped"), dice.uniform(0, START))
            return
        goal = before + dice.randrange(1, 50) if place == ANYWHERE else float("inf")
        redelivered, ends = False, time.monotonic() + PATIENT
        while not life.ended and self.stage.sent < goal and time.monotonic() < ends:
            if self.first_sent is None and self.stage.sent > before:
                self.first_sent = time.monotonic()
            if not redelivered and life.told("bot.started"):
                redelivered = True
                await self.stage.redeliver()
            if asks and dice.random() < 0.2:
                asks -= 1
                await self.crowd.ask()
            await asyncio.sleep(dice.uniform(0, 0.02))

    def look(self, place: str, back: float | None) -> Kill:
        """What the run had put on the wire; what an earlier one had, and is not looked into yet, is its own."""
        query = (
            "SELECT id, attempts, platform, chat, answers <> '', topic, repeated FROM outbox WHERE state = 'sending'"
        )
        rows = [row for row in self.stage.rows(query) if row[:2] not in self.seen_off]
        self.seen_off |= {row[:2] for row in rows}
        pushes = Counter(platform for _, _, platform, _, answer, _, _ in rows if not answer)
        chats = Counter(row[2:5] for row in rows)
        return Kill(
            place,
            pushes=pushes,
            answers=Counter(row[2] for row in rows) - pushes,
            one_chat=max(chats.values(), default=0),
            doomed=sum(
                platform == "telegram" and not answer and (topic != "summons" or bool(repeated))
                for _, _, platform, _, answer, topic, repeated in rows
            ),
            back=back,
        )

    async def finish(self) -> None:
        """One more run, which is not killed: whatever is owed comes now."""
        for platform in (self.stage.telegram.server, self.stage.slack.api):
            platform.latency = 0.0
        life = await self.stage.launch()
        await life.until("bot.started")
        await self.stage.redeliver()
        await self.stage.written(lambda: self.mailing.settled, seconds=5 * PATIENCE)
        await self.crowd.until_answered()
        code, _ = await life.stop()
        assert code == 0, life.lines
        self.verdict = self.mailing.judge()
        assert [life.lines for life in self.stage.lives if life.told("Traceback")] == []
