"""What is changed of one that comes back and of all after it: those that are there, and what is made later."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple
from zlib import crc32

from sqlmodel import Session

from storage import details, patterns, series, shifts, signups, templates
from storage.models import Activity, Series, Shift


class Done(NamedTuple):
    """What is new, who is told of the place, who of them has a place on it, and how many after it are changed too."""

    changed: set[str]
    told: set[int]
    placed: set[int]
    later: int


def version(found: Series) -> str:
    """Names what the series' activities begin as: something else when that is changed."""
    return f"{crc32(repr(templates.columns_of(found)).encode()):08x}"


def as_all(activity: Activity, found: Series) -> Activity:
    """The activity with what all of them have, besides the time; kept nowhere."""
    common = {name: value for name, value in templates.columns_of(found).items() if name not in {"starts", "ends"}}
    return Activity(**activity.model_dump() | common)


def later(session: Session, activity: Activity, found: Series, *, now: datetime) -> list[Activity]:
    """Those that come after it."""
    assert activity.series_day is not None
    return series.coming(session, found, since=activity.series_day + series.DAY, now=now)


def describe(session: Session, activity: Activity, found: Series | None, *, now: datetime, **values: Any) -> Done:
    """Keep what is new of these columns, of that one and of those after it that have what all have. Without a series
    of that one alone.
    """
    if found is None:
        return tell_of(session, activity, details.describe(session, activity, now=now, **values), now=now)
    found = series.lock(session, found)
    before = templates.columns_of(found)
    new = {name: value for name, value in values.items() if value != before[name]}
    done = [describe(session, activity, None, now=now, **new)]
    after = later(session, activity, found, now=now) if new else []
    done += [describe(session, row, None, now=now, **like_all(row, before, new)) for row in after]
    for name, value in new.items():
        setattr(found, name, value)
    session.add(found)
    session.flush()
    told = {who for one in done for who in one.told}
    placed = {who for one in done for who in one.placed}
    return Done(set(new), told, placed, sum(bool(one.changed) for one in done[1:]))


def tell_of(session: Session, activity: Activity, changed: set[str], *, now: datetime) -> Done:
    told = details.relocate(session, activity, now=now) if "place" in changed else set()
    return Done(changed, told, told & signups.with_place(session, activity), 0)


def link(session: Session, activity: Activity, found: Series | None, passage_id: int | None, *, now: datetime) -> int:
    """What of the plan it carries out (None: nothing), and of those after it that carried out the same, or nothing yet;
    without a series of that one alone. How many after it.
    """
    old = {activity.serves, None}
    details.describe(session, activity, now=now, serves=passage_id)
    if found is None:
        return 0
    found = series.lock(session, found)
    after = [row for row in later(session, activity, found, now=now) if row.serves in old]
    return sum(bool(details.describe(session, row, now=now, serves=passage_id)) for row in after)


def like_all(row: Activity, before: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    """What is new for one of them: what was changed of it alone stays so."""
    return {name: value for name, value in new.items() if getattr(row, name) == before[name]}


def shut_out(session: Session, activity: Activity, found: Series | None, visibility: str, *, now: datetime) -> int:
    """How many have signed up, for it or one after it, who would not see that any more if only those saw it."""
    n = details.shut_out(session, activity, visibility)
    if found is None or visibility == found.visibility:
        return n
    there = [row for row in later(session, activity, found, now=now) if row.visibility == found.visibility]
    return n + sum(details.shut_out(session, row, visibility) for row in there)


def add_shift(
    session: Session, shift: Shift, activity: Activity, found: Series, *, most: int, now: datetime
) -> list[tuple[Shift, Activity]]:
    """A shift of one is one of all after it, and of what is made later. It in each of them that has room for it."""
    patterns.keep(session, found, shift, activity)
    there = later(session, activity, found, now=now)
    kept = [row for row in there if row.id is not None and shifts.count(session, row.id) < most]
    return [(templates.hand_on(session, shift, activity, row), row) for row in kept]
