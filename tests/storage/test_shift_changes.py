"""A shift that gets more room, moves or is called off, and those who are on it."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlmodel import select

from storage import activities, occurrences, shift_changes, shifts, waiting
from storage.models import Fate, Occurrence, Shift
from storage.seats import RefusedError
from tests.storage.roster import SATURDAY, Roster


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
    roster.moves(date(2027, 2, 20), time(11), time(17))

    found = [roster.session.get_one(Shift, number) for number in roster.shifts.values()]
    assert [(one.day, one.starts, one.ends) for one in found] == [
        (date(2027, 2, 20), time(11), time(13)), (date(2027, 2, 20), time(13), time(15)),
    ]  # fmt: skip


@pytest.mark.parametrize("hours", [0.5, 2, -2])
def test_whoever_has_two_shifts_one_after_the_other_keeps_both_when_all_of_it_moves(roster, hours):
    roster.resize("early", 2)
    for shift in ("early", "late"):
        roster.join("a", shift)
    roster.join("b", "early")

    assert roster.follow(hours) == []
    assert (roster.reads("early"), roster.reads("late")) == ("ab//", "a//")


def test_all_of_it_moved_onto_something_else_of_theirs_they_leave_that_part(roster):
    other = activities.plan(
        roster.session, key="x", kind="party", title="Fest", day=SATURDAY, starts=time(14), ends=time(16),
        zone="Europe/Stockholm", place="Parken",
    )  # fmt: skip
    roster.shifts["party"] = shifts.whole(roster.session, other).id
    for shift in ("early", "late", "party"):
        roster.join("a", shift)

    (torn,) = roster.follow(1)

    assert torn.shift_id == roster.shifts["late"]
    assert (roster.reads("early"), roster.reads("late"), roster.reads("party")) == ("a//", "//", "a//")


def test_a_place_is_not_lost_to_a_place_in_a_line(roster):
    roster.resize("late", 1)
    roster.join("a", "early")
    roster.join("b", "late")
    roster.join("a", "late")

    (torn,) = roster.move("early", 11, 13)

    assert torn.shift_id == roster.shifts["late"]
    assert (roster.reads("early"), roster.reads("late")) == ("a//", "b//")
    assert occurrences.about(roster.session, topic=waiting.TORN, subject=str(torn.id)) != []


def test_a_place_in_the_line_is_lost_to_a_place(roster):
    roster.join("b", "early")
    roster.join("a", "early")
    roster.join("a", "late")

    roster.move("early", 11, 13)

    assert (roster.reads("early"), roster.reads("late")) == ("b//", "a//")


def test_an_offer_that_is_lost_to_a_place_goes_on(roster):
    roster.resize("late", 1)
    for name in "bac":
        roster.join(name, "late")
    roster.join("a", "early")
    roster.leave("b", "late")
    assert roster.reads("late") == "/a/c"

    roster.move("early", 11, 13)

    assert (roster.reads("early"), roster.reads("late")) == ("a//", "/c/")


def test_a_shift_that_is_over_stays_where_it_was(roster):
    roster.join("a", "early")
    roster.join("b", "late")
    roster.now = datetime(2027, 2, 13, 11, 30, tzinfo=UTC)  # half an hour into the late one
    followed = roster.moves(SATURDAY + timedelta(days=1), time(10), time(16))

    assert (roster.row("early").day, roster.row("late").day) == (SATURDAY, SATURDAY + timedelta(days=1))
    assert [shift.id for shift in followed.moved] == [roster.shifts["late"]]


def test_a_shift_after_midnight_goes_along_into_the_next_day(roster):
    last = roster.shift("last", 22, 23)

    roster.follow(3)

    assert (last.day, last.starts, last.ends) == (SATURDAY + timedelta(days=1), time(1), time(2))
    roster.follow(-3)
    assert (last.day, last.starts, last.ends) == (SATURDAY, time(22), time(23))


def test_a_company_that_there_is_no_room_for_any_more_waits_no_longer(roster):
    roster.resize("early", 3)
    roster.join("a", "early", guests=1)
    roster.join("b", "early", guests=2)
    roster.join("c", "early", guests=1)

    (gone,) = roster.resize("early", 2)

    assert gone.member_id == roster.members["b"]
    assert roster.reads("early") == "a//c"
    assert [one.topic for one in occurrences.about(roster.session, topic=waiting.OUTGROWN, subject=str(gone.id))]


def waiting_news(roster) -> list[tuple[str, str]]:
    there = select(Occurrence).where(Occurrence.fate == Fate.PENDING).order_by(Occurrence.id)
    changed = there.where(Occurrence.topic.in_((shift_changes.CHANGED, shift_changes.ALL_CHANGED)))
    return [(one.topic, one.subject) for one in roster.session.exec(changed)]


def test_all_of_it_is_told_once_and_what_was_to_be_told_of_a_part_with_it(roster):
    about = str(roster.activity.id)
    roster.move("early", 9, 10)
    assert waiting_news(roster) == [("shift_change", str(roster.shifts["early"]))]

    roster.follow(1)
    assert waiting_news(roster) == [("shifts_change", about)]
    shift_changes.cancel_all(roster.session, roster.activity, reason="storm", now=roster.now)
    assert waiting_news(roster) == [("shifts_change", about)]


def test_where_only_the_end_is_another_only_what_lasts_as_long_follows_and_is_told(roster):
    whole = roster.shift("whole", 10, 16, capacity=3)
    late = roster.row("late")

    followed = roster.moves(SATURDAY, time(10), time(13))

    assert (whole.starts, whole.ends, whole.ends_at) == (time(10), time(13), roster.activity.ends_at)
    assert (late.starts, late.ends) == (time(12), time(14))
    assert (followed.moved, followed.outlasting) == ([whole], 1)
    assert waiting_news(roster) == [("shift_change", str(whole.id))]


def test_what_ended_too_late_before_is_not_told_of_again(roster):
    roster.moves(SATURDAY, time(10), time(13))

    assert roster.moves(SATURDAY, time(11), time(14)).outlasting == 0
    assert roster.moves(SATURDAY, time(11), None).outlasting == 0


def test_nobody_is_told_of_a_shift_that_is_when_it_was(roster):
    roster.join("a", "early")

    followed = roster.moves(SATURDAY, time(10), time(17))

    assert (followed.moved, followed.outlasting, waiting_news(roster)) == ([], 0, [])


def test_who_waits_to_be_told_of_all_of_it_is_told_once(roster):
    whole = roster.shift("whole", 10, 16)
    roster.moves(SATURDAY, time(11), time(17))
    roster.moves(SATURDAY, time(11), time(18))

    assert whole.ends == time(18)
    assert waiting_news(roster) == [("shifts_change", str(roster.activity.id))]


def test_where_no_end_was_said_the_whole_of_it_gets_the_end_that_is(roster):
    roster.moves(SATURDAY, time(10), None)
    for shift in ("early", "late"):
        shift_changes.cancel(roster.session, roster.row(shift), reason="", now=roster.now)
    whole = shifts.whole(roster.session, roster.activity)

    assert roster.moves(SATURDAY, time(10), time(13)).moved == [whole]
    assert (whole.ends, whole.ends_at) == (time(13), roster.activity.ends_at)


def test_calendars_see_that_a_shift_is_at_another_time_or_off(roster):
    roster.activity.scheduled_for = roster.activity.starts_at
    roster.move("early", 9, 10)
    shift_changes.cancel(roster.session, roster.row("late"), reason="", now=roster.now + timedelta(hours=1))

    roster.session.refresh(roster.activity)
    assert (roster.activity.sequence, roster.activity.changed_at) == (2, roster.now + timedelta(hours=1))
    assert roster.activity.scheduled_for == roster.activity.starts_at
