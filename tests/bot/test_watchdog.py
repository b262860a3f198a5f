"""F16: an event loop that stands still is noticed, and says for how long; a clock that does ends the program."""

import asyncio
import itertools
import threading
import time

import pytest

from bot.messages import Reply
from bot.router import Command
from bot.watchdog import BLOCKED, FAILED, STALLED, Watchdog
from tests.talk import until


@pytest.fixture
def quick(monkeypatch):
    """It looks every hundredth of a second, and minds a tenth."""
    monkeypatch.setattr("bot.watchdog.LOOK", 0.01)
    monkeypatch.setattr("bot.watchdog.BLOCKED", 0.1)


async def test_a_blocked_loop_is_noticed(quick, logged):
    watchdog = Watchdog()
    watchdog.start()
    await asyncio.sleep(0)

    time.sleep(0.3)  # noqa: ASYNC251 - that is what must not be done
    await until(lambda: watchdog.worst > 0.2)
    await watchdog.stop()

    assert "event=loop.blocked seconds=0." in logged.getvalue()


async def test_work_beside_the_loop_does_not_block_it(quick, logged):
    watchdog = Watchdog()
    watchdog.start()

    await asyncio.to_thread(time.sleep, 0.3)
    await watchdog.stop()

    assert "loop.blocked" not in logged.getvalue()
    assert watchdog.worst < 0.3


@pytest.mark.parametrize(("late", "told"), [(0.0, False), (BLOCKED, False), (BLOCKED + 0.1, True), (5.0, True)])
def test_what_is_worth_a_line(logged, late, told):
    watchdog = Watchdog()

    watchdog.look(late)

    assert ("loop.blocked" in logged.getvalue()) is told
    assert watchdog.worst == late


def test_a_clock_that_hangs_ends_the_program_so_that_it_is_started_anew(logged):
    ended: list[int] = []
    watchdog = Watchdog(end=ended.append)

    for _ in range(STALLED):
        watchdog.look_at_clock(7)
    assert ended == []
    watchdog.look_at_clock(7)

    assert ended == [FAILED]
    assert "clock.stalled" in logged.getvalue()


def test_a_clock_that_sees_to_something_now_and_then_goes_on():
    ended: list[int] = []
    watchdog = Watchdog(end=ended.append)

    for seen_to in range(3):
        for _ in range(STALLED):
            watchdog.look_at_clock(seen_to)

    assert ended == []


async def test_the_watch_looks_at_the_clock(quick, monkeypatch):
    monkeypatch.setattr("bot.watchdog.STALLED", 3)
    hung: list[int] = []
    ran: list[int] = []
    numbers = itertools.count()
    still, runs = Watchdog(end=hung.append), Watchdog(end=ran.append)

    still.start(lambda: 7)
    runs.start(lambda: next(numbers))
    await until(lambda: hung)
    await asyncio.gather(still.stop(), runs.stop())

    assert (hung[0], ran) == (FAILED, [])


async def test_a_clock_has_seen_to_something_with_every_tick_also_where_it_fails(talk, monkeypatch):
    before = talk.bot.clock.seen_to
    await talk.bot.clock.tick()
    between = talk.bot.clock.seen_to
    monkeypatch.setattr("storage.life.beat", None)
    talk.bot.clock.beaten_at = None
    await talk.bot.clock.perform(talk.bot.clock.beat)

    assert before < between < talk.bot.clock.seen_to


@pytest.mark.parametrize("ticking", [True, False])
async def test_the_clock_is_looked_at_where_it_ticks_and_nowhere_else(talk, quick, monkeypatch, ticking):
    """Between two of its ticks even a good clock does nothing for three such looks."""
    monkeypatch.setattr("bot.watchdog.STALLED", 3)
    await talk.bot.stop()
    talk.begin()
    ended: list[int] = []
    beside: list[int] = []
    talk.bot.watchdog.end = ended.append
    await talk.bot.start(ticking=ticking)
    other = Watchdog(end=beside.append)
    other.start(lambda: 7)
    await until(lambda: (ended or not ticking) and len(beside) > 5)
    await other.stop()

    assert set(ended) == ({FAILED} if ticking else set())


async def test_a_handler_that_takes_long_holds_neither_the_loop_nor_what_comes_in(talk_on_each):
    """On SQLite one thread writes, so there what comes in is taken when that handler is done."""
    talk, begun, go_on = talk_on_each, threading.Event(), threading.Event()

    def slow(_msg, _ctx):
        begun.set()
        go_on.wait(30)
        return Reply("till slut")

    talk.bot.dispatcher.router.commands["hjalp"] = Command("hjalp", slow)
    await talk.adapter().hear(talk.incoming("medlem", "/hjalp"))
    await until(begun.is_set)
    other = asyncio.create_task(talk.adapter().hear(talk.incoming("medlem2", "/nasta-aktivitet")))
    if not talk.database.is_sqlite:
        await asyncio.wait_for(asyncio.shield(other), 3)

    assert not go_on.is_set(), "the loop has run on meanwhile"
    go_on.set()
    await other
    await talk.bot.settle()
    assert sorted(text[:7] for text in talk.texts()) == ["Härnäst", "till sl"]
