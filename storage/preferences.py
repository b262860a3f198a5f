"""How a member wants to be reminded: when, where, and when not."""

from datetime import datetime, time
from typing import Any, NamedTuple

from sqlalchemy import func, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col

from storage.models import Account, Branch, Member, Preference
from storage.recipients import DEFAULT_LEADS, ORDER
from storage.types import table_of

TABLE = table_of(Preference)
PUT = {
    "sqlite": sqlite.insert(TABLE).on_conflict_do_nothing(),
    "postgresql": postgresql.insert(TABLE).on_conflict_do_nothing(),
}


class Wishes(NamedTuple):
    """`leads` of `rules.LEADS`, none for never. `quiet`: the same time twice for none; `own_quiet`: chosen by them,
    else it is their branch's. `app`: the platform to write to first, if they have chosen one.
    """

    leads: frozenset[str]
    quiet: tuple[time, time]
    own_quiet: bool
    app: str
    district: bool


def of(session: Session, member_id: int) -> Wishes:
    """What a member has chosen, and what everybody has who has not."""
    row = session.execute(
        select(
            func.coalesce(col(Preference.leads), DEFAULT_LEADS),
            func.coalesce(col(Preference.quiet_from), col(Branch.quiet_from)),
            func.coalesce(col(Preference.quiet_to), col(Branch.quiet_to)),
            col(Preference.quiet_from).is_not(None),
            func.coalesce(col(Preference.app), ""),
            func.coalesce(col(Preference.district), False),
        )
        .select_from(Member)
        .join(Branch, col(Branch.id) == Member.branch_id)
        .outerjoin(Preference, col(Preference.member_id) == Member.id)
        .where(col(Member.id) == member_id)
    ).one()
    leads, begins, ends, own_quiet, app, district = row
    return Wishes(read_leads(leads), (begins, ends), bool(own_quiet), app, bool(district))


def read_leads(leads: str) -> frozenset[str]:
    return frozenset(filter(None, leads.split(",")))


def change(session: Session, member_id: int, **values: Any) -> None:
    """Some of it is another way now; the rest stays as it was."""
    blank = {"member_id": member_id, "leads": DEFAULT_LEADS, "app": "", "district": False}
    session.connection().execute(PUT[session.get_bind().dialect.name], blank)
    session.execute(update(Preference).where(col(Preference.member_id) == member_id).values(**values))


def apps(session: Session, member_id: int) -> list[str]:
    """The platforms where they can be written to."""
    open_here = select(col(Account.platform)).where(
        col(Account.member_id) == member_id, col(Account.muted_at).is_(None)
    )
    found = set(session.execute(open_here).scalars())
    return [platform for platform in ORDER if platform in found]


def paused_until(session: Session, member_id: int, now: datetime) -> datetime | None:
    """Until when they are to be left in peace; None when they are not (any more)."""
    until: datetime | None = session.execute(
        select(col(Preference.paused_until)).where(col(Preference.member_id) == member_id)
    ).scalar_one_or_none()
    return until if until and until > now else None
