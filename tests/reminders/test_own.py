"""Own reminders as time passes: when they come, in which words, and what becomes of them after an absence."""

from datetime import date, time

import pytest

from reminders import own_times
from storage import own, preferences
from storage.models import OwnReminder, Repeat
from tests.reminders.asking import LATE, ask, planned, said_days
from tests.reminders.world import STOCKHOLM, World, local


@pytest.fixture
def world(session) -> World:
    return World(session)


@pytest.fixture
def norrby(world) -> int:
    return world.branch("Norrby")


@pytest.fixture
def alva(world, norrby) -> int:
    return world.member("alva", norrby)


def test_what_was_asked_for_comes_then_and_once(world, alva):
    ask(world, alva, "2027-02-09 09.00", "ring *kommunen*")

    assert world.heard("2027-02-09 08.59") == []
    assert world.tick("2027-02-09 09.00") == [("alva", "Du bad mig påminna dig: ring *kommunen*")]
    assert said_days(world, until="2027-03-09 09.00") == []


def test_in_the_quiet_hours_too_because_the_hour_was_chosen(world, alva):
    ask(world, alva, "2027-02-08 23.30")

    assert world.heard("2027-02-08 23.30") == ["alva"]


def test_but_not_in_an_hour_of_the_night_that_nobody_chose(world, alva):
    ask(world, alva, "2027-02-08 18.00")

    assert world.away("2027-02-09 03.00") == []
    assert world.tick("2027-02-09 08.00") == [("alva", f"Du bad mig påminna dig: ring\n{LATE}")]


@pytest.mark.parametrize(
    ("repeat", "days"),
    [
        (Repeat.NEVER, ["02-15"]),
        (Repeat.WEEKLY, ["02-15", "02-22", "03-01", "03-08", "03-15", "03-22", "03-29", "04-05", "04-12"]),
        (Repeat.MONTHLY, ["02-15", "03-15", "04-15"]),
        (Repeat.NTH_WEEKDAY, ["02-15", "03-15"]),  # the third Monday
        (Repeat.YEARLY, ["02-15"]),
    ],
)
def test_what_comes_round(world, alva, repeat, days):
    ask(world, alva, "2027-02-15 10.00", repeat=repeat)

    assert said_days(world, until="2027-04-18 21.00") == days


@pytest.mark.parametrize(
    ("repeat", "first", "days"),
    [
        (Repeat.MONTHLY, "2027-03-31", ["2027-03-31", "2027-04-30", "2027-05-31"]),
        (Repeat.MONTHLY_BUT_SUMMER, "2027-05-15", ["2027-05-15", "2027-09-15", "2027-10-15"]),
        (Repeat.MONTHLY_BUT_SUMMER, "2027-06-15", ["2027-09-15", "2027-10-15", "2027-11-15"]),
        (Repeat.NTH_WEEKDAY, "2027-04-30", ["2027-04-30", "2027-05-28", "2027-06-25"]),  # a fifth Friday is the last
        (Repeat.YEARLY, "2028-02-29", ["2028-02-29", "2029-02-28", "2030-02-28"]),
    ],
)
def test_the_days_of_what_comes_round(repeat, first, days):
    on = date.fromisoformat(first)
    row = OwnReminder(day=on, wall=time(9), zone="Europe/Stockholm", repeat=repeat)
    found = own_times.times(row, after=local("2027-02-08 09.00"))

    assert [str(next(found).astimezone(STOCKHOLM).date()) for _ in days] == days


def test_the_hour_is_the_same_on_both_sides_of_summer_time(world, alva):
    ask(world, alva, "2027-03-25 09.00", repeat=Repeat.WEEKLY)

    heard = [world.heard(at) for at in ("2027-03-25 09.00", "2027-04-01 08.59", "2027-04-01 09.00")]
    assert heard == [["alva"], [], ["alva"]]


def test_the_next_one_stands_there_before_one_is_due(world, alva):
    ask(world, alva, "2027-02-15 10.00", repeat=Repeat.MONTHLY)
    assert planned(world) == ["2027-02-15 10.00"]

    world.tick("2027-02-14 10.01")
    assert planned(world) == ["2027-02-15 10.00", "2027-03-15 10.00"]


def test_one_that_begins_at_once_has_its_next_one_at_once(world, alva):
    ask(world, alva, "2027-02-08 09.01", repeat=Repeat.WEEKLY)

    assert planned(world) == ["2027-02-08 09.01", "2027-02-15 09.01"]


def test_after_an_absence_what_came_round_is_said_once_and_goes_on(world, alva):
    ask(world, alva, "2027-02-09 09.00", repeat=Repeat.WEEKLY)

    assert world.away("2027-04-20 12.00") == [("alva", f"Du bad mig påminna dig: ring\n{LATE}")]
    assert said_days(world, until="2027-05-05 12.00") == ["04-27", "05-04"]


def test_nothing_is_lost_at_a_restart(world, alva):
    ask(world, alva, "2027-02-15 10.00", repeat=Repeat.MONTHLY)
    for at in ("2027-02-14 12.00", "2027-03-01 12.00"):
        world.tick(at)
        world.begin()

    assert world.heard("2027-03-15 10.00") == ["alva"]


@pytest.fixture
def deadline(world, alva) -> OwnReminder:
    return ask(world, alva, "2027-03-10 12.00", "rapporten", deadline=True)


def test_a_deadline_is_told_before_and_the_same_morning(world, deadline):
    said = {
        at: world.tick(at) for at in ("2027-03-03 17.00", "2027-03-09 17.00", "2027-03-10 08.00", "2027-03-10 12.00")
    }

    assert [text for told in said.values() for _, text in told] == [
        "Sista dagen är onsdag 10 mars kl. 12.00, om en vecka: rapporten",
        "Sista dagen är onsdag 10 mars kl. 12.00, i morgon: rapporten",
        "Sista dagen är onsdag 10 mars kl. 12.00, i dag: rapporten",
        "Sista dagen är onsdag 10 mars kl. 12.00, i dag: rapporten",
    ]


def test_a_deadline_without_an_hour_is_told_once_the_same_morning(world, alva):
    ask(world, alva, "2027-03-10 08.00", "rapporten", deadline=True)
    assert planned(world) == ["2027-03-03 17.00 w1", "2027-03-09 17.00 d1", "2027-03-10 08.00"]

    world.tick("2027-03-09 18.00")
    assert world.tick("2027-03-10 08.00") == [("alva", "Sista dagen är onsdag 10 mars, i dag: rapporten")]


def test_a_deadline_is_told_however_late(world, deadline):
    assert world.away("2027-04-10 12.00") == [
        ("alva", f"Sista dagen var onsdag 10 mars kl. 12.00, för 4 veckor sedan: rapporten\n{LATE}")
    ]


def test_a_deadline_that_is_near_is_told_what_is_still_to_come(world, alva):
    ask(world, alva, "2027-02-09 12.00", deadline=True)

    assert planned(world) == ["2027-02-08 17.00 d1", "2027-02-09 08.00 morning", "2027-02-09 12.00"]


def test_every_week_s_deadline_is_not_told_a_week_before(world, alva):
    ask(world, alva, "2027-02-17 12.00", deadline=True, repeat=Repeat.WEEKLY)

    assert {one.lead for one in world.occurrences()} == {"", "d1", "morning"}


def test_what_comes_before_a_deadline_leaves_them_in_peace(world, alva):
    preferences.change(world.session, alva, quiet_from=time(16), quiet_to=time(9))
    ask(world, alva, "2027-03-10 12.00", deadline=True)

    assert planned(world) == ["2027-03-03 15.00 w1", "2027-03-09 15.00 d1", "2027-03-10 12.00"]


@pytest.mark.parametrize(("more", "again"), [({}, False), ({"deadline": True}, True)])
def test_only_a_deadline_that_may_not_have_arrived_is_sent_again(world, alva, more, again):
    reminder = ask(world, alva, "2027-02-09 09.00", **more)

    assert world.topics[own.topic_of(reminder)].resend is again
