"""A shift of something that comes back, and the same one of what comes later: changed together."""

from collections.abc import Iterable, Mapping
from datetime import datetime, time, timedelta
from typing import Any, NamedTuple, TypeVar

from sqlmodel import Session, col, select

from storage import details, following, patterns, seats, shift_changes, shifts, templates
from storage.details import Task
from storage.models import Activity, Series, SeriesShift, Shift, Signup
from storage.seats import RefusedError
from storage.shift_changes import Hours

One = TypeVar("One", Shift, SeriesShift)


class Alike(NamedTuple):
    """The same shift among those that all begin with, and of each that comes later."""

    patterns: list[SeriesShift]
    later: list[tuple[Shift, Activity]]


ALONE = Alike([], [])


def find(session: Session, shift: Shift, activity: Activity, found: Series, *, now: datetime) -> Alike:
    """Those at the same hours and place, where one does the same. Of several such the one that comes as early."""
    if templates.is_whole(shift, activity):
        return ALONE  # made for whoever says yes first: the others may have none yet
    later = following.later(session, activity, found, now=now)
    there = by_activity(session, [activity, *later])
    number = [one.id for one in same(there[activity.id], activity, shift, activity)].index(shift.id)
    rows = [(same(there.get(row.id, []), row, shift, activity), row) for row in later]
    begun = [one for one in patterns.of(session, found) if is_pattern(one, shift, activity, found)]
    return Alike(
        leading_as(begun, shift)[number : number + 1],
        [(ones[number], row) for ones, row in rows if len(ones) > number],
    )


def by_activity(session: Session, rows: Iterable[Activity]) -> dict[int | None, list[Shift]]:
    """Their shifts that are not called off."""
    there = select(Shift).where(col(Shift.activity_id).in_([row.id for row in rows]), col(Shift.cancelled_at).is_(None))
    found: dict[int | None, list[Shift]] = {}
    for shift in session.exec(there.order_by(col(Shift.id)).execution_options(populate_existing=True)):
        found.setdefault(shift.activity_id, []).append(shift)
    return found


def is_pattern(one: SeriesShift, shift: Shift, activity: Activity, found: Series) -> bool:
    what = one.role, one.place, one.apart, one.starts, one.ends
    return what == (shift.role, shift.place, *hours_in(shift, activity, found.starts))


def same(there: Iterable[Shift], row: Activity, shift: Shift, activity: Activity) -> list[Shift]:
    """Those of an activity that are like one of another."""
    wanted = shift.role, shift.place, *hours_in(shift, activity, row.starts)
    return leading_as(
        [one for one in there if (one.role, one.place, (one.day - row.day).days, one.starts, one.ends) == wanted], shift
    )


def leading_as(found: list[One], shift: Shift) -> list[One]:
    """Whoever leads and the others may be at the same hours: the one is not taken for the other."""
    return [one for one in found if one.leads == shift.leads] or found


def hours_in(shift: Shift | Hours, activity: Activity, start: time) -> tuple[int, time, time | None]:
    """As long before or after another start as there: how many days apart, from when, to when."""
    days, starts, ends = templates.hours_at(shift, like=activity.starts, other=start)
    return (shift.day - activity.day).days + days, starts, ends


class Changes(NamedTuple):
    """What is new of what all have, and what of that each later one gets."""

    new: dict[str, Any]
    later: list[tuple[Shift, dict[str, Any]]]


def begins_as(alike: Alike, shift: Shift) -> SeriesShift | Shift:
    """What all have: it is that which is changed."""
    return alike.patterns[0] if alike.patterns else shift


def changes(alike: Alike, shift: Shift, said: Mapping[str, Any]) -> Changes:
    """What was changed of one alone stays so."""
    all_of_them = begins_as(alike, shift)
    old = {name: getattr(all_of_them, name) for name in said}
    new = {name: value for name, value in said.items() if value != old[name]}
    each = [(one, {name: new[name] for name in new if getattr(one, name) == old[name]}) for one, _ in alike.later]
    return Changes(new, [(one, mine) for one, mine in each if mine])


def describe(session: Session, alike: Alike, found: Changes, *, now: datetime) -> None:
    """What one does there, whether it leads, and where it is."""
    put_all(session, alike, **found.new)
    for shift, mine in found.later:
        as_it_is = {name: getattr(shift, name) for name in Task._fields}
        details.describe_shift(session, shift, Task(**as_it_is | mine), now=now)


def put_all(session: Session, alike: Alike, **values: Any) -> None:
    for one in alike.patterns:
        for name, value in values.items():
            setattr(one, name, value)
        session.add(one)
    session.flush()


def check_room(session: Session, found: Changes) -> None:
    """Whether each holds those that have a place.

    Raises:
        RefusedError: one does not.

    """
    shifts.lock(session, [shift.id for shift, _ in found.later if shift.id is not None])
    for shift, mine in found.later:
        held, room = seats.taken(session, shift.id or 0), mine.get("capacity", shift.capacity)
        if room is not None and held > room:
            raise RefusedError("full", shift, held)


def resize(session: Session, alike: Alike, found: Changes, *, now: datetime) -> list[Signup]:
    """Who waited and is more than that, and waits no more."""
    put_all(session, alike, **found.new)
    gone: list[Signup] = []
    for shift, mine in found.later:
        needed, room = mine.get("minimum", shift.minimum), mine.get("capacity", shift.capacity)
        fits = needed if room is None else min(needed, room)
        gone += shift_changes.resize(session, shift, minimum=fits, capacity=room, now=now)
    return gone


def move(
    session: Session, alike: Alike, activity: Activity, hours: Hours, found: Series, *, now: datetime
) -> list[Signup]:
    """Each as long before or after its own start as that one is; the sign-ups that end because of it."""
    apart, starts, ends = hours_in(hours, activity, found.starts)
    put_all(session, alike, apart=apart, starts=starts, ends=ends)
    shift_changes.hold_all(session, [shift for shift, _ in alike.later])
    torn: list[Signup] = []
    for shift, row in alike.later:
        apart, starts, ends = hours_in(hours, activity, row.starts)
        day = row.day + timedelta(days=apart)
        torn += shift_changes.move(session, shift, row, day=day, starts=starts, ends=ends, now=now)
    return torn


def cancel(session: Session, alike: Alike, *, reason: str, now: datetime) -> None:
    """What is made later has it no more either."""
    for one in alike.patterns:
        session.delete(one)
    for shift, _ in alike.later:
        shift_changes.cancel(session, shift, reason=reason, now=now)
