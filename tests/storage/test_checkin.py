"""Who may check others in, and sees their names: of a network nobody outside it."""

from datetime import time

import pytest
from sqlmodel import select

from storage import activities, checkin, members, shifts, signups
from storage.models import Activity, Network, NetworkMember, Shift
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
