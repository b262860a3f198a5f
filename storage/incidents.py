"""A leak, or the fear of one: while an incident is open nothing is sent but answers, and nothing is exported."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import and_, delete, func
from sqlalchemy import select as sql
from sqlmodel import Session, col, select

from storage.models import Account, Branch, Incident, Member, State
from storage.outbox import ALARM, TABLE, WAITING

# Article 33: the authority is told within so long of when it was known.
CLOCK = timedelta(hours=72)


def current(session: Session) -> Incident | None:
    """The one that is open."""
    newest = select(Incident).where(col(Incident.closed_at).is_(None)).order_by(col(Incident.id).desc())
    return session.exec(newest.limit(1)).first()


def is_frozen(session: Session) -> bool:
    found = sql(col(Incident.id)).where(col(Incident.closed_at).is_(None)).limit(1)
    return session.execute(found).first() is not None


def freeze(session: Session, *, by: str, what: str, now: datetime) -> Incident:
    """Open one; `by` is a ref."""
    incident = Incident(opened_at=now, opened_by=by, what=what)
    session.add(incident)
    session.flush()
    return incident


def lift(session: Session, *, by: str, now: datetime) -> int:
    """Close all that are open; how many there were."""
    still = session.exec(select(Incident).where(col(Incident.closed_at).is_(None)).with_for_update()).all()
    for incident in still:
        incident.closed_at, incident.closed_by = now, by
    return len(still)


class Waiting(NamedTuple):
    """How many messages wait for the freeze to end, and how many of its messages have come too late."""

    waiting: int
    too_late: int


def held(session: Session, incident: Incident, now: datetime) -> Waiting:
    push = and_(TABLE.c.answers == "", TABLE.c.batch != ALARM)
    waits = [push, TABLE.c.state.in_(WAITING)]
    late = TABLE.c.deliver_until < now
    expired = [push, TABLE.c.state == State.EXPIRED, TABLE.c.finished_at >= incident.opened_at]

    def number(*where: object) -> int:
        counted: int = session.execute(sql(func.count()).select_from(TABLE).where(*where)).scalar_one()  # type: ignore[arg-type]
        return counted

    overdue = number(*waits, late)
    return Waiting(number(*waits) - overdue, overdue + number(*expired))


class Affected(NamedTuple):
    """A member whose data may be out, and the platforms they are written to on."""

    name: str
    branch: str
    email: str
    phone: str
    platforms: str


def affected(session: Session, branch_id: int | None) -> list[Affected]:
    """Everyone, or the members of a branch; the contact data sealed as it is kept."""
    found = (
        sql(
            col(Member.id),
            col(Member.name),
            col(Branch.name),
            col(Member.email),
            col(Member.phone),
            col(Account.platform),
        )
        .join(Branch, col(Branch.id) == Member.branch_id)
        .outerjoin(Account, col(Account.member_id) == Member.id)
    )
    if branch_id is not None:
        found = found.where(col(Member.branch_id) == branch_id)
    people: dict[int, Affected] = {}
    rows = session.execute(found.order_by(col(Branch.name), col(Member.name), col(Member.id)))
    for member_id, name, branch, email, phone, platform in rows:
        before = people.get(member_id, Affected(name, branch, email, phone, ""))
        people[member_id] = before._replace(platforms=" ".join(filter(None, (before.platforms, platform))))
    return list(people.values())


def by_branch(people: Sequence[Affected]) -> dict[str, int]:
    counted: dict[str, int] = {}
    for one in people:
        counted[one.branch] = counted.get(one.branch, 0) + 1
    return counted


def purge(session: Session, before: datetime) -> int:
    """Forget those that were closed before then."""
    return session.connection().execute(delete(Incident).where(col(Incident.closed_at) < before)).rowcount
