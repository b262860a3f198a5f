"""F7: told to stop in the middle of its work, the bot ends well and in time, and nothing is lost or said twice."""

import random

import pytest

from tests.processes.crowd import Crowd
from tests.processes.stage import Stage

STOPS = 3
MOST_SECONDS = 10


@pytest.mark.parametrize("stage", [False, True], ids=["polling and Socket Mode", "webhook and HTTP"], indirect=True)
async def test_a_stop_in_the_middle_of_work_loses_nothing(stage: Stage):
    crowd = Crowd(stage, random.Random(7))
    for _ in range(STOPS):
        life = await stage.start()
        await stage.redeliver()
        before = crowd.answers()
        await crowd.ask(40)
        await stage.telegram.until(lambda: crowd.answers() > before)
        code, seconds = await life.stop()

        assert code == 0, life.lines
        assert seconds < MOST_SECONDS
        assert life.told("Traceback") == []
        assert life.told("level=error") == []

    life = await stage.start()
    await stage.redeliver()
    await crowd.until_answered()
    await life.stop()
    assert {asked.word: len(asked.copies) for asked in crowd.look() if len(asked.copies) != 1 and asked.owed} == {}
    assert sum(asked.noted for asked in crowd.asked) == 0
