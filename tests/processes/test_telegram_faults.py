"""F23 to F31: what Telegram does to a running bot, and what must not come of it."""

from collections.abc import AsyncIterator

import pytest
from aiohttp import ClientSession

from bot.texts import texts
from tests.fakes.telegram.updates import TERMINATED
from tests.processes.crowd import Asked, Crowd
from tests.processes.stage import Stage

SAY = texts("sv")


@pytest.fixture
async def running(stage: Stage) -> AsyncIterator[Stage]:
    """A stage with the bot on it; its end is a good one, whatever was done to it."""
    life = await stage.start()
    yield stage
    assert (await life.stop())[0] == 0
    assert life.told("Traceback") == []


def member(stage: Stage, who: int):
    return stage.telegram.world.chats[1000 + who]


def muted(stage: Stage, user: str) -> bool:
    found = stage.rows("SELECT muted_at FROM account WHERE platform = 'telegram' AND user = ?", user)
    return found != [(None,)]


async def test_f24_whoever_blocks_the_bot_is_left_in_peace(running: Stage, crowd: Crowd):
    await crowd.send(Asked("/qx000001", "telegram", 1))
    member(running, 1).blocked = True
    await running.until(lambda: running.telegram.requests["403"] > 0)
    await running.written(lambda: muted(running, "1001"))

    assert running.states() == {"failed": 1}
    running.telegram.unblock(member(running, 1))
    for who in (1, 2):
        await crowd.send(Asked(f"/qx00001{who}", "telegram", who))
    await running.until(lambda: len(running.seen()) == 2)
    assert not muted(running, "1001")
    assert running.telegram.requests["sendmessage"] == 3


async def test_f25_a_group_that_becomes_a_supergroup_gets_the_answer_once(running: Stage):
    telegram, old = running.telegram, running.telegram.world.chats[-2001]
    telegram.say(member(running, 1), "/hjalp@distriktbot", old)
    new = telegram.migrate(old)
    del telegram.server.updates.waiting[-2:]  # the bot hears of it when it answers, and not before

    await running.until(lambda: telegram.sent != [])
    await running.written(lambda: running.states() == {"sent": 1})

    assert [sent.chat for sent in telegram.sent] == [new.id]
    assert running.rows("SELECT chat FROM group_chat WHERE platform = 'telegram' AND title = ?", old.title) == [
        (str(new.id),)
    ]
    assert telegram.requests["sendmessage"] == 2


async def test_f26_the_ombudsperson_hears_of_a_lost_group_in_private(running: Stage):
    telegram, lost, other = running.telegram, running.telegram.world.chats[-2001], running.telegram.world.chats[-2002]
    telegram.kick(lost)

    await running.until(lambda: len(running.seen()) == 2)

    told = SAY.say("trouble.group_lost", branch="Norrby", platform="Telegram")
    assert running.seen() == [told, told]
    assert telegram.sent[0].chat == 1016
    assert running.slack.messages[0].channel == "D0016"
    telegram.say(member(running, 2), "/hjalp@distriktbot", other)
    await running.until(lambda: telegram.sent[-1].chat == other.id)


async def test_f27_beside_a_second_poller_it_keeps_trying_without_a_rush(running: Stage, crowd: Crowd):
    telegram = running.telegram
    async with ClientSession() as second:
        while not telegram.requests["409"]:
            async with second.get(f"{telegram.url}/bot{telegram.token}/getUpdates") as answer:
                assert answer.status == 200
    telegram.fail("getupdates", 409, times=100_000, description=TERMINATED)
    before = telegram.requests["getupdates"]
    for number in range(40):
        await crowd.send(Asked(f"/qx0000{number:02d}", "event", number % 12 + 1))
    await crowd.until_answered()

    assert telegram.requests["getupdates"] <= before + 1
    status, health = await running.health()
    assert (status, health["telegram"]) == (503, "conflict")
    told = SAY.say("trouble.conflict", platform="Telegram")
    await running.until(lambda: told in running.seen())
    assert telegram.sent == [], "it was told where it does not arrive"


async def test_f28_with_a_revoked_token_slack_goes_on_and_what_waits_is_kept(stage: Stage, crowd: Crowd):
    life = await stage.start()
    stage.telegram.fail("sendmessage", 401)
    await crowd.send(Asked("/qx000001", "telegram", 1))
    await stage.until(lambda: stage.telegram.requests["401"] == 1)
    stage.telegram.revoke()
    await crowd.send(Asked("/qx000002", "event", 2))
    await stage.until(lambda: len(stage.seen()) == 1)
    await life.stop()
    assert stage.states()["queued"] == 1

    life = await stage.start()
    await crowd.send(Asked("/qx000003", "event", 3))
    told = SAY.say("trouble.token", platform="Telegram")
    await stage.until(lambda: told in stage.seen() and len(crowd.look()[2].copies) == 1)
    assert await stage.health() == (503, {"telegram": "token", "slack": "ok", "status": "trouble"})
    await life.stop()

    stage.telegram.revoke(back=True)
    stage.forget_waits()
    await stage.start()
    await crowd.until_answered()


async def test_f31_what_may_have_arrived_is_not_sent_again(stage: Stage, crowd: Crowd):
    life = await stage.start()
    for fault in ({"status": 502}, {"drop": True}):
        stage.telegram.fail("sendmessage", after_effect=True, **fault)
        stage.slack.fail("chat.postMessage", after_effect=True, **fault)
    for number in range(6):
        await crowd.send(Asked(f"/qx00000{number}", ("telegram", "event")[number % 2], 1))
    await crowd.until_answered()
    # Slack is asked, and has them; Telegram cannot be.
    await stage.written(lambda: stage.states() == {"unknown": 2, "sent": 4})
    await life.stop()

    life = await stage.start()
    await crowd.send(Asked("/qx000006", "telegram", 1))
    await crowd.until_answered()
    await life.stop()
    assert [len(asked.copies) for asked in crowd.look()] == [1] * 7
