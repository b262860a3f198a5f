"""Planning when something goes wrong: absences, two who plan at once, odd time zones."""

import os
import subprocess
import sys
from datetime import timedelta

import pytest
from sqlmodel import select

from reminders import registry
from reminders.plan import Planner
from storage import activities
from storage.models import Activity, Fate, Preference, Role, Visibility
from tests.reminders.bulletin import Bulletin, fates, put
from tests.reminders.world import SETTINGS, World, local
from tests.talk import NOW

HOUR = timedelta(hours=1)
MISSED = "Det här blev inte sagt i tid, för jag eller appen var borta:"
TO_NORRBY = "påminnelsen till medlemmarna i Norrby"


@pytest.fixture
def world(session) -> World:
    world = World(session)
    world.topics = {"bulletin": Bulletin()}
    return world


@pytest.fixture
def norrby(world) -> int:
    norrby = world.branch("Norrby")
    world.member("alva", norrby)
    return norrby


@pytest.fixture
def pella(world) -> int:
    member = world.member("pella", world.branch("Bruksäng"))
    world.hold(member, Role.OMBUDSPERSON)
    return member


def test_a_go_that_fails_leaves_nothing_behind(database):
    """F5: all of it or nothing, and the next go makes it whole."""
    planner = Planner({"bulletin": Bulletin()}, registry.speaker(SETTINGS), ["telegram"])
    with database.begin() as session:
        world = World(session)
        norrby = world.branch("Norrby")
        world.member("alva", norrby)
        put(world, "nyhet", branch_id=norrby, due_at=NOW - HOUR)
        put(world, "bug", branch_id=norrby)
    with pytest.raises(ValueError, match="bug"), database.begin() as session:
        planner.tick(session, NOW)
    with database.begin() as session:
        world = World(session)
        assert (world.mail(), fates(world)) == ([], [Fate.PENDING] * 2)
        world.occurrences()[1].subject = "lagad"
    with database.begin() as session:
        planner.tick(session, NOW)
    with database.begin() as session:
        assert (len(World(session).mail()), fates(World(session))) == (2, [Fate.DONE] * 2)


def test_two_who_plan_at_the_same_moment_make_one_message(database):
    """F14: PostgreSQL with two copies; the row is held, and the key is unique."""
    planner = Planner({"bulletin": Bulletin()}, registry.speaker(SETTINGS), ["telegram"])
    with database.begin() as session:
        world = World(session)
        norrby = world.branch("Norrby")
        world.member("alva", norrby)
        row = put(world, branch_id=norrby)
    if database.is_sqlite:
        return
    with database.begin() as one, database.begin() as other:
        assert planner.due(one, NOW).rows == [row]
        assert planner.due(other, NOW) == ([], None)
        planner.announce(one, NOW, row)
    with database.begin() as late:
        planner.announce(late, NOW, row)
    with database.begin() as session:
        assert len(World(session).mail()) == 1


def test_a_clock_that_goes_ahead_and_back_says_nothing_twice(world, norrby):
    """F18."""
    for n in range(4):
        put(world, f"nyhet {n}", branch_id=norrby, due_at=NOW + n * HOUR)

    heard = [world.away(at) for at in ("2027-02-08 11.00", "2027-02-08 09.00", "2027-02-08 11.00", "2027-02-08 12.00")]
    assert [len(said) for said in heard] == [3, 0, 0, 1]


# The eighth of March, with what the registry has.


@pytest.fixture
def eighth(session) -> World:
    """Alva is reminded at eight in the morning of what the branch does at seventeen; h2 falls at fifteen."""
    world = World(session)
    norrby = world.branch("Norrby")
    world.session.add(Preference(member_id=world.member("alva", norrby), leads="morning"))
    pella = world.member("pella", world.branch("Bruksäng"))
    world.hold(pella, Role.OMBUDSPERSON)
    world.activity("Åttonde mars", "2027-03-08 17.00", norrby, visibility=Visibility.PUBLIC)
    world.tick("2027-03-08 07.30")
    return world


def test_away_over_the_morning_it_is_said_at_noon(eighth):
    """F20, until 12: still of use, and says that it is late."""
    ((chat, said),) = eighth.away("2027-03-08 12.00")

    assert chat == "alva"
    assert said.startswith("Påminnelse: i dag kl. 17.00 är det dags.")
    assert said.endswith("Det här skulle ha kommit tidigare: jag var borta.")
    assert eighth.tick("2027-03-09 12.00") == []


def test_away_until_the_night_it_is_not_said_but_reported(eighth):
    """F20, until 22: no use any more; the ombudsperson is told, when the night is over."""
    assert eighth.away("2027-03-08 22.00") == []
    ((chat, said),) = eighth.tick("2027-03-09 08.00")
    assert (chat, said.splitlines()) == ("pella", [MISSED, f"- {TO_NORRBY} om Åttonde mars, måndag 8 mars"])
    assert {one.fate for one in eighth.occurrences()} <= {Fate.DONE, Fate.SUPERSEDED, Fate.MISSED}


def test_what_nobody_would_have_heard_is_not_reported(eighth):
    """Two hours before nobody wants to be reminded."""
    assert len(eighth.tick("2027-03-08 08.00")) == 1
    eighth.away("2027-03-08 18.00")

    assert eighth.occurrences(lead="h2")[0].fate == Fate.MISSED
    assert eighth.tick("2027-03-09 08.00") == []


@pytest.mark.parametrize(
    ("visibility", "of_branch", "line"),
    [
        (Visibility.PUBLIC, True, f"{TO_NORRBY} om Möte, måndag 8 februari"),
        (Visibility.BRANCH, True, f"{TO_NORRBY} om något som bara visas där, måndag 8 februari"),
        (Visibility.MEMBERS, False, "påminnelsen om distriktets Möte, måndag 8 februari"),
    ],
)  # fmt: skip
def test_what_is_told_of_a_missed_reminder(session, visibility, of_branch, line):
    world = World(session)
    norrby = world.branch("Norrby")
    world.session.add(Preference(member_id=world.member("alva", norrby), leads="h2", district=True))
    pella = world.member("pella", world.branch("Bruksäng"))
    world.hold(pella, Role.OMBUDSPERSON)
    world.activity("Möte", "2027-02-08 15.00", norrby if of_branch else None, visibility=visibility)
    world.plan()

    ((chat, said),) = world.away("2027-02-08 16.00")
    assert (chat, said.splitlines()[1]) == ("pella", f"- {line}")


def test_a_cancelled_activity_s_missed_reminder_is_not_reported(eighth):
    eighth.now = local("2027-03-08 08.00")
    (activity,) = eighth.session.exec(select(Activity))
    activities.cancel(eighth.session, activity, reason="", now=eighth.now)

    assert eighth.away("2027-03-08 22.00") == []
    assert eighth.tick("2027-03-09 08.00") == []


PRINT_PLANNED = """
from zoneinfo import ZoneInfo
from datetime import UTC, date, datetime, time
from reminders import rules
from storage.quiet import at
zone = ZoneInfo("Europe/Stockholm")
print(at(date(2027, 3, 8), time(9), zone).isoformat(), at(date(2027, 7, 8), time(9), zone).isoformat())
print(rules.lead_time("d1", datetime(2027, 3, 8, 16, tzinfo=UTC), (time(21), time(8)), zone).isoformat())
print(*(m.isoformat() for m in rules.moments(rules.Yearly(3, 8), time(9), zone,
      after=datetime(2027, 1, 1, tzinfo=UTC), until=datetime(2028, 1, 1, tzinfo=UTC))))
"""


@pytest.mark.parametrize("zone", ["America/New_York", "Pacific/Kiritimati", "", ":nonsense", None])
def test_the_host_s_own_time_zone_changes_nothing(zone):
    """F22: TZ odd or unset gives the same wall time."""
    env = {name: value for name, value in os.environ.items() if name != "TZ"} | ({} if zone is None else {"TZ": zone})
    done = subprocess.run([sys.executable, "-c", PRINT_PLANNED], env=env, capture_output=True, text=True, check=True)

    march, july, day_before = "2027-03-08T08:00:00+00:00", "2027-07-08T07:00:00+00:00", "2027-03-07T16:00:00+00:00"
    assert done.stdout.split() == [march, july, day_before, march]
