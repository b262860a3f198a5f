"""How shifts went: who came and who did not, as counts, and how many flyers were handed out."""

from collections.abc import Collection
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, case, extract, func, literal, or_, select
from sqlmodel import Session, col

from storage import shifts
from storage.models import Activity, Place, Result, Shift, Signup


class Count(NamedTuple):
    """People, friends among them. Of whom nobody has said anything is in neither."""

    came: int
    missed: int


class Owner(NamedTuple):
    """Whose results they are: a branch's, a network's, or, without either, the district's."""

    branch_id: int | None = None
    network_id: int | None = None


# What a network does is the network's, whoever else it is done with.
OWNER = case((col(Activity.network_id).is_(None), col(Activity.branch_id))).label("branch"), col(Activity.network_id)


class Sum(NamedTuple):
    """So many `shifts` with a result, of that owner in a month."""

    owner: Owner
    month: int
    shifts: int
    came: int
    flyers: int


class Note(NamedTuple):
    """A line on how a shift that day went."""

    owner: Owner
    day: date
    note: str


class Total(NamedTuple):
    shifts: int
    came: int
    flyers: int


def count(session: Session, shift_id: int) -> Count:
    """Who was marked as there, or came without a sign-up, and who was marked as not there."""
    all_of_them = col(Signup.guests) + 1
    there = case((col(Signup.came).is_(True), func.coalesce(col(Signup.along), col(Signup.guests)) + 1), else_=0)
    numbers = (func.coalesce(func.sum(it), 0) for it in (there, all_of_them - there))
    said = select(*numbers).where(col(Signup.shift_id) == shift_id, col(Signup.place) == Place.GOING)
    came, missed = session.execute(said.where(col(Signup.came).is_not(None))).one()
    walk_ins = session.execute(select(col(Shift.walk_ins)).where(col(Shift.id) == shift_id)).scalar_one()
    return Count(int(came) + walk_ins, int(missed))


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
        .where(shifts.HELD, col(Signup.place) == Place.GOING, col(Signup.came).is_(True))
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
    """Who came to a shift of an activity, each with the app where they said yes."""
    there = (
        select(col(Signup.member_id), col(Signup.platform))
        .join(Shift, col(Shift.id) == col(Signup.shift_id))
        .where(col(Shift.activity_id) == activity_id, shifts.HELD)
        .where(col(Signup.place) == Place.GOING, col(Signup.came).is_(True))
        .order_by(col(Signup.id))
    )
    return {row.member_id: row.platform for row in session.execute(there)}


def sums(session: Session, year: int, owners: Collection[Owner]) -> list[Sum]:
    """By owner and month, in that order."""
    month = extract("month", col(Shift.day))
    numbers = func.count(), func.sum(col(Result.came)), func.sum(col(Result.flyers))
    query = (
        select(*OWNER, month, *numbers)
        .select_from(Result)
        .join(Shift, col(Shift.id) == col(Result.shift_id))
        .join(Activity, col(Activity.id) == col(Shift.activity_id))
        .where(extract("year", col(Shift.day)) == year, are_of(owners))
        .group_by(*OWNER, month)
        .order_by(*OWNER, month)
    )
    return [Sum(Owner(*row[:2]), *map(int, row[2:])) for row in session.execute(query)]


def notes(session: Session, year: int, owners: Collection[Owner], *, limit: int) -> list[Note]:
    """The lines on how it went, the latest first."""
    query = (
        select(*OWNER, col(Shift.day), col(Result.note))
        .select_from(Result)
        .join(Shift, col(Shift.id) == col(Result.shift_id))
        .join(Activity, col(Activity.id) == col(Shift.activity_id))
        .where(extract("year", col(Shift.day)) == year, are_of(owners), col(Result.note) != "")
        .order_by(col(Shift.starts_at).desc(), col(Shift.id).desc())
        .limit(limit)
    )
    return [Note(Owner(*row[:2]), *row[2:]) for row in session.execute(query)]


def are_of(owners: Collection[Owner]) -> ColumnElement[bool]:
    branches = [one.branch_id for one in owners if one.branch_id is not None]
    networks = [one.network_id for one in owners if one.network_id is not None]
    district = and_(col(Activity.branch_id).is_(None), literal(Owner() in owners))
    own = and_(col(Activity.network_id).is_(None), or_(col(Activity.branch_id).in_(branches), district))
    return or_(own, col(Activity.network_id).in_(networks))


def total(found: Collection[Sum]) -> Total:
    return Total(*(sum(getattr(one, name) for one in found) for name in Total._fields))
