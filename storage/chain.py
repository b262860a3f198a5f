"""The yearly chain: what each branch does on 8 March, 1 May and Pride, and when a town has its Pride."""

from datetime import date, datetime
from itertools import product
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, delete
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, SQLModel, col, select
from sqlmodel.sql.expression import SelectOfScalar

from storage import branches, occasions
from storage.models import Activity, Branch, ChainAnswer, Occasion, PrideDay, Stand
from storage.types import table_of

INSERT: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


class Matter(NamedTuple):
    """What a branch is asked: what it does on an occasion of a year."""

    occasion: Occasion
    year: int
    branch_id: int


class Line(NamedTuple):
    """How it stands with a branch and an occasion.

    Without a `day` nobody has set it; `held` is false where a town has told that it has no Pride. Without an `answer`
    the branch is silent. `joins` is the branch they go with, none for the district; `activity` is what they arrange, or
    go with.
    """

    branch: Branch
    occasion: Occasion
    day: date | None
    held: bool
    answer: ChainAnswer | None = None
    joins: Branch | None = None
    activity: Activity | None = None


def find(session: Session, matter: Matter) -> ChainAnswer | None:
    mine = and_(of(matter.occasion, matter.year), col(ChainAnswer.branch_id) == matter.branch_id)
    return session.exec(as_it_stands(mine)).first()


def as_it_stands(which: ColumnElement[bool]) -> SelectOfScalar[ChainAnswer]:
    """Answers are written by statements, so what was read before them is read again."""
    return select(ChainAnswer).where(which).execution_options(populate_existing=True)


def of(occasion: Occasion, year: int) -> ColumnElement[bool]:
    return and_(col(ChainAnswer.occasion) == occasion, col(ChainAnswer.year) == year)


def answer(
    session: Session,
    matter: Matter,
    stand: Stand,
    *,
    by: int | None,
    now: datetime,
    joins_id: int | None = None,
    activity_id: int | None = None,
) -> None:
    """Keep a branch's answer, in place of the one before.

    `joins_id` is the branch they go with; `activity_id` is what they arrange, or what of the district's they go with.
    """
    said = {"stand": stand, "joins_id": joins_id, "activity_id": activity_id, "answered_by": by, "answered_at": now}
    put(session, ChainAnswer, matter._asdict(), said)


def put(session: Session, model: type[SQLModel], key: dict[str, Any], values: dict[str, Any]) -> None:
    """Add the row with that key, or change it."""
    added = INSERT[session.get_bind().dialect.name](table_of(model)).values(key | values)
    session.execute(added.on_conflict_do_update(index_elements=list(key), set_=values))


def withdraw(session: Session, which: ColumnElement[bool]) -> list[Matter]:
    """Take answers back, as if they had not been given; whose they were."""
    columns = (col(ChainAnswer.occasion), col(ChainAnswer.year), col(ChainAnswer.branch_id))
    gone = session.execute(delete(ChainAnswer).where(which).returning(*columns))
    return sorted(Matter(Occasion(occasion), year, branch_id) for occasion, year, branch_id in gone)


def let_go(session: Session, matter: Matter) -> list[Matter]:
    """The branch arranges nothing: who was to go with it has not answered any more. Whose answers these were."""
    return withdraw(session, and_(of(matter.occasion, matter.year), col(ChainAnswer.joins_id) == matter.branch_id))


def call_off(session: Session, activity_id: int) -> list[Matter]:
    """The activity does not happen: nobody who rests on it has answered any more, neither who arranges it nor who goes
    with them. Returns whose answers these were.
    """
    resting = withdraw(session, col(ChainAnswer.activity_id) == activity_id)
    return resting + [joiner for matter in resting for joiner in let_go(session, matter)]


def cancelled(session: Session) -> list[Activity]:
    """What answers rest on and does not happen."""
    resting = select(Activity).join(ChainAnswer, col(ChainAnswer.activity_id) == Activity.id)
    gone = resting.where(col(Activity.cancelled_at).is_not(None)).order_by(col(Activity.id)).distinct()
    return list(session.exec(gone))


def foundations(session: Session, *, since: int) -> tuple[object, ...]:
    """What the days of the branches follow from, of that year and later, to compare with what it was before."""
    homes = select(col(Branch.id), col(Branch.town)).order_by(col(Branch.id))
    told = select(col(PrideDay.town), col(PrideDay.year), col(PrideDay.day)).order_by(col(PrideDay.id))
    return (*session.execute(homes), *session.execute(told.where(col(PrideDay.year) >= since)))


def answers(session: Session, *, occasion: Occasion, year: int) -> dict[int, ChainAnswer]:
    """Every answer, by branch."""
    return {row.branch_id: row for row in session.exec(as_it_stands(of(occasion, year)))}


def board(session: Session, *, year: int) -> list[Line]:
    """How it stands with every branch and occasion of a year: a branch at a time, in the order of their names."""
    given = {(row.occasion, row.branch_id): row for row in session.exec(as_it_stands(col(ChainAnswer.year) == year))}
    arranged = arranged_for(session, [*given.values()])
    days = {(one.occasion, one.town): one.day for one in occasions.days(session, year=year, branch_id=None)}
    named = {branch.id: branch for branch in branches.listed(session)}
    lines = []
    for branch, occasion in product(named.values(), Occasion):
        place = (occasion, branch.town if occasion == Occasion.PRIDE else "")
        assert branch.id is not None
        row = given.get((occasion, branch.id))
        arranger = given.get((occasion, row.joins_id)) if row and row.joins_id else row
        lines.append(
            Line(
                branch,
                occasion,
                days.get(place),
                place in days,
                row,
                named.get(row.joins_id) if row else None,
                arranged.get(arranger.activity_id) if arranger else None,
            )
        )
    return lines


def line(session: Session, matter: Matter) -> Line | None:
    """How it stands with one of them; None when there is no such branch."""
    lines = board(session, year=matter.year)
    mine = (one for one in lines if (one.branch.id, one.occasion) == (matter.branch_id, matter.occasion))
    return next(mine, None)


def arranged_for(session: Session, given: list[ChainAnswer]) -> dict[int | None, Activity]:
    """What the answers rest on and is not cancelled, by its id."""
    wanted = [row.activity_id for row in given if row.activity_id is not None]
    if not wanted:
        return {}
    alive = select(Activity).where(col(Activity.id).in_(wanted), col(Activity.cancelled_at).is_(None))
    return {row.id: row for row in session.exec(alive.execution_options(populate_existing=True))}


def set_pride(session: Session, *, town: str, year: int, day: date | None, by: int | None, now: datetime) -> None:
    """The town's Pride is on that day; without one it has none that year."""
    put(session, PrideDay, {"town": town, "year": year}, {"day": day, "set_by": by, "set_at": now})


def is_pride_told(session: Session, *, town: str, year: int) -> bool:
    """Whether somebody has said when it is, or that there is none."""
    told = select(PrideDay.id).where(PrideDay.town == town, PrideDay.year == year)
    return session.exec(told).first() is not None
