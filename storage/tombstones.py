"""Who was forgotten for good, in a file beside the database too: a restored backup must not know them again."""

import hashlib
import os
from datetime import datetime
from pathlib import Path

from sqlalchemy import select
from sqlmodel import Session, col

from storage import witness
from storage.database import Database
from storage.models import Member, Tombstone

MODE = 0o600


def path_for(database: Database) -> Path:
    """Where the witness's file is, too."""
    return witness.path_for(database).with_suffix(".forgotten")


def digest_of(ref: str) -> str:
    """What is kept of a member's ref. It has 128 random bits, so a plain hash cannot be guessed back."""
    return hashlib.sha256(ref.encode()).hexdigest()


def bury(session: Session, ref: str, now: datetime) -> None:
    session.merge(Tombstone(digest=digest_of(ref), at=now))


def newest(session: Session) -> datetime | None:
    """When somebody was forgotten last."""
    at: datetime | None = session.execute(
        select(col(Tombstone.at)).order_by(col(Tombstone.at).desc()).limit(1)
    ).scalar_one_or_none()
    return at


def write(session: Session, path: Path) -> int:
    """Add to the file what it has not yet; how many. It is on the disk when this returns."""
    known = read(path)
    missing = sorted(set(session.execute(select(col(Tombstone.digest))).scalars()) - known)
    if missing:
        append(path, missing)
    return len(missing)


def append(path: Path, digests: list[str]) -> None:
    """Written at the end, never anew: what stands there stays, whatever happens meanwhile."""
    path.parent.mkdir(parents=True, exist_ok=True)
    file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, MODE)
    try:
        # A line that was cut off by a full disk must not swallow the next one.
        os.write(file, "".join(f"\n{digest}" for digest in digests).encode("ascii") + b"\n")
        os.fsync(file)
    finally:
        os.close(file)


def read(path: Path) -> set[str]:
    """The digests in the file; none where there is no file."""
    try:
        return set(path.read_text("ascii", errors="replace").split())
    except FileNotFoundError:
        return set()


def risen(session: Session, path: Path) -> list[int]:
    """The members who were forgotten and are here again, because an older database was restored."""
    buried = read(path) | set(session.execute(select(col(Tombstone.digest))).scalars())
    if not buried:
        return []
    found = session.execute(select(col(Member.id), col(Member.ref)))
    return [member_id for member_id, ref in found if digest_of(ref) in buried]
