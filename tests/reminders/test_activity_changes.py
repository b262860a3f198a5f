"""Reminders of an activity that moves, is cancelled, or that somebody may not see any more; and after an absence."""

from datetime import timedelta

import pytest
from sqlmodel import select

from storage import activities, chats
from storage.models import Fate, Group, Member, Preference, State, Visibility
from tests.reminders.leads import DAY, MORNING, START, WEEK, due_times, waits
from tests.reminders.world import World, local


@pytest.fixture
def world(session) -> World:
    return World(session)


@pytest.fixture
def norrby(world) -> int:
    return world.branch("Norrby")


@pytest.fixture
def alva(world, norrby) -> int:
    return world.member("alva", norrby)


def test_a_moved_activity_s_reminders_move(world, norrby, alva):
    activity = world.activity("Möte", START, norrby)
    world.tick()
    world.move(activity, "2027-03-10 18.00")
    world.tick()

    assert due_times(world)["d1"] == "2027-03-09 17.00"
    assert {one.fate for one in world.occurrences(deliver_until=local(START))} == {Fate.CANCELLED}
    assert [world.heard(at) for at in (DAY, MORNING, "2027-03-09 17.00")] == [[], [], ["alva"]]


def test_one_that_moves_so_near_that_no_reminder_is_left_is_told_at_once(world, norrby, alva):
    activity = world.activity("Möte", START, norrby)
    world.tick("2027-02-20 18.00")
    world.move(activity, "2027-02-20 20.00")

    ((chat, said),) = world.tick()
    assert chat == "alva"
    assert said.startswith("Påminnelse: i dag kl. 20.00 är det dags.")
    assert world.tick("2027-02-20 20.30") == []


def test_who_is_told_of_the_change_is_not_told_twice_that_it_is_near(world, norrby, alva):
    world.session.add(Preference(member_id=world.member("berit", norrby), leads="d1"))
    activity = world.activity("Möte", START, norrby)
    world.tick(WEEK)
    world.move(activity, "2027-03-01 20.00")

    said = dict(world.tick())
    assert said["alva"].startswith("Ny tid!")
    assert said["berit"].startswith("Påminnelse: i dag kl. 20.00 är det dags.")
    assert len(said) == len(world.mail()) - 1 == 2


def test_who_has_chosen_no_reminder_is_not_told_that_it_is_near(world, norrby):
    world.session.add(Preference(member_id=world.member("berit", norrby), leads=""))
    world.activity("Möte", "2027-02-08 18.00", norrby)

    assert world.tick() == []


def test_one_that_moves_back_has_its_first_reminders_again(world, norrby, alva):
    activity = world.activity("Möte", START, norrby)
    world.tick()
    before = due_times(world)
    for to in ("2027-03-10 18.00", START):
        world.move(activity, to)
        world.tick()

    assert due_times(world) == before
    assert [world.heard(at) for at in (WEEK, DAY)] == [["alva"], ["alva"]]


def test_a_cancelled_activity_s_reminders_go(world, norrby, alva):
    activity = world.activity("Möte", START, norrby)
    world.tick()
    activities.cancel(world.session, activity, reason="", now=world.now)
    world.tick()

    assert due_times(world) == {}
    assert [world.heard(at) for at in (WEEK, DAY, MORNING)] == [[], [], []]


@pytest.mark.parametrize("change", ["move", "cancel"])
def test_what_changes_while_its_reminder_is_leased_is_not_sent(world, norrby, alva, change):
    """F21: somebody is about to send it, the clock has not seen the change yet, and the old time is not told."""
    world.session.add(Preference(member_id=alva, leads="d1"))
    activity = world.activity("Möte", START, norrby)
    waits(world)
    leased = world.lease()
    if change == "move":
        world.move(activity, "2027-03-10 18.00")
    else:
        activities.cancel(world.session, activity, reason="", now=world.now)

    assert (len(leased), world.open(leased)) == (1, [])
    assert world.mail()[-1].state == State.CANCELLED
    assert world.tick() == []


def leave(world, alva):
    world.session.get_one(Member, alva).branch_id = world.branch("Södersjö")


def switch_off(world, alva):
    world.session.add(Preference(member_id=alva, leads="w1"))


def mute(world, alva):
    chats.mute(world.session, platform="telegram", chat="alva", now=world.now)


def erase(world, alva):
    world.session.delete(world.session.get_one(Member, alva))


@pytest.mark.parametrize("happens", [leave, switch_off, mute, erase])
def test_what_is_not_theirs_any_more_is_not_sent(world, norrby, alva, happens):
    """F43: looked up again right before it goes."""
    world.activity("Möte", START, norrby)
    waits(world)
    happens(world, alva)
    world.session.flush()

    assert world.send() == []
    assert world.mail()[-1].state == State.SUPPRESSED


def close(world, activity):
    activity.visibility = Visibility.MEMBERS


def lose(world, _activity):
    chats.lose(world.session, platform="telegram", chat="distriktet", now=world.now)


def lift(world, _activity):
    world.session.delete(world.session.exec(select(Group)).one())


@pytest.mark.parametrize("happens", [close, lose, lift])
def test_what_a_group_may_not_see_any_more_is_not_sent(world, happens):
    world.group("distriktet")
    activity = world.activity("Årskonferens", START, visibility=Visibility.PUBLIC)
    waits(world)
    happens(world, activity)
    world.session.flush()

    assert world.send() == []
    assert world.mail()[-1].state == State.SUPPRESSED


def test_after_an_absence_one_reminder_stands_for_all_and_says_so(world, norrby, alva):
    """F17: the w1 and the d1 of the time away are one message, to whoever wanted either of them."""
    world.session.add(Preference(member_id=world.member("birk", norrby), leads="w1"))
    world.session.add(Preference(member_id=world.member("cleo", norrby), leads="w2"))
    world.activity("Möte", START, norrby)
    world.tick("2027-02-26 09.00")

    said = world.away("2027-03-07 18.00")

    assert [chat for chat, _ in said] == ["alva", "birk"]
    assert {text.splitlines()[0] for _, text in said} == {"Påminnelse: i morgon är det dags."}
    assert {text.splitlines()[-1] for _, text in said} == {"Det här skulle ha kommit tidigare: jag var borta."}
    assert [(one.lead, one.fate) for one in world.occurrences() if one.fate != Fate.PENDING] == [
        ("w2", Fate.DONE), ("w1", Fate.SUPERSEDED), ("d3", Fate.SUPERSEDED), ("d1", Fate.DONE),
    ]  # fmt: skip
    assert world.heard(MORNING) == ["alva"]


def test_a_reminder_that_is_a_little_late_says_nothing_of_it(world, norrby, alva):
    world.activity("Möte", START, norrby)
    world.tick("2027-03-07 16.00")

    ((_, said),) = world.away("2027-03-07 17.30")
    assert "borta" not in said


def test_one_that_was_planned_in_time_but_sent_late_says_so(world, norrby, alva):
    """The platform was away, and not the bot."""
    world.activity("Möte", START, norrby)
    waits(world)
    world.now += timedelta(hours=2)

    ((_, said),) = world.send()
    assert said.endswith("jag var borta.")


def test_what_waits_since_an_earlier_lead_gives_way_to_the_later(world, norrby, alva):
    """The platform was away over both."""
    world.activity("Möte", START, norrby)
    world.tick()
    for at in (WEEK, DAY):
        world.now = local(at)
        world.plan()

    ((_, said),) = world.send()
    assert said.startswith("Påminnelse: i morgon")
    assert [row.state for row in world.mail()] == [State.SUPPRESSED, State.SENT]


def test_what_has_begun_is_not_reminded_of(world, norrby, alva):
    world.activity("Möte", START, norrby)
    waits(world)
    world.now = local(START)

    assert world.send() == []
    world.plan()
    _, day_before, *_ = (row for row in world.mail() if row.topic == "activity")
    assert day_before.state == State.EXPIRED
