"""One tick's planning: what is due goes out once, what is too late is told of, and nothing is half done."""

from datetime import timedelta

import pytest

from reminders.missed import MISSED, Missed
from reminders.plan import LOOK
from storage.models import Fate, Role, State
from tests.reminders.bulletin import Bulletin, fates, put
from tests.reminders.world import World, local
from tests.talk import NOW

HOUR = timedelta(hours=1)
INTRO = "Det här blev inte sagt i tid, för jag eller appen var borta:"
TO_NORRBY = "påminnelsen till medlemmarna i Norrby"


@pytest.fixture
def world(session) -> World:
    world = World(session)
    world.topics = {"bulletin": Bulletin()}
    world.topics[MISSED] = Missed(world.platforms, world.topics)
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


def test_what_is_due_is_a_row_in_the_outbox_for_each_who_is_told(world, norrby):
    world.member("birk", norrby)
    row_id = put(world, branch_id=norrby, deliver_until=NOW + HOUR)
    world.plan()

    (done,) = world.occurrences()
    assert (done.fate, done.audience, done.finished_at) == (Fate.DONE, 2, NOW)
    assert [row.chat for row in world.mail()] == ["alva", "birk"]
    for row in world.mail():
        assert row.key == f"nyhet::m{row.member_id}"
        assert (row.topic, row.ref, row.batch, row.payload) == ("bulletin", str(row_id), f"occurrence:{row_id}", "")
        assert (row.due_at, row.not_before, row.deliver_until) == (NOW, NOW, NOW + HOUR)


def test_every_topic_looks_ahead_each_time(world):
    world.plan()
    world.now += HOUR
    world.plan()

    assert world.topics["bulletin"].looked == [NOW, NOW + HOUR]


def test_what_is_not_due_yet_waits(world, norrby):
    put(world, branch_id=norrby, due_at=NOW + HOUR)

    assert world.tick() == []
    assert world.heard("2027-02-08 10.00") == ["alva"]


def test_nothing_is_planned_twice(world, norrby):
    put(world, branch_id=norrby)

    assert [world.heard() for _ in range(3)] == [["alva"], [], []]


def test_in_quiet_hours_it_waits_until_they_are_over(world, norrby):
    put(world, branch_id=norrby, due_at=local("2027-02-08 23.00"))

    assert [world.heard(at) for at in ("2027-02-09 07.59", "2027-02-09 08.00")] == [[], ["alva"]]
    assert world.mail()[0].due_at == local("2027-02-09 08.00")


def test_what_was_due_before_the_night_and_could_not_go_waits_and_says_that_it_is_late(world, norrby):
    put(world, branch_id=norrby, due_at=local("2027-02-08 17.00"))

    assert world.away("2027-02-08 23.00") == []
    assert world.tick("2027-02-09 08.00") == [("alva", "nyhet  (sent)")]


def test_an_earlier_lead_gives_way_to_a_later_one_that_is_due_as_well(world, norrby):
    for lead, hours in (("w1", 3), ("d1", 2), ("morning", 1)):
        put(world, lead=lead, branch_id=norrby, due_at=NOW - hours * HOUR)
    put(world, "annat", lead="w1", branch_id=norrby, due_at=NOW - 3 * HOUR)

    assert world.tick() == [("alva", "annat w1 (sent)"), ("alva", "nyhet morning (sent)")]
    assert fates(world) == [Fate.SUPERSEDED, Fate.DONE, Fate.SUPERSEDED, Fate.DONE]


def test_what_is_too_late_is_not_sent_and_the_ombudsperson_is_told(world, norrby, pella):
    put(world, branch_id=norrby, due_at=NOW - 2 * HOUR, deliver_until=NOW - HOUR)

    assert world.tick() == [("pella", f"{INTRO}\n- sv nyhet")]
    assert fates(world) == [Fate.MISSED]
    assert world.tick() == []


def test_at_the_last_moment_it_is_still_sent(world, norrby, pella):
    put(world, branch_id=norrby, due_at=NOW - HOUR, deliver_until=NOW)

    assert world.heard() == ["alva"]


def test_one_message_tells_of_all_that_was_missed(world, norrby, pella):
    for n in range(12):
        put(world, f"nyhet {n:02}", branch_id=norrby, due_at=NOW - 2 * HOUR, deliver_until=NOW - HOUR)

    ((_, said),) = world.tick()
    assert said.splitlines()[1:] == [*(f"- sv nyhet {n:02}" for n in range(10)), "… och 2 till"]


@pytest.mark.parametrize(("number", "last"), [(10, "- sv nyhet 09"), (11, "… och en till")])
def test_how_many_more_there_are(world, norrby, pella, number, last):
    for n in range(number):
        put(world, f"nyhet {n:02}", branch_id=norrby, due_at=NOW - 2 * HOUR, deliver_until=NOW - HOUR)

    assert world.tick()[0][1].splitlines()[-1] == last


def test_the_same_line_is_told_once(world, norrby, pella):
    for lead in ("w1", "d1"):
        put(world, lead=lead, branch_id=norrby, due_at=NOW - 2 * HOUR, deliver_until=NOW - HOUR)

    ((_, said),) = world.tick()
    assert said.count("nyhet") == 1


def test_in_the_language_of_each_ombudsperson_and_after_their_quiet_hours(world, norrby, pella):
    world.hold(world.member("kit", norrby, language="en"), Role.OMBUDSPERSON)
    until = local("2027-02-08 21.00")
    put(world, branch_id=norrby, due_at=until - 2 * HOUR, deliver_until=until)

    assert world.away("2027-02-08 22.00") == []
    said = dict(world.tick("2027-02-09 08.00"))
    assert said["kit"] == "This was not said in time, because I or the app was away:\n- en nyhet"
    assert said["pella"].endswith("- sv nyhet")


def test_what_is_personal_is_nobody_else_s_business(world, norrby, pella, logged):
    world.topics["bulletin"].personal = True
    put(world, branch_id=norrby, due_at=NOW - 2 * HOUR, deliver_until=NOW - HOUR)

    assert world.tick() == []
    assert (fates(world), world.mail()) == ([Fate.MISSED], [])
    assert "plan.missed" in logged.getvalue()


def test_what_expired_in_the_outbox_is_told_in_the_same_way(world, norrby, pella):
    put(world, branch_id=norrby, deliver_until=NOW + HOUR)
    world.plan()

    world.now = NOW + 2 * HOUR
    said = dict(world.tick())

    assert said["pella"].splitlines()[1:] == ["- sv nyhet"]
    assert "alva" not in said


def test_who_is_not_ombudsperson_any_more_is_told_nothing_in_the_morning(world, norrby, pella):
    until = local("2027-02-08 21.00")
    put(world, branch_id=norrby, due_at=until - 2 * HOUR, deliver_until=until)
    assert world.away("2027-02-08 22.00") == []
    world.retire(Role.OMBUDSPERSON)

    assert world.tick("2027-02-09 08.00") == []
    assert [(row.state, row.error) for row in world.mail()] == [(State.SUPPRESSED, "role")]


def test_own_quiet_hours_that_last_too_long_are_counted(world, norrby):
    put(world, branch_id=norrby, due_at=local("2027-02-08 22.00"), deliver_until=local("2027-02-09 07.00"))

    assert world.tick("2027-02-08 22.00") == []
    assert world.occurrences()[0].audience == 1
    assert [(row.state, row.error) for row in world.mail()] == [(State.SUPPRESSED, "quiet")]
    assert world.tick("2027-02-09 09.00") == []


def test_a_kind_that_is_not_known_stops_nothing_else(world, norrby, pella, logged):
    put(world, "fjärran", branch_id=norrby, topic="horoscope")
    put(world, branch_id=norrby)

    assert world.tick() == [("alva", "nyhet ")]
    assert fates(world) == [Fate.MISSED, Fate.DONE]
    assert "plan.unknown_topic" in logged.getvalue()


def test_much_is_dealt_with_in_several_goes(world, norrby):
    for n in range(LOOK + 1):
        put(world, f"nyhet {n}", branch_id=norrby)
    world.plan()

    assert len(world.mail()) == LOOK + 1


def test_nobody_to_tell_is_an_audience_of_none(world):
    put(world, branch_id=world.branch("Tomheden"))
    world.plan()

    assert [(one.fate, one.audience) for one in world.occurrences()] == [(Fate.DONE, 0)]
