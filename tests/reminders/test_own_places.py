"""Where an own reminder is said: on which app, and in the group that its chair asked for."""

from datetime import date

import pytest
from sqlmodel import select

from storage import own, preferences
from storage.models import Account, Group, Post, Repeat, Role, State
from tests.reminders.asking import ask, said_days
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


def test_what_was_taken_away_does_not_come(world, alva):
    reminder = ask(world, alva, "2027-02-09 09.00")
    world.now = local("2027-02-09 09.00")
    world.plan()
    own.end(world.session, reminder, now=world.now)

    assert world.send() == []
    assert [(row.state, row.error) for row in world.mail()] == [(State.CANCELLED, "taken away")]


def test_and_does_not_come_round_again(world, alva):
    reminder = ask(world, alva, "2027-02-09 09.00", repeat=Repeat.WEEKLY)
    own.end(world.session, reminder, now=world.now)

    assert said_days(world, until="2027-03-09 09.00") == []


def test_on_the_app_that_they_have_now(world, alva):
    world.platforms = ("telegram", "slack")
    world.begin()
    world.account(alva, "slack", "alva på slack")
    ask(world, alva, "2027-02-09 09.00")
    preferences.change(world.session, alva, app="slack")

    assert world.heard("2027-02-09 09.00") == ["alva på slack"]


def test_the_app_chosen_while_it_waits_does_not_make_it_vanish(world, alva):
    world.platforms = ("telegram", "slack")
    world.begin()
    world.account(alva, "slack", "alva på slack")
    ask(world, alva, "2027-02-09 09.00")
    world.now = local("2027-02-09 09.00")
    world.plan()
    preferences.change(world.session, alva, app="slack")

    assert [chat for chat, _ in world.send()] == ["alva"]


def test_the_buttons_put_it_off_and_end_what_comes_round(world, alva):
    ask(world, alva, "2027-02-09 09.00")
    weekly = ask(world, alva, "2027-02-09 09.00", "jämt", repeat=Repeat.WEEKLY)

    world.now = local("2027-02-09 09.00")
    first, second = world.replies()
    assert [button.label for button in first.buttons] == ["Om en timme", "I morgon kl. 9"]
    assert [button.label for button in second.buttons] == ["Om en timme", "I morgon kl. 9", "Sluta påminna"]
    assert second.buttons[-1].action == f"forget:{weekly.id}"


@pytest.fixture
def chair(world, norrby, alva) -> int:
    world.hold(alva, Role.CHAIR, norrby)
    world.group("norrby", norrby)
    world.group("distriktet")
    return alva


def test_a_chair_s_comes_in_the_branch_s_group(world, norrby, chair):
    ask(world, chair, "2027-02-09 15.30", "ta med västar", branch_id=norrby)

    assert world.tick("2027-02-09 15.30") == [("norrby", "Påminnelse från ordföranden i Norrby: ta med västar")]


def test_not_when_its_chair_is_chair_no_longer(world, norrby, chair):
    """It is looked at when it falls due, and again when it is sent."""
    for at in ("2027-02-09 15.30", "2027-02-09 15.31"):
        ask(world, chair, at, branch_id=norrby)
    world.now = local("2027-02-09 15.30")
    world.plan()
    world.session.exec(select(Post)).one().last_day = date(2027, 2, 8)

    assert world.send() == []
    assert world.tick("2027-02-09 15.31") == []
    assert [row.state for row in world.mail()] == [State.SUPPRESSED]


def test_whoever_is_chair_now_is_told_that_it_was_not_said(world, norrby, chair):
    ask(world, chair, "2027-02-09 15.30", "ta med västar", branch_id=norrby)
    world.retire(Role.CHAIR, norrby)
    world.hold(world.member("nya", norrby), Role.CHAIR, norrby)

    ((chat, said),) = world.tick("2027-02-09 15.30")
    assert chat == "nya"
    assert said.splitlines()[0].startswith("Påminnelsen till gruppen i Norrby skickades inte")
    assert said.splitlines()[1:] == ["> ta med västar", "Vill ni ha kvar den, skriv /paminn."]


def test_one_that_nobody_stands_for_is_not_planned_again(world, norrby, chair):
    ask(world, chair, "2027-02-09 15.30", "ta med västar", branch_id=norrby, repeat=Repeat.WEEKLY)
    world.hold(world.member("pella", norrby), Role.OMBUDSPERSON)
    world.retire(Role.CHAIR, norrby)

    assert world.heard("2027-02-09 15.30") == ["pella"]
    assert world.heard("2027-02-16 15.30") == []
    assert world.heard("2027-02-23 15.30") == []


def test_a_chair_who_cannot_be_written_to_is_chair_all_the_same(world, norrby, chair):
    ask(world, chair, "2027-02-09 15.30", branch_id=norrby)
    world.session.exec(select(Account)).one().muted_at = world.now

    assert world.heard("2027-02-09 15.30") == ["norrby"]


def test_not_in_a_group_that_is_another_s_now(world, norrby, chair):
    ask(world, chair, "2027-02-09 15.30", branch_id=norrby)
    world.now = local("2027-02-09 15.30")
    world.plan()
    world.session.exec(select(Group).where(Group.chat == "norrby")).one().branch_id = world.branch("Södersjö")

    assert world.send() == []


def test_a_group_is_not_told_the_next_day_and_the_ombudsperson_hears_of_it(world, norrby, chair):
    world.hold(world.member("pella", norrby), Role.OMBUDSPERSON)
    ask(world, chair, "2027-02-09 15.30", "hemligt", branch_id=norrby)

    ((chat, said),) = world.away("2027-02-10 09.00")
    assert chat == "pella"
    assert said.splitlines()[1:] == ["- påminnelsen som ordföranden i Norrby ville ha i gruppen, tisdag 9 februari"]


def test_what_is_one_s_own_is_reported_to_nobody(world, norrby, alva):
    world.hold(world.member("pella", norrby), Role.OMBUDSPERSON)
    ask(world, alva, "2027-02-09 09.00")

    assert [chat for chat, _ in world.away("2027-08-09 09.00")] == ["alva"]
