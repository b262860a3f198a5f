"""F24 to F26, F34, F35, F39, F41 and F48: what goes wrong around what the bot sends, and what must not come of it."""

import os
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from bot.markup import Markup
from bot.messages import Reply, dump
from bot.texts import texts
from storage import outbox
from storage.database import open_database
from tests.processes.crowd import Asked, Crowd
from tests.processes.stage import Stage

SAY = texts("sv")


def push(stage: Stage, *chats: str, platform: str = "telegram") -> None:
    """A message to each of these chats; to a person's as to that member."""
    with open_database(f"sqlite:///{stage.database}") as database, database.begin() as session:
        for chat in chats:
            member = stage.rows("SELECT member_id FROM account WHERE platform = ? AND user = ?", platform, chat)
            outbox.put(
                session, key=f"push {chat} {datetime.now(UTC)}", to=(platform, chat, "", ""),
                payload=dump(Reply(Markup(f"till {chat}"))), now=datetime.now(UTC),
                member_id=member[0][0] if member else None,
            )  # fmt: skip


def ends(stage: Stage) -> dict[str, str]:
    """How the pushes ended, by chat."""
    return dict(stage.rows("SELECT chat, state FROM outbox WHERE key LIKE 'push %' ORDER BY id"))


def to_groups(stage: Stage) -> list[int]:
    return [sent.chat for sent in stage.telegram.sent if sent.chat < 0]


async def test_f24_who_has_blocked_the_bot_hears_it_on_slack_is_not_tried_again_and_the_others_hear_it(stage: Stage):
    stage.telegram.world.chats[1002].blocked = True
    push(stage, "1001", "1002", "1003")
    life = await stage.start()
    heard = {"1001": "sent", "1002": "failed", "1003": "sent"}
    await stage.written(lambda: heard.items() <= ends(stage).items() and list(ends(stage).values()).count("sent") == 3)
    await stage.written(lambda: stage.rows("SELECT muted_at FROM account WHERE user = '1002'") != [(None,)])
    await life.stop()

    push(stage, "1002")
    await stage.start()
    await stage.written(lambda: ends(stage)["1002"] == "suppressed")
    assert [sent.chat for sent in stage.telegram.sent] == [1001, 1003]
    assert stage.telegram.requests["403"] == 1


async def test_f25_a_group_that_has_become_a_supergroup_hears_it_once_and_so_does_the_next_push(stage: Stage):
    old = stage.telegram.world.chats[-2001]
    new = stage.telegram.migrate(old)
    stage.telegram.server.updates.waiting.clear()  # the bot hears of it when it sends, and not before
    push(stage, "-2001", "-2002")
    life = await stage.start()
    await stage.written(lambda: set(ends(stage).values()) == {"sent"})
    await life.stop()

    assert sorted(to_groups(stage)) == sorted([new.id, -2002])
    assert stage.rows("SELECT count(*) FROM group_chat WHERE chat = '-2001'") == [(0,)]
    assert stage.rows("SELECT count(*) FROM group_chat WHERE chat = ?", str(new.id)) == [(1,)]


async def test_f26_a_group_that_put_the_bot_out_fails_alone_and_the_ombudsperson_hears_of_it_on_both(stage: Stage):
    stage.telegram.world.chats[-2001].bot_in = False
    push(stage, "-2001", "-2002", "-2003")
    life = await stage.start()
    told = SAY.say("trouble.group_lost", branch="Norrby", platform="Telegram")
    await stage.until(lambda: stage.seen().count(told) == 2)
    await stage.written(lambda: ends(stage) == {"-2001": "failed", "-2002": "sent", "-2003": "sent"})
    await life.stop()

    assert to_groups(stage) == [-2002, -2003]
    assert [sent.chat for sent in stage.telegram.sent if sent.plain == told] == [1016]
    assert [message.channel for message in stage.slack.messages if message.seen == told] == ["D0016"]
    assert stage.telegram.requests["403"] == 1


async def test_f34_a_socket_that_is_replaced_takes_no_answer_with_it(stage: Stage, crowd: Crowd):
    await stage.start()
    stage.wires["slack"].hold("/chat.postMessage")
    await crowd.send(Asked("/qx000001", "event", 1))
    await stage.until(lambda: stage.sent == 1)
    old = stage.slack.sockets.open[0]

    await stage.slack.refresh()
    await stage.until(lambda: stage.slack.sockets.open not in ([], [old]))
    stage.release()
    await crowd.send(Asked("/qx000002", "event", 1))
    await crowd.until_answered()

    await stage.written(lambda: stage.states() == {"sent": 2})
    assert [len(asked.copies) for asked in crowd.look()] == [1, 1]


async def test_f35_after_ten_minutes_without_a_socket_what_comes_again_is_answered_once(stage: Stage, crowd: Crowd):
    await stage.start()
    await stage.slack.sockets.cut()
    await crowd.send(Asked("/qx000001", "event", 1))
    await crowd.send(Asked("/qx000002", "command", 2))
    assert [asked.delivery.failed for asked in crowd.asked] == ["no_socket", "no_socket"]
    assert stage.slack.sees("U0002")[-1].seen == '/qx000002 failed with the error "dispatch_failed"'

    await stage.until(lambda: bool(stage.slack.sockets.open))
    stage.ahead = 600
    (again,) = await stage.slack.retry_due()
    await crowd.until_answered()
    await stage.slack.redeliver(again.id)
    await crowd.send(Asked("/qx000003", "command", 2))
    await stage.slack.acked(crowd.asked[-1].delivery)
    await crowd.until_answered()

    assert [len(asked.copies) for asked in crowd.look()] == [1, 0, 1]
    assert stage.rows("SELECT count(*) FROM inbox WHERE done_at IS NULL") == [(0,)]


async def test_f39_a_channel_that_was_closed_while_nobody_looked_fails_alone_and_the_ombudsperson_hears_of_it(
    stage: Stage,
):
    stage.slack.space.channels["C0001"].archived = True
    stage.slack.space.channels["C0002"].members.discard(stage.slack.me.id)
    push(stage, "C0001", "C0002", "C0003", platform="slack")
    await stage.start()
    told = [SAY.say("trouble.group_lost", branch=branch, platform="Slack") for branch in ("Norrby", "Södersjö")]
    await stage.until(lambda: [stage.seen().count(one) for one in told] == [2, 2])

    assert ends(stage) == {"C0001": "failed", "C0002": "failed", "C0003": "sent"}
    assert [message.channel for message in stage.slack.messages if message.seen == "till C0003"] == ["C0003"]


@pytest.mark.parametrize("arrived", [True, False])
async def test_f41_a_line_that_is_cut_after_the_request_leaves_one_copy(stage: Stage, *, arrived: bool):
    await stage.hasten()
    stage.slack.fail("chat.postMessage", drop=True, after_effect=arrived)
    push(stage, "U0001", platform="slack")
    await stage.start()

    await stage.written(lambda: ends(stage) == {"U0001": "sent"})

    assert stage.seen() == ["till U0001"]
    assert stage.slack.requests["chat.postMessage"] == 2 - arrived, "the library tries nothing by itself"


def full() -> int:
    return os.open("/dev/full", os.O_WRONLY)


def unread() -> int:
    """A pipe that nobody reads from any more."""
    reading, writing = os.pipe()
    os.close(reading)
    return writing


@pytest.mark.parametrize("log", [full, unread])
async def test_f48_without_a_log_the_bot_works_and_what_it_would_say_comes_nowhere_else(
    stage: Stage, crowd: Crowd, log: Callable[[], int]
):
    stderr = log()
    life = await stage.launch(stderr=stderr, LOG_LEVEL="DEBUG")
    os.close(stderr)
    await stage.until(lambda: bool(stage.slack.sockets.open))
    for number, way in enumerate(("telegram", "event")):
        await crowd.send(Asked(f"/qx{number:06d}", way, 1))
    await crowd.until_answered()

    code, _ = await life.stop()

    assert code == 0
    assert life.lines == []
