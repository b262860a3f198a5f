"""All that happens in a year, in as few words as there is room for."""

from datetime import date
from typing import NamedTuple

from sqlmodel import Session, select

from storage.activities import OWN, TABLE, Scope, visible


class Dated(NamedTuple):
    """An activity in a year: only what there is room for."""

    day: date
    title: str


def between(
    session: Session, *, start: date, end: date, scope: Scope, member_of: int | None, member_id: int | None = None
) -> list[Dated]:
    """What happens from the one day to the other, both included, in order; who sees what as in `upcoming`."""
    query = select(TABLE.c.day, TABLE.c.title).where(
        TABLE.c.day.between(start, end), TABLE.c.cancelled_at.is_(None), visible(member=member_of is not None)
    )
    if scope != "all":
        query = query.where(OWN["branch" if isinstance(scope, int) else scope])
    asked = {"member_of": member_of, "member_id": member_id, "scope": scope}
    found = session.connection().execute(query.order_by(TABLE.c.starts_at, TABLE.c.id), asked)
    return [Dated(*row) for row in found]
