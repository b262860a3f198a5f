"""F14 on PostgreSQL: two processes beside each other; one ticks, each message goes once, and the other takes over."""

import signal
import time
from datetime import UTC, datetime

import pytest

from bot.markup import Markup
from bot.messages import Reply, dump
from storage import life, outbox
from storage.database import Database, open_database
from storage.models import State
from tests.processes.life import Life
from tests.processes.stage import Stage

# A leader that says nothing is gone after so many seconds of true time (shortened, see quick.py), and one that is dead
# at once; whoever is alive looks every second.
TAKEN_OVER_SECONDS = 40


@pytest.fixture
async def beside(stage: Stage, postgres) -> Stage:
    """On Slack alone: of two that poll Telegram, one is one too many."""
    stage.env |= {"DATABASE_URL": postgres.fresh("sample"), "BESIDE": "1", "LEADS_QUICKLY": "1"}
    stage.env |= {"TELEGRAM_TOKEN": "", "DOOR_PORT": ""}
    await stage.hasten(nest=False)
    return stage


def queue(stage: Stage, numbers: range) -> list[str]:
    words = [f"utskick {number:06d}" for number in numbers]
    with open_database(stage.env["DATABASE_URL"]) as database, database.begin() as session:
        for number, word in enumerate(words):
            to = ("slack", f"U{number % 12 + 1:04d}", "", "")
            outbox.put(session, key=word, to=to, payload=dump(Reply(Markup(word))), now=datetime.now(UTC))
    return words


def leader(database: Database) -> int:
    """The number of the process that leads."""
    with database.read() as session:
        row = life.seen(session)
        return int(row.owner.split(":")[1]) if row else 0


def counted(database: Database) -> dict[State, int]:
    with database.read() as session:
        return outbox.count(session)


async def both(stage: Stage) -> list[Life]:
    return [await stage.start(), await stage.start()]


async def test_each_message_goes_once_and_a_killed_leader_is_followed(beside: Stage):
    words = queue(beside, range(100))
    lives = await both(beside)
    with open_database(beside.env["DATABASE_URL"]) as database:
        await beside.until(lambda: len(beside.seen()) >= 40)
        (first,) = (life for life in lives if life.process.pid == leader(database))
        (other,) = (life for life in lives if life is not first)
        await first.kill()
        begun, lost = time.monotonic(), len(beside.seen())
        await beside.until(lambda: len(beside.seen()) > lost)

        assert time.monotonic() - begun < TAKEN_OVER_SECONDS
        assert leader(database) == other.process.pid
        assert other.told("clock.leads")
        await beside.written(lambda: counted(database) == {State.SENT: 100})
    assert sorted(beside.seen()) == words
    assert (await other.stop())[0] == 0


async def test_a_leader_that_hangs_is_followed_and_back_again_it_sends_nothing(beside: Stage):
    lives = await both(beside)
    with open_database(beside.env["DATABASE_URL"]) as database:
        (first,) = (life for life in lives if life.process.pid == leader(database))
        (other,) = (life for life in lives if life is not first)
        first.process.send_signal(signal.SIGSTOP)
        words = queue(beside, range(30))
        begun = time.monotonic()
        await beside.until(lambda: sorted(beside.seen()) == words)
        assert time.monotonic() - begun < TAKEN_OVER_SECONDS

        first.process.send_signal(signal.SIGCONT)
        words += queue(beside, range(30, 60))
        await beside.written(lambda: counted(database) == {State.SENT: 60})

        assert leader(database) == other.process.pid
    assert sorted(beside.seen()) == words
    assert [(await life.stop())[0] for life in lives] == [0, 0]
