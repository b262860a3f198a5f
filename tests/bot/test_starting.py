"""A platform that does not answer is tried again, and does not stop the others."""

import asyncio

import pytest

from bot.errors import Misconfigured, TryLater
from bot.starting import FIRST, LONGEST, Starter
from tests.fakes.recording import RecordingAdapter
from tests.talk import NOW


class Stubborn(RecordingAdapter):
    """Refuses to start until its reasons are used up."""

    async def start(self, receive):
        self.tried += 1
        if self.failures:
            raise self.failures.pop(0)
        await super().start(receive)


class Sleeper:
    """Time that passes at once, written down, so many times; then it stands still."""

    def __init__(self, times: int = 100) -> None:
        self.times = times
        self.slept: list[float] = []

    async def __call__(self, seconds: float) -> None:
        self.slept.append(seconds)
        if len(self.slept) > self.times:
            await asyncio.Event().wait()


class Listener:
    """Where messages go."""

    def __init__(self) -> None:
        self.heard = []

    async def __call__(self, msg) -> None:
        self.heard.append(msg)


@pytest.fixture
async def starter():
    found = Starter(Listener(), lambda: NOW, sleep=Sleeper())
    yield found
    await found.stop()


async def settled(starter: Starter) -> None:
    await asyncio.gather(*starter.tasks)


async def test_one_that_is_well_listens_at_once(starter):
    adapter = Stubborn()

    await starter.start(adapter)

    assert adapter.receive is starter.receive
    assert starter.tasks == set()


async def test_one_that_is_down_is_tried_again_ever_more_seldom(starter):
    adapter = Stubborn(failures=[TryLater("502")] * 9)

    await starter.start(adapter)
    assert adapter.receive is None
    await settled(starter)

    assert adapter.receive is starter.receive
    first, longest = FIRST.total_seconds(), LONGEST.total_seconds()
    assert starter.sleep.slept == [first, 10, 20, 40, 80, 160, longest, longest, longest]
    assert starter.receive.heard == []


async def test_a_token_that_is_refused_is_told_as_trouble(starter):
    await starter.start(Stubborn("slack", failures=[Misconfigured("invalid_auth")] * 2))
    await settled(starter)

    events = {(msg.address.platform, msg.event, msg.text, msg.event_id) for msg in starter.receive.heard}
    assert events == {("slack", "trouble", "token", "trouble:token:2027-02-08")}


async def test_a_bug_is_no_reason_to_try_again(starter):
    with pytest.raises(RuntimeError, match="en bugg"):
        await starter.start(Stubborn(failures=[RuntimeError("en bugg")]))


async def test_stop_ends_the_trying(starter):
    starter.sleep = Sleeper(times=0)
    await starter.start(Stubborn(failures=[TryLater("502")]))
    assert len(starter.tasks) == 1

    await starter.stop()

    assert starter.tasks == set()


async def test_one_platform_down_does_not_stop_the_other(start_talk):
    talk = await start_talk(platforms=("telegram", "slack"))
    await talk.bot.stop()
    talk.begin()
    down = Stubborn("slack", failures=[TryLater("502")])
    talk.bot.adapters["slack"] = down
    talk.bot.starter.sleep = Sleeper(times=0)

    await talk.start()

    assert (await talk.say("medlem", "/hjalp")).startswith("Jag är boten för")
    assert down.receive is None


async def test_what_is_to_be_sent_waits_until_its_platform_works(start_talk):
    talk = await start_talk(platforms=("telegram", "slack"))
    await talk.bot.stop()
    talk.push("U0001", "hej", platform="slack")
    talk.begin()
    late = Stubborn("slack", failures=[TryLater("502")])
    talk.bot.adapters["slack"] = late
    gate = asyncio.Event()
    talk.bot.starter.sleep = lambda _seconds: gate.wait()

    await talk.start()
    await talk.bot.settle()
    assert (late.sent, [row.state for row in talk.mail()]) == ([], ["queued"])

    gate.set()
    await settled(talk.bot.starter)
    await talk.bot.settle()
    assert [reply.text for _, reply in late.sent] == ["hej"]
