"""F23, F28 and F38: told to wait, the bot waits exactly there, and nowhere else. On a clock that the test moves."""

from collections.abc import AsyncIterator

import pytest

from bot.texts import texts
from tests.processes.crowd import Asked, Crowd
from tests.processes.indoors import Indoors
from tests.processes.stage import Stage


@pytest.fixture
async def indoors(stage: Stage) -> AsyncIterator[Indoors]:
    stage.frozen = 1_800_000_000.0
    found = Indoors(stage)
    await found.start()
    yield found
    await found.bot.stop()


async def test_f23_a_wait_is_kept_and_the_order_with_it_while_slack_goes_on(
    indoors: Indoors, stage: Stage, crowd: Crowd
):
    stage.telegram.fail("sendmessage", 429, retry_after=35)
    for number in range(4):
        await crowd.send(Asked(f"/qx00000{number}", "telegram", 1))
    await stage.written(lambda: stage.states() == {"queued": 4})

    await crowd.send(Asked("/qx000009", "event", 1))
    await stage.until(lambda: len(stage.seen()) == 1)
    await indoors.wait(34.9)
    assert stage.telegram.requests["sendmessage"] == 1
    await indoors.wait(0.2)

    assert [asked.word in said for asked, said in zip(crowd.asked, stage.seen(), strict=True)] == [True] * 5
    assert stage.telegram.requests["sendmessage"] == 5


async def test_f28_a_revoked_token_holds_only_telegram_and_only_until_it_works(
    indoors: Indoors, stage: Stage, crowd: Crowd
):
    stage.telegram.revoke()
    await crowd.send(Asked("/qx000001", "telegram", 1))
    await crowd.send(Asked("/qx000002", "event", 2))
    told = texts("sv").say("trouble.token", platform="Telegram")
    await stage.until(lambda: len(crowd.look()[1].copies) == 1)
    await stage.written(lambda: stage.rows("SELECT count(*) FROM outbox WHERE platform = 'slack'") == [(3,)])
    await indoors.bot.settle()

    assert indoors.bot.health() == {"telegram": "token", "slack": "ok"}
    assert stage.seen().count(told) == 2, "the technician and the ombudsperson, on Slack, once each"
    asked = stage.telegram.requests["401"]
    await indoors.wait(299)
    assert stage.telegram.requests["401"] == asked
    stage.telegram.revoke(back=True)
    await indoors.wait(2)
    await stage.until(lambda: indoors.bot.health() == {"telegram": "ok", "slack": "ok"})

    assert len(crowd.look()[0].copies) == 1
    assert stage.telegram.sent[0].chat == 1001


async def test_f38_one_channel_that_is_full_keeps_no_other_waiting(indoors: Indoors, stage: Stage, crowd: Crowd):
    stage.slack.limits.on = True
    for number in range(6):
        await crowd.send(Asked(f"/qx00000{number}", "event", 1))
    await stage.until(lambda: stage.slack.limited["chat.postMessage"] > 0)

    for number in range(6, 9):
        await crowd.send(Asked(f"/qx00000{number}", "event", 2))
    await stage.written(lambda: sum(stage.states().values()) == 9)
    await indoors.bot.settle()

    assert [len(asked.copies) for asked in crowd.look()] == [1, 1, 1, 0, 0, 0, 1, 1, 1]
    for _ in range(20):
        await indoors.wait(1)
    assert [len(asked.copies) for asked in crowd.look()] == [1] * 9
    said = [m.seen for m in stage.slack.messages if m.channel == "D0001" and m.user == stage.slack.me.id]
    assert [asked.word in text for asked, text in zip(crowd.asked, said, strict=False)] == [True] * 6
    assert stage.slack.limits.early == 0
