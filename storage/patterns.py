"""The shifts that each activity of a series begins with, whatever becomes of those of a single one."""

from datetime import timedelta
from typing import Any

from sqlmodel import Session, col, select

from storage import shifts, templates
from storage.models import Activity, Series, SeriesShift, Shift

COLUMNS = ("role", "leads", "place", "minimum", "capacity")


def columns_of(row: Shift | SeriesShift) -> dict[str, Any]:
    return {name: getattr(row, name) for name in COLUMNS}


def of(session: Session, series: Series) -> list[SeriesShift]:
    mine = select(SeriesShift).where(SeriesShift.series_id == series.id).order_by(col(SeriesShift.id))
    return list(session.exec(mine))


def begin(session: Session, series: Series, first: Activity) -> None:
    """The first one's shifts are those of all."""
    for shift in templates.handed_on(session, first):
        keep(session, series, shift, first)


def keep(session: Session, series: Series, shift: Shift, activity: Activity) -> None:
    """A shift of one of them is one of all that are made later."""
    assert series.id is not None
    days, starts, ends = templates.hours_at(shift, like=activity.starts, other=series.starts)
    apart = (shift.day - activity.day).days + days
    session.add(SeriesShift(series_id=series.id, apart=apart, starts=starts, ends=ends, **columns_of(shift)))
    session.flush()


def carry(session: Session, old: Series, new: Series) -> None:
    """What takes a series' place has its shifts too, as long before and after the start as there; one as long as all
    of it still is that.
    """
    assert new.id is not None
    for one in of(session, old):
        days, starts, ends = templates.hours_at(one, like=old.starts, other=new.starts)
        if (one.apart, one.starts, one.ends) == (0, old.starts, old.ends):
            days, starts, ends = 0, new.starts, new.ends
        session.add(SeriesShift(series_id=new.id, apart=one.apart + days, starts=starts, ends=ends, **columns_of(one)))
    session.flush()


def hand_on(session: Session, series: Series, made: Activity) -> None:
    """One that was made gets them."""
    for one in of(session, series):
        day = made.day + timedelta(days=one.apart)
        shifts.add(session, made, day=day, starts=one.starts, ends=one.ends, **columns_of(one))
