"""Group chats that move or are lost, and private ones that want nothing from us."""

from datetime import timedelta

import pytest
from sqlmodel import select

from storage import chats
from storage.models import Account, Group
from tests.talk import NOW

OLD = {"platform": "telegram", "chat": "-2001"}


def group(session, chat: str, platform: str = "telegram") -> Group | None:
    session.flush()
    session.expire_all()
    return chats.find(session, platform=platform, chat=chat)


@pytest.fixture
def session(district):
    return district


def test_a_group_moves_once_however_often_it_is_told(session):
    for _ in range(2):
        chats.move(session, platform="telegram", old="-2001", new="-100")

    assert group(session, "-2001") is None
    assert group(session, "-100").title == "Norrby pf"
    assert group(session, "-2002").title == "Södersjö pf"


def test_a_group_does_not_move_onto_another(session):
    chats.move(session, platform="telegram", old="-2001", new="-2002")

    assert (group(session, "-2001").title, group(session, "-2002").title) == ("Norrby pf", "Södersjö pf")


def test_on_another_platform_nothing_moves(session):
    chats.move(session, platform="slack", old="-2001", new="-100")

    assert group(session, "-2001") is not None


def test_a_group_is_lost_once(session):
    assert chats.lose(session, **OLD, now=NOW).title == "Norrby pf"
    assert chats.lose(session, **OLD, now=NOW) is None
    assert group(session, "-2001").lost_at == NOW


def test_what_is_no_group_of_ours_cannot_be_lost(session):
    assert chats.lose(session, platform="telegram", chat="1001", now=NOW) is None


def test_a_group_that_is_back_can_be_lost_again(session):
    chats.lose(session, **OLD, now=NOW)
    chats.regain(session, **OLD)

    assert group(session, "-2001").lost_at is None
    assert chats.lose(session, **OLD, now=NOW) is not None


def muted(session, user: str = "1001", platform: str = "telegram"):
    session.expire_all()
    return session.exec(select(Account.muted_at).where(Account.user == user, Account.platform == platform)).one()


def test_a_private_chat_is_muted_from_the_first_time_on(session):
    chats.mute(session, platform="telegram", chat="1001", now=NOW)
    chats.mute(session, platform="telegram", chat="1001", now=NOW + timedelta(hours=1))

    assert muted(session) == NOW
    assert muted(session, "U0001", "slack") is None
    assert muted(session, "1002") is None


def test_and_opened_again(session):
    chats.mute(session, platform="telegram", chat="1001", now=NOW)
    chats.unmute(session, platform="telegram", chat="1001")

    assert muted(session) is None
