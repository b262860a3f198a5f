"""Two who have agreed to go together, when one of them is forgotten or is told no by whoever is responsible."""

import pytest
from sqlmodel import select

from storage import erasure, needs, rides
from storage.models import Carpool, Need, Occurrence, Want
from tests.storage.roster import Roster


@pytest.fixture
def roster(session) -> Roster:
    """`a` needs a ride, `b` has a seat; `c` answers."""
    roster = Roster(session).people("abc")
    roster.shift("early", 10, 12)
    for who, want in (("a", Want.RIDE), ("b", Want.LIFT)):
        roster.join(who, "early")
        needs.put(session, roster.activity, roster.members[who], want, count=1, words=":", now=roster.now)
    return roster


def pair(roster: Roster) -> Carpool:
    ride, lift = roster.session.exec(select(Need).order_by(Need.id))
    return rides.propose(roster.session, roster.activity.id, ride.id, lift.id, now=roster.now)


@pytest.fixture
def agreed(roster) -> dict[str, int]:
    """Both have said yes; the ids of what they said."""
    found = pair(roster)
    for who in "ab":
        rides.say(roster.session, found, roster.members[who], yes=True, now=roster.now)
    return {"ride": found.ride_id, "lift": found.lift_id}


def told(roster: Roster) -> list[str]:
    """Who hears that the ride is off."""
    off = roster.session.exec(select(Occurrence).where(Occurrence.topic == needs.RIDE_OFF))
    names = {number: name for name, number in roster.members.items()}
    return [names[one.member_id] for one in off]


def test_who_counted_on_the_ride_is_told_when_the_driver_is_forgotten(session, roster, agreed):
    erasure.erase(session, roster.members["b"], roster.now)
    session.expire_all()

    assert told(roster) == ["a"]
    assert session.get_one(Need, agreed["ride"]).met is None


def test_what_is_over_is_forgotten_in_silence(session, roster, agreed):
    erasure.erase(session, roster.members["b"], roster.activity.ends_at)
    session.expire_all()

    assert told(roster) == []
    assert session.get(Need, agreed["lift"]) is None


@pytest.mark.parametrize(("refused", "other", "states"), [("lift", "a", [None, False]), ("ride", "b", [False, True])])
def test_a_no_from_the_responsible_parts_those_who_had_agreed(session, roster, agreed, *, refused, other, states):
    need = session.get_one(Need, agreed[refused])
    assert needs.turn_down(session, need, by=roster.members["c"], now=roster.now)

    assert told(roster) == [other]
    session.expire_all()
    assert [session.get_one(Need, agreed[one]).met for one in ("ride", "lift")] == states
    assert rides.of_activity(session, roster.activity.id) == []

    # Answered otherwise the two can be asked again, for neither has said no.
    need.met = True if refused == "lift" else None
    session.flush()
    assert [(one.rider.name, one.driver.name) for one in rides.suggested(session, roster.activity.id)] == [("a", "b")]


def test_a_no_to_a_pair_that_had_said_no_undoes_nothing(session, roster):
    found = pair(roster)
    rides.say(session, found, roster.members["b"], yes=False, now=roster.now)

    lift = session.get_one(Need, found.lift_id)
    assert not needs.turn_down(session, lift, by=roster.members["c"], now=roster.now)
    assert len(rides.of_activity(session, roster.activity.id)) == 1
