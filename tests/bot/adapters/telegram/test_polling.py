"""Updates one by one: stored before they are confirmed, and none lost."""

import asyncio

import pytest

from bot.adapters.telegram.polling import following
from bot.messages import Button, Reply


async def test_what_is_said_and_pressed_arrives(adapter, fake, inbox, anna):
    number = fake.say(anna, "/start@distriktbot KOD")
    (message,) = await inbox.until(1)
    assert (message.event_id, message.sender, message.text, message.language) == (
        str(number),
        "1017",
        "/start KOD",
        "sv",
    )

    await adapter.send(message.address, Reply("Kommer du?", buttons=(Button("Ja", "signup:4:yes"),)))
    fake.press(anna, fake.last(anna), "Ja")
    fake.press(anna, fake.last(anna), "Ja")

    _, first, second = await inbox.until(3)
    assert (first.action, first.message_id) == ("signup:4:yes", str(fake.last(anna).id))
    assert first.event_id != second.event_id
    await fake.until(lambda: len(fake.answered) == 2)


async def test_a_press_is_taken_even_if_telegram_will_not_hear_the_answer(adapter, fake, inbox, anna):
    anna.started = True
    await adapter.send((await said(fake, inbox, anna)).address, Reply("?", buttons=(Button("Ja", "x:1"),)))
    fake.fail("answerCallbackQuery", 400, description="Bad Request: query is too old")

    await fake.confirmed(fake.press(anna, fake.last(anna), "Ja"))
    await fake.confirmed(fake.say(anna, "hej"))

    assert inbox.got[-1].text == "hej"
    assert adapter.health == "ok"


async def said(fake, inbox, person):
    before = len(inbox.got)
    fake.say(person, "hej")
    return (await inbox.until(before + 1))[-1]


async def test_forged_data_arrives_as_what_was_sent(adapter, fake, inbox, anna):
    await adapter.send((await said(fake, inbox, anna)).address, Reply("hej"))
    fake.press(anna, fake.last(anna), "signup:99:cancel", forged=True)
    fake.press(anna, fake.last(anna), "å" * 40, forged=True)

    await fake.until(lambda: len(fake.answered) == 2)
    assert [message.action for message in inbox.got] == ["", "signup:99:cancel"]
    assert adapter.ignored == {"data": 1}


async def test_one_update_that_is_nonsense_does_not_cost_the_others(adapter, fake, inbox, anna):
    for raw in (None, 7, [], {"message": 7}, {"message": {"chat": {}}}, {"poll": {}}, {"update_id": "x"}):
        fake.inject(raw)
    number = fake.say(anna, "hej")

    await fake.confirmed(number)

    assert [message.text for message in inbox.got] == ["hej"]
    assert adapter.ignored == {"update_id": 4, "chat": 2, "kind": 1}


async def test_an_update_that_cannot_be_confirmed_is_not_asked_for_at_once_for_ever(adapter, fake, inbox, clock, anna):
    fake.inject({"update_id": -5, "message": {}})

    assert [await clock.wake(), await clock.wake(), await clock.wake()] == [1, 2, 4]
    assert fake.requests["getupdates"] < 10

    await fake.confirmed(fake.say(anna, "hej"))
    assert [message.text for message in inbox.got] == ["hej"]


async def test_nonsense_does_not_take_back_what_was_confirmed(adapter, fake, inbox, anna):
    number = fake.say(anna, "hej")
    fake.inject({"update_id": "x"})

    await fake.confirmed(number)

    assert [message.text for message in inbox.got] == ["hej"]


async def test_nothing_is_confirmed_before_it_is_stored(adapter, fake, inbox, clock, anna):
    inbox.failing = 6  # three times the two of them: a batch is stored together
    first = fake.say(anna, "ett")
    second = fake.say(anna, "två")

    assert [await clock.wake(), await clock.wake()] == [1, 2]
    assert adapter.health == "storage"
    assert not fake.server.updates.is_confirmed(first)

    assert await clock.wake() == 4
    await fake.confirmed(second)
    assert [message.text for message in inbox.got] == ["ett", "två"]
    assert adapter.health == "ok"


async def test_waiting_for_storage_doubles_up_to_half_a_minute(adapter, fake, inbox, clock, anna):
    inbox.failing = 8
    fake.say(anna, "hej")

    assert [await clock.wake() for _ in range(8)] == [1, 2, 4, 8, 16, 30, 30, 30]
    await inbox.until(1)


async def test_an_update_that_comes_again_has_the_same_number(build, fake, inbox, anna):
    fake.say(anna, "hej")
    adapter = build()
    await adapter.start(inbox)
    await inbox.until(1)
    await adapter.stop()

    other = build()
    await other.start(inbox)
    if not fake.server.updates.is_confirmed(int(inbox.got[0].event_id)):
        await inbox.until(2)
    await other.stop()

    assert {message.event_id for message in inbox.got} == {inbox.got[0].event_id}


async def test_a_webhook_left_behind_is_taken_down(build, fake, inbox, anna):
    fake.webhook.url = "https://gammal.exempel.se/telegram"
    adapter = build()

    await adapter.start(inbox)
    await fake.confirmed(fake.say(anna, "hej"))
    await adapter.stop()

    assert fake.webhook.url == ""
    assert [message.text for message in inbox.got] == ["hej"]


async def test_what_telegram_itself_tells(adapter, fake, inbox, anna):
    group = fake.group(-1001, "Styrelsen", [anna])
    fake.kick(group)
    fake.let_in(group)
    fake.block(anna)
    new = fake.migrate(group)
    fake.say(anna, "/hjalp", new)

    got = await inbox.until(5)

    assert [(m.event, m.address.chat, m.sender, m.text) for m in got] == [
        ("lost", "-1001", "", ""),
        ("back", "-1001", "", ""),
        ("blocked", "1017", "1017", ""),
        ("moved", "-1001", "", str(new.id)),
        ("", str(new.id), "1017", "/hjalp"),
    ]


@pytest.mark.parametrize(
    ("extra", "reason"),
    [
        ({"forward_origin": {"type": "hidden_user", "sender_user_name": "x", "date": 1}}, "forwarded"),
        ({"via_bot": {"id": 9, "is_bot": True, "first_name": "x"}}, "sender"),
        ({"sender_chat": {"id": -100, "type": "channel", "title": "x"}}, "sender"),
        ({"from": {"id": 1087968824, "is_bot": True, "first_name": "Group"}}, "sender"),
        ({"from": {"id": 136817688, "is_bot": True, "first_name": "Channel"}}, "sender"),
    ],
)
async def test_only_a_person_here_and_now_is_heard(adapter, fake, inbox, extra, reason):
    await fake.confirmed(fake.say(fake.person(1017, "Anna"), "/utskick", **extra))

    assert inbox.got == []
    assert adapter.ignored == {reason: 1}


async def test_an_edited_message_is_not_even_asked_for(adapter, fake, inbox, anna):
    await fake.confirmed(fake.say(anna, "ja"))
    await fake.confirmed(fake.say(anna, "nej", edited=True))
    await fake.confirmed(fake.say(anna, "klart"))

    assert [message.text for message in inbox.got] == ["ja", "klart"]
    assert adapter.ignored == {}


@pytest.mark.parametrize(
    ("update", "offset"),
    [({"update_id": 7}, 8), ({"update_id": 0}, 1), ({"update_id": -1}, 0), ({"update_id": 2**63}, 0), ({}, 0), (7, 0)],
)
def test_the_offset_that_confirms(update, offset):
    assert following(update) == offset


async def test_stop_does_not_wait_for_the_long_poll(build, inbox, fake):
    adapter = build()
    await adapter.start(inbox)
    await fake.until(lambda: fake.requests["getupdates"] >= 2)

    async with asyncio.timeout(5):
        await adapter.stop()
