"""Posts are given and ended in one way: never twice for the same days, and no code is left that gives them as well."""

from datetime import date, timedelta

import pytest
from sqlmodel import select

from storage import invitations, posts
from storage.models import Branch, Member, Post, Purpose, Role
from storage.posts import Appointment
from tests.talk import NOW

TODAY = NOW.date()
JAN, FEB, MAR, APR = (date(2027, month, 1) for month in (1, 2, 3, 4))


@pytest.fixture
def alva(session) -> int:
    session.add(branch := Branch(name="Norrby", town="Norrby"))
    session.flush()
    session.add(member := Member(name="Alva", branch_id=branch.id))
    session.flush()
    return member.id


def give(session, member_id: int, first: date, last: date | None = None, role: Role = Role.BOARD) -> int:
    return posts.give(session, [Appointment(member_id, role, None, first, last)], now=NOW)


def days(session) -> list[tuple[date, date | None]]:
    session.expire_all()
    return [(post.first_day, post.last_day) for post in session.exec(select(Post).order_by(Post.first_day))]


@pytest.mark.parametrize(
    ("given", "then"),
    [
        ([(JAN, None), (JAN, None)], [(JAN, None)]),
        ([(FEB, None), (MAR, APR)], [(FEB, APR)]),
        ([(FEB, MAR), (JAN, FEB)], [(JAN, FEB)]),
        ([(JAN, FEB), (FEB, None)], [(JAN, None)]),
        ([(JAN, FEB - timedelta(1)), (FEB, None)], [(JAN, FEB - timedelta(1)), (FEB, None)]),
        ([(JAN, FEB), (MAR, None), (FEB, APR)], [(JAN, APR)]),
    ],
)
@pytest.mark.parametrize("at_once", [True, False])
def test_on_the_same_days_it_is_one_post(session, alva, given, then, at_once):
    if at_once:
        posts.give(session, [Appointment(alva, Role.BOARD, None, *each) for each in given], now=NOW)
    else:
        for each in given:
            give(session, alva, *each)

    assert days(session) == then


def test_another_s_post_or_another_role_is_another_post(session, alva):
    session.add(birk := Member(name="Birk", branch_id=session.get_one(Member, alva).branch_id))
    session.flush()
    give(session, alva, JAN)
    give(session, birk.id, JAN)
    give(session, alva, JAN, role=Role.AUDITOR)
    posts.give(session, [Appointment(alva, Role.AUDITOR, birk.branch_id, JAN)], now=NOW)

    assert days(session) == [(JAN, None)] * 4


def test_what_ends_ends_however_often_it_stands_there_and_nothing_else_does(session, alva):
    session.add_all(Post(member_id=alva, role=Role.BOARD, first_day=JAN) for _ in range(2))
    give(session, alva, JAN, FEB - timedelta(1), Role.AUDITOR)
    give(session, alva, JAN, role=Role.EXECUTIVE)
    (first, *_) = posts.of_member(session, alva, today=TODAY)

    posts.end(session, first.id, today=TODAY, now=NOW)

    assert {one.role for one in posts.of_member(session, alva, today=TODAY)} == {Role.EXECUTIVE}
    posts.end_all(session, [alva], today=TODAY, now=NOW)
    assert posts.of_member(session, alva, today=TODAY) == []
    assert (JAN, FEB - timedelta(1)) in days(session)


@pytest.mark.parametrize("how", ["given", "until", "ended", "all ended"])
def test_codes_that_are_out_work_no_more(session, alva, how):
    give(session, alva, JAN)
    (one,) = posts.of_member(session, alva, today=TODAY)
    join, link = (invitations.make(session, member_id=alva, now=NOW, purpose=purpose) for purpose in Purpose)

    match how:
        case "given":
            assert give(session, alva, JAN, role=Role.AUDITOR) == 1
        case "until":
            assert posts.until(session, {one.id: APR}, now=NOW) == 1
        case "ended":
            assert posts.end(session, one.id, today=TODAY, now=NOW) == 1
        case _:
            posts.end_all(session, [alva], today=TODAY, now=NOW)

    assert invitations.look(session, join, now=NOW, today=TODAY) is None
    assert invitations.look(session, link, now=NOW, today=TODAY) is not None
