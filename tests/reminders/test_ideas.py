"""New ideas are told once a day to who plans for the branch; what became of one to everyone who likes it."""

import pytest

from reminders.ideas import IDEAS
from reminders.missed import MISSED
from storage import activities, ideas
from storage.models import Idea, Member, Role, Visibility
from tests.reminders.world import World, local

FIRST, SECOND, THIRD = (f"2027-02-{day:02} 10.00" for day in (9, 10, 11))
HOW = "Gör en aktivitet av det, eller svara varför det inte går just nu."


@pytest.fixture
def world(session) -> World:
    world = World(session, now=local("2027-02-08 12.00"))
    every = World(session, chain=True).topics
    world.topics = {name: every[name] for name in (IDEAS, ideas.ANSWERED, MISSED)}
    return world


@pytest.fixture
def majken(world) -> int:
    """Who will chair Norrby."""
    return world.member("majken", world.branch("Norrby"))


@pytest.fixture
def norrby(world, majken) -> int:
    branch = world.session.get_one(Member, majken).branch_id
    world.hold(majken, Role.CHAIR, branch)
    world.hold(world.member("jonna", branch), Role.DEPUTY, branch)
    world.hold(world.member("pella", branch), Role.OMBUDSPERSON)
    return branch


@pytest.fixture
def alva(world, norrby) -> int:
    return world.member("alva", norrby)


def propose(world, who: int, what: str = "Grill", place: str = "") -> Idea:
    branch = world.session.get_one(Member, who).branch_id
    return ideas.put(
        world.session, key=f"{what}{world.now}", branch_id=branch, member_id=who, what=what, place=place, now=world.now
    )[0]


def test_told_the_next_morning_to_chair_and_deputy_without_a_name(world, alva):
    propose(world, alva, "Grill", "Parken")

    assert world.tick() == []
    told = dict(world.tick(FIRST))
    assert sorted(told) == ["jonna", "majken"]
    assert told["majken"] == f"Ett nytt förslag från medlemmarna i Norrby:\n- Grill, Parken\n{HOW}"
    assert world.tick(SECOND) == []


def test_one_message_however_many_and_only_of_what_is_new(world, alva):
    propose(world, alva, "Grill")
    world.now = local("2027-02-08 23.00")
    propose(world, alva, "Kör")
    assert [said.splitlines()[:3] for _, said in world.tick(FIRST)] == [
        ["2 nya förslag från medlemmarna i Norrby:", "- Grill", "- Kör"]
    ] * 2

    propose(world, alva, "Loppis")
    assert [said.splitlines()[1:-1] for _, said in world.tick(SECOND)] == [["- Loppis"]] * 2


def test_early_in_the_morning_it_is_told_the_same_day(world, alva):
    world.now = local("2027-02-09 07.00")
    propose(world, alva)
    assert world.heard("2027-02-09 09.59") == []

    assert sorted(world.heard(FIRST)) == ["jonna", "majken"]


def test_nothing_is_told_of_what_was_answered_meanwhile_or_to_whoever_made_it(world, alva, majken):
    idea = propose(world, alva)
    ideas.refuse(world.session, idea, "nej", by=majken, now=world.now)
    assert world.heard(FIRST) == []

    propose(world, majken, "Kör")
    assert world.heard(SECOND) == ["jonna"]


def test_what_waited_while_nobody_looked_is_told_once(world, alva):
    propose(world, alva, "Grill")
    world.now = local("2027-02-09 12.00")
    propose(world, alva, "Kör")

    assert [said.splitlines()[1:-1] for _, said in world.away(THIRD)] == [["- Grill", "- Kör"]] * 2


def test_the_button_leads_to_the_list(world, alva):
    propose(world, alva)
    world.now = local(FIRST)

    assert [(button.label, button.action) for button in world.replies()[0].buttons] == [("Visa förslagen", "ideas:0")]


def test_why_not_is_told_to_its_maker_and_who_likes_it_and_to_nobody_else(world, alva, norrby, majken):
    bo = world.member("bo", norrby)
    world.member("cia", norrby)
    idea = propose(world, alva, "Grill *nu*")
    ideas.support(world.session, idea, bo, helps=False, now=world.now)
    ideas.support(world.session, idea, majken, helps=False, now=world.now)
    ideas.refuse(world.session, idea, "Det är eldningsförbud", by=majken, now=world.now)

    said = "Svar på förslaget ”Grill *nu*”, som du gillar eller kom med: Det är eldningsförbud"
    assert sorted(world.tick()) == [("alva", said), ("bo", said)]


def test_in_the_night_it_waits_for_the_morning(world, alva, majken):
    idea = propose(world, alva)
    world.now = local("2027-02-08 22.30")
    ideas.refuse(world.session, idea, "nej", by=majken, now=world.now)

    assert world.heard() == []
    assert world.heard("2027-02-09 08.00") == ["alva"]


@pytest.mark.parametrize(("visibility", "told"), [(Visibility.MEMBERS, ["alva", "bo"]), (Visibility.BRANCH, ["alva"])])
def test_what_it_became_is_told_to_those_who_may_see_it(world, alva, majken, visibility, told):
    norrby = world.session.get_one(Member, alva).branch_id
    bo = world.member("bo", norrby)
    idea = propose(world, alva)
    ideas.support(world.session, idea, bo, helps=True, now=world.now)
    world.session.get_one(Member, bo).branch_id = world.branch("Södersjö")
    activity = world.activity("Grillkväll", "2027-03-20 18.00", norrby, visibility=visibility)
    ideas.become(world.session, idea, activity, by=majken, now=world.now)
    world.plan()
    sent = world.sent()

    assert sorted(one.chat for one in sent) == told
    assert sent[0].reply.text.startswith("Det blev av: ett förslag som du gillar eller kom med.\n*Grillkväll*")
    assert [(button.label, button.action) for button in sent[0].reply.buttons] == [
        ("Jag kommer", f"come:{activity.id}")
    ]


def test_called_off_before_they_are_told_it_is_not_said(world, alva, norrby, majken):
    idea, activity = propose(world, alva), world.activity("Grillkväll", "2027-03-20 18.00", norrby)
    ideas.become(world.session, idea, activity, by=majken, now=world.now)
    activities.cancel(world.session, activity, reason="", now=world.now)

    assert world.heard() == []
