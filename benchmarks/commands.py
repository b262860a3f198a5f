"""One command, one at a time and fifty at once, and what the bot takes when nobody asks."""

import asyncio
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

from sqlalchemy import text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError

from benchmarks import table
from benchmarks.footprint import chat_seconds, run_footprint
from storage.database import throwaway_engine

POSTGRES = os.environ.get("TEST_POSTGRES_URL", "postgresql+psycopg://postgres@127.0.0.1:5432/postgres")
NAMES = ("bare telegram", "telegram", "bare slack", "slack", "terminal")


def run_peer(name: str, url: str) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.peers", name, url], capture_output=True, text=True, check=False
    )
    if done.returncode:
        sys.exit(f"{name}: {done.stderr}")
    figures: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return figures


T = TypeVar("T")


def in_database(engine: str, job: Callable[[str], T]) -> T:
    """Do it with the URL of a database of its own, which is gone afterwards."""
    if engine == "SQLite":
        with tempfile.TemporaryDirectory() as folder:
            return job(f"sqlite:///{folder}/bench.db")
    made = f"bot_bench_{os.getpid()}"
    with throwaway_engine(make_url(POSTGRES)).connect() as admin:
        admin.execute(text(f'CREATE DATABASE "{made}"'))
        try:
            return job(make_url(POSTGRES).set(database=made).render_as_string(hide_password=False))
        finally:
            admin.execute(text(f'DROP DATABASE "{made}" WITH (FORCE)'))


def has_postgres() -> bool:
    try:
        with throwaway_engine(make_url(POSTGRES)).connect():
            return True
    except OperationalError:
        return False


def take_turns(runs: int) -> dict[tuple[str, str], list[dict[str, Any]]]:
    """The peers in turn, several times over, so that a slow moment of the machine hits them all."""
    engines = ("SQLite", *(["PostgreSQL"] if has_postgres() else []))
    found: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for turn in range(runs):
        for engine in engines:
            for name in NAMES:
                print(f"{turn + 1}/{runs} {engine} {name} …", file=sys.stderr)
                found.setdefault((engine, name), []).append(in_database(engine, partial(run_peer, name)))
    return found


def run(runs: int) -> str:
    return table.render(take_turns(runs), asyncio.run(run_footprint()), asyncio.run(chat_seconds()))
