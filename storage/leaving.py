"""Whoever left, or sees it no more, is on nothing that is to come: their place goes on, and where it is stays there."""

from collections.abc import Collection, Iterable
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import Select, and_, exists, or_, select
from sqlmodel import Session, col

from storage import needs, shifts
from storage.models import Activity, Member, Need, NetworkMember, Place, Shift, Signup, Visibility
from storage.seats import end
from storage.waiting import SHUT_OUT, promote, tell

JOINED = exists().where(
    col(NetworkMember.network_id) == col(Activity.network_id), col(NetworkMember.member_id) == col(Member.id)
)
# Whom an activity is not for, now: as `activities.may_see` has it for one.
HIDDEN = or_(
    col(Member.left_on).is_not(None),
    and_(
        col(Activity.visibility) == Visibility.BRANCH,
        col(Member.branch_id).is_distinct_from(col(Activity.branch_id)),
    ),
    and_(col(Activity.visibility) == Visibility.NETWORK, ~JOINED),
)
STANDING = (
    select(Signup)
    .join(Shift, col(Shift.id) == col(Signup.shift_id))
    .join(Activity, col(Activity.id) == col(Shift.activity_id))
    .join(Member, col(Member.id) == col(Signup.member_id))
    .where(col(Signup.ended_at).is_(None), col(Shift.cancelled_at).is_(None), col(Activity.cancelled_at).is_(None))
    .order_by(col(Signup.shift_id), col(Signup.id))
    .execution_options(populate_existing=True)
)


def seeing(session: Session, activity: Activity, member_ids: Collection[int]) -> set[int]:
    """Those of them who may see it now."""
    theirs = select(col(Member.id)).where(col(Member.id).in_(member_ids), col(Activity.id) == activity.id, ~HIDDEN)
    return set(session.execute(theirs).scalars())


def take_off(session: Session, now: datetime) -> list[Signup]:
    """Whoever may not see any more what they are signed up for does not stand there, and is told so; who that was."""
    return take(session, STANDING.where(col(Shift.starts_at) > now, HIDDEN), now)


def leave(session: Session, member_ids: Collection[int], now: datetime) -> None:
    """They have left the party: what they were to come to goes on without them, and what they needed is forgotten."""
    take(session, STANDING.where(col(Shift.starts_at) > now, col(Signup.member_id).in_(member_ids)), now)
    theirs = (
        select(Need)
        .join(Activity, col(Activity.id) == col(Need.activity_id))
        .where(col(Need.member_id).in_(member_ids), col(Activity.ends_at) > now)
    )
    needs.drop(session, list(session.execute(theirs.order_by(col(Need.id))).scalars()), now)


def take(session: Session, which: Select[Any], now: datetime) -> list[Signup]:
    """All of a shift first, and then it is offered on: else one of them would be offered the other's place."""
    found = list(session.execute(which).scalars())
    for number, gone in groupby(found, lambda signup: signup.shift_id):
        (shift,) = shifts.lock(session, [number])
        end_all(session, shift, gone, now)
        promote(session, shift, now)
    return found


def end_all(session: Session, shift: Shift, gone: Iterable[Signup], now: datetime) -> None:
    for signup in gone:
        session.refresh(signup)
        if signup.ended_at is None and signup.shift_id == shift.id:
            end(session, signup, Place.CANCELLED, now)
            tell(session, SHUT_OUT, signup, due_at=now, until=shift.starts_at)
