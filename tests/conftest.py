"""Databases on both engines, the sample district, and a bot to talk to."""

import gc
import io
import logging
import os
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

import hypothesis
import pytest
from sqlalchemy.exc import OperationalError
from sqlmodel import Session

from bot.logs import set_up_logs
from bot.sample import load
from bot.settings import Settings
from storage import schema
from storage.database import Database, open_database
from tests.fresh import Fresh
from tests.leaks import leaks
from tests.postgres import Postgres
from tests.talk import NOW, Talk

STOCKHOLM = ZoneInfo("Europe/Stockholm")
ENGINES = ("sqlite", "postgresql")

# The same examples every time: a red test stays red until somebody mends it.
hypothesis.settings.register_profile("suite", deadline=None, derandomize=True, database=None)
hypothesis.settings.load_profile("suite")

StartTalk = Callable[..., Awaitable[Talk]]


def leave_blank(_database: Database) -> None:
    """Not even tables."""


def fill(database: Database) -> None:
    """The sample district, as of Monday 8 February 2027."""
    schema.upgrade(database)
    with database.begin() as session:
        load.fill(session, now=NOW, zone="Europe/Stockholm", today=NOW.astimezone(STOCKHOLM).date())


FILLINGS = {"blank": leave_blank, "empty": schema.upgrade, "sample": fill}
FILLINGS |= {f"standing {kind}": FILLINGS[kind] for kind in ("empty", "sample")}


@pytest.fixture(scope="session")
def sqlite_files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """SQLite files to copy: blank, with tables only, and with the sample district."""
    folder = tmp_path_factory.mktemp("templates")
    files = {kind: folder / f"{kind}.db" for kind in FILLINGS}
    for kind, path in files.items():
        path.touch()
        with open_database(f"sqlite:///{path}") as database:
            FILLINGS[kind](database)
    return files


@pytest.fixture(scope="session")
def postgres(worker_id: str) -> Iterator[Postgres]:
    found = Postgres(f"bot_test_{os.getpid()}_{worker_id}", FILLINGS)
    try:
        found.admin.connect().close()
    except OperationalError:
        pytest.skip("no PostgreSQL answers at TEST_POSTGRES_URL: the tests run on SQLite alone")
    yield found
    found.drop()


@pytest.fixture(scope="session")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Fresh:
    return Fresh(tmp_path_factory.mktemp("fresh"))


def fresh_copy(kind: str, request: pytest.FixtureRequest) -> Database:
    """A fresh database on the engine that the test runs on."""
    fresh: Fresh = request.getfixturevalue("fresh")
    if request.param == "postgresql":
        postgres: Postgres = request.getfixturevalue("postgres")
        return fresh.at(postgres.fresh(kind))
    return fresh.file(kind, request.getfixturevalue("sqlite_files")[kind])


@pytest.fixture(params=ENGINES)
def blank(request: pytest.FixtureRequest) -> Iterator[Database]:
    """A database without tables; the test runs on both engines."""
    with fresh_copy("blank", request) as opened:
        yield opened


@pytest.fixture(params=ENGINES)
def database(request: pytest.FixtureRequest) -> Iterator[Database]:
    """A database with tables and nothing in them; the test runs on both engines."""
    with fresh_copy("empty", request) as opened:
        yield opened


@pytest.fixture(params=ENGINES)
def sample(request: pytest.FixtureRequest) -> Iterator[Database]:
    """The same with the sample district, as of Monday 8 February 2027."""
    with fresh_copy("sample", request) as opened:
        yield opened


@pytest.fixture(scope="session", params=ENGINES)
def standing(request: pytest.FixtureRequest) -> Iterator[dict[str, Database]]:
    """Databases that are never filled anew, because nothing is ever committed in them."""
    found = {kind: fresh_copy(f"standing {kind}", request) for kind in ("empty", "sample")}
    yield found
    for database in found.values():
        database.close()


@pytest.fixture
def session(standing: dict[str, Database]) -> Iterator[Session]:
    """A transaction on an empty database, undone afterwards; on both engines."""
    with Session(standing["empty"].engine, expire_on_commit=False) as opened:
        yield opened


@pytest.fixture
def district(standing: dict[str, Database]) -> Iterator[Session]:
    """A transaction on the sample district, undone afterwards; on both engines."""
    with Session(standing["sample"].engine, expire_on_commit=False) as opened:
        yield opened


@pytest.fixture
def settings() -> Settings:
    return Settings(_env_file=None, district="Distriktet Älvmarken")


@pytest.fixture
async def start_talk(sqlite_files: dict[str, Path], fresh: Fresh, settings: Settings) -> AsyncIterator[StartTalk]:
    """Starts a bot on the sample district (SQLite); options as `Talk` has them."""
    begun: list[Talk] = []

    async def start(**options: object) -> Talk:
        talk = Talk(opened, settings, **options)
        begun.append(talk)
        await talk.start()
        return talk

    with fresh.file("talk", sqlite_files["sample"]) as opened:
        yield start
        for talk in begun:
            await talk.bot.stop()


@pytest.fixture
async def talk(start_talk: StartTalk) -> Talk:
    """A bot on the sample district (SQLite), started; talk to it."""
    return await start_talk()


@pytest.fixture
async def two(start_talk: StartTalk) -> Talk:
    """The same on Telegram and Slack."""
    return await start_talk(platforms=("telegram", "slack"))


@pytest.fixture
async def talk_on_each(sample: Database, settings: Settings) -> AsyncIterator[Talk]:
    """The same as `talk`, on SQLite and on PostgreSQL."""
    talk = Talk(sample, settings)
    await talk.start()
    yield talk
    await talk.bot.stop()


@pytest.fixture(autouse=True)
def logged() -> Iterator[io.StringIO]:
    """All that is logged, as `bot run` would write it; logging is as it was afterwards, whatever a test set up.

    Of no test may a name, a key or a canary be in it.
    """
    root = logging.getLogger()
    before = root.handlers[:], root.level
    stream = io.StringIO()
    set_up_logs(level="DEBUG", stream=stream)
    yield stream
    root.handlers[:], root.level = before
    assert leaks(stream.getvalue()) == set()


def pytest_collection_finish() -> None:
    """What was collected stays: the garbage collector need not look through it again during thousands of tests."""
    gc.collect()
    gc.freeze()
