"""Who is on the shifts of an activity, for a list: by shift, and by name."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import exists, select
from sqlmodel import Session, col

from storage import access
from storage.access import Noted
from storage.checkin import by_name
from storage.models import Activity, Member, Place, Shift, Signup
from storage.seats import ACTIVE


class Attendee(NamedTuple):
    """Somebody on a shift, or in the line for it, with so many `guests`. `came` is None until somebody has said;
    then they were there with `along` of them (None: all).
    """

    shift_id: int
    signup_id: int
    ref: str
    name: str
    guests: int
    place: str
    came: bool | None
    along: int | None


def listed(session: Session, activity: Activity) -> list[Attendee]:
    """Everybody who has a place or waits for one, on shifts that are not called off, by name; not who has left."""
    there = (
        select(
            col(Shift.id), col(Signup.id), col(Member.ref), col(Member.name), col(Signup.guests), col(Signup.place),
            col(Signup.came), col(Signup.along),
        )
        .join(Signup, col(Signup.shift_id) == col(Shift.id))
        .join(Member, col(Member.id) == col(Signup.member_id))
        .where(col(Shift.activity_id) == activity.id, col(Shift.cancelled_at).is_(None))
        .where(col(Signup.place).in_(ACTIVE), col(Member.left_on).is_(None))
    )  # fmt: skip
    return sorted((Attendee(*row) for row in session.execute(there)), key=by_name)


def note(session: Session, taken: Sequence[Attendee], *, actor: str, branch_id: int | None, now: datetime) -> None:
    """Whose name was taken out on a list is noted, once a list."""
    refs = dict.fromkeys(one.ref for one in taken)
    access.note_all(session, (Noted(now, actor, ref, branch_id, "export", "/deltagarlista") for ref in refs))


def with_names(session: Session, since: datetime, until: datetime) -> list[Activity]:
    """What somebody has a place on, is not called off and ends between the two moments, the earliest first."""
    somebody = (
        exists()
        .where(col(Shift.activity_id) == col(Activity.id), col(Shift.cancelled_at).is_(None))
        .where(col(Signup.shift_id) == col(Shift.id), col(Signup.place) == Place.GOING)
    )
    found = (
        select(Activity)
        .where(col(Activity.ends_at) > since, col(Activity.ends_at) <= until, col(Activity.cancelled_at).is_(None))
        .where(somebody)
        .order_by(col(Activity.starts_at), col(Activity.id))
    )
    return list(session.execute(found.execution_options(populate_existing=True)).scalars())
