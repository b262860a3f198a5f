"""The days that come every year: 8 March and 1 May by the calendar, Pride when a town has set its day."""

from datetime import date
from typing import NamedTuple

from sqlmodel import Session, col, select

from storage.models import Branch, Occasion, PrideDay

FIXED = {Occasion.WOMENS_DAY: (3, 8), Occasion.MAY_DAY: (5, 1)}


class OccasionDay(NamedTuple):
    """`town` is empty for a day that is the same everywhere; without a `day` nobody has set it yet."""

    occasion: Occasion
    day: date | None
    town: str = ""


def fixed(year: int) -> list[OccasionDay]:
    return [OccasionDay(occasion, date(year, *day)) for occasion, day in FIXED.items()]


def prides(session: Session, *, year: int, towns: list[str]) -> list[OccasionDay]:
    """A day for each of the towns; none for one that has told that it has no Pride."""
    known = {row.town: row.day for row in session.exec(select(PrideDay).where(PrideDay.year == year))}
    return [OccasionDay(Occasion.PRIDE, known.get(town), town) for town in towns if known.get(town, ...) is not None]


def days(session: Session, *, year: int, branch_id: int | None) -> list[OccasionDay]:
    """The year's days for a branch, or for the whole district (every town's Pride), in order; those not set last."""
    query = select(Branch.town).distinct().order_by(col(Branch.town))
    if branch_id is not None:
        query = query.where(Branch.id == branch_id)
    found = [*fixed(year), *prides(session, year=year, towns=list(session.exec(query)))]
    return sorted(found, key=lambda one: (one.day or date.max, one.town))


def day_of(session: Session, occasion: Occasion, *, year: int, town: str) -> date | None:
    """The day in that town; None when there is none, or it is not set."""
    if occasion in FIXED:
        return date(year, *FIXED[occasion])
    row = session.exec(select(PrideDay).where(PrideDay.town == town, PrideDay.year == year)).first()
    return row.day if row else None
