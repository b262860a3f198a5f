"""What is known of an activity beyond what, when and where: kept, counted, and told where it must be."""

from datetime import datetime
from typing import Any, Final, NamedTuple

from sqlalchemy import select, update
from sqlmodel import Session, col

from storage import activities, contacts, occurrences, shift_changes, signups
from storage.activities import TABLE
from storage.models import Activity, Fate, Member, Occurrence, Shift
from storage.shift_changes import ALL_CHANGED, CHANGED

# What a calendar shows of it.
NOTED: Final = frozenset(
    {"title", "place", "description", "material", "accessibility", "how_to_join", "contact_id"}
)  # fmt: skip
# The `lead` of what tells of a new place, where the time stands.
PLACE = "place"


def describe(session: Session, activity: Activity, *, now: datetime, **values: Any) -> set[str]:
    """Keep what is new of these columns; which those are. Counted only where calendars see it; no reminder moves."""
    new = {name: value for name, value in values.items() if value != getattr(activity, name)}
    if not new:
        return set()
    counted = {"sequence": TABLE.c.sequence + 1, "changed_at": now} if NOTED & new.keys() else {}
    session.execute(update(Activity).where(col(Activity.id) == activity.id).values(**new, **counted))
    session.refresh(activity)
    return set(new)


def relocate(session: Session, activity: Activity, *, now: datetime) -> set[int]:
    """It is elsewhere now: whoever is on a shift without a place of its own is told at once, of all theirs in one
    message. Who that is.
    """
    moved = [one for one in shift_changes.of_activity(session, activity) if not one.place and one.ends_at > now]
    coming = [one for one in moved if one.starts_at > now and not has_moved(session, one)]
    together = coming if len(coming) > 1 else []
    for shift in moved:
        if shift not in together:
            announce(session, shift, now)
    if together:
        last, lead = max(one.starts_at for one in together), lead_of_all(session, activity)
        put(session, ALL_CHANGED, activity.id, now, until=last, lead=lead)
    return {one.member_id for shift in moved for one in shift_changes.active(session, shift)}


def has_moved(session: Session, shift: Shift) -> bool:
    """Whether its new time is not told yet: then it is told with it."""
    return any(one.lead != PLACE for one in pending(session, CHANGED, shift.id))


def lead_of_all(session: Session, activity: Activity) -> str:
    """That only the place is new, unless a new time of the whole is not told yet."""
    return PLACE if all(one.lead == PLACE for one in pending(session, ALL_CHANGED, activity.id)) else ""


def pending(session: Session, topic: str, about: int | None) -> list[Occurrence]:
    found = occurrences.about(session, topic=topic, subject=str(about))
    return [one for one in found if one.fate == Fate.PENDING]


class Task(NamedTuple):
    """What one does on a shift, whether it leads, and where it is."""

    role: str
    leads: bool
    place: str


def describe_shift(session: Session, shift: Shift, task: Task, *, now: datetime) -> None:
    """It is that from now on: whoever is on it is told of another place."""
    moved = task.place != shift.place
    shift.role, shift.leads, shift.place = task
    session.add(shift)
    session.flush()
    if moved:
        shift_changes.count(session, shift, now)
        announce(session, shift, now)


def announce(session: Session, shift: Shift, now: datetime) -> None:
    """One word of it all: a new time that is not told yet is told with it."""
    until, lead = (
        shift.starts_at if shift.starts_at > now else shift.ends_at,
        "" if has_moved(session, shift) else PLACE,
    )
    put(session, CHANGED, shift.id, now, until=until, lead=lead)


def put(session: Session, topic: str, about: int | None, now: datetime, *, until: datetime, lead: str) -> None:
    """Have it told at once, instead of what was to be told of the same."""
    occurrences.cancel_subject(session, topic=topic, subject=str(about), now=now)
    key = f"{topic}:{about}:{now.isoformat()}:{lead}"
    is_new = occurrences.put(
        session, key=key, topic=topic, subject=str(about), lead=lead, due_at=now, deliver_until=until
    )
    if is_new is None:
        occurrences.revive(session, key=key, due_at=now, deliver_until=until)


def is_of_place(occurrence: Occurrence) -> bool:
    return occurrence.lead == PLACE


def shut_out(session: Session, activity: Activity, visibility: str) -> int:
    """How many have signed up who would not see it any more if only those saw it."""
    there = select(col(Member.id), col(Member.branch_id)).where(
        col(Member.id).in_(signups.on_activity(session, activity))
    )
    as_it_would_be = Activity(**activity.model_dump() | {"visibility": visibility})
    return sum(
        not activities.may_see(session, as_it_would_be, member_id=member_id, branch_id=branch_id)
        for member_id, branch_id in session.execute(there)
    )


def of_contact(session: Session, member_id: int, *, now: datetime) -> list[Activity]:
    """What somebody is responsible for that is not over, the soonest first."""
    theirs = select(Activity).where(col(Activity.contact_id) == member_id, col(Activity.ends_at) > now)
    coming = theirs.where(col(Activity.cancelled_at).is_(None)).order_by(col(Activity.starts_at), col(Activity.id))
    found = session.execute(coming.execution_options(populate_existing=True)).scalars()
    return [one for one in found if contacts.contact(session, one)]
