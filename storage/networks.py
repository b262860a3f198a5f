"""The networks across the branches: what they are called, who is in them, and who calls them together."""

from sqlalchemy import ColumnElement, Exists, SQLColumnExpression, exists, func, select
from sqlmodel import Session, col

from storage.models import Member, Network, NetworkMember
from storage.types import table_of

JOINED = table_of(NetworkMember)
HERE = col(Member.left_on).is_(None)


def name(session: Session, network_id: int | None) -> str:
    """The network's name; empty where there is none."""
    found = session.get(Network, network_id) if network_id is not None else None
    return found.name if found else ""


def has(session: Session, network_id: int | None, member_id: int | None) -> bool:
    """Whether somebody is in a network."""
    there = select(JOINED.c.member_id).where(JOINED.c.network_id == network_id, JOINED.c.member_id == member_id)
    return session.execute(there).first() is not None


def of_member(network_id: int | ColumnElement[int], member_id: SQLColumnExpression[int]) -> Exists:
    """Whether whom a question is about is in a network, as a part of that question."""
    return exists().where(JOINED.c.network_id == network_id, JOINED.c.member_id == member_id)


def joined(session: Session, member_id: int) -> list[Network]:
    """The networks that somebody is in, by name."""
    there = select(Network).join(JOINED, JOINED.c.network_id == col(Network.id)).where(JOINED.c.member_id == member_id)
    return list(session.execute(there.order_by(func.lower(col(Network.name)), col(Network.id))).scalars())


def is_in_any(session: Session, member_id: int) -> bool:
    return session.execute(select(JOINED.c.network_id).where(JOINED.c.member_id == member_id)).first() is not None


def people(session: Session, network_id: int) -> list[Member]:
    """Who is in a network, by name."""
    there = select(Member).join(JOINED, JOINED.c.member_id == col(Member.id)).where(JOINED.c.network_id == network_id)
    return list(session.execute(there.where(HERE).order_by(func.lower(col(Member.name)), col(Member.id))).scalars())


def conveners(session: Session, network_id: int) -> list[Member]:
    """Who calls a network together, by name."""
    there = select(Member).join(JOINED, JOINED.c.member_id == col(Member.id)).where(JOINED.c.network_id == network_id)
    ordered = there.where(HERE, JOINED.c.convenes).order_by(func.lower(col(Member.name)), col(Member.id))
    return list(session.execute(ordered).scalars())
