"""How shifts went: who came and who did not, as counts, and how many flyers were handed out."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import case, extract, func, select
from sqlmodel import Session, col

from storage import shifts
from storage.models import Activity, Place, Result, Shift, Signup


class Count(NamedTuple):
    """People, friends among them. Of whom nobody has said anything is in neither."""

    came: int
    missed: int


class Sum(NamedTuple):
    """So many `shifts` with a result, of a branch (None: the district) in a month."""

    branch_id: int | None
    month: int
    shifts: int
    came: int
    flyers: int


class Total(NamedTuple):
    shifts: int
    came: int
    flyers: int


def count(session: Session, shift_id: int) -> Count:
    """Who was marked as there, and as not there."""
    size = col(Signup.guests) + 1
    came, missed = (func.coalesce(func.sum(case((col(Signup.came).is_(it), size), else_=0)), 0) for it in (True, False))
    going = select(came, missed).where(col(Signup.shift_id) == shift_id, col(Signup.place) == Place.GOING)
    return Count(*map(int, session.execute(going).one()))


def find(session: Session, shift_id: int) -> Result | None:
    mine = select(Result).where(col(Result.shift_id) == shift_id).execution_options(populate_existing=True)
    found: Result | None = session.execute(mine).scalar_one_or_none()
    return found


def hand_in(session: Session, shift: Shift, *, flyers: int, note: str, by: int, now: datetime) -> Result:
    """How it went. A second time it is corrected.

    Who checked the others in has a shift of their own that nobody is asked about: it is counted with this one.
    """
    assert shift.id is not None
    ids = [shift.id, *leading(session, shift)]
    shifts.lock(session, ids)
    result = find(session, shift.id) or Result(shift_id=shift.id, told_at=now)
    result.flyers, result.note, result.told_by, result.told_at = flyers, note, by, now
    session.add(result)
    for other in ids[1:]:
        if find(session, other) is None:
            session.add(Result(shift_id=other, told_by=by, told_at=now))
    session.flush()
    for one in ids:
        recount(session, one)
    return result


def leading(session: Session, shift: Shift) -> list[int]:
    """The other shifts of the same activity that lead, and on which somebody was there."""
    there = (
        select(col(Shift.id))
        .distinct()
        .join(Signup, col(Signup.shift_id) == col(Shift.id))
        .where(col(Shift.activity_id) == shift.activity_id, col(Shift.id) != shift.id, col(Shift.leads).is_(True))
        .where(col(Shift.cancelled_at).is_(None), col(Signup.place) == Place.GOING, col(Signup.came).is_(True))
        .order_by(col(Shift.id))
    )
    return list(session.execute(there).scalars())


def recount(session: Session, shift_id: int) -> None:
    """The counts of a result that is in follow who is marked."""
    result = find(session, shift_id)
    if result is not None:
        result.came, result.missed = count(session, shift_id)
        session.add(result)
        session.flush()


def of_activity(session: Session, activity_id: int) -> Total:
    """All the results of an activity together."""
    mine = select(func.count(), func.sum(col(Result.came)), func.sum(col(Result.flyers)))
    there = mine.join(Shift, col(Shift.id) == col(Result.shift_id)).where(col(Shift.activity_id) == activity_id)
    return Total(*(int(number or 0) for number in session.execute(there).one()))


def thanked(session: Session, activity_id: int) -> dict[int, str]:
    """Who came to a shift of an activity that has a result, each with the app where they said yes."""
    there = (
        select(col(Signup.member_id), col(Signup.platform))
        .join(Shift, col(Shift.id) == col(Signup.shift_id))
        .join(Result, col(Result.shift_id) == col(Shift.id))
        .where(col(Shift.activity_id) == activity_id, col(Shift.cancelled_at).is_(None))
        .where(col(Signup.place) == Place.GOING, col(Signup.came).is_(True))
        .order_by(col(Signup.id))
    )
    return {row.member_id: row.platform for row in session.execute(there)}


def sums(session: Session, year: int, branch_ids: Collection[int] | None = None) -> list[Sum]:
    """By branch and month, in that order; of these branches alone where they are named."""
    month = extract("month", col(Shift.day))
    numbers = func.count(), func.sum(col(Result.came)), func.sum(col(Result.flyers))
    query = (
        select(col(Activity.branch_id), month, *numbers)
        .select_from(Result)
        .join(Shift, col(Shift.id) == col(Result.shift_id))
        .join(Activity, col(Activity.id) == col(Shift.activity_id))
        .where(extract("year", col(Shift.day)) == year)
        .group_by(col(Activity.branch_id), month)
        .order_by(col(Activity.branch_id), month)
    )
    if branch_ids is not None:
        query = query.where(col(Activity.branch_id).in_(branch_ids))
    return [Sum(branch_id, *map(int, rest)) for branch_id, *rest in session.execute(query)]


def total(found: Collection[Sum]) -> Total:
    return Total(*(sum(getattr(one, name) for one in found) for name in Total._fields))
