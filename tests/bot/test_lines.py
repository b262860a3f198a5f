"""What is asked for in a line is done one after the other, several in a transaction, and each fails alone."""

import asyncio
import sqlite3
import threading
from collections.abc import Callable

import pytest
from sqlalchemy.exc import OperationalError
from sqlmodel import Session, col, select

from bot.jobs import ENOUGH
from bot.worker import TOGETHER, Worker
from storage.models import Branch
from tests.talk import until

LINE = "shift:1"


@pytest.fixture
async def worker(database):
    found = Worker(database)
    yield found
    await found.stop()


def one_by_one(session: Session, jobs: list[Callable[[Session], object]]) -> list[object]:
    return [job(session) for job in jobs]


async def all_at_once(worker: Worker, *jobs, between=None) -> list[object]:
    """What comes of jobs that are asked for in a line while all threads are busy; exceptions among it."""
    gate = threading.Event()
    busy = [asyncio.create_task(worker.run(lambda _session: gate.wait(10))) for _ in worker.threads]
    await asyncio.sleep(0)
    await until(worker.jobs.empty)
    tasks = [asyncio.create_task(worker.run_in_turn(LINE, one_by_one, job)) for job in jobs]
    await until(lambda: len(worker.lines.get(LINE, ())) == len(jobs))
    other = [asyncio.create_task(worker.run(between))] if between else []
    await asyncio.sleep(0)
    gate.set()
    await asyncio.gather(*busy, *other)
    return await asyncio.gather(*tasks, return_exceptions=True)


def adding(name: str) -> Callable[[Session], str]:
    def add(session: Session) -> str:
        session.add(Branch(name=name, town=name))
        return name

    return add


def names(session: Session) -> list[str]:
    return list(session.exec(select(Branch.name).order_by(col(Branch.id))))


async def test_in_the_order_they_were_asked_for_a_few_in_each_transaction(worker):
    used: list[Session] = []

    def job(n: int):
        def do(session: Session) -> int:
            used.append(session)
            adding(f"Gren {n:02}")(session)
            return n

        return do

    number = 2 * TOGETHER + 3
    assert await all_at_once(worker, *(job(n) for n in range(number))) == list(range(number))
    assert await worker.run(names) == [f"Gren {n:02}" for n in range(number)]
    sessions = list(dict.fromkeys(used))
    assert [used.count(one) for one in sessions] == [TOGETHER, TOGETHER, 3]
    assert worker.lines == {}


async def test_one_that_fails_fails_alone(worker):
    def broken(session: Session) -> None:
        adding("Aldrig")(session)
        session.flush()
        raise RuntimeError("mitt i")

    first, failed, last = await all_at_once(worker, adding("Ett"), broken, adding("Två"))

    assert (first, str(failed), last) == ("Ett", "mitt i", "Två")
    assert await worker.run(names) == ["Ett", "Två"]


async def test_the_error_of_one_says_nothing_of_another(worker):
    def broken(word: str) -> Callable[[Session], None]:
        def fail(_session: Session) -> None:
            raise RuntimeError(word)

        return fail

    first, second = await all_at_once(worker, broken("ett"), broken("två"))

    assert [str(first), str(second)] == ["ett", "två"]
    assert first.__context__ is None
    assert second.__context__ is None


def unable(_session: Session) -> None:
    raise OperationalError("SELECT 1", {}, sqlite3.OperationalError("database is locked"))


async def test_one_that_the_database_cannot_take_keeps_no_other_from_it(worker):
    first, second, third = await all_at_once(worker, unable, adding("Ett"), adding("Två"))

    assert isinstance(first, OperationalError)
    assert (second, third) == ("Ett", "Två")


async def test_a_database_that_takes_nothing_is_not_asked_for_each(worker):
    asked: list[int] = []

    def ask(session: Session) -> None:
        asked.append(1)
        unable(session)

    found = await all_at_once(worker, *[ask] * 10)

    assert all(isinstance(one, OperationalError) for one in found)
    assert len(asked) == 1 + ENOUGH


async def test_who_stops_waiting_while_the_others_are_done_again_is_left_out(worker):
    """It was begun with the others, which failed: what is done again is not done behind anybody's back."""
    begun, go = threading.Event(), threading.Event()

    def broken(_session: Session) -> None:
        begun.set()
        go.wait(10)
        raise RuntimeError("mitt i")

    gate = threading.Event()
    busy = [asyncio.create_task(worker.run(lambda _session: gate.wait(10))) for _ in worker.threads]
    await asyncio.sleep(0)
    await until(worker.jobs.empty)
    tasks = [asyncio.create_task(worker.run_in_turn(LINE, one_by_one, job)) for job in (broken, adding("Ångrad"))]
    await until(lambda: len(worker.lines.get(LINE, ())) == len(tasks))
    gate.set()
    await until(begun.is_set)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    go.set()
    await asyncio.gather(*busy)
    await worker.run_in_turn(LINE, one_by_one, lambda _session: None)

    assert await worker.run(names) == []


async def test_what_is_asked_for_beside_a_line_need_not_wait_for_its_end(worker):
    done: list[str] = []
    line = [lambda _session: done.append("line")] * 3 * TOGETHER

    await all_at_once(worker, *line, between=lambda _session: done.append("other"))

    assert done.index("other") <= TOGETHER
    assert len(done) == len(line) + 1


async def test_what_nobody_waits_for_any_more_is_not_done(worker):
    gate = threading.Event()
    busy = [asyncio.create_task(worker.run(lambda _session: gate.wait(10))) for _ in worker.threads]
    await asyncio.sleep(0)
    await until(worker.jobs.empty)
    tasks = [
        asyncio.create_task(worker.run_in_turn(LINE, one_by_one, adding(name))) for name in ("Ett", "Ångrad", "Två")
    ]
    await until(lambda: len(worker.lines.get(LINE, ())) == len(tasks))
    tasks[1].cancel()
    with pytest.raises(asyncio.CancelledError):
        await tasks[1]
    gate.set()
    await asyncio.gather(*busy, tasks[0], tasks[2])

    assert await worker.run(names) == ["Ett", "Två"]


async def test_stop_lets_a_line_finish(database):
    worker = Worker(database)
    tasks = [
        asyncio.create_task(worker.run_in_turn(LINE, one_by_one, adding(f"Gren {n:02}"))) for n in range(3 * TOGETHER)
    ]
    await asyncio.sleep(0)

    await worker.stop()

    assert len(await asyncio.gather(*tasks)) == len(tasks)
    with database.read() as session:
        assert len(names(session)) == len(tasks)
