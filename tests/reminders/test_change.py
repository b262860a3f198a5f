"""An activity that moves or is cancelled: those who were told of it know it at once, and nobody else."""

from datetime import time

import pytest
from sqlmodel import select

from reminders.preview import OWNER
from storage import activities, outbox
from storage.models import Fate, Member, Outbox, Preference, Role, State, Visibility
from storage.outbox import Outcome
from tests.reminders.world import World, local

START, WEEK = "2027-03-08 18.00", "2027-03-01 17.00"
AFTER = "2027-03-02 12.00"


@pytest.fixture
def world(session) -> World:
    return World(session)


@pytest.fixture
def norrby(world) -> int:
    return world.branch("Norrby")


@pytest.fixture
def reminded(world, norrby):
    """The activity that alva was reminded of a week before, and birk was not."""
    world.member("alva", norrby)
    world.session.add(Preference(member_id=world.member("birk", norrby), leads="h2"))
    activity = world.activity("Möte", START, norrby, ends=time(20))
    assert world.heard(WEEK) == ["alva"]
    world.tick(AFTER)
    return activity


def cancel(world, activity, reason: str = "") -> None:
    activities.cancel(world.session, activity, reason=reason, now=world.now)


def test_who_was_told_is_told_that_it_moved(world, reminded):
    world.move(reminded, "2027-03-10 18.30")

    ((chat, said),) = world.tick()
    assert chat == "alva"
    assert said == (
        "Ny tid! Så här blir det i stället:\nMöte (möte)\nNär: onsdag 10 mars kl. 18.30, om 8 dagar\n"
        "Var: Folkets hus\nOrdnas av partiföreningen Norrby\nVisas bara för medlemmar i distriktet."
    )
    assert world.tick() == []


def test_who_was_told_is_told_that_it_is_cancelled_and_why(world, reminded):
    cancel(world, reminded, "*Sal* upptagen")

    assert world.tick() == [
        (
            "alva",
            "Inställt: Möte, som skulle ha varit måndag 8 mars kl. 18.00–20.00, om 6 dagar.\nSkälet: *Sal* upptagen",
        )
    ]


def test_the_report_of_a_change_adds_up(world, reminded):
    cancel(world, reminded)
    world.tick()

    (change,) = world.occurrences(topic="activity_change")
    rows = [row for row in world.mail() if row.batch == f"occurrence:{change.id}"]
    assert (change.fate, change.audience, [row.state for row in rows]) == (Fate.DONE, 1, [State.SENT])


def test_nobody_was_told_so_nobody_is(world, norrby):
    world.member("alva", norrby)
    activity = world.activity("Möte", START, norrby)
    world.tick()
    world.move(activity, "2027-03-10 18.30")
    world.tick()
    cancel(world, activity)

    assert world.tick() == []
    assert world.occurrences(topic="activity_change") == []


def test_it_is_told_after_a_restart_as_well(world, reminded):
    world.move(reminded, "2027-03-10 18.30")
    world.begin()

    assert world.heard() == ["alva"]


def test_each_change_is_told_once(world, reminded):
    said = []
    for to in ("2027-03-10 18.00", START, "2027-03-10 18.00", "2027-03-11 18.00"):
        world.move(reminded, to)
        said.append(world.tick())

    assert [len(one) for one in said] == [1, 1, 1, 1]
    assert ["torsdag 11 mars" in one[0][1] for one in said] == [False, False, False, True]
    assert world.tick("2027-03-03 12.00") == []


def test_what_moves_and_moves_back_unseen_is_no_change(world, reminded):
    world.move(reminded, "2027-03-10 18.00")
    world.move(reminded, START)

    assert world.tick() == []


def test_in_the_night_only_where_it_stands_in_the_morning(world, reminded):
    """A chair sets the wrong day at night, and then the right one."""
    world.tick("2027-03-02 22.00")
    for at, to in (("2027-03-02 22.10", "2027-04-10 18.00"), ("2027-03-02 22.20", "2027-03-10 18.00")):
        assert world.tick(at) == []
        world.move(reminded, to)
    assert world.tick() == []

    ((chat, said),) = world.tick("2027-03-03 08.00")
    assert (chat, "onsdag 10 mars" in said) == ("alva", True)


def test_nobody_is_told_of_what_was_put_right_before_they_heard(world, reminded):
    world.tick("2027-03-02 22.00")
    for to in ("2027-04-10 18.00", START):
        world.move(reminded, to)
        assert world.tick() == []

    assert world.tick("2027-03-03 08.00") == []


def test_better_woken_than_standing_there_alone(world, norrby):
    """In the quiet hours, when it would be no use after them."""
    world.member("alva", norrby)
    activity = world.activity("Frukost", "2027-03-08 07.00", norrby)
    world.tick("2027-03-08 05.00")
    world.move(activity, "2027-03-08 07.30")

    assert world.heard() == ["alva"]


def test_what_is_over_is_not_told(world, reminded):
    world.tick("2027-03-08 20.00")
    cancel(world, reminded)

    assert world.tick() == []


def test_one_that_is_cancelled_while_it_goes_on_is_told(world, reminded):
    world.tick("2027-03-08 18.15")
    cancel(world, reminded)

    assert world.heard() == ["alva", "birk"]


def test_what_had_begun_was_and_is_broken_off(world, reminded):
    world.now = local("2027-03-08 18.30")
    cancel(world, reminded)

    assert world.tick() == [("alva", "Avbrutet: Möte, som började måndag 8 mars kl. 18.00.")]


def test_the_district_s_group_is_told_when_it_was_reminded(world, norrby):
    world.group("distriktet")
    world.group("andra")
    activity = world.activity("Årskonferens", START, visibility=Visibility.PUBLIC)
    assert world.heard("2027-03-07 17.00") == ["distriktet", "andra"]
    world.session.exec(select(Outbox).where(Outbox.chat == "andra")).one().state = State.FAILED
    cancel(world, activity)

    assert world.heard() == ["distriktet"]


def test_a_group_is_not_told_what_it_may_not_see_any_more(world, norrby):
    world.group("distriktet")
    activity = world.activity("Årskonferens", START, visibility=Visibility.PUBLIC)
    world.tick("2027-03-07 17.00")
    activity.visibility = Visibility.MEMBERS
    cancel(world, activity)

    assert world.heard() == []


def test_what_may_have_arrived_counts_as_told(world, reminded):
    for row in world.mail():
        row.state = State.UNKNOWN
    cancel(world, reminded)

    assert world.heard() == ["alva"]


@pytest.mark.parametrize("change", [cancel, lambda world, activity: world.move(activity, "2027-03-10 18.00")])
def test_who_is_being_reminded_while_it_changes_is_told_too(world, norrby, change):
    """The words are on the wire already when the clock plans the change."""
    world.member("alva", norrby)
    activity = world.activity("Möte", START, norrby)
    world.tick("2027-03-01 16.00")
    world.now = local(WEEK)
    world.plan()
    (row,) = world.lease()
    outbox.begin(world.session, row, owner=OWNER, now=world.now)
    change(world, activity)
    world.plan()
    outbox.mark(world.session, [Outcome(row, State.SENT)], world.now, owner=OWNER)

    assert world.heard() == ["alva"]


@pytest.mark.parametrize(("visibility", "told"), [(Visibility.MEMBERS, ["alva"]), (Visibility.BRANCH, [])])
def test_who_left_the_branch_is_told_what_they_may_still_see(world, reminded, visibility, told):
    reminded.visibility = visibility
    (alva,) = {row.member_id for row in world.mail()}
    world.session.get_one(Member, alva).branch_id = world.branch("Södersjö")
    cancel(world, reminded)

    assert world.heard() == told


def test_who_is_gone_is_not_told(world, reminded):
    (alva,) = {row.member_id for row in world.mail()}
    world.session.delete(world.session.get_one(Member, alva))
    cancel(world, reminded)

    assert world.tick() == []


def test_a_change_before_the_last_one_was_sent_is_not_told(world, reminded):
    """F21: it waits in the outbox while it moves once more."""
    world.move(reminded, "2027-03-10 18.00")
    world.plan()
    world.move(reminded, "2027-03-11 18.00")

    assert world.send() == []
    ((_, said),) = world.tick()
    assert "torsdag 11 mars" in said


def test_the_platform_that_they_chose_since(world, reminded):
    world.platforms = ("telegram", "slack")
    world.begin()
    (alva,) = {row.member_id for row in world.mail()}
    world.account(alva, "slack", "alva på slack")
    world.session.add(Preference(member_id=alva, leads="d1", app="slack"))
    cancel(world, reminded)

    assert world.heard() == ["alva på slack"]


def test_a_change_that_came_too_late_is_reported(world, norrby, reminded):
    world.hold(world.member("pella", norrby), Role.OMBUDSPERSON)
    world.move(reminded, "2027-03-03 12.00")
    world.plan()

    said = [text for _, text in [*world.away("2027-03-03 13.00"), *world.look()]]

    assert [row.state for row in world.mail() if row.topic == "activity_change"] == [State.EXPIRED]
    assert [line for text in said for line in text.splitlines() if "ändrats" in line] == [
        "- beskedet till medlemmarna i Norrby att Möte har ändrats, onsdag 3 mars"
    ]
