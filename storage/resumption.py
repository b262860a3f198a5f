"""What was called off is on again: its shifts come back, and whoever knows it otherwise is told."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session, col

from storage import activities, details, occurrences, shift_changes, shifts, told
from storage.models import Activity, Fate, Occurrence, Shift
from storage.shift_changes import ALL_CHANGED, Hours

# The `lead` of what tells that it is on again.
AGAIN = "again"


def resume(session: Session, activity: Activity, *, now: datetime) -> list[Shift]:
    """It is on again, and so are the shifts that were called off with it, which are returned. Nobody is in two places:
    who is on something else by now stays there.
    """
    back = with_it(session, activity)
    activities.change(session, activity, now=now, cancelled_at=None, cancel_reason="")
    session.refresh(activity)
    shift_changes.hold_all(session, back)
    for shift in back:
        shift.cancelled_at, shift.cancel_reason = None, ""
        session.add(shift)
    session.flush()
    same = [(shift, Hours(shift.day, shift.starts, shift.ends)) for shift in back]
    shift_changes.put_all(session, activity, same, now)
    shift_changes.plan_anew(session, back, now)
    occurrences.cancel_subject(session, topic=ALL_CHANGED, subject=str(activity.id), now=now)
    return back


def with_it(session: Session, activity: Activity) -> list[Shift]:
    """The shifts that were called off with all of it."""
    off = (col(Shift.activity_id) == activity.id, col(Shift.cancelled_at) == activity.cancelled_at)
    return list(session.execute(select(Shift).where(*off).order_by(col(Shift.id))).scalars())


def follow(session: Session, activity: Activity, was: Hours) -> None:
    """It has moved from there while it is off, and so have those shifts, but for what took place: nobody is told."""
    for shift in with_it(session, activity):
        if not shifts.took_place(shift, activity):
            shifts.put_at(session, shift, activity, **shift_changes.along(shift, activity, was)._asdict())


def announce(session: Session, activity: Activity, back: Sequence[Shift], *, now: datetime) -> None:
    """Whoever is on one of those and knows it otherwise is told, unless all hear of a new time anyhow."""
    off = newest(occurrences.about(session, topic=ALL_CHANGED, subject=str(activity.id)))
    if back and off is not None and off.fate == Fate.DONE:
        until = max(shift.starts_at for shift in back)
        details.put(session, ALL_CHANGED, activity.id, now, until=until, lead=AGAIN)


def knowing(session: Session, again: Occurrence) -> set[int | None]:
    """Who was told, right before that, that it is off."""
    known = occurrences.about(session, topic=ALL_CHANGED, subject=again.subject)
    off = newest(one for one in known if number(one) < number(again))
    refs = [str(off.id)] if off is not None and off.fate == Fate.DONE else []
    return {one.member_id for one in told.last_tellings(session, topics=[ALL_CHANGED], refs=refs)}


def is_overtaken(session: Session, occurrence: Occurrence, *, topic: str, subject: str) -> bool:
    """Whether what is said since, of that topic and subject, says all of it, or takes it back: that it was off need not
    be heard by who hears that it is on again.
    """
    said = [one for one in occurrences.about(session, topic=topic, subject=subject) if number(one) > number(occurrence)]
    stands = [occurrence]
    for one in sorted(said, key=number):
        if one.fate in {Fate.PENDING, Fate.DONE} and one.lead == AGAIN:
            stands.pop()
        if one.fate in {Fate.PENDING, Fate.DONE} and not one.lead:
            stands.append(one)
        if not stands:
            return True
    return stands[-1] is not occurrence


def newest(known: Iterable[Occurrence]) -> Occurrence | None:
    """The last that tells of a new time, or that it is off."""
    return max((one for one in known if not one.lead), key=number, default=None)


def number(one: Occurrence) -> int:
    return one.id or 0
