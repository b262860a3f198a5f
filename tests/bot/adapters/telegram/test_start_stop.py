"""The adapter starts, publishes its menus, stops, and keeps quiet."""

import asyncio
import logging

import pytest

from bot.errors import Unknown
from bot.messages import Menu, MenuEntry, Reply
from tests.fakes.telegram import TOKEN

from .conftest import chat


async def test_home_and_health(build, inbox):
    adapter = build()
    assert (adapter.home, adapter.health, adapter.routes) == ("", "stopped", [])

    await adapter.start(inbox)
    assert adapter.home == "https://t.me/distriktbot"

    await adapter.stop()
    assert adapter.health == "stopped"


async def test_menus_are_published_by_language_and_chat(build, fake, inbox, anna):
    entries = (MenuEntry("nasta-aktivitet", "Vad händer härnäst?"),)
    menus = (
        Menu("sv", entries),
        Menu("en", (MenuEntry("nasta-aktivitet", "What is next?"),)),
        Menu("sv", (*entries, MenuEntry("utskick", "Skriv till alla")), chat="1017"),
    )
    adapter = build(menus=menus)

    await adapter.start(inbox)
    await fake.until(lambda: len(fake.commands) == 4)
    await adapter.stop()

    swedish = [{"command": "nasta_aktivitet", "description": "Vad händer härnäst?"}]
    assert fake.commands == {
        ("default", ""): swedish,
        ("default", "sv"): swedish,
        ("default", "en"): [{"command": "nasta_aktivitet", "description": "What is next?"}],
        ("chat:1017", ""): [*swedish, {"command": "utskick", "description": "Skriv till alla"}],
    }


async def test_a_menu_that_is_refused_stops_nothing(build, fake, inbox, anna):
    adapter = build(menus=(Menu("sv", (MenuEntry("Å!", "x"),)), Menu("en", (MenuEntry("ok", "x"),))))

    await adapter.start(inbox)
    number = fake.say(anna, "hej")
    await fake.confirmed(number)
    await adapter.stop()

    assert [message.text for message in inbox.got] == ["hej"]
    assert set(fake.commands) == {("default", "en")}


async def test_stop_lets_what_is_being_stored_finish(build, fake, anna):
    begun, disk, stored = asyncio.Event(), asyncio.Event(), []

    async def slow(message):
        begun.set()
        await disk.wait()
        stored.append(message.text)

    adapter = build()
    await adapter.start(slow)
    fake.say(anna, "hej")
    await begun.wait()

    stopping = asyncio.create_task(adapter.stop())
    for _ in range(100):
        await asyncio.sleep(0)
    assert not stopping.done()
    disk.set()
    await stopping

    assert stored == ["hej"]


async def test_an_adapter_can_be_started_again(build, fake, inbox, anna):
    adapter = build()
    await adapter.start(inbox)
    await fake.confirmed(fake.say(anna, "ett"))
    await adapter.stop()
    fake.say(anna, "två")

    await adapter.start(inbox)
    await inbox.until(2)
    await adapter.stop()

    assert [message.text for message in inbox.got] == ["ett", "två"]


async def test_the_token_is_never_logged(build, fake, inbox, anna, caplog):
    caplog.set_level(logging.DEBUG)
    for name in ("telegram", "httpx", "httpcore"):
        logging.getLogger(name).setLevel(logging.NOTSET)
    adapter = build()
    await adapter.start(inbox)
    await adapter.send(chat(anna), Reply("hemlig text"))
    fake.fail("sendMessage", drop=True)
    with pytest.raises(Unknown):
        await adapter.send(chat(anna), Reply("hemlig text"))
    await adapter.stop()

    assert TOKEN not in caplog.text
    assert "hemlig text" not in caplog.text
