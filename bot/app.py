"""The composition root: builds everything, starts it, and stops it in reverse."""

import asyncio
import gc
import signal
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import IO

import structlog
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

import handlers
from bot import opening
from bot.adapters import build_adapters
from bot.calendar_door import CalendarDoor
from bot.dispatch import Dispatcher
from bot.door import Door, build_app
from bot.errors import SetupError
from bot.keys import keyring
from bot.menus import menus
from bot.messages import UNLIMITED, Adapter, Menu
from bot.settings import Settings
from bot.starting import Starter
from bot.watchdog import Watchdog
from bot.worker import Worker
from handlers import platforms
from reminders import registry
from reminders.deliver import Deliverer
from reminders.pacing import Pacer
from reminders.plan import Planner
from reminders.pump import WIRE, Pump
from reminders.scheduler import Clock
from reminders.steps import Steps
from reminders.topics import Topics
from storage import life, witness, zones
from storage.database import Database

log = structlog.get_logger(__name__)

# Telegram keeps updates for 24 hours (core.telegram.org/bots/api#getting-updates).
TELEGRAM_KEEPS = timedelta(hours=24)
NOTICED = timedelta(hours=1)
# What is on the wire at a stop may take so long; the platforms' own stops have theirs.
FINISH_SECONDS = 3.0


def utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(slots=True)
class Bot:
    """Everything that runs, wired together."""

    settings: Settings
    database: Database
    worker: Worker
    adapters: Mapping[str, Adapter]
    dispatcher: Dispatcher
    deliverer: Deliverer
    clock: Clock
    starter: Starter
    now: Callable[[], datetime]
    stopping: asyncio.Event
    watchdog: Watchdog = field(default_factory=Watchdog)
    door: Door | None = None
    lock: IO[str] | None = None

    async def start(self, *, ticking: bool = True) -> None:
        """Take over the database, take up what was left, then listen."""
        await self.take_over()
        self.watchdog.start((lambda: self.clock.seen_to) if ticking else None)
        if self.door:
            await self.door.start()
        if ticking:
            self.clock.start()
        # Side by side: one that takes its time keeps no other waiting.
        await asyncio.gather(*(self.starter.start(adapter) for adapter in self.adapters.values()))
        if not ticking:
            await self.clock.tick()
        log.info("bot.started", platforms=",".join(self.adapters))

    async def take_over(self) -> None:
        """Be the one that runs here, or one of several; see to what the last run left behind."""
        if self.clock.beside:
            opening.forget_again(self.database, self.now())
            await self.dispatcher.resume(alone=False)
            return
        found = opening.take_over(self.database, now=self.now(), seen_by=self.clock.seen_by)
        self.lock = found.lock
        opening.forget_again(self.database, self.now())
        await self.worker.run(zones.keep_hours, self.now())
        await self.dispatcher.resume()
        if found.last_seen:
            await self.worker.run(self.report_absence, found.last_seen)
        if found.restored:
            await self.worker.run(self.report_restored)

    def report_restored(self, session: Session) -> None:
        platforms.report_restored(self.dispatcher.answers.bare_context(session, self.now()))

    def report_absence(self, session: Session, last_seen: datetime) -> None:
        """Tell who can mend it that the bot was away, and what Telegram did not keep."""
        now = self.now()
        if now - last_seen < NOTICED:
            return
        lost = now - TELEGRAM_KEEPS if "telegram" in self.adapters and now - last_seen > TELEGRAM_KEEPS else None
        ctx = self.dispatcher.answers.bare_context(session, now)
        platforms.report_absence(ctx, since=last_seen, lost=lost)

    async def settle(self) -> None:
        """Wait until what was said is answered and what is due is sent."""
        await self.dispatcher.idle()
        await self.clock.tick()
        await self.dispatcher.idle()

    def health(self) -> dict[str, str]:
        """A word for each platform, `ok` when it is well."""
        return {name: adapter.health for name, adapter in self.adapters.items()}

    def figures(self) -> dict[str, float]:
        """Counters since the start, for whoever watches."""
        counted = {f"messages_{name}": float(n) for name, n in self.dispatcher.counts.items()}
        lag = {"loop_lag_seconds": self.watchdog.worst}
        return counted | lag | {"waiting_tasks": float(len(self.dispatcher.tasks))}

    async def stop(self) -> None:
        """Stop listening, finish what was begun, and let go of everything."""
        log.info("bot.stopping")
        await asyncio.gather(self.clock.stop(within=FINISH_SECONDS), self.dispatcher.close(within=FINISH_SECONDS))
        await self.starter.stop()
        await self.watchdog.stop()
        try:
            await self.hang_up()
            await self.worker.run(life.end, owner=self.clock.owner, now=self.now())
        except DBAPIError as error:  # a full disk: the stop is as good, and only its hour is not known
            log.warning("bot.stop_not_noted", why=type(error.orig).__name__)
        finally:
            await self.worker.stop()
            self.database.close()
            if self.lock:
                self.lock.close()
        log.info("bot.stopped")

    async def hang_up(self) -> None:
        """Leave the platforms, all at once; one that does so badly keeps no other from it."""
        left = await asyncio.gather(*(adapter.stop() for adapter in self.adapters.values()), return_exceptions=True)
        for error in left:
            if isinstance(error, BaseException):
                log.error("platform.not_stopped", why=type(error).__name__)
        if self.door:
            await self.door.stop()


@dataclass(frozen=True, slots=True)
class Time:
    """What time it is: `now` on the wall, `steady` seconds on a clock that nobody sets. Played time keeps no `pace`."""

    now: Callable[[], datetime] = utc_now
    steady: Callable[[], float] = time.monotonic
    paced: bool = True


REAL = Time()


def build_deliverer(worker: Worker, adapters: Mapping[str, Adapter], topics: Topics, times: Time) -> Deliverer:
    pacers = {
        name: Pacer(adapter.pace if times.paced else UNLIMITED, adapter.is_group, times.steady)
        for name, adapter in adapters.items()
    }
    again = frozenset(word for word, topic in topics.items() if topic.resend)
    return Deliverer(worker, adapters, pacers, times.now, owner=life.me(), again=again)


def build(settings: Settings, database: Database, adapters: Mapping[str, Adapter], *, times: Time = REAL) -> Bot:
    """Wire a bot together; nothing is started yet."""
    worker, topics, speak = Worker(database), registry.topics(tuple(adapters), settings), registry.speaker(settings)
    deliverer = build_deliverer(worker, adapters, topics, times)
    dispatcher = Dispatcher(worker, handlers.build(), deliverer, adapters, settings, times.now)
    deliverer.tell = dispatcher.receive
    stopping = asyncio.Event()
    # Played, all comes in the order of its rows.
    pumps = {name: Pump(name, deliverer, topics, speak, wire=WIRE if times.paced else 1) for name in adapters}
    planner = Planner(topics, speak, tuple(adapters))
    clock = Clock(
        worker, deliverer, pumps, planner, times.now, Steps(times.now, times.steady), usurped=stopping.set,
        seen_by=witness.path_for(database), beside=settings.beside,
    )  # fmt: skip
    deliverer.wake = clock.wake
    clock.inherit = partial(dispatcher.take_up, life.GONE)
    starter = Starter(dispatcher.receive, times.now, deliverer.started)
    return Bot(settings, database, worker, adapters, dispatcher, deliverer, clock, starter, times.now, stopping)


def connect(settings: Settings, database: Database, *, times: Time = REAL) -> Bot:
    """A bot on every platform that has a token, and the door if there is one."""
    keyring(settings)  # what is no key is told before anything starts

    def menus_for(platform: str) -> list[Menu]:
        with database.read() as session:
            return menus(session, handlers.build(), platform=platform, now=times.now(), zone=settings.zone)

    bot = build(settings, database, build_adapters(settings, menus_for), times=times)
    if settings.door_port:
        routes = [route for adapter in bot.adapters.values() for route in adapter.routes]
        if settings.door_url:
            routes += CalendarDoor(database, settings, times.now).routes
        app = build_app(routes, health=bot.health, figures=bot.figures)
        bot.door = Door(app, settings.door_host, settings.door_port)
    return bot


def keep_start() -> None:
    """What is there from the start stays. The collector need not look through it again and again, which keeps all who
    write, and the pace of what is sent, waiting for up to a tenth of a second.
    """
    gc.freeze()


async def run(settings: Settings) -> None:
    """Run every platform that has a token until a signal says stop."""
    database = opening.open_checked(settings)
    opening.refuse_sample(settings, database)
    bot = connect(opening.named(settings, database), database)
    keep_start()
    if not bot.adapters:
        raise SetupError("No platform has a token. Put TELEGRAM_TOKEN or SLACK_BOT_TOKEN in .env, or try: bot chat")
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, bot.stopping.set)
    starting, stopping = asyncio.create_task(bot.start()), asyncio.create_task(bot.stopping.wait())
    try:
        # A platform that does not answer can make the start long; the signal is obeyed all the same.
        await asyncio.wait({starting, stopping}, return_when=asyncio.FIRST_COMPLETED)
        if not stopping.done():
            await starting
            await stopping
    finally:
        starting.cancel()
        stopping.cancel()
        await asyncio.gather(starting, stopping, return_exceptions=True)
        await bot.stop()
