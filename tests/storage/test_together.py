"""Those who press together: looked at once, written once, and each as if they had pressed alone."""

import pytest
from sqlalchemy import event, func
from sqlmodel import col, select

from storage import rush, seats, shift_changes
from storage.models import Place, Shift, Signup
from storage.seats import RefusedError
from tests.storage.roster import Roster

EVERYBODY = "abcdefgh"


@pytest.fixture
def roster(session) -> Roster:
    """All are expected."""
    found = Roster(session).people(EVERYBODY)
    found.shift("early", 10, 12, capacity=3)
    found.shift("beside", 11, 13)
    rush.expect(session, found.members.values())
    return found


def asked_while(session, act) -> list[str]:
    """What the database was asked."""
    asked: list[str] = []
    connection = session.connection()

    def note(*args: object) -> None:
        asked.append(str(args[2]))

    event.listen(connection, "before_cursor_execute", note)
    act()
    event.remove(connection, "before_cursor_execute", note)
    return asked


def test_however_many_press_the_database_is_asked_as_often(session, roster):
    def press(names: str) -> None:
        for name in names:
            roster.join(name, "early")
        rush.settle(session)

    first = asked_while(session, lambda: press("ab"))
    then = asked_while(session, lambda: press("cdefgh"))

    assert len(then) <= len(first)
    assert roster.reads("early") == "abc//defgh"


def test_with_friends_they_all_count(roster):
    roster.join("a", "early", 1)
    roster.join("b", "early", 1)
    roster.join("c", "early")

    assert roster.reads("early") == "ac//b"


def test_who_presses_twice_is_there_once(roster):
    places = [roster.join(name, "early").place for name in "aba"]

    assert places == [Place.GOING] * 3
    assert roster.reads("early") == "ab//"


def test_whoever_asks_for_sign_ups_gets_those_who_are_new(session, roster):
    roster.join("a", "early")

    assert session.exec(select(func.count(col(Signup.id)))).one() == 1
    assert roster.mine("a", "early").place == Place.GOING
    assert seats.taken(session, roster.shifts["early"]) == 1


def test_what_changes_between_two_presses_is_seen_by_the_next(roster):
    for name in "abcd":
        roster.join(name, "early")
    roster.leave("b", "early")
    roster.join("e", "early")
    roster.join("b", "early")

    assert roster.reads("early") == "ac/d/eb"


def test_a_place_that_frees_between_two_presses_is_for_the_next(roster):
    for name in "abc":
        roster.join(name, "early")
    roster.leave("b", "early")

    assert roster.join("d", "early").place == Place.GOING


def test_a_bigger_shift_is_seen_by_the_next(session, roster):
    for name in "abcd":
        roster.join(name, "early")
    session.expunge_all()
    roster.resize("early", 5)
    session.expunge_all()
    roster.join("e", "early")
    roster.join("f", "early")

    assert roster.reads("early") == "abce/d/f"


def test_a_shift_that_was_called_off_is_for_nobody(session, roster):
    roster.join("a", "early")
    session.expunge_all()
    shift_changes.call_off(session, roster.row("early"), "", roster.now)
    session.expunge_all()

    with pytest.raises(RefusedError, match="cancelled"):
        roster.join("b", "early")


def test_who_is_elsewhere_then_is_told_so(roster):
    roster.join("a", "beside")
    roster.join("b", "early")

    with pytest.raises(RefusedError) as refused:
        roster.join("a", "early")

    assert (refused.value.why, refused.value.shift.id) == ("clash", roster.shifts["beside"])
    assert (roster.reads("early"), roster.reads("beside")) == ("b//", "a//")


def test_a_shift_that_is_gone_is_gone_for_all(session, roster):
    gone = session.get_one(Shift, roster.shifts["early"])
    session.delete(gone)
    session.flush()

    for name in "ab":
        with pytest.raises(RefusedError, match="gone"):
            roster.join(name, "early")


def test_who_is_not_a_member_any_more_gets_no_place(session, roster):
    roster.join("a", "early")

    assert rush.look(session, roster.shifts["early"], 4711) is None
    assert roster.reads("early") == "a//"
