"""A shift that gets more room, moves or is called off, and those who are on it."""

from datetime import date, time, timedelta

import pytest

from storage import shift_changes, waiting
from storage.models import Shift
from storage.seats import RefusedError
from tests.storage.roster import Roster


@pytest.fixture
def roster(session) -> Roster:
    found = Roster(session).people("abcdef")
    found.shift("early", 10, 12, capacity=1)
    found.shift("late", 12, 14)
    return found


def test_more_room_is_offered_to_those_who_wait(roster):
    for name in "abcd":
        roster.join(name, "early")

    roster.resize("early", 3)

    assert roster.reads("early") == "a/bc/d"
    roster.resize("early", None)
    assert roster.reads("early") == "a/bcd/"


def test_less_room_than_have_a_place_is_refused(roster):
    roster.join("a", "early")
    roster.resize("early", 2)
    roster.join("b", "early")

    with pytest.raises(RefusedError, match="full") as refused:
        roster.resize("early", 1)

    assert refused.value.free == 2


def test_moved_onto_another_shift_of_theirs_they_leave_the_one_that_moved(roster):
    for name in "abc":
        roster.join(name, "early")
    roster.join("a", "late")
    roster.join("c", "late")

    torn = roster.move("early", 12, 13)

    assert [one.member_id for one in torn] == [roster.members["a"], roster.members["c"]]
    assert (roster.reads("early"), roster.reads("late")) == ("/b/", "ac//")


def test_who_is_offered_a_place_that_begins_sooner_has_less_time_to_answer(roster):
    roster.join("a", "early")
    roster.join("b", "early")
    roster.leave("a", "early")
    roster.now = roster.mine("b", "early").offered_until - timedelta(hours=8)

    roster.move("early", 8, 9, day=date(2027, 2, 9))

    until = roster.mine("b", "early").offered_until
    assert until < roster.row("early").starts_at
    assert waiting.lapsed(roster.session, until + timedelta(seconds=1)) != []


def test_called_off_it_is_nobodys_place_and_in_nobodys_way(roster):
    roster.join("a", "early")
    beside = roster.shift("beside", 11, 12)

    shift_changes.cancel(roster.session, roster.row("early"), reason="regn", now=roster.now)

    with pytest.raises(RefusedError, match="cancelled"):
        roster.join("b", "early")
    roster.join("a", "beside")
    assert [one.id for one in shift_changes.of_activity(roster.session, roster.activity)] == [
        beside.id, roster.shifts["late"],
    ]  # fmt: skip


def test_the_shifts_go_with_their_activity(roster):
    shift_changes.follow(
        roster.session, roster.activity, by_days=timedelta(days=7), by=timedelta(hours=1), now=roster.now
    )

    found = [roster.session.get_one(Shift, number) for number in roster.shifts.values()]
    assert [(one.day, one.starts, one.ends) for one in found] == [
        (date(2027, 2, 20), time(11), time(13)), (date(2027, 2, 20), time(13), time(15)),
    ]  # fmt: skip
