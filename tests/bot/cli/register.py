"""A register to import into and to export, from the command line."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlmodel import Session, select

from storage.database import open_database
from storage.models import Branch, Member, Network
from storage.sealing import new_key
from tests.bot.cli.running import run
from tests.talk import NOW


class Register:
    """A database file with the branches and networks of a small district, and nobody in it."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder, self.patch = folder, monkeypatch
        self.url = f"sqlite:///{folder / 'district.db'}"
        for name in ("importing", "exporting", "appoint", "backup", "calendars"):
            monkeypatch.setattr(f"bot.cli.{name}.utc_now", lambda: NOW)
        assert self.run("migrate")[0] == 0
        with self.begin() as session:
            session.add_all([Branch(name=name, town=name) for name in ("Norrby", "Södersjö")])
            session.add_all([Network(name=name) for name in ("Klimat", "Fack")])

    @contextmanager
    def begin(self) -> Iterator[Session]:
        with open_database(self.url) as database, database.begin() as session:
            yield session

    def run(self, *args: object) -> tuple[int, str, str]:
        return run(self.patch, *args, "--db", self.url)

    def with_key(self) -> str:
        key = new_key()
        self.patch.setenv("DATA_KEYS", key)
        return key

    def write(self, text: str, encoding: str = "utf-8") -> Path:
        path = self.folder / "register.csv"
        path.write_bytes(text.encode(encoding))
        return path

    def bring(self, text: str, *options: str) -> tuple[int, str, str]:
        return self.run("members", "import", self.write(text), *options)

    def names(self) -> list[str]:
        with self.begin() as session:
            return list(session.exec(select(Member.name).order_by(Member.name)))

    def all(self, model) -> list:
        with self.begin() as session:
            return list(session.exec(select(model)))
