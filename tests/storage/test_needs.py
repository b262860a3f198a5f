"""What somebody needs: for whom it is, when it is forgotten, and what becomes of a ride."""

from datetime import date, time, timedelta

import pytest
from sqlmodel import select

from storage import activities, needs, retention, rides, shift_changes, shifts, signups
from storage.models import Activity, Branch, Carpool, Member, Need, Occurrence, Post, Role, Shift, Want
from tests.talk import NOW

DAY = timedelta(days=1)
TODAY = NOW.date()


@pytest.fixture
def people(session) -> dict[str, int]:
    """Of Norrby `a`, `b` and the chair; of Södersjö `c`; and the ombudsperson."""
    session.add_all([Branch(id=1, name="Norrby", town="Norrby"), Branch(id=2, name="Södersjö", town="Södersjö")])
    session.flush()
    found = {}
    for name, branch_id in (("a", 1), ("b", 1), ("c", 2), ("chair", 1), ("ombudsperson", 2)):
        session.add(member := Member(name=name, branch_id=branch_id))
        session.flush()
        found[name] = member.id
    session.add_all([
        Post(member_id=found["chair"], role=Role.CHAIR, branch_id=1, first_day=TODAY),
        Post(member_id=found["ombudsperson"], role=Role.OMBUDSPERSON, first_day=TODAY),
    ])  # fmt: skip
    session.flush()
    return found


def plan(session, title: str = "Möte", branch_id: int | None = 1) -> Activity:
    return activities.plan(
        session, key=title, kind="meeting", title=title, day=date(2027, 2, 20), starts=time(18), ends=time(20),
        zone="Europe/Stockholm", place="Folkets hus", branch_id=branch_id,
    )  # fmt: skip


@pytest.fixture
def meeting(session, people) -> Activity:
    """Where `a`, `b` and `c` come."""
    activity = plan(session)
    shift = shifts.whole(session, activity)
    for name in "abc":
        sign_up(session, shift, people[name])
    return activity


def sign_up(session, shift: Shift, member_id: int) -> None:
    signups.sign_up(session, shift.id, member_id, platform="telegram", said_at=NOW, now=NOW)


def leave(session, shift: Shift, member_id: int) -> None:
    later = NOW + timedelta(minutes=1)
    signups.cancel(session, shift.id, member_id, said_at=later, now=later)


def add(session, activity, member_id: int, want: Want = Want.CHILDCARE, *, count: int = 0) -> Need:
    return needs.put(session, activity, member_id, want, count=count, words=":", now=NOW)


def kept(session) -> list[tuple[int, str]]:
    session.flush()
    session.expire_all()
    return [(need.member_id, need.want) for need in session.exec(select(Need).order_by(Need.id))]


def told(session, topic: str) -> list[tuple[str, int | None]]:
    found = session.exec(select(Occurrence).where(Occurrence.topic == topic).order_by(Occurrence.id))
    return [(one.subject, one.member_id) for one in found]


def test_whoever_chairs_the_branch_is_responsible_or_else_the_contact(session, people, meeting):
    assert needs.responsible(session, meeting, today=TODAY) == {people["chair"]}

    meeting.contact_id = people["b"]
    assert needs.responsible(session, meeting, today=TODAY) == {people["b"]}
    session.get_one(Member, people["b"]).left_on = TODAY
    assert needs.responsible(session, meeting, today=TODAY) == {people["chair"]}


def test_for_the_district_or_where_nobody_chairs_it_is_the_ombudsperson(session, people, meeting):
    assert needs.responsible(session, plan(session, "Träff", None), today=TODAY) == {people["ombudsperson"]}
    assert needs.responsible(session, meeting, today=TODAY - DAY) == set()

    post = session.exec(select(Post).where(Post.role == Role.CHAIR)).one()
    post.last_day = TODAY
    session.flush()
    assert needs.responsible(session, meeting, today=TODAY) == {people["chair"]}
    assert needs.responsible(session, meeting, today=TODAY + DAY) == {people["ombudsperson"]}


def test_only_the_responsible_sees_it_and_what_waits_stands_first(session, people, meeting):
    first = add(session, meeting, people["a"])
    needs.answer(session, first, met=True, by=people["chair"], now=NOW)
    second = add(session, meeting, people["b"], Want.FOOD)

    seen = {
        name: [one.need.id for one in needs.for_responsible(session, member_id, today=TODAY, now=NOW)]
        for name, member_id in people.items()
    }
    assert seen == {"a": [], "b": [], "c": [], "chair": [second.id, first.id], "ombudsperson": []}
    assert needs.for_responsible(session, people["chair"], today=TODAY, now=meeting.ends_at) == []


def test_said_anew_it_takes_the_place_of_what_was_said_and_waits_again(session, people, meeting):
    needs.answer(session, add(session, meeting, people["a"]), met=True, by=people["chair"], now=NOW)
    add(session, meeting, people["a"], Want.FOOD)
    add(session, meeting, people["a"], count=2)

    assert kept(session) == [(people["a"], "food"), (people["a"], "childcare")]
    assert [need.met for need in needs.of_member(session, meeting.id, people["a"])] == [None, None]


def test_forgotten_with_the_sign_up_and_nobody_else_s(session, people, meeting):
    add(session, meeting, people["a"])
    add(session, meeting, people["b"])
    leave(session, shifts.whole(session, meeting), people["a"])

    assert kept(session) == [(people["b"], "childcare")]


def test_kept_while_they_are_on_another_of_its_shifts(session, people, meeting):
    first = shifts.whole(session, meeting)
    second = shifts.add(session, meeting, starts=time(21), ends=time(22))
    sign_up(session, second, people["a"])
    add(session, meeting, people["a"])

    leave(session, first, people["a"])
    assert kept(session) == [(people["a"], "childcare")]
    leave(session, second, people["a"])
    assert kept(session) == []


def test_forgotten_when_what_they_come_to_is_called_off(session, people, meeting):
    second = shifts.add(session, meeting, starts=time(21), ends=time(22))
    sign_up(session, second, people["b"])
    for name in "ab":
        add(session, meeting, people[name])

    shift_changes.cancel(session, shifts.whole(session, meeting), reason="", now=NOW)
    assert kept(session) == [(people["b"], "childcare")]
    activities.cancel(session, meeting, reason="", now=NOW)
    shift_changes.cancel_all(session, meeting, reason="", now=NOW)
    assert kept(session) == []


def test_erased_fourteen_days_after_and_with_the_member(session, people, meeting):
    add(session, meeting, people["a"])
    add(session, meeting, people["b"])
    session.delete(session.get_one(Member, people["b"]))
    assert kept(session) == [(people["a"], "childcare")]

    retention.purge(session, meeting.ends_at + 14 * DAY)
    assert len(kept(session)) == 1
    retention.purge(session, meeting.ends_at + 14 * DAY + timedelta(seconds=1))
    assert kept(session) == []


def test_who_waits_for_an_answer(session, people, meeting):
    add(session, meeting, people["a"], Want.LIFT, count=3)
    assert needs.unanswered(session, NOW) == []
    add(session, meeting, people["b"])
    assert [(activity.id, at) for activity, at in needs.unanswered(session, NOW)] == [(meeting.id, NOW)]
    assert needs.waiting(session, meeting) == 1
    assert needs.unanswered(session, meeting.starts_at) == []


@pytest.fixture
def pair(session, people, meeting) -> Carpool:
    """`a` needs a ride, and `b` (of the same branch) and `c` have a seat each; `a` and `b` are asked."""
    ride = add(session, meeting, people["a"], Want.RIDE)
    add(session, meeting, people["c"], Want.LIFT, count=1)
    lift = add(session, meeting, people["b"], Want.LIFT, count=1)
    return rides.propose(session, meeting.id, ride.id, lift.id, now=NOW)


def names(session, activity) -> list[str]:
    return [pair.rider.name + pair.driver.name for pair in rides.suggested(session, activity.id)]


def test_who_could_go_with_whom_of_the_own_branch_first(session, people, meeting):
    add(session, meeting, people["a"], Want.RIDE)
    assert names(session, meeting) == []
    add(session, meeting, people["c"], Want.LIFT, count=1)
    assert names(session, meeting) == ["ac"]
    add(session, meeting, people["b"], Want.LIFT, count=1)
    assert names(session, meeting) == ["ab"]


def test_no_more_than_there_are_seats(session, people, meeting):
    add(session, meeting, people["a"], Want.RIDE)
    add(session, meeting, people["b"], Want.RIDE)
    lift = add(session, meeting, people["c"], Want.LIFT, count=1)
    assert names(session, meeting) == ["ac"]

    lift.count = 2
    assert names(session, meeting) == ["ac", "bc"]
    needs.answer(session, lift, met=False, by=people["chair"], now=NOW)
    assert names(session, meeting) == []


def test_nobody_goes_with_themselves(session, people, meeting):
    add(session, meeting, people["a"], Want.RIDE)
    add(session, meeting, people["a"], Want.LIFT, count=3)

    assert names(session, meeting) == []


def test_who_is_asked_is_not_suggested_and_the_same_pair_never_again(session, people, meeting, pair):
    assert names(session, meeting) == []
    assert rides.propose(session, meeting.id, pair.ride_id, pair.lift_id, now=NOW) is None

    rides.say(session, pair, people["b"], yes=False, now=NOW)
    assert names(session, meeting) == ["ac"]
    assert rides.propose(session, meeting.id, pair.ride_id, pair.lift_id, now=NOW) is None


def test_what_is_not_suggested_is_not_asked(session, people, meeting):
    ride = add(session, meeting, people["a"], Want.RIDE)
    lift = add(session, plan(session, "Annat"), people["b"], Want.LIFT, count=2)

    assert rides.propose(session, meeting.id, ride.id, lift.id, now=NOW) is None


def met(session, carpool) -> list[bool | None]:
    return [session.get_one(Need, one, populate_existing=True).met for one in (carpool.ride_id, carpool.lift_id)]


@pytest.mark.parametrize("first", ["a", "b"])
def test_seen_to_only_when_both_say_yes(session, people, pair, first):
    rides.say(session, pair, people[first], yes=True, now=NOW)
    assert (rides.is_agreed(pair), met(session, pair)) == (False, [None, None])

    rides.say(session, pair, people["b" if first == "a" else "a"], yes=True, now=NOW)
    assert (rides.is_agreed(pair), met(session, pair)) == (True, [True, True])


def test_a_no_after_a_yes_is_told_and_the_ride_waits_again(session, people, meeting, pair):
    rides.say(session, pair, people["a"], yes=True, now=NOW)
    rides.say(session, pair, people["b"], yes=True, now=NOW)
    before = len(told(session, needs.NEEDED))

    rides.say(session, pair, people["b"], yes=False, now=NOW + DAY)

    assert told(session, needs.RIDE_OFF) == [(str(meeting.id), people["a"])]
    assert told(session, needs.NEEDED)[before:] == [(str(pair.ride_id), None)]
    assert met(session, pair)[0] is None


def test_a_no_is_not_told_to_who_had_not_said_yes(session, people, pair):
    rides.say(session, pair, people["b"], yes=False, now=NOW + DAY)

    assert told(session, needs.RIDE_OFF) == []


@pytest.mark.parametrize(("leaver", "other", "waits"), [("b", "a", True), ("a", "b", False)])
def test_whoever_counted_on_one_who_does_not_come_is_told(session, people, meeting, pair, *, leaver, other, waits):
    for name in "ab":
        rides.say(session, pair, people[name], yes=True, now=NOW)
    ride = pair.ride_id
    leave(session, shifts.whole(session, meeting), people[leaver])
    session.expire_all()

    assert told(session, needs.RIDE_OFF) == [(str(meeting.id), people[other])]
    assert session.exec(select(Carpool)).all() == []
    found = session.get(Need, ride)
    assert (found.met if found else "gone") == (None if waits else "gone")
