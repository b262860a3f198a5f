"""What is grave is done once, by who asked for it, confirmed elsewhere, and not too late."""

from datetime import timedelta

import pytest

from storage import approvals
from storage.approvals import LIFE
from storage.models import Branch, Member
from tests.talk import NOW


@pytest.fixture
def people(session) -> tuple[int, int]:
    session.add(branch := Branch(name="Norrby", town="Norrby"))
    session.flush()
    session.add_all(members := [Member(name=name, branch_id=branch.id) for name in ("Alva", "Birk")])
    session.flush()
    return members[0].id, members[1].id


@pytest.fixture
def asked(session, people) -> int:
    return approvals.ask(session, member_id=people[0], asked_on="slack", action="end:3", now=NOW)


def use(session, number: int, member_id: int, *, on: str = "telegram", after: timedelta = timedelta(0)) -> str | None:
    return approvals.use(session, number, member_id=member_id, now=NOW + after, confirmed_on=on)


def test_once_on_another_app(session, people, asked):
    assert use(session, asked, people[0]) == "end:3"
    assert use(session, asked, people[0]) is None


def test_how_long_it_is_open(session, people, asked):
    def is_open(after: timedelta = timedelta(0), who: int = 0) -> bool:
        return approvals.is_open(session, asked, member_id=people[who], now=NOW + after)

    assert [is_open(), is_open(LIFE), is_open(who=1)] == [True, False, False]
    use(session, asked, people[0])
    assert not is_open()


def test_with_a_code_on_the_same(session, people, asked):
    assert use(session, asked, people[0], on="") == "end:3"


@pytest.mark.parametrize(
    "odd",
    [{"on": "slack"}, {"after": LIFE}, {"who": 1}, {"number": 99}],
    ids=["where it was asked", "too late", "another", "no such"],
)
def test_not_otherwise(session, people, asked, odd):
    here = {name: value for name, value in odd.items() if name in {"on", "after"}}
    who, number = people[odd.get("who", 0)], asked + odd.get("number", 0)

    assert use(session, number, who, **here) is None
    assert use(session, asked, people[0]) == "end:3"
