"""Databases on both engines, the sample district, and a bot to talk to."""

import io
import logging
import os
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

import hypothesis
import pytest
from sqlalchemy import text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError
from sqlmodel import Session

from bot.logs import set_up_logs
from bot.sample import load
from bot.settings import Settings
from storage import schema
from storage.database import Database, open_database, throwaway_engine
from tests.talk import NOW, Talk

POSTGRES = os.environ.get("TEST_POSTGRES_URL", "postgresql+psycopg://postgres@127.0.0.1:5432/postgres")
STOCKHOLM = ZoneInfo("Europe/Stockholm")
ENGINES = ("sqlite", "postgresql")

# The same examples every time: a red test stays red until somebody mends it.
hypothesis.settings.register_profile("suite", deadline=None, derandomize=True, database=None)
hypothesis.settings.load_profile("suite")

StartTalk = Callable[..., Awaitable[Talk]]


def fill(database: Database) -> None:
    with database.begin() as session:
        load.fill(session, now=NOW, zone="Europe/Stockholm", today=NOW.astimezone(STOCKHOLM).date())


@pytest.fixture(scope="session")
def sqlite_files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Two SQLite files to copy: with tables only, and with the sample district."""
    folder = tmp_path_factory.mktemp("templates")
    files = {name: folder / f"{name}.db" for name in ("empty", "sample")}
    for name, path in files.items():
        with open_database(f"sqlite:///{path}") as database:
            schema.upgrade(database)
            if name == "sample":
                fill(database)
    return files


@pytest.fixture(scope="session")
def postgres_names(worker_id: str) -> Iterator[dict[str, str]]:
    """Two PostgreSQL databases of this run's own, to copy; dropped at the end."""
    admin = throwaway_engine(make_url(POSTGRES))
    names = {kind: f"bot_test_{os.getpid()}_{worker_id}_{kind}" for kind in ("empty", "sample", "used empty", "used sample")}
    try:
        with admin.connect() as connection:
            for kind in ("empty", "sample"):
                connection.execute(text(f'CREATE DATABASE "{names[kind]}"'))
    except OperationalError:
        pytest.skip("no PostgreSQL answers at TEST_POSTGRES_URL: the tests run on SQLite alone")
    for kind in ("empty", "sample"):
        with open_database(url_of(names[kind])) as database:
            schema.upgrade(database)
            if kind == "sample":
                fill(database)
    yield names
    with admin.connect() as connection:
        for name in names.values():
            connection.execute(text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))


def url_of(name: str) -> str:
    return make_url(POSTGRES).set(database=name).render_as_string(hide_password=False)


def copy_of(kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a fresh database on the engine that the test runs on."""
    if request.param == "sqlite":
        files = request.getfixturevalue("sqlite_files")
        shutil.copy(files[kind], tmp_path / f"{kind}.db")
        return f"sqlite:///{tmp_path / kind}.db"
    names = request.getfixturevalue("postgres_names")
    used = names[f"used {kind}"]
    with throwaway_engine(make_url(POSTGRES)).connect() as connection:
        connection.execute(text(f'DROP DATABASE IF EXISTS "{used}" WITH (FORCE)'))
        connection.execute(text(f'CREATE DATABASE "{used}" TEMPLATE "{names[kind]}"'))
    return url_of(used)


@pytest.fixture(params=ENGINES)
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database with tables and nothing in them; the test runs on both engines."""
    with open_database(copy_of("empty", request, tmp_path)) as opened:
        yield opened


@pytest.fixture(params=ENGINES)
def sample(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """The same with the sample district, as of Monday 8 February 2027."""
    with open_database(copy_of("sample", request, tmp_path)) as opened:
        yield opened


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """A transaction on the empty database."""
    with database.begin() as opened:
        yield opened


@pytest.fixture
def settings() -> Settings:
    return Settings(_env_file=None, district="Distriktet Älvmarken")


@pytest.fixture
async def start_talk(sqlite_files: dict[str, Path], tmp_path: Path, settings: Settings) -> AsyncIterator[StartTalk]:
    """Starts a bot on the sample district (SQLite); options as `Talk` has them."""
    shutil.copy(sqlite_files["sample"], tmp_path / "talk.db")
    begun: list[Talk] = []

    async def start(**options: object) -> Talk:
        talk = Talk(opened, settings, **options)
        begun.append(talk)
        await talk.start()
        return talk

    with open_database(f"sqlite:///{tmp_path / 'talk.db'}") as opened:
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
    """All that is logged, as `bot run` would write it; logging is as it was afterwards, whatever a test set up."""
    root = logging.getLogger()
    before = root.handlers[:], root.level
    stream = io.StringIO()
    set_up_logs(level="DEBUG", stream=stream)
    yield stream
    root.handlers[:], root.level = before
