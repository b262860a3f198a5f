"""A copy of an SQLite database in one file, taken while the bot runs, and putting one back."""

import contextlib
import fcntl
import os
import sqlite3
import zlib
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from storage import frames
from storage.frames import DamagedError
from storage.sealing import Keyring

PIECE = 1 << 20
GZIP = 31  # zlib's word for a gzip header around it
GZIP_MAGIC = b"\x1f\x8b"
PATIENCE = 15.0


class BusyError(Exception):
    """Another backup or restore of the same database is under way."""


def take(database: Path, into: Path, keys: Keyring | None) -> None:
    """Write a copy to a new file, compressed, and sealed unless `keys` is None. There all at once or not at all.

    Raises:
        BusyError: another one is being taken.
        sqlite3.Error, OSError: the database cannot be read, or the file not written.
        DamagedError: the database is not whole.

    """
    new = into.with_name(f".{into.name}.part")
    with copied(database) as copy, removed(new), private(new) as out:
        with copy.open("rb") as source:
            write(compressed(source), out, keys)
        out.flush()
        os.fsync(out.fileno())
        new.replace(into)
        settle(into.parent)


@contextmanager
def copied(database: Path) -> Iterator[Path]:
    """A consistent copy beside the database, whole and one file; gone afterwards."""
    copy = database.with_name(f".{database.name}.copy")
    with locked(copy), removed(copy), closing(connect(database)) as source, closing(connect(copy)) as target:
        source.backup(target)
        target.execute("PRAGMA journal_mode=DELETE")
        check(target)
        target.close()
        yield copy


@contextmanager
def locked(beside: Path) -> Iterator[None]:
    lock = beside.with_name(f"{beside.name}.lock")
    with lock.open("a") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise BusyError from None
        yield


@contextmanager
def removed(path: Path) -> Iterator[None]:
    """Not there before, and not there afterwards; nor what SQLite writes beside a database."""
    own = [path.with_name(path.name + end) for end in ("", "-journal", "-wal", "-shm")]
    for each in own:
        each.unlink(missing_ok=True)
    try:
        yield
    finally:
        for each in own:
            each.unlink(missing_ok=True)


def private(path: Path) -> BinaryIO:
    """A new file that only its owner reads."""
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")


def connect(path: Path) -> sqlite3.Connection:
    if not path.exists():
        private(path).close()
    return sqlite3.connect(path, timeout=PATIENCE)


def check(connection: sqlite3.Connection) -> None:
    """Raises DamagedError when the database is not whole."""
    try:
        found = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
    except sqlite3.DatabaseError:
        raise DamagedError from None
    if found != "ok":
        raise DamagedError


def compressed(source: BinaryIO) -> Iterator[bytes]:
    squeeze = zlib.compressobj(wbits=GZIP)
    while piece := source.read(PIECE):
        if smaller := squeeze.compress(piece):
            yield smaller
    yield squeeze.flush()


def write(pieces: Iterable[bytes], out: BinaryIO, keys: Keyring | None) -> None:
    if keys is None:
        out.writelines(pieces)
    else:
        frames.seal(pieces, out, keys)


def unpack(backup: Path, into: Path, keys: Keyring) -> None:
    """The database that a backup holds, in a new file.

    Raises:
        NoKeyError: there is no key, or none of them sealed it.
        DamagedError: it is no backup, or not whole.

    """
    with backup.open("rb") as source, private(into) as out:
        beginning = source.read(len(frames.MAGIC))
        source.seek(0)
        if not frames.is_sealed(beginning) and not beginning.startswith(GZIP_MAGIC):
            raise DamagedError
        sealed = frames.is_sealed(beginning)
        out.writelines(expanded(frames.unseal(source, keys) if sealed else iter(lambda: source.read(PIECE), b"")))
        out.flush()
        os.fsync(out.fileno())
    with closing(sqlite3.connect(into)) as connection:
        check(connection)


def expanded(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Uncompressed, never more than a piece at a time."""
    expand = zlib.decompressobj(wbits=GZIP)
    try:
        for piece in pieces:
            yield expand.decompress(piece, PIECE)
            while expand.unconsumed_tail:
                yield expand.decompress(expand.unconsumed_tail, PIECE)
    except zlib.error:
        raise DamagedError from None
    if not expand.eof or expand.unused_data:
        raise DamagedError


def put_in_place(new: Path, database: Path, aside: Path) -> bool:
    """The new file becomes the database. What was there is moved aside with all that belongs to it; whether any was."""
    old = [path for end in ("", "-wal", "-shm") if (path := database.with_name(database.name + end)).exists()]
    if old:
        aside.mkdir(mode=0o700)
    for path in old:
        path.rename(aside / path.name)
    new.rename(database)
    settle(database.parent)
    return bool(old)


def settle(folder: Path) -> None:
    """What was renamed there stays so after a power loss."""
    held = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(held)
    finally:
        os.close(held)


def outdated(folder: Path, stem: str, before: datetime, stamp: str) -> list[Path]:
    """The backups in a folder that were taken before then, by their names."""
    found = []
    for path in sorted(folder.glob(f"{stem}-*")):
        named = path.name.removeprefix(f"{stem}-").partition(".")[0]
        with contextlib.suppress(ValueError):
            if datetime.strptime(named, stamp).replace(tzinfo=before.tzinfo) < before:
                found.append(path)
    return found
