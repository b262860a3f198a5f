"""A meeting of a branch that comes back, for tests of what is made and changed of it."""

from datetime import UTC, date, datetime, time

from sqlmodel import Session, select

from storage import activities, series, series_changes
from storage.models import Activity, Branch, Series

ZONE = "Europe/Stockholm"
TODAY = date(2027, 2, 8)
NOW = datetime(2027, 2, 8, 8, tzinfo=UTC)
MONDAY = date(2027, 2, 15)
WEEKLY, MONTHLY = "FREQ=WEEKLY;BYDAY=MO", "FREQ=MONTHLY;BYMONTHDAY=15"
NO_SUMMER = f"{MONTHLY};BYMONTH=1,2,3,4,5,9,10,11,12"


def new_branch(session: Session) -> int:
    session.add(branch := Branch(name="Norrby", town="Norrby"))
    session.flush()
    return branch.id


def plan_first(session: Session, branch_id: int) -> Activity:
    return activities.plan(
        session, key="first", kind="meeting", title="Möte", day=MONDAY, starts=time(18), ends=time(20), zone=ZONE,
        place="Torget", branch_id=branch_id, accessibility="Ramp", description="Vi ses", material="Penna",
    )  # fmt: skip


def begin(session: Session, first: Activity, rule: str = NO_SUMMER, exceptions: str = "", key: str = "k") -> Series:
    found = series.draft(session, first, key=key, rule=rule, exceptions=exceptions, first=first.day)
    series.begin(session, found, first, today=TODAY)
    return found


def rows(session: Session, *, on: bool = False) -> list[Activity]:
    there = select(Activity).order_by(Activity.starts_at).execution_options(populate_existing=True)
    return [row for row in session.exec(there) if not on or row.cancelled_at is None]


def days(session: Session, *, on: bool = True) -> list[str]:
    return [f"{row.day:%m-%d}" for row in rows(session, on=on)]


def replace(
    session: Session, old: Series, activity: Activity, rule: str, day: date, *, starts: int = 18, moves: bool = True
) -> series_changes.Changed:
    new = series.draft(session, activity, key=f"new{rule}{day}{starts}", rule=rule, exceptions="", first=day)
    new.starts, new.ends = time(starts), time(starts + 2)
    return series_changes.replace(session, old, new, activity, moves=moves, now=NOW, today=TODAY)
