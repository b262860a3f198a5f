"""Members as the register has them, and as a file has them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from sqlalchemy import func, or_, select
from sqlmodel import Session, col

from storage.models import Branch, Member, Network, NetworkMember, Post, Preference
from storage.types import table_of

MEMBER, POST, PREFERENCE, JOINED = (table_of(model) for model in (Member, Post, Preference, NetworkMember))


class Duty(NamedTuple):
    """A post as a file has it. Without `first_day` it is one that is held already, else from today."""

    role: str
    branch_id: int | None
    first_day: date | None = None
    last_day: date | None = None


class Held(NamedTuple):
    """A post that is not over."""

    id: int
    role: str
    branch_id: int | None
    first_day: date
    last_day: date | None


class Joined(NamedTuple):
    """A network by its id, and whether they call it together."""

    network_id: int
    convenes: bool


@dataclass(slots=True)
class Entry:
    """A line of a file. None: the file says nothing of it, and it stays as it is."""

    line: int
    name: str
    branch_id: int
    number: str = ""
    language: str | None = None
    email: str | None = None
    phone: str | None = None
    app: str | None = None
    networks: frozenset[Joined] | None = None
    posts: tuple[Duty, ...] = ()


@dataclass(slots=True)
class Known:
    """Somebody in the register; `email` and `phone` are sealed."""

    id: int
    ref: str
    name: str
    branch_id: int
    language: str
    number: str
    email: str
    phone: str
    left_on: date | None
    app: str
    networks: frozenset[Joined] = frozenset()
    posts: tuple[Held, ...] = ()


def load(session: Session, today: date) -> list[Known]:
    """Everyone, also who has left and is not yet forgotten, by branch and name; with the posts that are not over."""
    posts, networks = posts_of(session, today), networks_of(session)
    rows = session.execute(
        select(
            MEMBER.c.id, MEMBER.c.ref, MEMBER.c.name, MEMBER.c.branch_id, MEMBER.c.language, MEMBER.c.number,
            MEMBER.c.email, MEMBER.c.phone, MEMBER.c.left_on, func.coalesce(PREFERENCE.c.app, ""),
        )
        .join(Branch, col(Branch.id) == MEMBER.c.branch_id)
        .outerjoin(PREFERENCE, PREFERENCE.c.member_id == MEMBER.c.id)
        .order_by(col(Branch.name), MEMBER.c.name, MEMBER.c.id)
    )  # fmt: skip
    people = [Known(*row) for row in rows]
    for known in people:
        known.posts, known.networks = tuple(posts.get(known.id, ())), frozenset(networks.get(known.id, ()))
    return people


def posts_of(session: Session, today: date) -> dict[int, list[Held]]:
    found: dict[int, list[Held]] = defaultdict(list)
    running = or_(POST.c.last_day.is_(None), POST.c.last_day >= today)
    columns = (POST.c.member_id, POST.c.id, POST.c.role, POST.c.branch_id, POST.c.first_day, POST.c.last_day)
    for member_id, *post in session.execute(select(*columns).where(running).order_by(POST.c.id)):
        found[member_id].append(Held(*post))
    return found


def networks_of(session: Session) -> dict[int, list[Joined]]:
    found: dict[int, list[Joined]] = defaultdict(list)
    for member_id, *joined in session.execute(select(JOINED.c.member_id, JOINED.c.network_id, JOINED.c.convenes)):
        found[member_id].append(Joined(*joined))
    return found


def networks(session: Session) -> dict[str, int]:
    """Every network's id by its name."""
    found = session.execute(select(col(Network.name), col(Network.id)).order_by(col(Network.name)))
    return {name: number for name, number in found}  # noqa: C416 - dict() takes no rows that mypy knows


def present(people: Iterable[Known]) -> Iterator[Known]:
    """Those who have not left."""
    return (known for known in people if known.left_on is None)
