"""Reminders that people have asked for: a hundred due at one moment, and more that are spread over a year."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import insert

from benchmarks.district import ZONE, add_people
from benchmarks.people import KNOWN, word
from benchmarks.platforms import Arrival
from storage import own, schema
from storage.database import Database, open_database
from storage.models import Branch, Fate, Occurrence, OwnReminder, Repeat
from storage.types import table_of

YEAR, FIRST = timedelta(days=365), timedelta(hours=1)
WALL = time(18)
# Reminders with these numbers are the hundred.
HUNDRED = range(1, KNOWN + 1)
WORD = re.compile(r"påminnelse (\d{6})\.")


def make(path: Path) -> Database:
    """People who have an account, and nothing to come yet."""
    database = open_database(f"sqlite:///{path}")
    schema.upgrade(database)
    with database.begin() as session:
        branch = Branch(name="Norrby", town="Norrby")
        session.add(branch)
        session.flush()
        add_people(session, [branch.id or 0], KNOWN)
    return database


def open_or_make(path: Path) -> Database:
    return open_database(f"sqlite:///{path}") if path.exists() else make(path)


def spread(now: datetime, pending: int) -> list[datetime]:
    return [now + FIRST + (YEAR - FIRST) * (n / pending) for n in range(pending)]


def put(database: Database, moments: Sequence[datetime], *, first: int, topic: str = own.OWN) -> None:
    """As /paminn-mig writes them, only many in one go."""
    rows = [rows_of(number, moment, topic) for number, moment in enumerate(moments, first)]
    with database.begin() as session:
        connection = session.connection()
        connection.execute(insert(table_of(OwnReminder)), [reminder for reminder, _ in rows])
        connection.execute(insert(table_of(Occurrence)), [occurrence for _, occurrence in rows])


def rows_of(number: int, moment: datetime, topic: str) -> tuple[dict[str, Any], dict[str, Any]]:
    day, member = moment.astimezone(ZoneInfo(ZONE)).date(), (number - 1) % KNOWN + 1
    reminder = {
        "id": number, "key": f"bench:{number}", "member_id": member, "what": word(number), "day": day, "wall": WALL,
        "zone": ZONE, "repeat": Repeat.NEVER, "deadline": topic == own.DEADLINE, "created_at": moment,
    }  # fmt: skip
    occurrence = {
        "key": f"{topic}:{number}:{day}:", "topic": topic, "subject": str(number), "lead": "", "member_id": member,
        "due_at": moment, "fate": Fate.PENDING, "audience": 0,
    }  # fmt: skip
    return reminder, occurrence


def copies(arrivals: Iterable[Arrival]) -> Counter[int]:
    """How often each reminder has come."""
    found = (WORD.search(arrival.letter.text) for arrival in arrivals)
    return Counter(int(match[1]) for match in found if match)
