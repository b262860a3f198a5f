"""Places on a shift: first come, first served, together or not at all, and never more than there are."""

from datetime import timedelta

import pytest
from sqlmodel import select

from storage import erasure, shift_changes, shifts, signups, waiting
from storage.models import Occurrence, Place
from storage.seats import RefusedError
from storage.waiting import LAPSE, OFFER
from tests.storage.roster import NOW, Roster

HOUR = timedelta(hours=1)


@pytest.fixture
def roster(session) -> Roster:
    found = Roster(session).people("abcdef")
    found.shift("early", 10, 12, capacity=2)
    found.shift("late", 12, 14)
    found.shift("beside", 11, 13)
    return found


def test_first_come_first_served_and_the_others_stand_in_line(roster):
    for name in "abcd":
        roster.join(name, "early")

    assert roster.reads("early") == "ab//cd"


def test_a_place_that_frees_is_offered_to_whoever_waits_first(roster):
    for name in "abcd":
        roster.join(name, "early")

    roster.leave("a", "early")

    assert roster.reads("early") == "b/c/d"
    assert roster.mine("c", "early").offered_until == roster.now + timedelta(hours=24)


def test_an_offer_is_taken_or_refused_and_then_goes_on(roster):
    for name in "abcd":
        roster.join(name, "early")
    roster.leave("a", "early")
    roster.leave("b", "early")
    assert roster.reads("early") == "/cd/"

    roster.accept("c", "early")
    roster.leave("d", "early")

    assert roster.reads("early") == "c//"


def test_an_offer_that_nobody_answers_goes_on_and_cannot_be_taken_after_that(roster):
    for name in "abcd":
        roster.join(name, "early")
    roster.leave("a", "early")
    roster.now += timedelta(hours=24)
    assert waiting.lapsed(roster.session, roster.now) == []
    roster.now += timedelta(seconds=1)

    assert [one.member_id for one in waiting.lapsed(roster.session, roster.now)] == [roster.members["c"]]

    assert roster.reads("early") == "b/d/"
    with pytest.raises(RefusedError, match="lapsed"):
        roster.accept("c", "early")


def test_near_the_time_an_offer_lasts_for_half_of_what_is_left(roster):
    for name in "abc":
        roster.join(name, "early")
    roster.now = roster.row("early").starts_at - 2 * HOUR

    roster.leave("a", "early")

    left = roster.row("early").starts_at - roster.mine("c", "early").offered_until
    assert left == pytest.approx(HOUR, abs=timedelta(seconds=1))


def test_each_offer_is_told_once_and_looked_at_when_it_lapses(roster):
    for name in "abc":
        roster.join(name, "early")
    roster.leave("a", "early")
    found = roster.session.exec(select(Occurrence).order_by(Occurrence.due_at)).all()

    offered = roster.mine("c", "early")

    assert [(one.topic, one.subject, one.member_id) for one in found] == [
        (OFFER, str(offered.id), offered.member_id),
        (LAPSE, str(offered.id), offered.member_id),
    ]
    assert [one.due_at for one in found] == [roster.now, offered.offered_until + timedelta(microseconds=1)]


def test_friends_get_in_together_or_not_at_all_and_keep_their_place_in_the_line(roster):
    roster.join("a", "early")
    roster.join("b", "early", guests=1)
    roster.join("c", "early", guests=1)

    assert roster.reads("early") == "a//bc"
    roster.join("d", "early")
    assert roster.reads("early") == "ad//bc", "no place stands empty for somebody who does not fit in"
    roster.leave("a", "early")
    assert roster.reads("early") == "d//bc"
    roster.leave("d", "early")
    assert roster.reads("early") == "/b/c"


def test_who_comes_back_stands_last(roster):
    for name in "abcd":
        roster.join(name, "early")
    roster.leave("c", "early")
    roster.join("c", "early")

    assert roster.reads("early") == "ab//dc"


def test_the_same_twice_is_one_place(roster):
    first = roster.join("a", "early")

    assert roster.join("a", "early", guests=3).id == first.id
    assert roster.reads("early") == "a//"
    assert roster.mine("a", "early").guests == 0


def test_nobody_is_in_two_places_at_once(roster):
    roster.join("a", "early")

    with pytest.raises(RefusedError, match="clash") as refused:
        roster.join("a", "beside")

    assert refused.value.shift.id == roster.shifts["early"]
    roster.join("a", "late")
    roster.leave("a", "early")
    roster.leave("a", "late")
    assert roster.join("a", "beside").place == Place.GOING


def test_what_was_called_off_is_in_nobodys_way(roster):
    roster.join("a", "early")
    roster.calls_off(roster.activity)

    with pytest.raises(RefusedError, match="cancelled"):
        roster.join("b", "early")
    with pytest.raises(RefusedError, match="cancelled"):
        roster.leave("a", "early")


@pytest.mark.parametrize("what", ["join", "leave"])
def test_once_it_has_begun_nothing_changes(roster, what):
    roster.join("a", "early")
    roster.now = roster.row("early").starts_at

    with pytest.raises(RefusedError, match="begun"):
        getattr(roster, what)("a", "early")


def test_more_than_there_are_places_for_is_refused(roster):
    with pytest.raises(RefusedError, match="too_many") as refused:
        roster.join("a", "early", guests=2)

    assert refused.value.free == 2


def test_fewer_friends_free_places_and_more_need_them(roster):
    roster.join("a", "early", guests=1)
    roster.join("b", "early")
    signups.bring(roster.session, roster.mine("a", "early"), 0, now=roster.now)
    assert roster.reads("early") == "a/b/"

    with pytest.raises(RefusedError, match="full") as refused:
        signups.bring(roster.session, roster.mine("a", "early"), 1, now=roster.now)

    assert refused.value.free == 0


def test_the_last_word_holds_in_whatever_order_they_come(roster):
    said_in, said_out = NOW + HOUR, NOW + 2 * HOUR
    roster.now = NOW + 3 * HOUR

    roster.leave("a", "early", said_at=said_out)
    roster.join("a", "early", said_at=said_in)
    assert roster.reads("early") == "//", "no ghost stands there"

    roster.join("a", "early", said_at=NOW + 3 * HOUR)
    assert not roster.leave("a", "early", said_at=said_out)
    assert roster.reads("early") == "a//"


def test_the_place_of_somebody_who_is_forgotten_is_offered_on(roster):
    for name in "abc":
        roster.join(name, "early")

    erasure.erase(roster.session, roster.members["a"], roster.now)

    del roster.members["a"]
    assert roster.reads("early") == "b/c/"


def test_an_activity_without_parts_gets_one_shift_for_all_of_it(roster):
    for name in list(roster.shifts):
        roster.session.delete(roster.row(name))
    roster.session.flush()

    first = shifts.whole(roster.session, roster.activity)
    again = shifts.whole(roster.session, roster.activity)

    assert first.id == again.id
    assert (first.starts_at, first.ends_at) == (roster.activity.starts_at, roster.activity.ends_at)


def test_where_help_is_missing_the_most_comes_first(roster):
    roster.row("early").minimum, roster.row("late").minimum, roster.row("beside").minimum = 1, 3, 4
    roster.session.flush()
    roster.join("a", "early")
    roster.join("b", "late", guests=2)
    roster.join("c", "beside")
    roster.leave("b", "late")
    asked = {"now": roster.now, "member_of": None, "member_id": None}

    found = shifts.wanting(roster.session, **asked | {"member_of": roster.activity.branch_id})

    assert [(one.shift.id, one.shift.missing) for one in found] == [
        (roster.shifts["beside"], 3), (roster.shifts["late"], 3),
    ]  # fmt: skip
    assert shifts.wanting(roster.session, **asked) == []
    assert found[0].shift.taken == 1


def test_what_is_far_ahead_misses_nobody_yet(roster):
    roster.row("late").minimum = 3
    roster.session.flush()
    begins = roster.row("late").starts_at
    asked = {"member_of": roster.activity.branch_id, "member_id": None}

    assert shifts.wanting(roster.session, now=begins - shifts.AHEAD, **asked) == []
    assert len(shifts.wanting(roster.session, now=begins - shifts.AHEAD + timedelta(seconds=1), **asked)) == 1


def test_who_was_on_a_shift_that_was_called_off_alone_does_not_come(roster):
    roster.join("a", "early")
    roster.join("b", "late")
    shift_changes.cancel(roster.session, roster.row("early"), reason="regn", now=roster.now)

    assert signups.on_activity(roster.session, roster.activity) == {roster.members["b"]}
    roster.now += HOUR
    roster.calls_off(roster.activity)
    shift_changes.cancel_all(roster.session, roster.activity, reason="storm", now=roster.now)
    roster.session.refresh(roster.activity)
    assert signups.on_activity(roster.session, roster.activity) == {roster.members["b"]}
