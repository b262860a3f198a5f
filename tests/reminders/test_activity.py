"""Reminders of activities: who, when, in which words, and what becomes of them when something changes."""

from datetime import time

import pytest

from storage.models import ChainAnswer, Fate, Occasion, Preference, Stand, State, Visibility
from tests.reminders.leads import DAY, MORNING, START, WEEK, due_times
from tests.reminders.world import World, local
from tests.talk import NOW


@pytest.fixture
def world(session) -> World:
    return World(session)


@pytest.fixture
def norrby(world) -> int:
    return world.branch("Norrby")


@pytest.fixture
def alva(world, norrby) -> int:
    return world.member("alva", norrby)


def test_a_new_activity_gets_all_its_leads_at_once(world, norrby):
    activity = world.activity("Möte", START, norrby)
    world.plan()

    assert due_times(world) == {
        "w2": "2027-02-22 17.00", "w1": WEEK, "d3": "2027-03-05 17.00", "d1": DAY, "morning": MORNING,
        "h2": "2027-03-08 16.00",
    }  # fmt: skip
    assert {(one.branch_id, one.subject, one.deliver_until) for one in world.occurrences()} == {
        (norrby, str(activity.id), activity.starts_at)
    }


def test_planning_again_changes_nothing(world, norrby):
    world.activity("Möte", START, norrby)
    world.plan()
    before = [one.id for one in world.occurrences()]
    world.begin()
    world.plan()

    assert [one.id for one in world.occurrences()] == before


def test_what_has_passed_when_it_is_first_planned_is_never_made(world, norrby, alva):
    """An old activity that is copied in fires nothing; one that is soon is told at once where nothing else would be."""
    world.activity("I går", "2027-02-07 18.00", norrby)
    world.activity("I kväll", "2027-02-08 18.00", norrby)
    world.activity("I morgon", "2027-02-09 09.30", norrby)
    world.session.add(Preference(member_id=world.member("berit", norrby), leads="h2"))

    ((chat, said),) = world.tick()
    assert (chat, said.splitlines()[:2]) == ("alva", ["Påminnelse: i dag kl. 18.00 är det dags.", "I kväll (möte)"])
    assert [(one.lead, one.key.split(":")[2]) for one in world.occurrences()] == [
        ("now", "20270208T170000Z"), ("now", "20270209T083000Z"), ("h2", "20270208T170000Z"),
        ("d1", "20270209T083000Z"), ("h2", "20270209T083000Z"), ("morning", "20270209T083000Z"),
    ]  # fmt: skip


def test_members_are_reminded_a_week_and_a_day_before_and_the_same_morning(world, norrby, alva):
    world.activity("Möte", START, norrby, ends=time(20), accessibility="Ramp.", how_to_join="Kom.")
    world.tick()

    ((chat, said),) = world.tick(WEEK)
    assert chat == "alva"
    assert said == (
        "Påminnelse: om en vecka är det dags.\nMöte (möte)\nNär: måndag 8 mars kl. 18.00–20.00, om en vecka\n"
        "Var: Folkets hus\nTillgänglighet: Ramp.\nSå är du med: Kom.\nOrdnas av partiföreningen Norrby\n"
        "Visas bara för medlemmar i distriktet."
    )
    assert [world.heard(at) for at in ("2027-03-05 17.00", "2027-03-07 16.59")] == [[], []]
    assert world.tick(DAY)[0][1].startswith("Påminnelse: i morgon är det dags.\nMöte (möte)\n")
    assert world.tick(MORNING)[0][1].startswith("Påminnelse: i dag kl. 18.00 är det dags.\nMöte (möte)\n")
    assert [world.heard(at) for at in ("2027-03-08 16.00", START)] == [[], []]


def test_in_their_own_language(world, norrby):
    world.member("kit", norrby, language="en")
    world.activity("Möte", START, norrby)
    world.tick()

    assert world.tick(DAY)[0][1].startswith("A reminder: this is tomorrow.\nMöte (meeting)\n")


def test_each_can_choose_otherwise(world, norrby, alva):
    world.session.add(Preference(member_id=alva, leads="w2,h2"))
    world.member("birk", norrby)
    world.activity("Möte", START, norrby)
    world.tick()

    times = ["2027-02-22 17.00", WEEK, "2027-03-05 17.00", DAY, MORNING, "2027-03-08 16.00"]
    assert [world.heard(at) for at in times] == [["alva"], ["birk"], [], ["birk"], ["birk"], ["alva"]]


def test_who_asks_for_more_after_it_was_planned_gets_it(world, norrby, alva):
    world.activity("Möte", START, norrby)
    world.tick()
    world.session.add(Preference(member_id=alva, leads="h2"))
    world.session.flush()

    assert [world.heard(at) for at in (DAY, "2027-03-08 16.00")] == [[], ["alva"]]


def test_who_joins_late_gets_the_words_that_are_true_then(world, norrby):
    world.activity("Möte", START, norrby)
    world.tick()
    assert world.heard(WEEK) == []
    world.member("alva", norrby)

    assert world.tick(DAY)[0][1].startswith("Påminnelse: i morgon är det dags.")


def test_other_branches_are_not_reminded_whoever_may_see_it(world, norrby):
    world.member("birk", world.branch("Södersjö"))
    world.activity("Möte", START, norrby, visibility=Visibility.PUBLIC)
    world.tick()

    assert world.heard(DAY) == []


def join(world, occasion: str, host: int, guest: int, activity_id: int, *, year: int = 2027, stand=Stand.JOINS) -> None:
    said = {"occasion": occasion, "year": year, "answered_at": NOW}
    organises = {"stand": Stand.ORGANISES, "activity_id": activity_id}
    world.session.add(ChainAnswer(branch_id=host, **organises, **(said | {"year": 2027})))
    world.session.add(ChainAnswer(branch_id=guest, stand=stand, joins_id=host, **said))
    world.session.flush()


@pytest.mark.parametrize(
    ("joined", "visibility", "told"),
    [
        ({}, Visibility.PUBLIC, ["alva", "birk"]),
        ({}, Visibility.MEMBERS, ["alva", "birk"]),
        ({}, Visibility.BRANCH, ["alva"]),
        ({"year": 2028}, Visibility.PUBLIC, ["alva"]),
        ({"stand": Stand.NOT_THIS_YEAR}, Visibility.PUBLIC, ["alva"]),
    ],
)
@pytest.mark.usefixtures("alva")
def test_members_of_a_branch_that_goes_with_another_are_reminded_as_well(world, norrby, joined, visibility, told):
    sodersjo = world.branch("Södersjö")
    world.member("birk", sodersjo)
    activity = world.activity("Åttonde mars", START, norrby, visibility=visibility)
    join(world, Occasion.WOMENS_DAY, norrby, sodersjo, activity.id, **joined)
    world.tick()

    assert world.heard(DAY) == told


@pytest.mark.parametrize("wants_district", [False, True])
def test_members_of_a_branch_that_goes_with_the_district_are_reminded_once(world, norrby, alva, wants_district):
    world.member("birk", world.branch("Södersjö"))
    march = world.activity("Tåg", START)
    said = {"occasion": Occasion.WOMENS_DAY, "year": 2027, "answered_at": NOW}
    world.session.add(ChainAnswer(branch_id=norrby, stand=Stand.JOINS, activity_id=march.id, **said))
    world.session.add(Preference(member_id=alva, leads="w1,d1,morning", district=wants_district))
    world.tick()

    assert world.heard(DAY) == ["alva"]


def test_the_district_s_own_goes_to_its_groups_and_to_those_who_want_it(world, norrby, alva):
    world.session.add(Preference(member_id=alva, leads="d1,morning", district=True))
    world.member("birk", norrby)
    world.group("distriktet")
    world.group("C0", platform="slack")
    world.group("norrby", norrby)
    world.activity("Årskonferens", START, visibility=Visibility.PUBLIC)
    world.tick()

    assert [world.heard(at) for at in (WEEK, DAY, MORNING)] == [[], ["alva", "distriktet"], ["alva"]]


def test_groups_only_ever_see_what_is_public(world, norrby):
    world.group("distriktet")
    world.group("norrby", norrby)
    world.activity("Möte", START, norrby, visibility=Visibility.PUBLIC)
    activity = world.activity("Årskonferens", START)
    world.tick()

    assert world.heard(DAY) == []
    activity.visibility = Visibility.PUBLIC
    activity.scheduled_for = None
    world.session.flush()
    assert world.heard() == []


def test_in_the_branch_s_quiet_hours_it_comes_the_evening_before(world, norrby, alva):
    world.activity("Frukost", "2027-03-08 07.30", norrby)
    world.tick()

    assert (due_times(world)["morning"], due_times(world)["h2"]) == ("2027-03-07 20.00", "2027-03-07 20.00")
    assert world.tick("2027-03-07 20.00")[0][1].startswith("Påminnelse: i morgon är det dags.")


def test_two_leads_at_the_same_moment_are_one_message(world, norrby, alva):
    world.session.add(Preference(member_id=alva, leads="morning,h2"))
    world.activity("Frukost", "2027-03-08 07.30", norrby)
    world.tick()

    assert world.heard("2027-03-07 20.00") == ["alva"]
    assert [row.state for row in world.mail()] == [State.SUPPRESSED, State.SENT]


def test_own_quiet_hours_put_it_off(world, norrby, alva):
    world.session.add(Preference(member_id=alva, leads="morning", quiet_from=time(22), quiet_to=time(10)))
    world.activity("Möte", START, norrby)
    world.tick()

    assert [world.heard(at) for at in (MORNING, "2027-03-08 09.59", "2027-03-08 10.00")] == [[], [], ["alva"]]
    (row,) = world.mail()
    assert row.due_at == local("2027-03-08 10.00")


def test_whose_own_quiet_hours_last_until_it_begins_is_not_told(world, norrby, alva):
    world.session.add(Preference(member_id=alva, leads="morning", quiet_from=time(22), quiet_to=time(10)))
    world.member("birk", norrby)
    world.activity("Möte", "2027-03-08 10.00", norrby)
    world.tick()

    assert world.heard(MORNING) == ["birk"]
    (done,) = world.occurrences(lead="morning")
    batch = [row.batch for row in world.mail() if row.ref == str(done.id)]
    assert (done.fate, done.audience, batch) == (Fate.DONE, 2, [f"occurrence:{done.id}"] * 2)
