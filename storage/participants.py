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
        .where(col(Signup.shift_id) == shift_id, col(Signup.place).in_(ACTIVE))
        .order_by(col(Signup.place) == Place.WAITING, col(Signup.id))
    )
    return [Participant(*row) for row in session.execute(there)]


def not_to_lead(session: Session, shift: Shift, activity: Activity) -> int:
    """How many on it, or in line for it, may not see the others' names, as whoever leads does."""
    there = (session.get_one(Member, one.member_id) for one in active(session, shift))
    return sum(not may_lead(activity, member.branch_id) for member in there)
