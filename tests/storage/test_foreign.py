"""Another calendar's events here: new, moved, changed, called off, and gone, which is asked about and not told."""

from datetime import date, time, timedelta

import pytest
from sqlmodel import select

from storage import activities, foreign, shift_changes, shifts, signups
from storage.foreign import Calendar, Event, Fate
from storage.models import Activity, Branch, ForeignEvent, Member, Occurrence, Shift
from storage.types import table_of
from tests.talk import NOW

ONE = Event(
    "1", 3, "Torgmöte", date(2027, 3, 1), time(18), time(20), "Europe/Stockholm", "Torget", "Kom!", cancelled=False
)  # fmt: skip
TWO = ONE._replace(uid="2", title="Fika")


def bring(session, *events: Event, others=(), branch=None, source="Zetkin", now=NOW) -> list[Fate]:
    calendar = Calendar(session, source, branch, now)
    changes = calendar.compare(events, others)
    for change in changes:
        calendar.store(change)
    return [change.fate for change in changes]


def rows(session, model) -> list:
    ordered = select(model).order_by(*table_of(model).primary_key)
    return list(session.exec(ordered.execution_options(populate_existing=True)))


def only(session) -> Activity:
    (found,) = rows(session, Activity)
    return found


def test_a_new_one_is_as_it_stands_there(session):
    session.add(Branch(id=1, name="Norrby", town="Norrby"))
    session.flush()
    assert bring(session, ONE, branch=1) == [Fate.NEW]

    found = only(session)
    assert (found.title, found.day, found.starts, found.ends) == (ONE.title, ONE.day, ONE.starts, ONE.ends)
    assert (found.place, found.description, found.branch_id) == ("Torget", "Kom!", 1)
    assert (found.kind, found.visibility) == ("other", "members")
    (row,) = rows(session, ForeignEvent)
    assert (row.activity_id, row.source, row.uid, row.seen_at, row.gone_at) == (found.id, "Zetkin", "1", NOW, None)


def test_the_same_again_changes_nothing(session):
    bring(session, ONE, TWO)
    assert bring(session, ONE, TWO) == [Fate.SAME, Fate.SAME]
    assert {one.sequence for one in rows(session, Activity)} == {0}


def test_two_calendars_do_not_know_each_other_s(session):
    bring(session, ONE)
    assert bring(session, ONE, source="Ort") == [Fate.NEW]
    assert len(rows(session, Activity)) == 2


def test_one_that_moved_is_moved_in_place(session):
    bring(session, ONE)
    number = only(session).id
    only(session).scheduled_for = only(session).starts_at
    session.flush()

    assert bring(session, ONE._replace(day=date(2027, 3, 2), title="Torgmöte!")) == [Fate.MOVED]

    found = only(session)
    assert (found.id, found.day, found.title, found.sequence) == (number, date(2027, 3, 2), "Torgmöte!", 2)
    assert found.scheduled_for is None  # its reminders are planned anew, and who was told hears of it


def test_its_shifts_and_who_is_on_them_go_along(session):
    session.add(branch := Branch(name="Norrby", town="Norrby"))
    session.flush()
    session.add(member := Member(name="Alva", branch_id=branch.id))
    session.flush()
    bring(session, ONE)
    shift = shifts.add(session, only(session), starts=time(18), ends=time(19))
    signups.sign_up(session, shift.id, member.id, platform="slack", said_at=NOW, now=NOW)

    bring(session, ONE._replace(day=date(2027, 3, 2), starts=time(19), ends=time(21)))

    (moved,) = rows(session, Shift)
    assert (moved.day, moved.starts, moved.ends) == (date(2027, 3, 2), time(19), time(20))
    assert "shifts_change" in {one.topic for one in rows(session, Occurrence)}


def test_one_with_other_words_is_changed(session):
    bring(session, ONE)
    assert bring(session, ONE._replace(place="Parken")) == [Fate.CHANGED]
    assert (only(session).place, only(session).sequence) == ("Parken", 1)


@pytest.mark.parametrize(("changes", "is_told"), [
    ({"place": "Parken"}, True),
    ({"title": "Torgmöte!"}, False),
    ({"place": "Parken", "starts": time(17)}, True),
])  # fmt: skip
def test_who_has_signed_up_hears_that_it_is_elsewhere(session, changes, is_told):
    session.add(branch := Branch(name="Norrby", town="Norrby"))
    session.flush()
    session.add(member := Member(name="Alva", branch_id=branch.id))
    session.flush()
    bring(session, ONE)
    shift = shifts.whole(session, only(session))
    signups.sign_up(session, shift.id, member.id, platform="slack", said_at=NOW, now=NOW)

    later = NOW + timedelta(hours=1)
    bring(session, ONE._replace(**changes), now=later)

    waits = [one for one in rows(session, Occurrence) if one.topic == "shift_change" and one.fate == "pending"]
    assert [(one.subject, one.due_at) for one in waits] == ([(str(shift.id), later)] if is_told else [])


def test_the_shift_of_one_without_parts_ends_when_it_does(session):
    bring(session, ONE)
    shift = shifts.whole(session, only(session))
    bring(session, ONE._replace(ends=time(22)), now=NOW + timedelta(hours=1))

    session.refresh(shift)
    assert (shift.ends, shift.ends_at) == (time(22), only(session).ends_at)


def test_one_that_is_called_off_there_is_so_here(session):
    bring(session, ONE)
    assert bring(session, ONE._replace(cancelled=True)) == [Fate.CANCELLED]
    assert only(session).cancelled_at == NOW
    assert bring(session, ONE._replace(cancelled=True)) == [Fate.SAME]


def test_one_that_was_never_known_and_is_called_off_is_nobody_s(session):
    assert bring(session, ONE._replace(cancelled=True)) == []


def test_what_was_called_off_here_stays_so(session):
    bring(session, ONE)
    activities.cancel(session, only(session), reason="", now=NOW)
    session.expire_all()

    assert bring(session, ONE._replace(day=date(2027, 3, 2))) == [Fate.SAME]
    assert (only(session).day, only(session).cancelled_at) == (ONE.day, NOW)


def test_what_is_gone_is_asked_about_once_and_told_nobody(session):
    bring(session, ONE, TWO)
    assert bring(session, TWO) == [Fate.SAME, Fate.GONE]
    assert bring(session, TWO, now=NOW + timedelta(hours=1)) == [Fate.SAME, Fate.GONE]

    (asked,) = rows(session, Occurrence)
    gone, _ = rows(session, Activity)
    assert (asked.topic, asked.subject, asked.due_at) == ("vanished", str(gone.id), NOW)
    assert (gone.cancelled_at, gone.sequence) == (None, 0)
    assert foreign.waiting(session, gone.id)[0].gone_at == NOW


def test_what_is_there_again_is_not_asked_about(session):
    bring(session, ONE)
    bring(session)
    bring(session, ONE)
    assert foreign.waiting(session, only(session).id) is None

    bring(session, now=NOW + timedelta(days=1))
    assert foreign.waiting(session, only(session).id)
    assert len(rows(session, Occurrence)) == 2


def test_what_has_been_or_is_only_too_far_away_is_not_gone(session):
    bring(session, ONE, TWO)
    assert bring(session, TWO, others=["1"]) == [Fate.SAME]
    assert bring(session, now=NOW + timedelta(days=30)) == []


def test_what_was_kept_is_ours_until_it_is_there_again(session):
    bring(session, ONE)
    bring(session)
    foreign.keep(session, foreign.waiting(session, only(session).id)[0])

    assert bring(session) == []
    assert foreign.waiting(session, only(session).id) is None
    assert bring(session, ONE._replace(place="Parken")) == [Fate.CHANGED]
    assert only(session).place == "Parken"
    assert bring(session) == [Fate.GONE]


@pytest.mark.parametrize("number", [0, 999])
def test_nothing_waits_of_what_is_not_there(session, number):
    assert foreign.waiting(session, number) is None


def test_one_that_was_called_off_there_comes_back(session):
    bring(session, ONE)
    bring(session, ONE._replace(cancelled=True))
    assert bring(session, ONE._replace(cancelled=True), now=NOW + timedelta(hours=1)) == [Fate.SAME]
    assert bring(session, now=NOW + timedelta(hours=2)) == []
    assert bring(session, ONE._replace(place="Parken"), now=NOW + timedelta(hours=3)) == [Fate.RESUMED]

    found = only(session)
    assert (found.cancelled_at, found.place, found.scheduled_for) == (None, "Parken", None)
    assert bring(session, ONE._replace(place="Parken"), now=NOW + timedelta(hours=4)) == [Fate.SAME]
    (row,) = rows(session, ForeignEvent)
    assert row.gone_at is None


def test_only_the_shifts_that_went_with_it_come_back(session):
    bring(session, ONE)
    for hour in (18, 19):
        shifts.add(session, only(session), starts=time(hour), ends=time(hour + 1))
    first, second = rows(session, Shift)
    shift_changes.cancel(session, first, reason="regn", now=NOW)
    bring(session, ONE._replace(cancelled=True), now=NOW + timedelta(hours=1))
    bring(session, ONE, now=NOW + timedelta(hours=2))

    assert [(one.id, one.cancelled_at) for one in rows(session, Shift)] == [(first.id, NOW), (second.id, None)]
