"""Who is on a shift and who waits for it, by name: for whoever arranges it, and whoever checks the others in."""

from typing import NamedTuple

from sqlalchemy import select
from sqlmodel import Session, col

from storage.checkin import may_lead
from storage.models import Activity, Member, Place, Shift, Signup
from storage.seats import ACTIVE
from storage.shift_changes import active


class Participant(NamedTuple):
    """Somebody on a shift, or in the line for it, with so many `guests`."""

    ref: str
    name: str
    guests: int
    place: str

    @property
    def waits(self) -> bool:
        return self.place == Place.WAITING


def listed(session: Session, shift_id: int) -> list[Participant]:
    """Those who have a place, then those who wait, each in the order in which they said yes."""
    there = (
        select(col(Member.ref), col(Member.name), col(Signup.guests), col(Signup.place))
        .join(Signup, col(Signup.member_id) == col(Member.id))
        .where(col(Signup.shift_id) == shift_id, col(Signup.place).in_(ACTIVE), col(Member.left_on).is_(None))
        .order_by(col(Signup.place) == Place.WAITING, col(Signup.id))
    )
    return [Participant(*row) for row in session.execute(there)]


def apps(session: Session, activity_id: int) -> dict[int, str]:
    """Where each who has signed up for an activity said so, by member; the latest word counts."""
    there = (
        select(col(Signup.member_id), col(Signup.platform))
        .join(Shift, col(Shift.id) == col(Signup.shift_id))
        .where(col(Shift.activity_id) == activity_id, col(Signup.place).in_(ACTIVE))
        .order_by(col(Signup.said_at), col(Signup.id))
    )
    return {row.member_id: row.platform for row in session.execute(there)}


def not_to_lead(session: Session, shift: Shift, activity: Activity) -> int:
    """How many on it, or in line for it, may not see the others' names, as whoever leads does."""
    there = (session.get_one(Member, one.member_id) for one in active(session, shift))
    may = (may_lead(session, activity, member_id=one.id or 0, branch_id=one.branch_id) for one in there)
    return sum(not each for each in may)
