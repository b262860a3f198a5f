"""The threads that talk to the database."""

import asyncio
import shutil
import threading

import pytest
from sqlmodel import Session, col, select

from bot.jobs import Job, tell
from bot.worker import LET_BY, POSTGRES_THREADS, Urgency, Worker
from storage.database import open_database
from storage.models import Branch
from tests.talk import until


@pytest.fixture
async def worker(database):
    found = Worker(database)
    yield found
    await found.stop()


@pytest.fixture
async def sqlite_worker(sqlite_files, tmp_path):
    with open_database(f"sqlite:///{shutil.copy(sqlite_files['empty'], tmp_path / 'x.db')}") as database:
        found = Worker(database, patience=0.05)
        yield found
        await found.stop()


def add(session: Session, name: str) -> str:
    session.add(Branch(name=name, town=name))
    return name


def names(session: Session) -> list[str]:
    return list(session.exec(select(Branch.name).order_by(col(Branch.name))))


async def test_each_job_is_a_transaction_of_its_own(worker):
    def broken(session: Session) -> None:
        add(session, "Aldrig")
        session.flush()
        raise RuntimeError("mitt i")

    await worker.run(add, "Ett")
    with pytest.raises(RuntimeError, match="mitt i"):
        await worker.run(broken)

    assert await worker.run(names) == ["Ett"]


@pytest.mark.parametrize("error", [ValueError("fel"), KeyboardInterrupt(), SystemExit(3)])
async def test_any_error_reaches_who_asked_and_the_thread_goes_on(worker, error):
    def broken(_session: Session) -> None:
        raise error

    with pytest.raises(type(error)):
        await worker.run(broken)

    assert await worker.run(names) == []


async def test_off_the_event_loop_with_one_thread_on_sqlite(worker, database):
    async def where() -> str:
        return await worker.run(lambda _session: threading.current_thread().name)

    assert len(worker.threads) == (1 if database.is_sqlite else POSTGRES_THREADS)
    assert (await where()).startswith("database-")


async def in_which_order(worker: Worker, order: list[Urgency]) -> list[str]:
    """What is asked for in that order while it is busy: in which it is done."""
    done: list[str] = []
    gate = threading.Event()
    blocked = [asyncio.create_task(worker.run(lambda _: gate.wait(10))) for _ in worker.threads]
    await asyncio.sleep(0)
    await until(worker.jobs.empty)

    def note(_session: Session, what: str) -> None:
        done.append(what)

    tasks = [asyncio.create_task(worker.run_at(u, note, f"{u.name} {n}")) for n, u in enumerate(order)]
    await until(lambda: worker.jobs.qsize() == len(tasks))
    gate.set()
    await asyncio.gather(*blocked, *tasks)
    return done


async def test_who_is_more_urgent_goes_first(worker):
    done = await in_which_order(worker, [Urgency.IDLE, Urgency.HANDLE, Urgency.RECEIVE, Urgency.HANDLE])

    expected = ["RECEIVE 2", "HANDLE 1", "HANDLE 3", "IDLE 0"]
    assert done == expected if len(worker.threads) == 1 else sorted(done) == sorted(expected)


async def test_what_is_put_down_lets_a_few_go_first_and_no_more(sqlite_worker):
    order = [Urgency.RECORD] + [Urgency.HANDLE] * 2 * LET_BY + [Urgency.IDLE]
    done = await in_which_order(sqlite_worker, order)

    assert LET_BY - 2 <= done.index("RECORD 0") <= LET_BY
    assert sorted(done) == sorted(f"{urgency.name} {n}" for n, urgency in enumerate(order))


async def test_stop_lets_what_waits_finish(database):
    worker = Worker(database)
    tasks = [asyncio.create_task(worker.run_at(Urgency.IDLE, add, f"Gren {n}")) for n in range(10)]
    await asyncio.sleep(0)

    await worker.stop()

    assert len(await asyncio.gather(*tasks)) == 10
    assert [thread.is_alive() for thread in worker.threads] == [False] * len(worker.threads)
    with database.read() as session:
        assert len(names(session)) == 10


async def test_what_nobody_waits_for_any_more_is_not_done(database):
    worker = Worker(database)
    gate = threading.Event()
    busy = [asyncio.create_task(worker.run(lambda _session: gate.wait(10))) for _ in worker.threads]
    impatient = asyncio.create_task(worker.run(add, "Ångrad"))
    await asyncio.sleep(0)
    impatient.cancel()
    with pytest.raises(asyncio.CancelledError):
        await impatient
    gate.set()
    await asyncio.gather(*busy)

    await worker.stop()

    with database.read() as session:
        assert names(session) == []


def test_a_loop_that_is_gone_is_told_nothing():
    async def ask() -> Job[None, int]:
        return Job(None)

    job = asyncio.run(ask())

    tell(job, result=1)

    assert not job.outcome.done()


async def test_what_can_wait_does_not_wait_for_ever(sqlite_worker):
    """Somebody always writes: then its turn comes all the same, once."""
    done, ended = [], threading.Event()

    def always() -> None:
        if not ended.is_set():
            sqlite_worker.jobs.put((*sqlite_worker.place(Urgency.HANDLE), always))

    always()
    try:
        await asyncio.wait_for(sqlite_worker.run_at(Urgency.IDLE, lambda _session: done.append("planned")), 10)
    finally:
        ended.set()
    await sqlite_worker.run(lambda _session: None)

    assert done == ["planned"]
