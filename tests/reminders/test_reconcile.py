"""F2, F4 and F41: where the platform can be asked whether a message arrived, it is, and there is one copy."""

from datetime import timedelta

import pytest

from bot.errors import Misconfigured, TryLater, Unknown
from storage.doubt import SHOWS_WITHIN
from storage.models import State
from tests.fakes.recording import RecordingAdapter
from tests.talk import NOW, Talk

SECOND = timedelta(seconds=1)


@pytest.fixture
async def asked(start_talk) -> Talk:
    """A talk on Slack, which remembers; the first message gets no answer."""
    talk = await start_talk(platforms=("slack",))
    talk.adapter("slack").remembers = True
    talk.adapter("slack").failures.append(Unknown("reset"))
    return talk


def adapter(talk: Talk) -> RecordingAdapter:
    return talk.adapter("slack")


def ends(talk: Talk) -> list[tuple[str, str]]:
    return [(row.state, row.message_id) for row in talk.mail()]


async def lose(talk: Talk, *, arrived: bool) -> None:
    """A push of which no answer comes."""
    talk.push("U0001", "a", platform="slack")
    if arrived:
        adapter(talk).arrived[talk.mail()[0].mark] = "ts1"
    await talk.wait(timedelta(0))


async def test_it_is_there_so_it_is_sent(asked):
    await lose(asked, arrived=True)
    assert ends(asked) == [(State.UNKNOWN, "")]

    await asked.wait(SECOND)

    assert (ends(asked), adapter(asked).tried) == ([(State.SENT, "ts1")], 1)
    assert adapter(asked).looked == [("U0001", asked.mail()[0].mark, NOW)]


async def test_it_is_not_there_after_a_minute_so_it_goes_again(asked):
    await lose(asked, arrived=False)
    await asked.wait(SHOWS_WITHIN - SECOND)
    assert (ends(asked), adapter(asked).tried) == ([(State.UNKNOWN, "")], 1)

    await asked.wait(SECOND)
    await asked.wait(SECOND)

    assert (ends(asked), asked.texts("slack")) == ([(State.SENT, "m1")], ["a"])


async def test_the_clock_wakes_when_it_is_to_be_looked_for(asked):
    await lose(asked, arrived=False)
    await asked.wait(SECOND)

    assert await asked.bot.clock.next_due() == NOW + SHOWS_WITHIN


async def test_slack_cannot_be_asked_now_so_it_is_asked_later(asked):
    adapter(asked).riddles.append(TryLater("429", after=timedelta(seconds=20)))
    await lose(asked, arrived=True)
    await asked.wait(SECOND)
    assert ends(asked) == [(State.UNKNOWN, "")]

    await asked.wait(20 * SECOND)

    assert ends(asked) == [(State.SENT, "ts1")]


@pytest.mark.parametrize("riddle", [Unknown("ephemeral"), Misconfigured("missing_scope")])
async def test_nobody_can_tell_so_it_stays_unknown_and_is_listed(asked, riddle):
    adapter(asked).riddles.append(riddle)
    await lose(asked, arrived=True)
    await asked.wait(SECOND)
    await asked.wait(timedelta(days=1))

    assert (ends(asked), adapter(asked).tried) == ([(State.UNKNOWN, "")], 1)
    assert asked.mail()[0].finished_at == NOW + SECOND


async def test_an_answer_is_looked_for_as_well(asked):
    await asked.hear(asked.incoming("U0001", "/hjalp", platform="slack"))
    adapter(asked).arrived[asked.mail()[0].mark] = "ts1"

    await asked.wait(SHOWS_WITHIN)

    assert (ends(asked), adapter(asked).tried) == ([(State.SENT, "ts1")], 1)
    assert asked.mail()[0].payload == ""


async def test_where_the_platform_does_not_remember_nobody_asks(start_talk):
    talk = await start_talk(platforms=("telegram",))
    talk.adapter().failures.append(Unknown("reset"))
    talk.push("1001", "a")
    await talk.wait(timedelta(0))
    await talk.wait(timedelta(days=1))

    assert (ends(talk), talk.adapter().looked) == ([(State.UNKNOWN, "")], [])
