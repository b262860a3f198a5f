"""F16: an event loop that stands still is noticed, and says for how long."""

import asyncio
import time

import pytest

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
