"""F7: told to stop in the middle of its work, the bot ends well and in time, and nothing is lost or said twice."""

import random
import signal
import time

import pytest

from reminders.pump import WIRE
from tests.processes.crowd import Asked, Crowd
from tests.processes.mailing import Mailing
from tests.processes.stage import Stage

STOPS = 2
MOST_SECONDS = 10


@pytest.mark.parametrize("stage", [False, True], ids=["polling and Socket Mode", "webhook and HTTP"], indirect=True)
async def test_a_stop_in_the_middle_of_work_loses_nothing(stage: Stage, crowd: Crowd):
    for _ in range(STOPS):
        life = await stage.start()
        await stage.redeliver()
        await crowd.warm_up("telegram", "event")
        before = len(stage.seen())
        await crowd.ask(40)
        await stage.until(lambda least=before: len(stage.seen()) > least)
        code, seconds = await life.stop()

        assert code == 0, life.lines
        assert seconds < MOST_SECONDS
        assert life.told("Traceback") == []
        assert life.told("level=error") == []
        assert stage.states().keys() <= {"sent", "queued"}, "what waits for its turn is not in doubt"

    life = await stage.start()
    await stage.redeliver()
    await crowd.until_answered()
    await life.stop()
    assert {asked.word: len(asked.copies) for asked in crowd.look() if len(asked.copies) != 1 and asked.owed} == {}
    assert sum(asked.noted for asked in crowd.asked) == 0


async def test_a_stop_in_the_middle_of_a_broadcast_loses_nothing(stage: Stage):
    words = stage.queue(200)
    for stop in range(STOPS):
        life = await stage.launch()
        await stage.until(lambda least=20 + 40 * stop: len(stage.seen()) > least)
        code, seconds = await life.stop()

        assert code == 0
        assert seconds < MOST_SECONDS
        assert life.told("Traceback") == []
        assert len(stage.seen()) < len(words), "it stops at once, and not when all is sent"
        assert stage.states()["sent"] == len(stage.seen())

    life = await stage.launch()
    await stage.until(lambda: len(stage.seen()) >= len(words))
    await life.stop()
    assert sorted(stage.seen()) == words
    assert stage.states() == {"sent": len(words)}


async def test_a_stop_with_eight_on_the_wire_of_each_platform_sees_them_off_and_begins_no_more(stage: Stage):
    mailing = Mailing(stage, random.Random(2027))
    mailing.open()
    mailing.add(planned=False)
    stage.hold(sends=True)
    life = await stage.launch()
    await stage.until(lambda: stage.sent == 2 * WIRE)

    life.process.send_signal(signal.SIGTERM)
    await life.until("bot.stopping")
    stage.release()

    assert await life.end() == 0
    assert stage.sent == 2 * WIRE
    assert stage.states() == {"sent": 2 * WIRE, "queued": len(mailing.words) - 2 * WIRE}


async def test_a_stop_is_heard_at_once_in_the_middle_of_a_broadcast(stage: Stage):
    stage.telegram.server.latency = stage.slack.api.latency = 0.25
    stage.queue(200)
    life = await stage.launch()
    await stage.until(lambda: stage.sent > 20)

    begun = time.time()
    code, seconds = await life.stop()

    assert code == 0
    assert seconds < MOST_SECONDS
    assert max(sent.at for sent in [*stage.telegram.sent, *stage.slack.sent]) - begun < 1
    assert stage.states().keys() == {"sent", "queued"}


async def test_a_stop_with_answers_on_the_wire_waits_for_them_and_not_for_ever(stage: Stage, crowd: Crowd):
    life = await stage.start()
    await crowd.warm_up("event")  # so that one of the two answers goes out at once, and the other from the queue
    stage.hold(sends=True)
    for who, way in ((1, "telegram"), (2, "event")):
        await crowd.send(Asked(f"/qx80000{who}", way, who))
    await crowd.until_answered()

    code, seconds = await life.stop()

    assert code == 0
    assert seconds < MOST_SECONDS
    assert life.told("Traceback") == []
    stage.release()
    await stage.start()
    await stage.until(lambda: len(crowd.look()[1].copies) == 2)
    await stage.written(lambda: stage.states() == {"sent": 3})
    assert [asked.noted for asked in crowd.look()] == [0, 1, 0], "Slack is asked whether it has it"
    assert [len(asked.copies) for asked in crowd.asked] == [1, 2, 1]


async def test_a_stop_before_the_platforms_answer_is_obeyed(stage: Stage):
    stage.hold()
    life = await stage.launch()
    await stage.until(lambda: stage.telegram.requests["getme"] > 0)

    code, seconds = await life.stop()

    assert code == 0, life.lines
    assert seconds < MOST_SECONDS
    assert life.told("Traceback") == []


async def test_a_platform_that_does_not_answer_keeps_nobody_else_waiting(stage: Stage, crowd: Crowd):
    stage.wires["telegram"].hold()
    life = await stage.launch()
    await stage.until(lambda: bool(stage.slack.sockets.open))
    await crowd.send(Asked("/qx000001", "event", 1))

    await crowd.until_answered()

    assert not life.told("telegram.works")
