"""The same reminders as APScheduler 3 keeps them: a job each in an SQLAlchemyJobStore, which sends when it fires.

`python -m benchmarks.jobs STORE [measure]` says `started`, or prints its figures.
"""

import json
import logging
import pickle
import sys
import threading
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import httpx
from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.schedulers.base import BaseScheduler

from benchmarks.measure import often
from benchmarks.people import reminded, word

client = httpx.Client(timeout=20)


def remind(url: str, number: int) -> None:
    """What such a job does: nobody looks at how it went."""
    client.post(f"{url}/sendMessage", json={"chat_id": int(reminded(number)), "text": word(number)})


class Filling(SQLAlchemyJobStore):  # type: ignore[misc]
    """Writes its jobs in one go: one at a time takes minutes."""

    def start(self, scheduler: Any, alias: str) -> None:
        super().start(scheduler, alias)
        self.rows: list[dict[str, Any]] = []

    def add_job(self, job: Any) -> None:
        state = pickle.dumps(job.__getstate__(), self.pickle_protocol)
        self.rows.append({"id": job.id, "next_run_time": job.next_run_time.timestamp(), "job_state": state})

    def write(self) -> None:
        with self.engine.begin() as connection:
            connection.execute(self.jobs_t.insert(), self.rows)


class Still(BaseScheduler):  # type: ignore[misc]
    """Takes jobs and runs none."""

    def wakeup(self) -> None:
        """There is nothing to wake."""

    def shutdown(self, wait: bool = True) -> None:  # noqa: FBT001, FBT002 - the library's own
        super().shutdown(wait)


def fill(store: str, url: str, moments: Sequence[datetime], *, first: int) -> None:
    """Date jobs with everything as it is by default."""
    logging.getLogger("apscheduler").setLevel(logging.ERROR)
    filling = Filling(store)
    scheduler = Still(jobstores={"default": filling}, timezone="UTC")
    scheduler.start(paused=True)
    for number, moment in enumerate(moments, first):
        scheduler.add_job(remind, "date", run_date=moment, args=(url, number), id=str(number))
    filling.write()
    filling.shutdown()


def run(store: str, what: str = "") -> None:
    keeper = SQLAlchemyJobStore(store)
    scheduler = BackgroundScheduler(jobstores={"default": keeper}, timezone="UTC")
    scheduler.start()
    print("started", flush=True)
    if what != "measure":
        threading.Event().wait()
    next_due = often(keeper.get_next_run_time)
    idle = often(scheduler._process_jobs)  # noqa: SLF001
    print("figures", json.dumps({"next_due": next_due, "idle": idle}), flush=True)


if __name__ == "__main__":
    logging.disable(logging.ERROR)
    run(*sys.argv[1:])
