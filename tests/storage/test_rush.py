"""Those who press together on PostgreSQL: held at once and in one order, so that nobody waits in a ring."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import event, text
from sqlmodel import select

from storage import erasure, rush
from storage.database import Database, open_database
from storage.models import Occurrence, Place, Signup
from storage.rush import Look
from tests.postgres import wait_for
from tests.storage.roster import NOW, Roster


@pytest.fixture
def database(postgres) -> Iterator[Database]:
    with open_database(postgres.fresh("empty")) as found:
        yield found


@pytest.fixture
def roster(database) -> Roster:
    """Two members, and a shift; only their ids are used, in any transaction."""
    with database.begin() as session:
        found = Roster(session).people("ab")
        found.shift("early", 10, 12, capacity=1)
        return found


def test_one_who_is_expected_is_held_before_the_shift(database, roster):
    """With `b` held by another who waits for the shift, and the shift by us who then wait for `b`, neither gets on."""
    early, (a, b) = roster.shifts["early"], (roster.members[name] for name in "ab")

    def beside() -> Look | None:
        with database.begin() as session:
            return rush.look(session, early, b)

    with ThreadPoolExecutor() as pool, database.begin() as session:
        rush.expect(session, [b, a])
        assert rush.look(session, early, a).taken == 0
        other = pool.submit(beside)
        wait_for(database, other)
        assert not other.done()
        assert rush.look(session, early, b).taken == 0
        session.commit()
        assert other.result(10).taken == 0


def test_whoever_is_held_can_be_told_something_meanwhile(database, roster):
    """By somebody who gave a place back: with both in a ring the database would end one after a second."""
    said = {"topic": "signup", "subject": "1", "due_at": NOW, "deliver_until": NOW}
    with database.begin() as session, database.begin() as beside:
        rush.hold(session, [roster.shifts["early"]], [roster.members["a"]])
        beside.execute(text("SET LOCAL lock_timeout = '2s'"))
        beside.add(Occurrence(key="offer", member_id=roster.members["a"], **said))
        beside.flush()


def test_a_place_that_somebody_gets_while_they_are_forgotten_goes_on(database, roster):
    early, ids = roster.shifts["early"], roster.members

    def forget() -> None:
        with database.begin() as session:
            erasure.erase(session, ids["a"], NOW)

    with ThreadPoolExecutor() as pool:
        with database.begin() as session:
            roster.session = session
            rush.expect(session, ids.values())
            for name in "ab":
                roster.join(name, "early")
            other = pool.submit(forget)
            wait_for(database, other)
            assert not other.done()
            rush.settle(session)
        other.result(10)

    with database.begin() as session:
        there = select(Signup.member_id, Signup.place).where(Signup.shift_id == early)
        assert list(session.exec(there)) == [(ids["b"], Place.OFFERED)]


def test_what_is_held_is_not_asked_for_again(database, roster):
    asked: list[str] = []
    early, (a, b) = roster.shifts["early"], (roster.members[name] for name in "ab")
    with database.begin() as session:
        event.listen(session.connection(), "before_cursor_execute", lambda *args: asked.append(args[2]))
        rush.expect(session, [a])
        for members in ([a], [a], [b], [a, b]):
            rush.hold(session, [early], members)

    assert ["FOR NO KEY UPDATE" in words for words in asked] == [True, True]
