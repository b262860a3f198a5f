"""The bot's database as somebody sees it who looks in from beside."""

import asyncio
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bot.markup import Markup
from bot.messages import Reply, dump
from bot.sample import load
from storage import outbox, schema
from storage.database import open_database
from tests.processes.life import PATIENCE


def fill_sample(path: Path) -> None:
    """A database with the sample district as of today: the process has the true clock."""
    now = datetime.now(UTC)
    with open_database(f"sqlite:///{path}") as database:
        schema.upgrade(database)
        with database.begin() as session:
            today = now.astimezone(ZoneInfo("Europe/Stockholm")).date()
            load.fill(session, now=now, zone="Europe/Stockholm", today=today)


@dataclass
class Records:
    """`database` is an SQLite file."""

    database: Path

    def rows(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(self.database, timeout=PATIENCE)) as connection:
            return connection.execute(query, values).fetchall()

    def write(self, statement: str) -> None:
        with closing(sqlite3.connect(self.database, timeout=PATIENCE)) as connection, connection:
            connection.execute(statement)

    def states(self) -> dict[str, int]:
        """How many messages going out stand where."""
        return dict(self.rows("SELECT state, count(*) FROM outbox GROUP BY state"))

    async def written(self, true: Callable[[], bool], *, seconds: float = PATIENCE) -> None:
        """Wait until the database says so: nobody rings when that changes."""
        async with asyncio.timeout(seconds):
            while not true():  # noqa: ASYNC110
                await asyncio.sleep(0.02)

    def queue(self, many: int) -> list[str]:
        """Messages that nobody asked for, to go out in turn on Telegram and Slack, while no bot runs; their words."""
        words = [f"utskick {number:06d}" for number in range(many)]
        with open_database(f"sqlite:///{self.database}") as database, database.begin() as session:
            for number, word in enumerate(words):
                to = ("slack", f"U{number % 12 + 1:04d}") if number % 2 else ("telegram", f"{1001 + number % 12}")
                payload = dump(Reply(Markup(word)))
                outbox.put(session, key=word, to=(*to, "", ""), payload=payload, now=datetime.now(UTC))
        return words

    def forget_waits(self) -> None:
        """While no bot runs, so much time has passed that everything is due."""
        self.write("UPDATE outbox SET not_before = created_at")
