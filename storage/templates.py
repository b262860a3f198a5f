"""What one activity hands on to another: what it is, and its shifts, as long before and after its start as there."""

from datetime import date, datetime, time, timedelta
from typing import Any, Protocol

from sqlmodel import Session, col, select

from storage import shifts
from storage.activities import plan
from storage.models import Activity, Member, Series, Shift

COLUMNS = (
    "kind", "title", "branch_id", "network_id", "starts", "ends", "zone", "place", "accessibility", "how_to_join",
    "description", "material", "visibility", "contact_id", "poster_id",
)  # fmt: skip


class Timed(Protocol):
    """What is from one time on the wall to another."""

    @property
    def starts(self) -> time: ...
    @property
    def ends(self) -> time | None: ...


def columns_of(row: Activity | Series) -> dict[str, Any]:
    return {name: getattr(row, name) for name in COLUMNS}


def make(session: Session, like: Activity, *, key: str, day: date, **other: Any) -> Activity:
    """An activity like that one on another day, with its shifts. `other` is what differs; the same key is one row."""
    made, is_new = plan_like(session, like, key=key, day=day, **other)
    if is_new:
        hand_on_shifts(session, like, made)
    return made


def plan_like(session: Session, like: Activity, *, key: str, day: date, **other: Any) -> tuple[Activity, bool]:
    """The same without shifts, and whether it was not there before."""
    columns = columns_of(like) | {"serves": like.serves} | other
    columns["contact_id"] = still_here(session, columns["contact_id"])
    known = session.exec(select(Activity).where(Activity.key == key)).first()
    if known is not None:
        return known, False
    return plan(session, key=key, day=day, **columns), True


def still_here(session: Session, member_id: int | None) -> int | None:
    """Who is responsible, unless they have left."""
    member = session.get(Member, member_id) if member_id is not None else None
    return member_id if member is not None and member.left_on is None else None


def hand_on_shifts(session: Session, like: Activity, made: Activity) -> None:
    """Its shifts, without the people."""
    for shift in handed_on(session, like):
        hand_on(session, shift, like, made)


def handed_on(session: Session, like: Activity) -> list[Shift]:
    """Those that another one like it has too. Those that it was called off with as a whole are its shifts all the
    same.
    """
    kept = {None, like.cancelled_at}
    return [one for one in shifts_of(session, like) if one.cancelled_at in kept and not is_whole(one, like)]


def hand_on(session: Session, shift: Shift, like: Activity, made: Activity) -> Shift:
    """A shift of one is a shift of the other too."""
    days, starts, ends = hours_at(shift, like=like.starts, other=made.starts)
    day = made.day + (shift.day - like.day) + timedelta(days=days)
    return shifts.add(
        session, made, day=day, starts=starts, ends=ends, role=shift.role, leads=shift.leads, place=shift.place,
        minimum=shift.minimum, capacity=shift.capacity,
    )  # fmt: skip


def shifts_of(session: Session, activity: Activity) -> list[Shift]:
    mine = select(Shift).where(Shift.activity_id == activity.id).order_by(col(Shift.starts_at), col(Shift.id))
    return list(session.exec(mine))


def is_whole(shift: Shift, activity: Activity) -> bool:
    """Whether it is the one that an activity without parts gets when somebody signs up."""
    hours = (shift.starts, shift.ends) == (activity.starts, activity.ends)
    return hours and not (shift.role or shift.place or shift.leads or shift.minimum or shift.capacity)


def hours_at(shift: Timed, *, like: time, other: time) -> tuple[int, time, time | None]:
    """The shift's hours, as long before or after the other start as they are before or after this one; and how many
    days later they then are.
    """
    later = by(like, other)
    begins = datetime.combine(SOME_DAY, shift.starts) + later
    ends = (datetime.combine(SOME_DAY, shift.ends) + later).time() if shift.ends else None
    return (begins.date() - SOME_DAY).days, begins.time(), ends


def by(before: time, after: time) -> timedelta:
    """How much later one wall time is than another."""
    return datetime.combine(SOME_DAY, after) - datetime.combine(SOME_DAY, before)


SOME_DAY = date(2000, 1, 3)
