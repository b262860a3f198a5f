"""What is changed about something that comes back, from one of its activities on: "this and following"."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from itertools import takewhile
from typing import NamedTuple

from sqlmodel import Session, col, select

from storage import activities, patterns, rhythm, series, shift_changes
from storage.models import Activity, Series
from storage.shift_changes import Followed, Hours

# So far from where it would be a day may be that is the same one's: the second Tuesday is up to a week before or after
# the second Monday. Of what is weekly there is one each week.
REACH = {rhythm.Every.WEEK: 3, rhythm.Every.OTHER_WEEK: 6}
FARTHEST = 14


class Changed(NamedTuple):
    """What became of those that were there: on the new days, and on none of them any more; and of the shifts of each
    that moved.
    """

    kept: list[Activity]
    dropped: list[Activity]
    followed: tuple[Followed, ...] = ()


def stop(session: Session, activity: Activity, *, whole: bool, now: datetime) -> list[Activity]:
    """It does not come back after this one; `whole`, this one is not either. Those that are to be called off."""
    found = series.of(session, activity, now=now)
    assert activity.series_day is not None
    if found is None:
        return [activity] if whole else []
    since = activity.series_day + timedelta(days=not whole)
    end(session, found, before=since, now=now)
    return series.coming(session, found, since=since, now=now)


def end(session: Session, old: Series, *, before: date, now: datetime) -> None:
    """The rule gives no more days from then on: it ends with its last one before."""
    old = series.lock(session, old)
    last = max(takewhile(lambda day: day < before, series.days(old)), default=before - series.DAY)
    old.rule, old.ended_at = rhythm.until(old.rule, last), now
    session.add(old)
    session.flush()


def replace(
    session: Session, old: Series, new: Series, activity: Activity, *, moves: bool, now: datetime, today: date
) -> Changed:
    """From this one on the new series takes the old one's place; `moves`: this one is moved with it.

    What the new rule has as well goes along, to its hours. What somebody moved by itself stays where it was put; what
    the rule has not is to be called off by whoever asked.
    """
    new = series.lock(session, new)
    if new.made_until is not None:
        return Changed([], [])
    assert activity.series_day is not None
    rows = rows_from(session, old, activity.series_day)
    placed = place(rows, new, activity, horizon=today + series.AHEAD)
    new.made_until = new.first_day
    end(session, old, before=activity.series_day, now=now)
    patterns.carry(session, old, new)
    followed: list[Followed] = []
    for row, day in placed:
        stays = is_alone(row, old) and not (moves and row.id == activity.id)
        row.series_id, row.series_day = new.id, day
        session.add(row)
        session.flush()
        if not stays and is_on(row, now):
            followed += put_on(session, row, new, day, now=now)
    series.extend(session, new, today=today)
    there = {row.id for row, _ in placed}
    off = [row for row in rows if row.id not in there and is_on(row, now)]
    return Changed([row for row, _ in placed], off, tuple(followed))


def dropped(
    session: Session, old: Series, new: Series, activity: Activity, *, now: datetime, today: date
) -> list[Activity]:
    """Those that `replace` would leave to be called off."""
    assert activity.series_day is not None
    rows = rows_from(session, old, activity.series_day)
    there = {row.id for row, _ in place(rows, new, activity, horizon=today + series.AHEAD)}
    return [row for row in rows if row.id not in there and is_on(row, now)]


def call_off(session: Session, off: Iterable[Activity], *, reason: str, now: datetime) -> None:
    """They do not happen, and neither do their shifts: whoever is on one is told, as of any other."""
    for one in off:
        activities.cancel(session, one, reason=reason, now=now)
        shift_changes.cancel_all(session, one, reason=reason, now=now)
        session.refresh(one)


def is_alone(row: Activity, old: Series) -> bool:
    """Whether somebody moved it by itself."""
    return (row.day, row.starts, row.ends) != (row.series_day, old.starts, old.ends)


def is_on(row: Activity, now: datetime) -> bool:
    return row.cancelled_at is None and row.ends_at > now


def rows_from(session: Session, old: Series, since: date) -> list[Activity]:
    """All from that day of the rule on, also those that were called off: they are not made anew."""
    mine = select(Activity).where(Activity.series_id == old.id, col(Activity.series_day) >= since)
    ordered = mine.order_by(col(Activity.series_day)).execution_options(populate_existing=True)
    return list(session.exec(ordered))


def place(rows: Sequence[Activity], new: Series, activity: Activity, *, horizon: date) -> list[tuple[Activity, date]]:
    """Which of the new days each is on: the one asked about on the first, the others as far from it as they were."""
    assert activity.series_day is not None
    by = new.first_day - activity.series_day
    reach = reach_of(new) if by else 0
    last = horizon + FARTHEST * series.DAY
    free = set(takewhile(lambda day: day <= last, series.days(new))) - {new.first_day}
    found = []
    for row in rows:
        if row.id == activity.id:
            found.append((row, new.first_day))
        elif (day := nearest(row.series_day, by, reach, free)) is not None:
            free.discard(day)
            found.append((row, day))
    return found


def reach_of(new: Series) -> int:
    found = rhythm.read(new.rule, new.exceptions)
    return REACH.get(found.every, FARTHEST) if found else FARTHEST


def nearest(was: date | None, by: timedelta, reach: int, free: Iterable[date]) -> date | None:
    """The day that is nearest to where it would be, if it is near enough."""
    assert was is not None
    near = {abs((day - was - by).days): day for day in sorted(free, reverse=True)}
    return near[min(near)] if near and min(near) <= reach else None


def put_on(session: Session, row: Activity, new: Series, day: date, *, now: datetime) -> list[Followed]:
    """At the new series' hours on that day, and its shifts with it; nothing, where it was there."""
    was = Hours(row.day, row.starts, row.ends)
    if was == (day, new.starts, new.ends):
        return []
    activities.move(session, row, day=day, starts=new.starts, ends=new.ends, now=now)
    session.refresh(row)
    return [shift_changes.follow(session, row, was, now=now)]
