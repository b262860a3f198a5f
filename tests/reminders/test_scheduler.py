"""The clock: it ticks on whatever happens, says that we live, and forgets what is old."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import select

from bot.errors import TryLater
from reminders.plan import LOOK
from reminders.scheduler import JOB, LONGEST, SWEEP
from reminders.steps import WATCH
from storage import life, occurrences
from storage.models import Fate, Inbox, Life, Occurrence
from tests.reminders.bulletin import Bulletin
from tests.talk import NOW, until


@pytest.fixture
def restless(monkeypatch):
    """It wakes by itself after a tenth of a second, and not after ten."""
    monkeypatch.setattr("reminders.scheduler.LONGEST", timedelta(milliseconds=100))


def seen(talk) -> Life:
    with talk.database.read() as session:
        return life.seen(session)


async def test_a_tick_delivers_what_is_due(talk):
    talk.push("1001", "nu")
    talk.now += timedelta(seconds=30)
    talk.push("1002", "sedan")
    talk.now = NOW

    await talk.bot.clock.tick()

    assert talk.texts() == ["nu"]
    assert await talk.bot.clock.next_due() == NOW + timedelta(seconds=30)


async def test_a_tick_that_fails_is_not_the_last_one_and_stops_nothing_else(talk, logged):
    talk.push("1001", "a")
    talk.bot.deliverer.worker = None
    talk.now += timedelta(seconds=10)
    await talk.bot.clock.tick()
    assert logged.getvalue().count("event=clock.tick_failed") == 1
    assert seen(talk).seen_at == talk.now

    talk.bot.deliverer.worker = talk.bot.worker
    await talk.bot.clock.tick()
    assert talk.texts() == ["a"]


@pytest.mark.usefixtures("restless")
async def test_a_platform_that_hangs_keeps_nobody_waiting(two):
    two.adapter("telegram").held = asyncio.Event()
    two.push("1001", "a")
    two.push("U0001", "b", platform="slack")

    two.bot.clock.start()
    await until(lambda: two.adapter("telegram").sent and two.adapter("slack").sent)
    two.now += timedelta(seconds=10)
    await until(lambda: seen(two).seen_at == two.now)

    assert [row.state for row in two.mail()] == ["sending", "sent"]
    two.adapter("telegram").held.set()


async def test_every_ten_seconds_it_says_that_it_lives(talk):
    beats = []
    for _ in range(4):
        await talk.wait(timedelta(seconds=5))
        beats.append((seen(talk).seen_at - NOW).total_seconds())

    assert beats == [0, 10, 10, 20]


async def test_ousted_it_stops_itself(talk, logged):
    with talk.database.begin() as session:
        life.begin(session, owner="another-machine:1", now=NOW, sure=True)

    await talk.wait(timedelta(seconds=10))

    assert talk.bot.stopping.is_set()
    assert "event=clock.usurped" in logged.getvalue()
    assert seen(talk).owner == "another-machine:1"


async def test_what_is_old_is_forgotten(talk):
    await talk.say("medlem", "/hjalp")
    talk.push("1001", "a")
    await talk.bot.settle()

    await talk.wait(timedelta(hours=48))
    assert len(inbox(talk)) == 1
    await talk.wait(SWEEP)
    assert (len(inbox(talk)), len(talk.mail())) == (0, 2)
    await talk.wait(timedelta(days=90))
    assert talk.mail() == []


def inbox(talk) -> list[Inbox]:
    with talk.database.read() as session:
        return list(session.exec(select(Inbox)))


async def test_it_is_swept_once_an_hour(talk):
    await talk.wait(timedelta(minutes=1))
    first = talk.bot.clock.swept_at

    await talk.wait(SWEEP - timedelta(minutes=2))
    assert talk.bot.clock.swept_at == first
    await talk.wait(timedelta(minutes=2))
    assert talk.bot.clock.swept_at == talk.now


async def test_started_it_ticks_by_itself_until_it_is_stopped(talk):
    talk.push("1001", "a")

    talk.bot.clock.start()
    await until(lambda: talk.adapter().sent)

    assert talk.texts() == ["a"]
    scheduler = talk.bot.clock.scheduler
    await talk.restart()
    assert scheduler.running is False


@pytest.mark.usefixtures("restless")
async def test_it_ticks_again_when_it_cannot_tell_what_is_due_next(talk, logged):
    pumps, talk.bot.clock.pumps = talk.bot.clock.pumps, None
    talk.bot.clock.start()
    await until(lambda: logged.getvalue().count("event=clock.tick_failed") >= 2)  # delivering, and what is next
    talk.bot.clock.pumps = pumps

    await until(lambda: talk.bot.clock.scheduler.get_job(JOB))


async def test_what_hangs_is_cut_short_when_it_stops(talk, logged, monkeypatch):
    monkeypatch.setattr("bot.app.FINISH_SECONDS", 0.01)
    talk.adapter().held = asyncio.Event()
    talk.push("1001", "a")
    talk.bot.clock.start()
    await until(lambda: talk.adapter().sent)

    await talk.restart()

    assert "event=clock.cut_short" in logged.getvalue()
    assert [row.state for row in talk.mail()] == ["unknown"]


@pytest.mark.usefixtures("restless")
async def test_a_database_that_cannot_be_asked_stops_no_clock(talk, logged):
    """The next tick is set whatever happens."""
    clock = talk.bot.clock
    clock.start()
    await until(lambda: not clock.ticking and clock.beaten_at)
    clock.worker = None
    clock.wake()
    await until(lambda: "event=clock.tick_failed" in logged.getvalue())
    await until(lambda: not clock.ticking)

    clock.worker = talk.bot.worker
    talk.push("1001", "a")
    clock.wake()
    await until(lambda: talk.adapter().sent)


async def test_while_the_time_is_in_doubt_nothing_is_planned_or_pushed_and_people_are_answered(talk):
    """F18: the clock of the machine goes two hours ahead, and back again."""
    talk.push("1001", "om två timmar", due_at=NOW + timedelta(hours=2))
    await talk.bot.settle()
    talk.steady_lag = timedelta(hours=2)
    talk.now += timedelta(hours=2)
    await talk.bot.settle()
    assert await talk.bot.clock.pause() == LONGEST

    assert (await talk.say("medlem", "/hjalp")).startswith("Jag är boten")
    assert len(talk.texts()) == 1

    talk.now -= timedelta(hours=2)
    talk.steady_lag = timedelta(0)
    await talk.wait(timedelta(seconds=10))
    assert len(talk.texts()) == 1
    await talk.wait(timedelta(hours=2))
    assert talk.texts()[1:] == ["om två timmar"]


async def test_after_a_sleep_of_three_hours_what_is_still_of_use_is_said_and_the_rest_is_not(talk):
    """F17: the steady clock of a machine that sleeps stands still."""
    hours = [NOW + timedelta(hours=n) for n in range(1, 6)]
    with talk.database.begin() as session:
        for subject, until_then in (("för sent", hours[1]), ("i tid", hours[4])):
            put = {"due_at": hours[0], "deliver_until": until_then, "branch_id": 1}
            occurrences.put(session, key=subject, topic="bulletin", subject=subject, **put)
    topics = {"bulletin": Bulletin()}
    talk.bot.clock.planner = replace(talk.bot.clock.planner, topics=topics)
    talk.bot.clock.pumps["telegram"].topics = topics
    talk.push("1001", "utskick", deliver_until=hours[1], due_at=hours[0])
    await talk.bot.settle()

    talk.steady_lag = timedelta(hours=3)
    await talk.wait(timedelta(hours=3))
    assert talk.texts() == []
    await talk.wait(WATCH)

    assert {text.split("  ")[0] for text in talk.texts()} == {"i tid"}
    with talk.database.read() as session:
        fates = dict(session.exec(select(Occurrence.key, Occurrence.fate)).all())
    assert fates == {"för sent": Fate.MISSED, "i tid": Fate.DONE}
    assert next(row.state for row in talk.mail() if row.key == "utskick") == "expired"


async def test_held_it_plans_nothing_and_does_not_spin(talk):
    """F13."""
    with talk.database.begin() as session:
        life.hold(session, now=NOW, beats=1)
        occurrences.put(session, key="k", topic="horoscope", subject="1", due_at=NOW, deliver_until=None)
    talk.push("1001", "för sent", deliver_until=NOW + timedelta(minutes=1))
    talk.adapter().broken["1001"] = TryLater("429", after=timedelta(minutes=2), scope="chat")
    await talk.wait(timedelta(0))
    await talk.wait(timedelta(minutes=3))

    with talk.database.read() as session:
        assert [one.fate for one in session.exec(select(Occurrence))] == [Fate.PENDING]
    assert [row.state for row in talk.mail()] == ["expired"]
    assert await talk.bot.clock.pause() == LONGEST


async def test_very_many_that_fail_stop_no_other(talk):
    with talk.database.begin() as session:
        for n in range(LOOK + 1):
            occurrences.put(session, key=f"b{n}", topic="bulletin", subject="bug", due_at=NOW, deliver_until=None)
        occurrences.put(session, key="last", topic="bulletin", subject="nyhet", due_at=NOW, deliver_until=None)
    talk.bot.clock.planner = replace(talk.bot.clock.planner, topics={"bulletin": Bulletin()})

    await talk.bot.clock.tick()

    with talk.database.read() as session:
        done = session.exec(select(Occurrence.key).where(Occurrence.fate == Fate.DONE)).all()
    assert done == ["last"]


async def test_a_bug_in_one_kind_stops_no_other_and_is_not_tried_without_end(talk, logged):
    with talk.database.begin() as session:
        for key in ("bug", "nyhet"):
            occurrences.put(session, key=key, topic="bulletin", subject=key, due_at=NOW, deliver_until=None)
    topics = {"raises": Bulletin(bug=True), "bulletin": Bulletin()}
    talk.bot.clock.planner = replace(talk.bot.clock.planner, topics=topics)

    await talk.bot.clock.tick()

    with talk.database.read() as session:
        assert [one.fate for one in session.exec(select(Occurrence))] == [Fate.PENDING, Fate.DONE]
    assert logged.getvalue().count("event=clock.tick_failed") == 2
    assert await talk.bot.clock.pause() == LONGEST
