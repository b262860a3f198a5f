"""Who may check others in, and sees their names: of a network nobody outside it; and what stands when it moves."""

from datetime import time, timedelta

import pytest
from sqlmodel import select

from storage import activities, attendance, checkin, members, results, shift_changes, shifts, signups
from storage.models import Activity, Network, NetworkMember, Shift, Signup
from tests.storage.roster import SATURDAY, Roster
from tests.storage.test_networks import NOW, TODAY, by_name


@pytest.fixture
def climate(district) -> int:
    return district.exec(select(Network.id).where(Network.name == "Klimatnätverket")).one()


@pytest.fixture
def meeting(district, climate) -> Activity:
    return activities.plan(
        district, key="k", kind="network", title="Träff", day=TODAY, starts=time(18), ends=time(20),
        zone="Europe/Stockholm", place="Parken", network_id=climate,
    )  # fmt: skip


@pytest.fixture
def leads(district, meeting) -> Shift:
    """The shift of whoever checks the others in."""
    return shifts.add(district, meeting, starts=time(18), ends=time(19), leads=True)


def test_only_who_is_in_the_network_may_lead(district, meeting):
    found = {name: by_name(district, name) for name in ("Gunnel T.", "Birk S.", "Alva N.")}
    may = {
        name: checkin.may_lead(district, meeting, member_id=one.id, branch_id=one.branch_id)
        for name, one in found.items()
    }
    assert may == {"Gunnel T.": True, "Birk S.": True, "Alva N.": False}


def test_who_has_left_the_network_does_not_lead_any_more(district, climate, meeting, leads):
    gunnel = by_name(district, "Gunnel T.").id
    signups.sign_up(district, leads.id, gunnel, platform="telegram", said_at=NOW, now=NOW)
    assert checkin.may(district, members.known(district, gunnel, today=TODAY), meeting, NOW)

    district.delete(district.get_one(NetworkMember, (climate, gunnel)))
    district.flush()

    assert checkin.leaders(district, meeting, NOW) == []
    assert not checkin.may(district, members.known(district, gunnel, today=TODAY), meeting, NOW)


def test_who_was_responsible_and_has_left_the_network_sees_nobody(district, climate, meeting):
    gunnel = by_name(district, "Gunnel T.").id
    meeting.contact_id = gunnel
    person = members.known(district, gunnel, today=TODAY)
    assert checkin.arranges(district, person, meeting)

    district.delete(district.get_one(NetworkMember, (climate, gunnel)))
    district.flush()
    assert not checkin.arranges(district, person, meeting)


def test_who_has_moved_to_another_branch_does_not_lead_there_any_more(district):
    birk, alva = by_name(district, "Birk S."), by_name(district, "Alva N.")
    action = activities.plan(
        district, key="b", kind="flyering", title="Torget", day=TODAY, starts=time(18), ends=time(20),
        zone="Europe/Stockholm", place="Torget", branch_id=birk.branch_id,
    )  # fmt: skip
    there = shifts.add(district, action, starts=time(18), ends=time(19), leads=True)
    signups.sign_up(district, there.id, birk.id, platform="telegram", said_at=NOW, now=NOW)
    assert checkin.leaders(district, action, NOW) == [birk.id]

    birk.branch_id = alva.branch_id
    district.flush()

    assert checkin.leaders(district, action, NOW) == []
    assert not checkin.may(district, members.known(district, birk.id, today=TODAY), action, NOW)


@pytest.fixture
def roster(session) -> Roster:
    """Saturday morning: `a` was there at ten with one of two friends, five came too, and it is told how it went."""
    found = Roster(session).people("ab")
    for name, starts in (("early", 10), ("late", 12)):
        found.shift(name, starts, starts + 2)
    found.join("a", "early", guests=2)
    found.join("b", "late")
    found.now = found.row("early").starts_at - timedelta(minutes=10)
    assert checkin.mark(session, found.mine("a", "early"), came=True, along=1)
    assert checkin.walk_in(session, found.row("early"), was=0, number=5)
    results.hand_in(session, found.row("early"), flyers=40, note="", by=found.members["a"], now=found.now)
    return found


def stands(roster: Roster, shift: str) -> tuple[int, list[tuple[bool | None, int | None]], bool]:
    """Who came without a sign-up, what is said of those with one, and whether it is told how it went."""
    row = roster.row(shift)
    roster.session.refresh(row)
    marks = select(Signup.came, Signup.along).where(Signup.shift_id == row.id)
    return row.walk_ins, [tuple(one) for one in roster.session.exec(marks)], bool(results.find(roster.session, row.id))


def test_nobody_was_there_at_the_time_that_it_moves_to(roster):
    roster.move("early", 14, 16)

    assert stands(roster, "early") == (0, [(None, None)], False)


def test_who_was_there_is_still_there_where_it_begins_a_little_later(roster):
    shift_changes.move(
        roster.session, roster.row("early"), roster.activity, day=SATURDAY, starts=time(10, 15), ends=time(12),
        now=roster.now,
    )  # fmt: skip

    assert stands(roster, "early") == (5, [(True, 1)], True)


def test_what_was_held_stays_where_the_rest_moves_to_another_day(roster):
    roster.now = roster.row("early").ends_at
    moved = roster.moves(SATURDAY + timedelta(days=7), time(10), time(16)).moved

    assert moved == [roster.row("late")]
    assert roster.row("early").day == SATURDAY
    assert stands(roster, "early") == (5, [(True, 1)], True)


def test_what_it_came_to_follows_whoever_comes_without_a_sign_up(roster):
    early = roster.row("early")
    assert results.find(roster.session, early.id).came == 2 + 5
    assert checkin.walk_in(roster.session, early, was=5, number=8)
    assert not checkin.walk_in(roster.session, early, was=5, number=6)

    assert results.find(roster.session, early.id).came == 2 + 8


def test_on_the_list_stands_with_how_many_of_their_friends_somebody_came(roster):
    roster.join("b", "early", guests=2)
    assert checkin.mark(roster.session, roster.mine("b", "early"), came=True)

    there = attendance.listed(roster.session, roster.activity)
    assert [(one.name, one.came, one.along) for one in there if one.shift_id == roster.shifts["early"]] == [
        ("a", True, 1), ("b", True, None),
    ]  # fmt: skip
