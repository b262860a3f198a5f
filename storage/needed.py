"""The posts without which nobody could look after the rest: there is always somebody with an account in them."""

from collections.abc import Mapping
from datetime import date
from typing import Final, NamedTuple

from sqlalchemy import select
from sqlmodel import Session, col

from storage import members
from storage.models import Member, Post, Role

NEEDED: Final = (Role.OMBUDSPERSON, Role.TECHNICIAN)
Seats = Mapping[Role, frozenset[int]]


def take_turns(session: Session) -> None:
    """Before somebody gives one of them up: two who do so at once come one after the other, and the second sees it.

    The same rows in the same order for everybody; until this transaction ends. SQLite has one writer anyway.
    """
    session.execute(select(col(Post.id)).where(col(Post.role).in_(NEEDED)).order_by(col(Post.id)).with_for_update())


def seated(session: Session, *, today: date) -> Seats:
    """Who holds each of them today and has an account, by their ids."""
    return {
        role: frozenset(one.member_id for one in members.holders(session, [role], today=today, muted=True))
        for role in NEEDED
    }


def vacated(session: Session, before: Seats, *, today: date) -> list[str]:
    """Which of them nobody with an account holds any more, each with the names of those who did."""
    after = seated(session, today=today)
    lost = [role for role in NEEDED if before[role] and not after[role]]
    return [f"{role} ({', '.join(names(session, before[role]))})" for role in lost]


def names(session: Session, member_ids: frozenset[int]) -> list[str]:
    return sorted(session.get_one(Member, number, populate_existing=True).name for number in member_ids)


class Ending(NamedTuple):
    """One of them that somebody holds, or will hold, until a last day."""

    member_id: int
    name: str
    role: Role
    last_day: date


def ending(session: Session, *, today: date) -> list[Ending]:
    """Those that run out by date and have not yet."""
    columns = (col(Member.id), col(Member.name), col(Post.role), col(Post.last_day))
    theirs = select(*columns).join(Post, col(Post.member_id) == Member.id)
    running = theirs.where(col(Post.role).in_(NEEDED), col(Post.last_day) >= today, col(Member.left_on).is_(None))
    found = session.execute(running.order_by(col(Post.last_day), col(Member.name), col(Member.id)))
    return [Ending(number, name, Role(role), last) for number, name, role, last in found]


def is_held(session: Session, role: Role, *, today: date) -> bool:
    """Whether somebody with an account holds it then, as far as is known now."""
    return bool(seated(session, today=today)[role])
