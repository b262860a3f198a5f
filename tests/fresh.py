"""Databases as new for each test, on engines that stand for the whole run: to compile what is asked is a third of what
a small test costs, and an engine remembers it.
"""

import shutil
from dataclasses import dataclass, field
from pathlib import Path

from storage.database import Database, open_database


@dataclass(slots=True)
class Fresh:
    """Below `folder` each database has a folder of its own, which is emptied before it is used again."""

    folder: Path
    standing: dict[str, Database] = field(default_factory=dict)

    def file(self, name: str, template: Path) -> Database:
        """An SQLite database as `template` is."""
        folder = self.folder / name
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        return self.at(f"sqlite:///{shutil.copy(template, folder / f'{name}.db')}")

    def at(self, url: str) -> Database:
        """The database at a URL, of which nobody knows anything yet. Close it afterwards: it opens again by itself."""
        database = self.standing.setdefault(url, open_database(url))
        database.log_keys = ()
        return database
