"""The posts without which nobody could look after the rest: there is always somebody with an account in them."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final, NamedTuple

from sqlalchemy import select
from sqlmodel import Session, col

from storage import members
from storage.models import Member, Post, Role

NEEDED: Final = (Role.OMBUDSPERSON, Role.TECHNICIAN)


class Seats(NamedTuple):
    """Who holds each of them today and has an account, by their ids; and the first day on which nobody does, as far as
    is known now, None where that never comes.
    """

    held: Mapping[Role, frozenset[int]]
    empty: Mapping[Role, date | None]


def take_turns(session: Session) -> None:
    """Before somebody gives one of them up: two who do so at once come one after the other, and the second sees it.

    The same rows in the same order for everybody; until this transaction ends. SQLite has one writer anyway.
    """
    session.execute(select(col(Post.id)).where(col(Post.role).in_(NEEDED)).order_by(col(Post.id)).with_for_update())


def seats(session: Session, *, today: date) -> Seats:
    """As they are, before something changes them."""
    return Seats(seated(session, today=today), {role: empty_from(session, role, today=today) for role in NEEDED})


def seated(session: Session, *, today: date) -> Mapping[Role, frozenset[int]]:
    """Who holds each of them that day and has an account, by their ids."""
    return {
        role: frozenset(one.member_id for one in members.holders(session, [role], today=today, muted=True))
        for role in NEEDED
    }


def empty_from(session: Session, role: Role, *, today: date) -> date | None:
    """The first day from that one on when nobody with an account holds it; only the day after a last one can be it."""
    ends = {one.last_day + timedelta(days=1) for one in ending(session, today=today) if one.role == role}
    return next((day for day in sorted({today, *ends}) if not is_held(session, role, today=day)), None)


def emptied(session: Session, before: Seats, *, today: date) -> Mapping[Role, date]:
    """Which of them nobody with an account holds any more, from that day on: there was somebody still then, before."""
    after = {role: empty_from(session, role, today=today) for role in NEEDED}
    return {role: day for role, day in after.items() if day and day < (before.empty[role] or date.max)}


def vacated(session: Session, before: Seats, *, today: date) -> list[str]:
    """The same in words, each with the names of those who hold it now."""
    found = emptied(session, before, today=today)
    said = {role: f"{role} ({', '.join(names(session, before.held[role]))})" for role in found}
    return [said[role] if day == today else f"{said[role]} from {day}" for role, day in found.items()]


def names(session: Session, member_ids: frozenset[int]) -> list[str]:
    return sorted(session.get_one(Member, number, populate_existing=True).name for number in member_ids)


class Ending(NamedTuple):
    """One of them that somebody holds, or will hold, until a last day."""

    member_id: int
    ref: str
    name: str
    branch_id: int | None
    role: Role
    last_day: date


def ending(session: Session, *, today: date) -> list[Ending]:
    """Those that run out by date and have not yet."""
    columns = (col(Member.id), col(Member.ref), col(Member.name), col(Member.branch_id))
    theirs = select(*columns, col(Post.role), col(Post.last_day)).join(Post, col(Post.member_id) == Member.id)
    running = theirs.where(col(Post.role).in_(NEEDED), col(Post.last_day) >= today, col(Member.left_on).is_(None))
    found = session.execute(running.order_by(col(Post.last_day), col(Member.name), col(Member.id)))
    return [Ending(*row)._replace(role=Role(row[-2])) for row in found]


def is_held(session: Session, role: Role, *, today: date) -> bool:
    """Whether somebody with an account holds it then, as far as is known now."""
    return bool(seated(session, today=today)[role])
