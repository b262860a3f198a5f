"""Who is responsible: no longer when they have left, or left the network, or may not see it any more."""

import pytest
from sqlmodel import delete, select

from storage import activities, contacts, details, needs
from storage.models import Activity, Member, Network, NetworkMember, Post, Role
from tests.storage.test_networks import NOW, TODAY, by_name


@pytest.fixture
def climate(district) -> int:
    return district.exec(select(Network.id).where(Network.name == "Klimatnätverket")).one()


@pytest.fixture
def meeting(district, climate) -> Activity:
    """The climate network's, and Gunnel T. of it is responsible."""
    return activities.plan(
        district, key="k", kind="network", title="Träff", day=TODAY, starts=NOW.time(), ends=None,
        zone="Europe/Stockholm", place="Parken", network_id=climate, contact_id=by_name(district, "Gunnel T.").id,
    )  # fmt: skip


def named(session, activity) -> str:
    found = contacts.contact(session, activity)
    return found.name if found else ""


def leave(session, network_id: int, name: str) -> None:
    session.delete(session.get_one(NetworkMember, (network_id, by_name(session, name).id)))
    session.flush()


def test_who_has_left_the_network_is_not_responsible(district, climate, meeting):
    gunnel = by_name(district, "Gunnel T.").id
    assert named(district, meeting) == "Gunnel T."
    assert [one.id for one in details.of_contact(district, gunnel, now=NOW)] == [meeting.id]

    leave(district, climate, "Gunnel T.")

    assert named(district, meeting) == ""
    assert not contacts.is_contact(district, meeting, gunnel)
    assert details.of_contact(district, gunnel, now=NOW) == []
    theirs = {"branch_ids": [], "network_ids": [], "district": False}
    assert activities.arranged_by(district, now=NOW, member_id=gunnel, limit=9, **theirs) == []


def test_who_is_not_in_the_party_or_is_of_another_branch_now(district, meeting):
    gunnel = by_name(district, "Gunnel T.")
    meeting.network_id, meeting.branch_id, meeting.visibility = None, gunnel.branch_id, "branch"
    assert named(district, meeting) == "Gunnel T."
    meeting.branch_id = by_name(district, "Alva N.").branch_id
    assert named(district, meeting) == ""
    meeting.visibility = "members"
    assert named(district, meeting) == "Gunnel T."
    gunnel.left_on = TODAY
    assert named(district, meeting) == ""


def test_what_is_needed_goes_to_who_calls_the_network_together(district, climate, meeting):
    leave(district, climate, "Gunnel T.")
    assert needs.responsible(district, meeting, today=TODAY) == {by_name(district, "Birk S.").id}

    district.exec(delete(NetworkMember).where(NetworkMember.network_id == climate))
    held = select(Member.id).join(Post, Post.member_id == Member.id).where(Post.role == Role.OMBUDSPERSON)
    assert needs.responsible(district, meeting, today=TODAY) == set(district.exec(held))
    assert district.get_one(Network, climate).name == "Klimatnätverket"
