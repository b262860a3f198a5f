"""When Telegram does not work: no haste, no crash, and a person is told once."""

from datetime import timedelta

import pytest

from bot.adapters.telegram import client

from .conftest import events


async def test_another_poller_is_told_once_and_waited_for(adapter, fake, inbox, clock, anna):
    await fake.confirmed(fake.say(anna, "hej"))
    fake.fail("getUpdates", 409, times=5)
    fake.say(anna, "ny")  # ends the long poll that is under way

    waits = [await clock.wake() for _ in range(5)]

    assert waits == [5, 10, 20, 40, 60]
    await fake.confirmed(fake.say(anna, "igen"))
    assert events(inbox) == [("", "hej"), ("", "ny"), ("trouble", "conflict"), ("", "igen")]
    assert adapter.health == "ok"


async def test_two_bots_on_one_token_do_not_race(build, fake, inbox, clock):
    one, two = build(), build()
    await one.start(inbox)
    await fake.until(lambda: one.health == "ok" and fake.server.updates.poll >= 2)
    await two.start(inbox)

    for _ in range(6):
        await clock.wake()
    assert {one.health, two.health} & {"conflict"}
    assert fake.requests["getupdates"] < 30
    assert 1 <= len(inbox.got) <= 2  # each bot says so once
    assert {(message.event, message.text) for message in inbox.got} == {("trouble", "conflict")}
    await one.stop()
    await two.stop()


async def test_the_trouble_is_told_when_it_can_be_stored(adapter, fake, inbox, clock, anna):
    fake.fail("getUpdates", 409, times=2)
    inbox.failing = 1
    fake.inject({"poll": {}})

    await clock.wake()
    await clock.wake()

    assert events(inbox) == [("trouble", "conflict")]


async def test_a_new_outage_is_told_again(adapter, fake, inbox, clock):
    for _ in range(3):
        fake.fail("getUpdates", 409)
        fake.inject({"poll": {}})  # ends the long poll that is under way
        await clock.wake()
        await fake.confirmed(fake.inject({"poll": {}}))
        if len(clock.slept) > 1:
            clock.now += timedelta(hours=1)

    assert events(inbox) == [("trouble", "conflict")] * 2, "the second came too soon to be a new one"
    assert len({message.event_id for message in inbox.got}) == 2


async def test_a_revoked_token_is_tried_every_five_minutes(adapter, fake, inbox, clock, anna):
    await fake.confirmed(fake.say(anna, "hej"))
    fake.revoke()
    fake.inject({"poll": {}})  # ends the long poll that is under way

    assert [await clock.wake() for _ in range(3)] == [300, 300, 300]
    assert adapter.health == "token"
    assert events(inbox) == [("", "hej"), ("trouble", "token")]

    fake.revoke(back=True)
    await fake.confirmed(fake.say(anna, "igen"))
    assert adapter.health == "ok"
    assert events(inbox)[-1] == ("", "igen")


async def test_started_with_a_bad_token(build, fake, inbox, clock, anna):
    adapter = build(token="4200000001:wrong")

    await adapter.start(inbox)

    assert await clock.wake() == 300
    assert (adapter.home, adapter.health) == ("", "token")
    await adapter.stop()


async def test_started_while_telegram_is_out_of_reach(fake, build, inbox, clock, anna):
    port = fake.port
    adapter = build()
    await fake.stop()

    await adapter.start(inbox)
    assert adapter.health == "network"
    assert [await clock.wake(), await clock.wake()] == [1, 2]

    await fake.start(port)
    number = fake.say(anna, "hej")
    await clock.wake()
    await fake.confirmed(number)
    assert adapter.home == "https://t.me/distriktbot"
    await adapter.stop()


@pytest.mark.parametrize("fault", [{"status": 502}, {"status": 500}, {"drop": True}])
@pytest.mark.usefixtures("adapter")
async def test_a_passing_fault_is_waited_out(fake, inbox, clock, anna, fault):
    fake.fail("getUpdates", times=2, **fault)
    number = fake.say(anna, "hej")

    waits = [await clock.wake()]
    waits.append(await clock.wake())
    await fake.confirmed(number)

    assert waits == [1, 2]
    assert events(inbox) == [("", "hej")]


async def test_telegram_may_ask_for_patience(adapter, fake, inbox, clock, anna):
    fake.fail("getUpdates", 429, retry_after=35)
    fake.say(anna, "hej")

    assert await clock.wake() == 35
    await inbox.until(1)


async def test_an_answer_that_is_no_json_is_a_passing_fault(adapter, fake, clock, anna, monkeypatch):
    async def garbled(*_args, **_kwargs):
        return 200, b"<html>"

    with monkeypatch.context() as patch:
        patch.setattr(client.HTTPXRequest, "do_request", garbled)
        fake.inject({"poll": {}})
        await clock.wake()
        assert adapter.health == "network"
    await fake.confirmed(fake.say(anna, "hej"))
    assert adapter.health == "ok"
