"""The posts without which nobody could look after the rest: there is always somebody with an account in them."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from sqlmodel import Session

from storage import members
from storage.models import Member, Role

NEEDED: Final = (Role.OMBUDSPERSON, Role.TECHNICIAN)
Seats = Mapping[Role, frozenset[int]]


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
