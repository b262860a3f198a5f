"""A small file beside the database that has seen how far it came, so that a restored older copy gives itself away."""

import secrets
from pathlib import Path
from typing import NamedTuple

from sqlmodel import Session

from storage.database import Database
from storage.models import Life


class Seen(NamedTuple):
    """Which database it was, and how many beats it had."""

    generation: str
    beats: int


def path_for(database: Database) -> Path:
    """Beside an SQLite file; for a server, in the folder of the bot's own data."""
    if database.path:
        return database.path.with_name(f"{database.path.stem}.beats")
    return Path("data") / f"{database.url.host}-{database.url.database}.beats"


def note(path: Path, row: Life) -> None:
    """Write down where the database is, at once or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(f"{path.name}.new")
    new.write_text(f"{row.generation} {row.beats}\n", "ascii")
    new.replace(path)


def read(path: Path) -> Seen | None:
    """What was noted last; None where nothing was, or nothing that can be read."""
    try:
        generation, _, beats = path.read_text("ascii").strip().partition(" ")
    except (OSError, ValueError):
        return None
    return Seen(generation, int(beats)) if beats.isdecimal() else None


def is_older(session: Session, seen: Seen | None) -> bool:
    """Whether this database has been further, or another one stood in its place: it was restored."""
    row = session.get(Life, 1)
    if row is None or seen is None or not row.generation:
        return False
    return seen.generation != row.generation or seen.beats > row.beats


def mark_restored(session: Session, path: Path) -> None:
    """Let the next start know that this database was put back, also where no newer one was seen, or none at all."""
    row, seen = session.get(Life, 1), read(path)
    if row is None or is_older(session, seen):
        return
    row.generation = row.generation or secrets.token_hex(8)
    note(path, Life(id=1, owner="", generation=row.generation, beats=row.beats + 1, started_at=row.started_at,
                    seen_at=row.seen_at))  # fmt: skip
