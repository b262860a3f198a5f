"""The rules of a time zone change now and then: what people meant is an hour on the wall, and that stays."""

from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlmodel import Session

from storage.activities import UNSAID, at, ending
from storage.models import Activity, Shift
from storage.types import table_of

ACTIVITY, SHIFT = table_of(Activity), table_of(Shift)
TIMES = ("id", "day", "starts", "ends", "starts_at", "ends_at")


def keep_hours(session: Session, now: datetime) -> int:
    """Put the moments of all that is to come where its hours are by today's rules; how many were elsewhere.

    Their reminders are planned anew with them.
    """
    shifts = SHIFT.join(ACTIVITY, ACTIVITY.c.id == SHIFT.c.activity_id)
    return sum(keep(session, table, source, now) for table, source in ((ACTIVITY, ACTIVITY), (SHIFT, shifts)))


def keep(session: Session, table: Any, source: Any, now: datetime) -> int:
    columns = [table.c[name] for name in TIMES]
    coming: Any = select(*columns, ACTIVITY.c.zone).select_from(source).where(table.c.starts_at > now)
    moved = 0
    for number, day, starts, ends, starts_at, ends_at, zone in session.connection().execute(coming).all():
        begins = at(day, starts, zone)
        over = ending(day, starts, ends, zone) or begins + UNSAID
        if (begins, over) != (starts_at, ends_at):
            values = {"starts_at": begins, "ends_at": over, "scheduled_for": None}
            session.connection().execute(update(table).where(table.c.id == number).values(**values))
            moved += 1
    return moved
