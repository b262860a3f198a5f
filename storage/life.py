"""Who runs on this database, so that a second copy started by mistake refuses, and an absence is noticed."""

import fcntl
import os
import secrets
import socket
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO

from sqlmodel import Session

from storage.models import Life

# Renewed every ten seconds; three missed and the owner is gone.
BEAT = timedelta(seconds=10)
GONE = timedelta(seconds=30)


class Taken(Exception):
    """Another copy of the bot runs on this database."""


# Two containers may share a host's name and a process's number.
UNIQUE = secrets.token_hex(3)


def me() -> str:
    """Our own process, as `host:pid:unique`."""
    return f"{socket.gethostname()}:{os.getpid()}:{UNIQUE}"


def lock_file(database: Path) -> IO[str]:
    """Hold the lock beside a database file for as long as the returned file is open; our name stands in it.

    The system lets go of it when the process ends, however it ends.

    Raises:
        Taken: another process holds it.

    """
    lock = database.with_name(database.name + ".lock").open("a+")
    lock.seek(0)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        with lock:
            raise Taken(f"another copy of the bot ({lock.read()}) runs on {database.name}") from error
    lock.truncate()
    lock.write(me())
    lock.flush()
    return lock


def begin(session: Session, *, owner: str, now: datetime, sure: bool = False) -> datetime | None:
    """Take over the database; returns when it was last looked after, None the first time.

    `sure`: the caller holds the lock file, so whoever stands in the row is gone.

    Raises:
        Taken: another copy was seen within the last half minute.

    """
    row = session.get(Life, 1, with_for_update=True)
    if row is None:
        session.add(Life(id=1, owner=owner, generation=secrets.token_hex(8), started_at=now, seen_at=now))
        return None
    alive = row.stopped_at is None and row.owner != owner and abs(now - row.seen_at) < GONE
    if alive and not sure and not is_dead_here(row.owner):
        raise Taken(f"another copy of the bot ({row.owner}) was seen {int((now - row.seen_at).total_seconds())} s ago")
    before = row.seen_at
    take(row, owner, now)
    return before


def take(row: Life, owner: str, now: datetime) -> None:
    row.owner, row.epoch, row.started_at, row.seen_at, row.stopped_at = owner, row.epoch + 1, now, now, None
    row.generation = row.generation or secrets.token_hex(8)


def is_dead_here(owner: str) -> bool:
    """Whether that owner was on this machine and its process is gone."""
    host, pid, *_ = [*owner.split(":"), ""]
    if host != socket.gethostname() or not pid.isdecimal() or int(pid) == os.getpid():
        return False
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False


def beat(session: Session, *, owner: str, now: datetime) -> Life | None:
    """Say that we are still here. None when somebody else took over."""
    row = session.get(Life, 1)
    if row is None or row.owner != owner:
        return None
    row.seen_at, row.beats = now, row.beats + 1
    return row


def lead(session: Session, *, owner: str, now: datetime) -> str | None:
    """Of several that run beside each other one ticks: whoever did last, or, when that one is gone, we from now on.

    None when another leads; else whose place we took ("" for our own).
    """
    row = session.get(Life, 1, with_for_update=True)
    if row is None:
        session.add(Life(id=1, owner=owner, generation=secrets.token_hex(8), started_at=now, seen_at=now))
        return ""
    if row.owner == owner:
        return ""
    if row.stopped_at is None and abs(now - row.seen_at) < GONE and not is_dead_here(row.owner):
        return None
    before = row.owner
    take(row, owner, now)
    return before


def tick(session: Session, *, owner: str, now: datetime) -> bool:
    """Note that the clock ticked; whether it may plan and push: nothing is held."""
    row = session.get(Life, 1)
    if row is None or row.owner != owner:
        return False
    row.ticked_at = now
    return row.held_at is None


def hold(session: Session, *, now: datetime, beats: int) -> None:
    """Plan and push nothing until a person says so: the database is older than what was done with it."""
    row = session.get_one(Life, 1)
    row.held_at, row.beats = now, max(row.beats, beats) + 1


def release(session: Session) -> datetime | None:
    """Go on; since when it was held, None when it was not."""
    row = session.get(Life, 1)
    since = row.held_at if row else None
    if row:
        row.held_at = None
    return since


def end(session: Session, *, owner: str, now: datetime) -> None:
    row = session.get(Life, 1)
    if row is not None and row.owner == owner:
        row.seen_at = row.stopped_at = now


def seen(session: Session) -> Life | None:
    """The row itself, for `bot doctor`."""
    return session.get(Life, 1)
