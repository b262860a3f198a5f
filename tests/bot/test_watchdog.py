"""F16: an event loop that stands still is noticed, and says for how long."""

import asyncio
import threading
import time

import pytest

from bot.messages import Reply
from bot.router import Command
from bot.watchdog import BLOCKED, Watchdog
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
