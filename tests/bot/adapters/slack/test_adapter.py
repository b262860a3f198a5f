"""Socket Mode with the real Bolt: stored before it is acknowledged, and Slack's faults are survived."""

import asyncio
import logging

import pytest

from bot.adapters.slack.adapter import SlackAdapter
from bot.errors import Misconfigured, TryLater, Unreachable
from bot.messages import Address, Button, Pace, Reply
from tests.fakes.slack.state import BOT_USER

DIRECT, SQUARE = Address("slack", "D7"), Address("slack", "C9")


async def test_a_conversation(adapter, fake, core, member):
    core.answer = lambda msg: Reply(f"du sa {msg.text or msg.action}", buttons=(Button("Jag kommer", "rsvp:1:yes"),))

    await fake.acked(await fake.type(member, "/nasta-aktivitet i morgon"))
    await core.settle()
    await fake.acked(await fake.press(member, fake.messages[-1], "Jag kommer"))
    await core.settle()
    await fake.acked(await fake.type(member, "/okänd"))
    await core.settle()

    said = [message.seen for message in fake.sees(member) if message.user == BOT_USER]
    assert said == ["du sa /nasta-aktivitet i morgon", "du sa rsvp:1:yes", "du sa /okänd"]
    assert core.got[1].message_id == fake.messages[0].ts


async def test_whose_words_and_where(adapter, fake, core, member, square):
    fake.person("U8", "annan").locale = "en-GB"

    await fake.acked(await fake.say("U8", "hej"))
    await fake.acked(await fake.say(member, "@distriktsboten vad händer?", square, thread="5.5"))

    english, swedish = core.got
    assert (english.sender, english.language, english.private, english.address.chat) == ("U8", "en", True, "D8")
    assert (swedish.text, swedish.language, swedish.private) == ("vad händer?", "sv", False)
    assert swedish.address == Address("slack", "C9", thread="5.5")


async def test_talk_in_a_channel_is_not_for_us(adapter, fake, core, member, square):
    fake.subscribed |= {"message.channels"}

    await fake.acked(await fake.say(member, "hej på er", square))

    assert core.got == []


async def test_stored_before_acknowledged(adapter, fake, core, member):
    core.held = asyncio.Event()

    delivery = await fake.say(member, "hej")
    await core.heard(1)
    await adapter.send(DIRECT, Reply("så länge"))  # there and back on the wire, longer than an acknowledgement takes
    early = delivery.acked
    core.held.set()
    await fake.acked(delivery)

    assert not early
    assert delivery.latency < 1


@pytest.mark.usefixtures("adapter")
async def test_what_was_not_stored_comes_again(fake, core, member, clock, caplog):
    core.errors = [RuntimeError("hemlig text: hej")]

    delivery = await fake.say(member, "hej")
    await core.heard(1)
    await fake.acked(await fake.say(member, "efteråt"))
    refused = not delivery.acked
    clock.now += 3
    [again] = await fake.retry_due()
    await fake.acked(again)

    assert refused
    assert [msg.text for msg in core.got] == ["hej", "efteråt", "hej"]
    assert core.got[0].event_id == core.got[2].event_id
    assert "hemlig" not in caplog.text


async def test_an_event_that_comes_four_times_has_one_id(adapter, fake, core, member):
    delivery = await fake.say(member, "hej")
    for number in range(1, 4):
        await core.heard(number)
        await fake.redeliver(delivery.id)
    await core.heard(4)

    assert len({msg.event_id for msg in core.got}) == 1


async def test_guests_and_strangers_are_shown_the_door(adapter, fake, core, square):
    fake.person("U20", "gast", guest=True)
    fake.person("U21", "annan", team="T2")
    fake.person("U22", "bott", bot=True)
    fake.person("U23", "borta").deleted = True
    unknown = fake.person("U24", "okänd")
    people = ["U20", "U21", "U22", "U23", "U24"]
    for person in people:
        square.members.add(person)
    del fake.space.people["U24"]
    for person in people[:4]:
        await fake.acked(await fake.say(person, "@distriktsboten vilka är med?", square))
    await fake.acked(await fake.command(unknown, "/nasta-aktivitet", "hemligt", square))

    assert [(msg.sender, msg.event, msg.text) for msg in core.got] == [(person, "outsider", "") for person in people]


async def test_who_somebody_is_is_asked_every_ten_minutes(adapter, fake, core, member, clock):
    for seconds in (0, 599, 2):
        clock.now += seconds
        await fake.acked(await fake.say(member, "hej"))

    assert fake.requests["users.info"] == 2


async def test_a_stranger_is_not_believed_when_slack_cannot_be_asked(adapter, fake, core, member, clock):
    fake.fail("users.info", status=500)
    refused = await fake.say(member, "först")
    await fake.acked(await fake.say(fake.person("U8", "annan"), "hej"))
    clock.now += 3
    await fake.acked((await fake.retry_due())[0])

    clock.now += 601
    fake.fail("users.info", error="internal_error")
    await fake.acked(await fake.say(member, "igen"))

    assert [(msg.text, msg.event) for msg in core.got] == [("hej", ""), ("först", ""), ("igen", "")]
    assert refused.attempts == 2


async def test_f34_the_answer_comes_although_the_socket_was_changed(adapter, fake, core, member):
    core.held = asyncio.Event()
    core.answer = lambda msg: Reply(f"svar på {msg.text}")
    delivery = await fake.say(member, "hej")
    await core.heard(1)

    await fake.refresh()
    await fake.until(lambda: len(fake.sockets.open) == 1)
    core.held.set()
    await fake.acked(delivery)
    await fake.until(lambda: fake.messages[-1].user == BOT_USER)
    await fake.acked(await fake.say(member, "på nya"))

    assert fake.messages[1].seen == "svar på hej"
    assert adapter.health == "ok"


async def test_f35_without_a_socket_a_command_fails_and_an_event_waits(fake, core, member, adapter):
    await adapter.stop()
    command = await fake.command(member, "/nasta-aktivitet")
    event = await fake.say(member, "hej")

    await adapter.start(core.receive)
    await fake.retry_due()
    await fake.acked(event)

    assert (command.failed, [msg.text for msg in core.got]) == ("no_socket", ["hej"])
    assert "dispatch_failed" in fake.messages[0].seen


@pytest.mark.parametrize("private", [False, True])
async def test_f39_slack_tells_what_becomes_of_a_channel(adapter, fake, core, square, private):
    square.private = private
    for happens in (fake.archive(square), fake.archive(square, back=True), fake.kick(square), fake.invite(square)):
        await fake.acked(await happens)

    assert [(msg.event, msg.address.chat) for msg in core.got] == [
        ("lost", "C9"),
        ("back", "C9"),
        ("lost", "C9"),
        ("back", "C9"),
    ]


@pytest.mark.parametrize("private", [False, True])
async def test_f39_nothing_reaches_a_channel_that_is_closed(adapter, fake, square, private):
    square.private = private
    await fake.archive(square)
    with pytest.raises(Unreachable, match="is_archived"):
        await adapter.send(SQUARE, Reply("påminnelse"))
    await fake.archive(square, back=True)
    await fake.kick(square)
    with pytest.raises(Unreachable, match="channel_not_found" if private else "not_in_channel"):
        await adapter.send(SQUARE, Reply("påminnelse"))

    assert (fake.messages, adapter.health) == ([], "ok")


async def test_f40_the_app_is_removed(adapter, fake, core, member):
    for delivery in await fake.uninstall():
        await fake.acked(delivery)

    with pytest.raises(Misconfigured):
        await adapter.send(DIRECT, Reply("hej"))

    assert {(msg.event, msg.text) for msg in core.got} == {("trouble", "removed")}
    assert adapter.health == "removed"


async def test_f40_a_revoked_token_shows_until_it_works_again(adapter, fake, member):
    fake.revoke()
    with pytest.raises(Misconfigured):
        await adapter.send(DIRECT, Reply("hej"))
    health = adapter.health
    fake.space.refused = ""
    fake.space.direct(member.id)
    await adapter.send(DIRECT, Reply("hej"))

    assert (health, adapter.health) == ("token", "ok")


@pytest.mark.parametrize("wrong", ["bot_token", "app_token"])
async def test_a_wrong_token_is_told_at_start(fake, core, wrong):
    tokens = {"bot_token": fake.bot_token, "app_token": fake.app_token, wrong: "xoxb-hemlig-token"}
    adapter = SlackAdapter(**tokens, api_url=f"{fake.url}/api/")

    with pytest.raises(Misconfigured, match="invalid_auth") as told:
        await adapter.start(core.receive)

    assert "hemlig" not in "".join(map(str, (told.value, told.value.__cause__, adapter.health)))
    assert adapter.health == "stopped"


async def test_slack_is_not_there_at_start(fake, core):
    adapter = SlackAdapter(bot_token="xoxb-1", app_token="xapp-1", api_url="http://127.0.0.1:1/api/")

    with pytest.raises(TryLater):
        await adapter.start(core.receive)
    with pytest.raises(TryLater):
        await adapter.send(DIRECT, Reply("hej"))


async def test_stopping_leaves_nothing_behind(fake, core, clock, member):
    adapter = SlackAdapter(bot_token=fake.bot_token, app_token=fake.app_token, api_url=f"{fake.url}/api/")
    before = asyncio.all_tasks()
    core.held = asyncio.Event()

    await adapter.start(core.receive)
    delivery = await fake.say(member, "hej")
    await core.heard(1)
    stopping = asyncio.create_task(adapter.stop())
    await fake.say(member, "för sent")  # goes out on the wire, and gives stopping the time to begin
    core.held.set()
    await asyncio.wait_for(stopping, 5)

    left = {task.get_coro().__qualname__ for task in asyncio.all_tasks() - before}
    assert (delivery.acked, [msg.text for msg in core.got]) == (True, ["hej"])
    assert left <= {"RequestHandler.start"}  # the pretend Slack's own
    assert adapter.health == "stopped"
    await adapter.stop()


async def test_the_libraries_write_no_message_down(adapter, fake, core, member, caplog):
    caplog.set_level(logging.DEBUG)
    core.answer = lambda msg: Reply("ett hemligt svar")

    await fake.acked(await fake.say(member, "en hemlig fråga"))
    await core.settle()

    assert "hemlig" not in caplog.text
    assert fake.bot_token not in caplog.text
    assert logging.getLogger("bot").level == logging.NOTSET


@pytest.mark.parametrize(("chat", "group"), [("C9", True), ("G9", True), ("D7", False), ("U7", False), ("W7", False)])
def test_how_fast_it_may_go_and_where_many_read(chat, group):
    adapter = SlackAdapter(bot_token="xoxb-1")

    assert adapter.is_group(chat) is group
    assert adapter.pace == Pace(per_second=20, chat_seconds=1, chat_burst=3)


async def test_home_is_the_chat_with_the_bot(adapter, fake):
    assert adapter.home == "slack://user?team=T1&id=UBOT"
    assert fake.requests["apps.connections.open"] == 1
    assert adapter.routes == []
