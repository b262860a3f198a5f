"""What stands in a member's calendar and in a branch's: who sees what, and what is called off or long over."""

from datetime import date, time, timedelta

import pytest

from storage import activities, calendars, shift_changes, shifts, signups
from storage.models import Activity, Branch, Life, Member, Network, NetworkMember, Shift, Visibility
from tests.talk import NOW

DAY = date(2027, 2, 13)
HERE, ELSEWHERE = 1, 2


@pytest.fixture
def alva(session) -> int:
    session.add_all([Branch(id=HERE, name="Norrby", town="Norrby"), Branch(id=ELSEWHERE, name="Södersjö", town="S")])
    session.flush()
    session.add(member := Member(name="Alva", branch_id=HERE))
    session.add(Network(id=1, name="Klimat"))
    session.flush()
    return member.id


def plan(session, title: str, branch: int | None = HERE, see: str = "members", **more: object) -> Activity:
    row = {
        "kind": "meeting",
        "day": DAY,
        "starts": time(18),
        "ends": time(20),
        "zone": "Europe/Stockholm",
        "place": "P",
    }
    network = more.pop("network", None)
    activity = activities.plan(session, key=title, title=title, branch_id=branch, visibility=see, **(row | more))
    activity.network_id = network
    session.flush()
    return activity


def mine(session, member: int, branch: int = HERE) -> list[str]:
    return [one.title for one in calendars.of_member(session, member, branch, now=NOW)]


def join(session, activity: Activity, member: int) -> int:
    shift = shifts.add(session, activity, starts=time(18), ends=time(19), role="kaffe")
    signups.sign_up(session, shift.id, member, platform="slack", said_at=NOW, now=NOW)
    return shift.id


def test_a_member_s_own_branch_and_the_district(session, alva):
    plan(session, "ours")
    plan(session, "ours alone", see=Visibility.BRANCH)
    plan(session, "the district's", None, Visibility.PUBLIC)
    plan(session, "theirs", ELSEWHERE, Visibility.PUBLIC)

    assert set(mine(session, alva)) == {"ours", "ours alone", "the district's"}


def test_who_moves_to_another_branch_sees_that_one_s(session, alva):
    plan(session, "ours alone", see=Visibility.BRANCH)
    plan(session, "theirs alone", ELSEWHERE, Visibility.BRANCH)

    assert mine(session, alva) == ["ours alone"]
    assert mine(session, alva, ELSEWHERE) == ["theirs alone"]


def test_a_network_s_is_for_who_is_in_it(session, alva):
    plan(session, "the network's", None, Visibility.NETWORK, network=1)
    plan(session, "open to all", None, Visibility.MEMBERS, network=1)
    assert mine(session, alva) == []

    session.add(NetworkMember(network_id=1, member_id=alva))
    session.flush()
    assert set(mine(session, alva)) == {"the network's", "open to all"}


def test_what_they_signed_up_for_elsewhere(session, alva):
    theirs = plan(session, "theirs", ELSEWHERE)
    shift = join(session, theirs, alva)
    assert mine(session, alva) == ["theirs"]
    (turn,) = calendars.turns(session, alva, now=NOW)
    assert (turn.activity_id, turn.role) == (theirs.id, "kaffe")

    signups.cancel(session, shift, alva, said_at=NOW, now=NOW)
    assert mine(session, alva) == []
    assert list(calendars.turns(session, alva, now=NOW)) == []


def test_a_shift_that_is_off_is_still_theirs_and_called_off(session, alva):
    theirs = plan(session, "theirs", ELSEWHERE)
    shift_changes.cancel(session, session.get_one(Shift, join(session, theirs, alva)), reason="Snö", now=NOW)

    (turn,) = calendars.turns(session, alva, now=NOW)
    assert (turn.cancelled_at, turn.cancel_reason) == (NOW, "Snö")
    assert mine(session, alva) == ["theirs"]


def test_what_they_may_not_see_any_more_they_are_not_shown(session, alva):
    theirs = plan(session, "theirs", ELSEWHERE)
    join(session, theirs, alva)
    activities.change(session, theirs, now=NOW, visibility=Visibility.BRANCH)

    assert mine(session, alva) == []


def test_a_waiting_line_is_no_promise(session, alva):
    theirs = plan(session, "theirs", ELSEWHERE)
    shift = shifts.add(session, theirs, starts=time(18), capacity=1)
    session.add(other := Member(name="Birk", branch_id=HERE))
    session.flush()
    for member in (other.id, alva):
        signups.sign_up(session, shift.id, member, platform="slack", said_at=NOW, now=NOW)

    assert mine(session, alva) == []


def test_what_is_called_off_stays_and_what_is_long_over_goes(session, alva):
    off = plan(session, "called off")
    activities.cancel(session, off, reason="Snö", now=NOW)
    plan(session, "last month", day=DAY - timedelta(days=40))
    plan(session, "long over", day=DAY - timedelta(days=80))

    found = {one.title: one for one in calendars.of_member(session, alva, HERE, now=NOW)}
    assert set(found) == {"called off", "last month"}
    assert (found["called off"].cancelled_at, found["called off"].cancel_reason) == (NOW, "Snö")
    assert (found["called off"].sequence, found["last month"].sequence) == (1, 0)


def test_a_branch_shows_what_is_open_to_every_member(session, alva):
    plan(session, "public", see=Visibility.PUBLIC)
    plan(session, "members")
    plan(session, "branch", see=Visibility.BRANCH)
    plan(session, "theirs", ELSEWHERE)

    found = calendars.of_branch(session, HERE, now=NOW)
    assert {one.title for one in found} == {"public", "members"}
    assert {one.branch for one in found} == {"Norrby"}


def test_events_are_named_by_the_database_they_are_in(session):
    assert calendars.origin(session) == "distriktsbot"
    session.add(Life(id=1, owner="x", generation="abc", started_at=NOW, seen_at=NOW))
    session.flush()
    assert calendars.origin(session) == "abc"


def test_who_is_responsible_is_named_to_members_and_not_in_what_is_passed_on(session, alva):
    activity = plan(session, "Fest", contact_id=alva, description="Kaffe")

    assert [one.contact for one in calendars.of_member(session, alva, HERE, now=NOW)] == ["Alva"]
    assert [one.contact for one in calendars.of_branch(session, HERE, now=NOW)] == [""]
    assert calendars.noted(session, activity, named=True).contact == "Alva"
    assert calendars.noted(session, activity, named=False).contact == ""
    session.get_one(Member, alva).left_on = DAY
    session.flush()
    assert calendars.noted(session, activity, named=True).contact == ""


def test_a_network_is_named_as_the_organiser(session, alva):
    activity = plan(session, "Fest", branch=None, network=1)

    assert calendars.noted(session, activity, named=True)[-3:] == ("", "Klimat", "")
