"""The clock is woken: for what is due, in the middle of a tick, and in the moment in which one ends."""

import asyncio
from datetime import timedelta

from reminders.scheduler import LONGEST
from tests.talk import NOW, until


async def test_it_wakes_for_what_is_due_and_not_before(talk):
    talk.push("1001", "sedan", due_at=NOW + timedelta(minutes=5))
    await talk.bot.clock.tick()

    assert await talk.bot.clock.pause() == LONGEST
    talk.now += timedelta(minutes=4, seconds=57)
    assert await talk.bot.clock.pause() == timedelta(seconds=3)


async def test_woken_in_the_middle_of_a_tick_it_ticks_again_at_once(talk):
    clock = talk.bot.clock
    clock.start()
    await until(lambda: not clock.ticking and clock.beaten_at)

    talk.push("1001", "a")
    clock.wake()
    await until(lambda: talk.adapter().sent)

    assert talk.texts() == ["a"]


async def test_woken_in_the_very_moment_in_which_a_tick_ends_it_ticks_again(talk):
    """The timer's own count of what runs is a step behind then; it would drop the next tick, and so all of them."""
    clock = talk.bot.clock
    clock.start()
    for _ in range(20):
        for ticking in (True, False):
            while clock.ticking is not ticking:  # noqa: ASYNC110 - in the same round of the loop
                await asyncio.sleep(0)
        clock.wake()

    await until(lambda: clock.ticking)


async def test_two_ticks_are_never_under_way(talk):
    clock = talk.bot.clock
    clock.start()
    await until(lambda: clock.ticking)
    await clock.turn()  # as if the timer had gone off meanwhile

    assert clock.ticking
    assert clock.hasty
