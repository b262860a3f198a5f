"""A platform's pace: just under its limits, and people's answers before everything that nobody asked for."""

import asyncio
import itertools
from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.messages import UNLIMITED, Pace
from reminders.pacing import SLACK, Pacer

TELEGRAM = Pace(30, 1.0, 3, 20)


@dataclass
class Clock:
    """Seconds that pass only when somebody sleeps."""

    at: float = 1000.0
    slept: list[float] = field(default_factory=list)

    def __call__(self) -> float:
        return self.at

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.at += seconds
        await asyncio.sleep(0)


def pacer(clock: Clock, pace: Pace = TELEGRAM) -> Pacer:
    return Pacer(pace, lambda chat: chat.startswith("-"), clock, clock.sleep)


def push(pace: Pacer, clock: Clock, chat: str) -> float:
    """Wait for its turn, and send; when that was."""
    while (seconds := pace.wait(chat, push=True)) > 0:
        clock.at += seconds
    pace.take(chat, push=True)
    return clock.at


def most_within(times: list[float], seconds: float) -> int:
    return max(sum(start <= at < start + seconds for at in times) for start in times)


def test_pushes_go_at_an_even_pace_just_under_the_limit():
    clock = Clock()
    pace = pacer(clock)

    times = [push(pace, clock, str(n)) for n in range(300)]

    assert most_within(times, 1.0) <= 29
    assert (times[-1] - times[0]) / 299 == pytest.approx(1 / 28.5)
    assert max(b - a for a, b in itertools.pairwise(times)) < 0.04


def test_a_late_start_is_caught_up_by_one_at_the_most():
    clock = Clock()
    pace = pacer(clock)
    push(pace, clock, "1")
    clock.at += 60

    times = [push(pace, clock, str(n)) for n in range(2, 32)]

    assert most_within(times, 1.0) <= 30


def test_one_chat_gets_one_a_second():
    clock = Clock()
    pace = pacer(clock)

    times = [push(pace, clock, "1") for _ in range(4)]

    assert [at - times[0] for at in times] == pytest.approx([0, 1, 2, 3])


def test_a_group_gets_twenty_a_minute():
    clock = Clock()
    pace = pacer(clock)

    times = [push(pace, clock, "-1") for _ in range(41)]

    assert most_within(times, 60.0) == 20
    assert times[20] - times[0] >= 60


async def test_answers_may_come_in_a_burst_and_then_one_a_second():
    clock = Clock()
    pace = pacer(clock)
    times = []
    for _ in range(5):
        await pace.turn("1", within=9)
        times.append(clock.at - 1000)

    assert times == pytest.approx([0, 0, 0, 1, 2])


async def test_an_answer_takes_the_next_place_and_the_push_behind_it_waits():
    clock = Clock()
    pace = pacer(clock)
    for n in range(29):
        push(pace, clock, str(n))

    before = clock.at
    await pace.turn("person", within=9)
    waited = clock.at - before

    assert waited <= 0.04
    assert pace.wait("next", push=True) > 0


async def test_thirty_answers_at_once_go_and_the_next_waits_its_second():
    clock = Clock()
    pace = pacer(clock)
    for n in range(30):
        await pace.turn(str(n), within=9)
    assert clock.at == 1000

    await pace.turn("one more", within=9)

    assert clock.at == pytest.approx(1000 + 1 + SLACK)


async def test_an_answer_whose_turn_is_not_soon_does_not_wait_for_it():
    clock = Clock()
    pace = pacer(clock)
    for _ in range(3):
        assert await pace.turn("1", within=0.5)

    assert not await pace.turn("1", within=0.5)

    assert (clock.slept, pace.asking) == ([], 0)
    clock.at += 1
    assert await pace.turn("1", within=0.5), "it was not counted"


def test_without_limits_nobody_waits():
    clock = Clock()
    pace = pacer(clock, UNLIMITED)
    for _ in range(100):
        pace.take("-1", push=True)

    assert pace.wait("-1", push=True) == 0
    assert (pace.rested, pace.groups) == ({}, {})


def test_chats_that_have_rested_are_forgotten():
    clock = Clock()
    pace = pacer(clock, Pace(0, 1.0, 3, 20))
    for n in range(5000):
        push(pace, clock, f"-{n}")
        clock.at += 1

    assert max(len(pace.rested), len(pace.groups)) < 400


@given(st.lists(st.tuples(st.sampled_from(["1", "2", "-1", "-2"]), st.floats(0, 3), st.booleans()), max_size=200))
def test_no_window_of_the_platform_s_is_ever_overfull(sends):
    clock = Clock()
    pace = pacer(clock)
    sent: dict[str, list[float]] = {}
    for chat, rest, is_push in sends:
        clock.at += rest
        while (seconds := pace.wait(chat, push=is_push)) > 0:
            clock.at += seconds
        pace.take(chat, push=is_push)
        sent.setdefault(chat, []).append(clock.at)

    everything = sorted(at for times in sent.values() for at in times)
    assert not everything or most_within(everything, 1.0) <= 30
    for chat, times in sent.items():
        assert most_within(times, 1.0) <= 4, "a burst of three, and the one that the second has earned"
        assert not chat.startswith("-") or most_within(times, 60.0) <= 20


def test_a_group_that_was_looked_at_after_its_minute_is_forgotten():
    clock = Clock()
    pace = pacer(clock)
    pace.take("-1", push=False)
    clock.at += 300

    assert pace.wait("-1", push=True) == 0.0
    pace.take("7", push=True)

    assert pace.groups == {}


def test_what_the_database_keeps_from_the_wire_counts_from_when_it_leaves():
    clock = Clock()
    pace = pacer(clock)
    taken = [pace.take(str(n), push=False) for n in range(30)]
    clock.at += 0.9
    pace.leave("0", taken[0])
    clock.at += 0.2
    for n in range(30, 59):
        assert pace.wait(str(n), push=False) == 0
        pace.take(str(n), push=False)

    assert pace.wait("one more", push=False) == pytest.approx(1 + SLACK - 0.2)
    assert pace.wait("0", push=True) >= 0.8 - 1e-6


def test_a_group_s_minute_counts_from_when_it_leaves_and_without_limits_nothing_does():
    clock = Clock()
    pace, free = pacer(clock), pacer(clock, UNLIMITED)
    for keeper in (pace, free):
        taken = keeper.take("-1", push=True)
        clock.at += 5
        keeper.leave("-1", taken)

    assert list(pace.groups["-1"].times) == [1005.0]
    assert free.wait("-1", push=True) == 0
