"""Who has left, or may not see it any more: off it, told once, and the place goes to who may."""

from datetime import timedelta

import pytest
from sqlmodel import select

from storage import attendance, checkin, leaving, needs, participants, rides, signups
from storage.models import Branch, Carpool, Member, Need, Network, NetworkMember, Occurrence, Visibility, Want
from storage.waiting import SHUT_OUT
from tests.storage.roster import Roster


@pytest.fixture
def roster(session) -> Roster:
    found = Roster(session).people("abcd")
    found.shift("early", 10, 12, capacity=1)
    return found


def member(roster: Roster, name: str) -> Member:
    return roster.session.get_one(Member, roster.members[name])


def of_branch(roster: Roster) -> None:
    roster.activity.visibility = Visibility.BRANCH
    roster.session.flush()


def of_network(roster: Roster, names: str) -> None:
    roster.session.add(Network(id=1, name="Klimat"))
    roster.session.flush()
    roster.activity.visibility, roster.activity.network_id, roster.activity.branch_id = Visibility.NETWORK, 1, None
    roster.session.add_all([NetworkMember(network_id=1, member_id=roster.members[name]) for name in names])
    roster.session.flush()


def move_away(roster: Roster, *names: str) -> None:
    roster.session.add(away := Branch(name="Söder", town="Söder"))
    roster.session.flush()
    for name in names:
        member(roster, name).branch_id = away.id
    roster.session.flush()


def told(roster: Roster) -> list[int | None]:
    return [one.member_id for one in roster.session.exec(select(Occurrence).where(Occurrence.topic == SHUT_OUT))]


def test_who_is_of_another_branch_now_is_taken_off_and_the_place_goes_to_who_may_see_it(roster):
    of_branch(roster)
    for name in "abc":
        roster.join(name, "early")
    move_away(roster, "a", "b")

    gone = leaving.take_off(roster.session, roster.now)

    assert [one.member_id for one in gone] == [roster.members["a"], roster.members["b"]]
    assert roster.reads("early") == "/c/"
    assert told(roster) == [roster.members["a"], roster.members["b"]]
    assert leaving.take_off(roster.session, roster.now) == []


def test_who_is_not_in_the_network_any_more(roster):
    of_network(roster, "ab")
    roster.join("a", "early")
    roster.join("b", "early")
    assert leaving.take_off(roster.session, roster.now) == []
    roster.session.delete(roster.session.get_one(NetworkMember, (1, roster.members["a"])))
    roster.session.flush()

    assert leaving.seeing(roster.session, roster.activity, roster.members.values()) == {roster.members["b"]}
    assert len(leaving.take_off(roster.session, roster.now)) == 1
    assert roster.reads("early") == "/b/"


@pytest.mark.parametrize("see", [Visibility.PUBLIC, Visibility.MEMBERS])
def test_what_everyone_sees_they_keep(roster, see):
    roster.activity.visibility = see
    roster.join("a", "early")
    move_away(roster, "a")

    assert leaving.take_off(roster.session, roster.now) == []
    assert leaving.seeing(roster.session, roster.activity, [roster.members["a"]]) == {roster.members["a"]}


def test_what_has_begun_stays_as_it_was(roster):
    of_branch(roster)
    roster.join("a", "early")
    move_away(roster, "a")

    assert leaving.take_off(roster.session, roster.row("early").starts_at + timedelta(minutes=1)) == []
    assert roster.reads("early") == "a//"


def test_their_own_list_shows_what_they_may_see(roster):
    of_branch(roster)
    roster.join("a", "early")
    assert len(signups.coming(roster.session, roster.members["a"], now=roster.now)) == 1
    move_away(roster, "a")

    assert signups.coming(roster.session, roster.members["a"], now=roster.now) == []


def test_who_leaves_the_party_comes_to_nothing_and_who_rode_along_is_told(roster):
    roster.resize("early", 2)
    for name in "abc":
        roster.join(name, "early")
    ids, now = roster.members, roster.now
    lift = needs.put(roster.session, roster.activity, ids["a"], Want.LIFT, count=2, words="x", now=now)
    ride = needs.put(roster.session, roster.activity, ids["b"], Want.RIDE, words="x", now=now)
    pair = rides.propose(roster.session, roster.activity.id, ride.id, lift.id, now=now)
    for name in "ab":
        rides.say(roster.session, pair, ids[name], yes=True, now=now)

    leaving.leave(roster.session, [ids["a"]], now)

    assert roster.reads("early") == "b/c/"
    roster.session.expire_all()
    assert [one.want for one in roster.session.exec(select(Need))] == [Want.RIDE]
    assert list(roster.session.exec(select(Carpool))) == []
    there = select(Occurrence.member_id).where(Occurrence.topic == needs.RIDE_OFF)
    assert list(roster.session.exec(there)) == [ids["b"]]


def test_who_has_left_stands_on_no_list(roster):
    roster.join("a", "early")
    member(roster, "a").left_on = roster.now.date()
    roster.session.flush()

    assert checkin.roll(roster.session, roster.shifts["early"]) == []
    assert attendance.listed(roster.session, roster.activity) == []
    assert participants.listed(roster.session, roster.shifts["early"]) == []
    assert len(leaving.take_off(roster.session, roster.now)) == 1
