"""What was arranged before, so that it can be arranged again."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import ColumnElement, exists, or_
from sqlmodel import Session, col, select

from storage import occasions
from storage.activities import OWN, TABLE
from storage.models import Activity, Branch, ChainAnswer, Occasion

# Plans for this time of the year begin with what was then: a year ago, and a little before.
YEAR = timedelta(days=371)
LATER = TABLE.alias("later")


class Organisers(NamedTuple):
    """Branches and networks by their ids, and whether the district is meant, too."""

    branches: Collection[int]
    networks: Collection[int] = ()
    district: bool = False

    def arrange(self) -> ColumnElement[bool]:
        """What is theirs."""
        theirs = [TABLE.c.branch_id.in_(self.branches), TABLE.c.network_id.in_(self.networks)]
        return or_(*theirs, OWN["district"]) if self.district else or_(*theirs)


def arranged(
    session: Session, organisers: Organisers, *, now: datetime, skip: int = 0, limit: int = 6
) -> list[Activity]:
    """What these arranged, from a year ago on, then what was before that, the newest
    first; of what comes back the last that was.
    """
    since = now - YEAR
    last = ~exists().where(
        LATER.c.series_id == TABLE.c.series_id, LATER.c.series_day > TABLE.c.series_day, LATER.c.ends_at <= now
    )
    mine = select(Activity).where(organisers.arrange(), TABLE.c.ends_at <= now, TABLE.c.cancelled_at.is_(None), last)
    recent = list(session.exec(mine.where(TABLE.c.starts_at >= since).order_by(TABLE.c.starts_at, TABLE.c.id)))
    found = recent[skip : skip + limit]
    if len(found) < limit:
        older = mine.where(TABLE.c.starts_at < since).order_by(TABLE.c.starts_at.desc(), TABLE.c.id)
        found += session.exec(older.offset(max(0, skip - len(recent))).limit(limit - len(found)))
    return found


def titled(session: Session, organisers: Organisers, *, limit: int) -> list[Activity]:
    """All that they arrange or have arranged, the newest first: to look among for a name."""
    mine = select(Activity).where(organisers.arrange())
    return list(session.exec(mine.order_by(TABLE.c.starts_at.desc(), TABLE.c.id).limit(limit)))


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
