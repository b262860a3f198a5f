"""One database, SQLite or PostgreSQL, behind nothing but its URL."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from sqlalchemy import Connection, Engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.pool import NullPool, StaticPool
from sqlmodel import Session, create_engine

# reliability.md's figures: FULL keeps every committed row at a power loss and costs 0.2 ms; a tool that holds the
# database for ten seconds is waited for; no mmap, and erased rows are overwritten.
PRAGMAS = """
PRAGMA journal_mode=WAL;
PRAGMA synchronous=FULL;
PRAGMA foreign_keys=ON;
PRAGMA busy_timeout=15000;
PRAGMA secure_delete=ON;
PRAGMA journal_size_limit=16777216;
PRAGMA mmap_size=0;
PRAGMA temp_store=MEMORY;
"""


# Under this word a session knows the keys that seal the log of access.
LOG_KEYS = "log_keys"


class WrongEngineError(ValueError):
    """A URL of no database that can be used here; the text says what is wrong."""


class Database:
    """An engine, and transactions on it. Use as a context manager, or call `close`.

    `log_keys` seal the log of access (storage/access.py), the current one first; each session knows them.
    """

    def __init__(self, url: URL) -> None:
        self.url = url
        self.engine = make_engine(url)
        self.log_keys: Sequence[bytes] = ()

    @property
    def is_sqlite(self) -> bool:
        return self.url.get_backend_name() == "sqlite"

    @property
    def path(self) -> Path | None:
        """The file, where there is one."""
        on_disk = self.is_sqlite and self.url.database not in {None, "", ":memory:"}
        return Path(str(self.url.database)) if on_disk else None

    def session(self) -> Session:
        return Session(self.engine, expire_on_commit=False, info={LOG_KEYS: self.log_keys})

    @contextmanager
    def begin(self) -> Iterator[Session]:
        """A transaction that may write: committed at the end, rolled back on an error."""
        with self.session() as session, session.begin():
            yield session

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A transaction that only reads, and so never waits for a writer on SQLite."""
        with self.session() as session, session.begin():
            session.connection(execution_options={"read_only": True})
            yield session

    def close(self) -> None:
        self.engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, err: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def open_database(url: str) -> Database:
    """Open the database at an SQLAlchemy URL; nothing is connected to yet.

    `postgres://` and `postgresql://` mean psycopg. A relative SQLite path is relative to where the program was started.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() in {"postgres", "postgresql"}:
        if not parsed.database:
            raise WrongEngineError("name the database as well: postgresql://user:password@host/NAME")
        return Database(parsed.set(drivername="postgresql+psycopg"))
    if parsed.get_backend_name() != "sqlite":
        raise WrongEngineError("the database is SQLite or PostgreSQL: sqlite:///data/district.db or postgresql://…")
    return Database(parsed.set(drivername="sqlite+pysqlite"))


def make_engine(url: URL) -> Engine:
    if url.get_backend_name() == "sqlite":
        return make_sqlite_engine(url)
    # A process that is frozen in the middle of something keeps what it holds from the others no longer than this.
    times = "-c lock_timeout=10s -c statement_timeout=30s -c idle_in_transaction_session_timeout=20s"
    patience = {"connect_timeout": 5, "options": times}
    # The connection that was used last knows the statements already.
    pool = {"pool_size": 6, "max_overflow": 4, "pool_pre_ping": True, "pool_use_lifo": True}
    return create_engine(url, hide_parameters=True, connect_args=patience, **pool)


def make_sqlite_engine(url: URL) -> Engine:
    """SQLite the way reliability.md §6 asks for: our own BEGIN IMMEDIATE, because a deferred one that reads first and
    then writes fails at once under a writer, whatever the time-out says.
    """
    in_memory = url.database in {None, "", ":memory:"}
    # A database in memory lives as long as its one connection.
    pool: dict[str, Any] = {"poolclass": StaticPool} if in_memory else {"pool_size": 4, "max_overflow": 4}
    engine = create_engine(url, connect_args={"check_same_thread": False}, hide_parameters=True, **pool)
    event.listen(engine, "connect", set_pragmas)
    event.listen(engine, "begin", begin_immediate)
    return engine


def set_pragmas(connection: Any, _record: object) -> None:
    connection.isolation_level = None
    for line in PRAGMAS.strip().splitlines():
        connection.execute(line)


def begin_immediate(connection: Connection) -> None:
    read_only = connection.get_execution_options().get("read_only", False)
    connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")


# SQLite's own names for what mends itself or is mended from outside: no room, a lock, a disk that does not answer.
PASSING = ("SQLITE_FULL", "SQLITE_IOERR", "SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_READONLY", "SQLITE_CANTOPEN")


def is_passing(error: DBAPIError) -> bool:
    """Whether the same statement may work later: the fault is the database's, and not the statement's."""
    name = getattr(error.orig, "sqlite_errorname", None)
    if name is not None:
        return str(name).startswith(PASSING)
    return isinstance(error, OperationalError) or error.connection_invalidated


def throwaway_engine(url: URL) -> Engine:
    """An engine that keeps no connection, for one look from outside (create, drop, is it there)."""
    return create_engine(url, poolclass=NullPool, isolation_level="AUTOCOMMIT", hide_parameters=True)
