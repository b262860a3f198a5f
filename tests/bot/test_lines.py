"""What is asked for in a line is done one after the other, several in a transaction, and each fails alone."""

import asyncio
import threading
from collections.abc import Callable

import pytest
from sqlmodel import Session, col, select

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
