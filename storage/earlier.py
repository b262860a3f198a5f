"""What was arranged before, so that it can be arranged again."""

from collections.abc import Collection
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, exists, or_
from sqlmodel import Session, col, select

from storage import occasions
from storage.activities import TABLE
from storage.models import Activity, Branch, ChainAnswer, Occasion

# Plans for this time of the year begin with what was then: a year ago, and a little before.
YEAR = timedelta(days=371)
LATER = TABLE.alias("later")


def arranged(
    session: Session, branch_ids: Collection[int | None], *, now: datetime, skip: int = 0, limit: int = 6
) -> list[Activity]:
    """What these branches (None: the district) arranged, from a year ago on, then what was before that, the newest
    first; of what comes back the last that was.
    """
    since = now - YEAR
    last = ~exists().where(
        LATER.c.series_id == TABLE.c.series_id, LATER.c.series_day > TABLE.c.series_day, LATER.c.ends_at <= now
    )
    mine = select(Activity).where(theirs(branch_ids), TABLE.c.ends_at <= now, TABLE.c.cancelled_at.is_(None), last)
    recent = list(session.exec(mine.where(TABLE.c.starts_at >= since).order_by(TABLE.c.starts_at, TABLE.c.id)))
    found = recent[skip : skip + limit]
    if len(found) < limit:
        older = mine.where(TABLE.c.starts_at < since).order_by(TABLE.c.starts_at.desc(), TABLE.c.id)
        found += session.exec(older.offset(max(0, skip - len(recent))).limit(limit - len(found)))
    return found


def titled(session: Session, branch_ids: Collection[int | None], *, limit: int) -> list[Activity]:
    """All that they arrange or have arranged, the newest first: to look among for a name."""
    mine = select(Activity).where(theirs(branch_ids))
    return list(session.exec(mine.order_by(TABLE.c.starts_at.desc(), TABLE.c.id).limit(limit)))


def theirs(branch_ids: Collection[int | None]) -> ColumnElement[bool]:
    own: ColumnElement[bool] = TABLE.c.branch_id.in_([one for one in branch_ids if one is not None])
    return or_(own, TABLE.c.branch_id.is_(None)) if None in branch_ids else own


def again(session: Session, activity: Activity, *, today: date) -> date:
    """When it would be the next time: the same weekday of the same week, or the occasion that it was for."""
    occasion = session.exec(select(ChainAnswer).where(col(ChainAnswer.activity_id) == activity.id).limit(1)).first()
    year = max(activity.day.isocalendar().year, today.year - 1)
    while True:
        year += 1
        day = on_occasion(session, activity, occasion, year) or same_week(activity.day, year)
        if day > today:
            return day


def on_occasion(session: Session, activity: Activity, answer: ChainAnswer | None, year: int) -> date | None:
    branch = session.get(Branch, activity.branch_id) if activity.branch_id is not None else None
    if answer is None:
        return None
    return occasions.day_of(session, Occasion(answer.occasion), year=year, town=branch.town if branch else "")


def same_week(day: date, year: int) -> date:
    """That weekday of that week, or of the last week where the year has no 53rd."""
    _, week, weekday = day.isocalendar()
    try:
        return date.fromisocalendar(year, week, weekday)
    except ValueError:
        return date.fromisocalendar(year, week - 1, weekday)
