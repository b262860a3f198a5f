"""Killed or stopped while sending: nothing is lost, nothing is blindly said twice."""

import asyncio
from datetime import timedelta

from storage.models import State
from tests.talk import Talk, until

NOTE = "Jag startade om mitt i ett svar, så det här kan du ha fått redan."


async def on_the_wire(talk: Talk, number: int = 1) -> None:
    """Wait until so many messages have been handed to the platform, which does not answer."""
    await until(lambda: len(talk.adapter().sent) == number)


async def come_back(talk: Talk) -> None:
    talk.begin()
    await talk.start()
    await talk.bot.settle()


def states(talk: Talk) -> list[str]:
    return [row.state for row in talk.mail()]


async def test_killed_with_an_answer_on_the_wire_it_comes_again_and_says_so(talk):
    talk.adapter().held = asyncio.Event()
    await talk.adapter().hear(talk.incoming("medlem", "/hjalp"))
    await on_the_wire(talk)
    await talk.kill()

    await come_back(talk)

    (text,) = talk.texts()
    assert text.startswith("Jag är boten för")
    assert text.endswith(f"\n\n{NOTE}")
    assert states(talk) == [State.SENT]


async def test_killed_with_a_push_on_the_wire_it_is_unknown_and_what_is_behind_it_goes(talk, logged):
    talk.adapter().held = asyncio.Event()
    for text in ("a", "b", "c"):
        talk.push("1001", text)
    tick = asyncio.create_task(talk.bot.clock.tick())
    await on_the_wire(talk)
    tick.cancel()
    await asyncio.gather(tick, return_exceptions=True)
    await talk.kill()

    await come_back(talk)

    assert states(talk) == [State.UNKNOWN, State.SENT, State.SENT]
    assert talk.texts() == ["b", "c"]
    assert "event=outbox.unknown rows=1" in logged.getvalue()


async def test_what_waited_before_the_kill_goes_before_what_is_answered_after_it(talk):
    talk.adapter().held = asyncio.Event()
    await talk.adapter().hear(talk.incoming("medlem", "/hjalp"))
    await on_the_wire(talk)
    await talk.adapter().hear(talk.incoming("medlem", "/nasta-aktivitet"))
    await talk.kill()

    await come_back(talk)

    assert [text[:7] for text in talk.texts()] == ["Jag är ", "Härnäst"]
    assert [NOTE in text for text in talk.texts()] == [True, False]


async def test_told_to_stop_it_sees_off_what_is_on_the_wire_and_begins_nothing(talk):
    talk.adapter().held = asyncio.Event()
    for text in ("a", "b", "c"):
        talk.push("1001", text)
    tick = asyncio.create_task(talk.bot.clock.tick())
    await on_the_wire(talk)

    talk.bot.deliverer.closing = True
    talk.adapter().held.set()
    await tick

    assert states(talk) == [State.SENT, State.QUEUED, State.QUEUED]
    await talk.restart()
    assert talk.texts() == ["b", "c"]


async def test_what_was_to_wait_still_waits_after_a_restart(talk):
    talk.now += timedelta(hours=1)
    talk.push("1001", "a")
    talk.now -= timedelta(hours=1)

    await talk.restart()
    await talk.bot.settle()
    assert talk.texts() == []

    await talk.wait(timedelta(hours=1))
    assert talk.texts() == ["a"]
