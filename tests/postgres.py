"""PostgreSQL databases of this run's own: made once, filled anew for each test, dropped at the end."""

import os
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Engine, text
from sqlalchemy.engine import make_url
from sqlmodel import SQLModel

from storage.database import Database, open_database, throwaway_engine

URL = os.environ.get("TEST_POSTGRES_URL", "postgresql+psycopg://postgres@127.0.0.1:5432/postgres")


@dataclass(slots=True)
class Postgres:
    """`prefix` begins the names of its databases. Kinds are those of `fillings`: what is done to a new one."""

    prefix: str
    fillings: dict[str, Callable[[Database], None]]
    admin: Engine = field(default_factory=lambda: throwaway_engine(make_url(URL)))
    made: set[str] = field(default_factory=set)

    def fresh(self, kind: str) -> str:
        """The URL of a database of that kind, as new."""
        used = f"{self.prefix}_{kind}"
        if kind == "empty" and used in self.made:
            self.empty_out(used)
        else:
            self.copy(self.template(kind), used)
        return url_of(used)

    def template(self, kind: str) -> str:
        name = f"{self.prefix}_{kind}_template"
        if name not in self.made:
            self.copy("template1", name)
            with open_database(url_of(name)) as database:
                self.fillings[kind](database)
        return name

    def copy(self, template: str, name: str) -> None:
        self.made.add(name)
        with self.admin.connect() as connection:
            connection.execute(text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))
            connection.execute(text(f'CREATE DATABASE "{name}" TEMPLATE "{template}"'))

    def empty_out(self, name: str) -> None:
        """Ten times as fast as a new database."""
        tables = ", ".join(f'"{table}"' for table in SQLModel.metadata.tables)
        with throwaway_engine(make_url(url_of(name))).connect() as connection:
            connection.execute(text(f"TRUNCATE {tables} RESTART IDENTITY CASCADE"))

    def drop(self) -> None:
        with self.admin.connect() as connection:
            for name in self.made:
                connection.execute(text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))


def url_of(name: str) -> str:
    return make_url(URL).set(database=name).render_as_string(hide_password=False)


def wait_for(database: Database, other: Future[Any]) -> None:
    """Until the other is done, or waits for a lock."""
    asked = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
    waits = 0
    while not waits and not other.done():
        with database.read() as session:
            waits = session.execute(text(asked)).scalar_one()
