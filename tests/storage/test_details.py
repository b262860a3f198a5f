"""What more is known of an activity: kept, counted where calendars see it, and told of a new place."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlmodel import select

from storage import activities, contacts, details, shift_changes, shifts, signups
from storage.models import Branch, Fate, Member, Network, NetworkMember, Occurrence
from storage.shift_changes import ALL_CHANGED, CHANGED

NOW = datetime(2027, 2, 8, 8, tzinfo=UTC)


@pytest.fixture
def branch(session) -> int:
    found = Branch(name="Norrby", town="Norrby")
    session.add(found)
    session.flush()
    return found.id


@pytest.fixture
def activity(session, branch):
    return activities.plan(
        session, key="k", kind="party", title="Fest", day=date(2027, 3, 1), starts=time(18), ends=None,
        zone="Europe/Stockholm", place="Parken", branch_id=branch, scheduled_for=NOW,
    )  # fmt: skip


def member(session, branch: int) -> int:
    found = Member(name="Alva", branch_id=branch)
    session.add(found)
    session.flush()
    return found.id


@pytest.mark.parametrize(
    ("values", "counted"),
    [
        ({"title": "Vårfest"}, 1), ({"place": "Torget"}, 1), ({"material": "kopp"}, 1), ({"description": "x"}, 1),
        ({"visibility": "public"}, 0), ({"title": "Fest"}, 0),
    ],
)  # fmt: skip
def test_only_what_calendars_see_is_counted_and_no_reminder_moves(session, activity, values, counted):
    details.describe(session, activity, now=NOW, **values)

    assert (activity.sequence, activity.scheduled_for) == (counted, NOW)
    assert [getattr(activity, name) for name in values] == list(values.values())


def test_which_are_new(session, activity):
    assert details.describe(session, activity, now=NOW, title="Fest", place="Torget") == {"place"}


def waiting(session, topic: str = CHANGED) -> list[tuple[str, str]]:
    there = select(Occurrence).where(Occurrence.topic == topic, Occurrence.fate == Fate.PENDING)
    return [(one.subject, one.lead) for one in session.exec(there)]


def test_a_new_place_is_told_once_however_often_it_changes(session, activity):
    shift = shifts.add(session, activity, starts=time(18))
    shifts.add(session, activity, starts=time(18), place="Köket")
    for _ in range(3):
        details.relocate(session, activity, now=NOW)

    assert waiting(session) == [(str(shift.id), details.PLACE)]


def test_of_several_shifts_it_is_told_in_one_message(session, activity):
    early, late, own = (shifts.add(session, activity, starts=time(hour)) for hour in (18, 19, 20))
    own.place = "Köket"
    for _ in range(2):
        details.relocate(session, activity, now=NOW)
    assert (waiting(session), waiting(session, ALL_CHANGED)) == ([], [(str(activity.id), details.PLACE)])

    shift_changes.move(session, late, activity, day=activity.day, starts=time(21), ends=None, now=NOW)
    shifts.add(session, activity, starts=time(17))
    details.relocate(session, activity, now=NOW)
    assert waiting(session) == [(str(late.id), "")]
    assert waiting(session, ALL_CHANGED) == [(str(activity.id), details.PLACE)]
    details.relocate(session, activity, now=early.starts_at)
    assert (str(early.id), details.PLACE) in waiting(session)


def test_a_new_time_of_the_whole_that_is_not_told_yet_stays_one(session, activity):
    found = [shifts.add(session, activity, starts=time(hour)) for hour in (18, 19)]
    shift_changes.announce_all(session, activity, found, NOW)
    details.relocate(session, activity, now=NOW)

    assert waiting(session, ALL_CHANGED) == [(str(activity.id), "")]


def test_a_new_time_that_is_not_told_yet_stays_one(session, activity):
    shift = shifts.add(session, activity, starts=time(18))
    shift_changes.move(session, shift, activity, day=activity.day, starts=time(19), ends=None, now=NOW)
    details.relocate(session, activity, now=NOW)

    assert waiting(session) == [(str(shift.id), "")]


def test_a_shift_that_is_over_is_not_told_of(session, activity):
    shifts.add(session, activity, starts=time(18))
    details.relocate(session, activity, now=activity.ends_at + timedelta(hours=1))

    assert waiting(session) == []


def test_what_somebody_is_responsible_for(session, activity, branch):
    alva = member(session, branch)
    assert details.of_contact(session, alva, now=NOW) == []
    details.describe(session, activity, now=NOW, contact_id=alva)

    assert [one.title for one in details.of_contact(session, alva, now=NOW)] == ["Fest"]
    assert details.of_contact(session, alva, now=activity.ends_at) == []
    session.get_one(Member, alva).left_on = NOW.date()
    assert contacts.contact(session, activity) is None


def test_a_network_that_nobody_is_in_shuts_out_who_has_said_yes(session, activity, branch):
    alva = member(session, branch)
    network = Network(name="N")
    session.add(network)
    session.flush()
    details.describe(session, activity, now=NOW, network_id=network.id)
    shift = shifts.add(session, activity, starts=time(18))
    signups.sign_up(session, shift.id, alva, platform="telegram", said_at=NOW, now=NOW)

    assert details.shut_out(session, activity, "members") == 0
    assert details.shut_out(session, activity, "network") == 1
    session.add(NetworkMember(network_id=network.id, member_id=alva))
    session.flush()
    assert details.shut_out(session, activity, "network") == 0
    assert activity.visibility == "members"
