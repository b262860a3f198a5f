"""The shift of an activity without parts, and what becomes of it when one is called off."""

import pytest

from storage import shift_changes, shifts
from tests.storage.roster import Roster


@pytest.fixture
def roster(session) -> Roster:
    return Roster(session).people("a")


def test_it_is_made_once(roster):
    made = shifts.whole(roster.session, roster.activity)

    assert (made.starts_at, made.ends_at) == (roster.activity.starts_at, roster.activity.ends_at)
    assert shifts.whole(roster.session, roster.activity).id == made.id


def test_of_two_the_one_that_stands(roster):
    first, second = roster.shift("first", 10, 11), roster.shift("second", 11, 12)
    shift_changes.cancel(roster.session, first, reason="regn", now=roster.now)

    assert shifts.whole(roster.session, roster.activity).id == second.id


def test_where_none_stands_the_whole_of_it_is_new(roster):
    first = roster.shift("first", 10, 11)
    shift_changes.cancel(roster.session, first, reason="regn", now=roster.now)

    made = shifts.whole(roster.session, roster.activity)

    assert (made.cancelled_at, made.starts, made.ends) == (None, roster.activity.starts, roster.activity.ends)
    assert shifts.whole(roster.session, roster.activity).id == made.id
