"""Secret addresses of calendars: one that works at a time, known only as a hash, gone with whoever made it."""

from datetime import date, timedelta

import pytest
from sqlalchemy import event
from sqlmodel import select

from storage import erasure, feeds
from storage.models import Branch, Feed, Member, Post, Role
from tests.talk import NOW

TODAY = NOW.date()


@pytest.fixture
def alva(session) -> int:
    session.add(branch := Branch(name="Norrby", town="Norrby"))
    session.flush()
    session.add(member := Member(name="Alva", branch_id=branch.id, language="en"))
    session.flush()
    return member.id


def make(session, member: int, *, own: bool = True) -> tuple[str, Feed]:
    branch = None if own else session.get_one(Member, member).branch_id
    return feeds.make(session, member_id=member, branch_id=branch, now=NOW)


def find(session, secret: str) -> feeds.Reader | None:
    return feeds.find(session, secret, today=TODAY)


def test_the_secret_leads_to_its_member_with_their_posts(session, alva):
    branch = session.get_one(Member, alva).branch_id
    session.add(Post(member_id=alva, role=Role.CHAIR, branch_id=branch, first_day=date(2027, 1, 1)))
    session.add(Post(member_id=alva, role=Role.BOARD, first_day=date(2027, 1, 1), last_day=date(2027, 1, 31)))
    session.flush()
    secret, _ = make(session, alva)

    found = find(session, secret)

    assert (found.person.id, found.person.branch, found.person.language) == (alva, "Norrby", "en")
    assert found.person.posts == {("member", branch), ("chair", branch)}
    assert (found.branch_id, found.made_at) == (None, NOW)


def test_the_secret_is_long_and_is_not_kept(session, alva):
    secret, feed = make(session, alva)

    assert len(secret) >= 22  # 128 bits in 64 signs
    assert secret not in feed.token_hash
    assert find(session, feed.token_hash) is None


def test_a_new_one_takes_the_place_of_the_old(session, alva):
    (old, _), (of_branch, _), (new, _) = make(session, alva), make(session, alva, own=False), make(session, alva)

    assert find(session, old) is None
    assert find(session, new)
    assert find(session, of_branch)
    assert [feed.branch_id is None for feed in feeds.of_member(session, alva)] == [True, False]


def test_it_is_closed_by_its_owner_alone(session, alva):
    secret, feed = make(session, alva)

    assert not feeds.revoke(session, feed.id, member_id=alva + 1, now=NOW)
    assert find(session, secret)
    assert feeds.revoke(session, feed.id, member_id=alva, now=NOW)
    assert not feeds.revoke(session, feed.id, member_id=alva, now=NOW)
    assert find(session, secret) is None
    assert feeds.of_member(session, alva) == []


def test_who_has_left_or_is_forgotten_has_none(session, alva):
    secret, _ = make(session, alva)
    session.get_one(Member, alva).left_on = TODAY + timedelta(days=1)
    session.flush()
    assert find(session, secret) is None

    session.get_one(Member, alva).left_on = None
    session.flush()
    assert find(session, secret)
    erasure.erase(session, alva, NOW)
    assert find(session, secret) is None
    assert session.exec(select(Feed)).all() == []


def test_whatever_is_the_matter_the_same_is_asked(session, alva):
    """So that the time it takes tells nothing."""
    good, _ = make(session, alva)
    closed, row = make(session, alva, own=False)
    feeds.revoke(session, row.id, member_id=alva, now=NOW)
    asked: list[str] = []
    event.listen(session.get_bind(), "before_cursor_execute", lambda *told: asked.append(told[2]))

    for secret in (good, closed, "wrong", "", "å" * 500, "\x00"):
        find(session, secret)

    assert len(asked) == 6
    assert len(set(asked)) == 1
