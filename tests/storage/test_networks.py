"""Networks: who is in them, who calls them together, and what that gives a right to."""

from datetime import UTC, date, datetime, time

import pytest
from sqlmodel import select

from storage import activities, cards, members, networks, recipients, rights
from storage.models import Account, Activity, Member, Network, NetworkMember, Role

NOW = datetime(2027, 2, 8, 8, tzinfo=UTC)
TODAY = date(2027, 2, 8)


@pytest.fixture
def climate(district) -> int:
    return district.exec(select(Network.id).where(Network.name == "Klimatnätverket")).one()


def by_name(district, name: str) -> Member:
    return district.exec(select(Member).where(Member.name == name)).one()


def person(district, name: str):
    member = by_name(district, name)
    account = district.exec(select(Account).where(Account.member_id == member.id, Account.platform == "telegram")).one()
    return members.find(district, platform="telegram", user=account.user, today=TODAY)


def test_who_is_in_it_and_who_calls_it_together(district, climate):
    assert [one.name for one in networks.people(district, climate)] == ["Birk S.", "Gunnel T.", "Jonna K.", "Åse Ö."]
    assert [one.name for one in networks.conveners(district, climate)] == ["Birk S."]
    assert networks.has(district, climate, by_name(district, "Gunnel T.").id)
    assert not networks.has(district, climate, by_name(district, "Alva N.").id)
    assert not networks.has(district, None, by_name(district, "Gunnel T.").id)
    assert not networks.is_in_any(district, by_name(district, "Alva N.").id)


def test_who_has_left_is_in_none(district, climate):
    by_name(district, "Birk S.").left_on = TODAY
    district.flush()

    assert networks.conveners(district, climate) == []
    assert "Birk S." not in {one.name for one in networks.people(district, climate)}
    assert by_name(district, "Birk S.").id not in {one.member_id for one in members.conveners(district)}


def test_a_convener_is_known_with_every_way_to_look_them_up(district, climate):
    found = person(district, "Birk S.")

    assert (Role.CONVENER.value, climate) in found.posts
    assert found == members.known(district, found.id, today=TODAY)
    assert rights.own_networks(found) == [climate]
    assert rights.own_networks(person(district, "Gunnel T.")) == []


def test_the_right_goes_to_that_network_and_no_farther(district, climate):
    birk, other = person(district, "Birk S."), climate + 1

    assert rights.plans(birk, None, climate)
    assert not rights.plans(birk, None, other)
    assert not rights.plans(birk, None, None)
    assert not rights.plans(birk, climate, None)  # a branch's number is no network's
    assert not rights.plans(None, None, climate)
    for right in rights.Right:
        assert rights.allowed(birk, right) is (right in {rights.Right.PLAN, rights.Right.USE})


def test_the_ombudsperson_plans_for_the_district_and_no_network(district, climate):
    ombudsperson = next(
        one for one in district.exec(select(Member)) if (Role.OMBUDSPERSON.value, None) in members.posts(
            district, one.id, today=TODAY)
    )  # fmt: skip
    found = members.known(district, ombudsperson.id, today=TODAY)

    assert rights.plans(found, None, None)
    assert not rights.plans(found, None, climate)


def test_its_own_is_neither_the_districts_nor_for_groups(district, climate):
    number = activities.plan(
        district, key="k", kind="party", title="Fest", day=date(2027, 3, 1), starts=time(18), ends=None,
        zone="Europe/Stockholm", place="Parken", network_id=climate, visibility="public",
    ).id  # fmt: skip
    found = {scope: [one.id for one in activities.upcoming(
        district, now=NOW, scope=scope, member_of=1, member_id=by_name(district, "Gunnel T.").id, limit=500)]
        for scope in ("all", "district", "networks")}  # fmt: skip

    assert [number in found[scope] for scope in ("all", "district", "networks")] == [True, False, True]
    assert found["networks"] == [number]
    assert not cards.fits(district.get_one(Activity, number), None)


def test_its_members_are_reached(district, climate):
    found = recipients.of_network(district, climate, platforms=("telegram",), leads=("d1",))

    assert len(found) == 4
    district.delete(district.get_one(NetworkMember, (climate, by_name(district, "Gunnel T.").id)))
    district.flush()
    assert len(recipients.of_network(district, climate, platforms=("telegram",), leads=("d1",))) == 3
