"""F14, F30 and F32: two copies of the bot are one too many, and what comes twice is answered once."""

import signal
import socket

import pytest

from tests.processes.crowd import Asked, Crowd
from tests.processes.stage import Stage


@pytest.fixture(params=["sqlite", "postgresql"])
def either(request: pytest.FixtureRequest, stage: Stage) -> Stage:
    """The stage on each of the two databases."""
    if request.param == "postgresql":
        stage.env["DATABASE_URL"] = request.getfixturevalue("postgres").fresh("sample")
    return stage


async def test_a_second_copy_refuses_and_names_the_first_until_that_is_gone(either: Stage, crowd: Crowd):
    first = await either.start()
    before = dict(either.telegram.requests)

    lines = await either.fail_to_start(DOOR_PORT="")

    assert len(lines) == 1
    assert lines[0].startswith("bot: Not started: another copy of the bot")
    assert f"{socket.gethostname()}:{first.process.pid}" in lines[0]
    assert either.telegram.requests["getme"] == before["getme"], "it asked the platform before it looked"
    await crowd.send(Asked("/qx000001", "telegram", 1))
    await crowd.until_answered()
    await first.kill()
    await either.start()
    await crowd.send(Asked("/qx000002", "telegram", 1))
    await crowd.until_answered()


async def test_a_copy_that_is_stopped_still_holds_the_database(stage: Stage):
    """SIGSTOP: it does nothing, but it would go on one day."""
    first = await stage.start()
    first.process.send_signal(signal.SIGSTOP)

    lines = await stage.fail_to_start()

    assert str(first.process.pid) in lines[0]


@pytest.mark.parametrize("stage", [False, True], ids=["polling and Socket Mode", "webhook and HTTP"], indirect=True)
async def test_what_comes_four_times_over_a_kill_is_answered_once(stage: Stage, crowd: Crowd):
    life = await stage.start()
    await crowd.send(Asked("/qx000001", "telegram", 1))
    await crowd.send(Asked("/qx000002", "event", 2))
    update, event = stage.telegram.server.updates.waiting[-1], crowd.asked[1].delivery
    assert event is not None
    await stage.slack.redeliver(event.id)
    await crowd.until_answered()
    await stage.telegram.confirmed(update[0])
    await life.kill()
    for _ in range(3):
        stage.telegram.server.updates.put(*update)

    life = await stage.start()
    for _ in range(2):
        event.done.clear()
        await stage.slack.acked(await stage.slack.redeliver(event.id))
    await stage.telegram.confirmed(update[0])
    await crowd.send(Asked("/qx000003", "telegram", 1))
    await crowd.send(Asked("/qx000004", "event", 2))
    await crowd.until_answered()
    await life.stop()

    assert event.attempts == 4
    assert stage.rows("SELECT count(*) FROM inbox") == [(4,)]
    assert [len(asked.copies) - asked.noted for asked in crowd.look()] == [1] * 4
