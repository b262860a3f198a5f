"""Two who give up the same post at the same moment on PostgreSQL: the second sees the first, and one is always left."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import Session, select

from bot.context import Context
from bot.errors import UserError
from bot.messages import Address, Incoming
from bot.texts import texts
from handlers import forget_me, roles, settings
from handlers.approve import digest
from storage import members, needed, posts
from storage.database import Database, open_database
from storage.models import Account, Branch, Member, Post, Role
from tests.postgres import wait_for
from tests.talk import NOW

STOCKHOLM = ZoneInfo("Europe/Stockholm")
TODAY = NOW.date()
PELLA, ROSA = "pella", "rosa"


@pytest.fixture
def district(postgres) -> Iterator[Database]:
    """On PostgreSQL, with two ombudspersons who have one app each."""
    with open_database(postgres.fresh("empty")) as database:
        with database.begin() as session:
            session.add(branch := Branch(name="Norrby", town="Norrby"))
            session.flush()
            for name in (PELLA, ROSA):
                session.add(member := Member(name=name, branch_id=branch.id))
                session.flush()
                session.add(Post(member_id=member.id, role=Role.OMBUDSPERSON, first_day=TODAY))
                session.add(Account(platform="telegram", user=name, chat=name, member_id=member.id, tied_at=NOW))
        yield database


def forget(msg: Incoming, ctx: Context) -> None:
    ctx.args = "yes"
    forget_me.press(msg, ctx)


def leave(msg: Incoming, ctx: Context) -> None:
    settings.leave(msg, ctx, "telegram")


def end_the_other(_msg: Incoming, ctx: Context) -> None:
    assert ctx.person is not None
    other = ctx.session.exec(select(Post.id).where(Post.member_id != ctx.person.id)).one()
    held = posts.find(ctx.session, other, today=TODAY)
    roles.end(f"{other}:{digest(*held or ())}", ctx)


def act(session: Session, who: str, how: Callable[[Incoming, Context], None]) -> None:
    """What somebody does, as far as the transaction of their message."""
    msg = Incoming(Address("telegram", who), who, "", event_id="e", private=True)
    person = members.find(session, platform="telegram", user=who, today=TODAY)
    how(msg, Context(session, NOW, STOCKHOLM, texts("sv"), "", person=person, homes={"telegram": ""}))
    session.flush()


def act_beside(database: Database, who: str, how: Callable[[Incoming, Context], None]) -> None:
    with database.begin() as session:
        act(session, who, how)


@pytest.mark.parametrize("second", [forget, leave, end_the_other])
@pytest.mark.parametrize("first", [forget, leave, end_the_other])
def test_one_is_always_left(district, first, second):
    with ThreadPoolExecutor(1) as pool:
        with district.begin() as session:
            act(session, PELLA, first)
            other = pool.submit(act_beside, district, ROSA, second)
            wait_for(district, other)
        # Whose post was ended meanwhile may go; who would leave it empty may not.
        assert isinstance(other.exception(), UserError | None)

    with district.read() as session:
        assert len(needed.seated(session, today=TODAY)[Role.OMBUDSPERSON]) == 1
