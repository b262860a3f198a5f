"""Whoever is responsible is told that somebody needs something, never what, and reminded once three days before."""

from datetime import timedelta

import pytest
from sqlmodel import select

from bot.markup import plain
from reminders.missed import MISSED
from reminders.needs import DUE
from storage import access, activities, erasure, leaving, needs, retention, rides
from storage.models import Activity, Member, Need, Occurrence, Role, Want
from tests.reminders.world import World, local

BEFORE = "2027-02-17 17.00"
WHAT = "Medlemsmöte, lördag 20 februari kl. 18.00, om 12 dagar"


@pytest.fixture
def world(session) -> World:
    world = World(session)
    every = World(session, chain=True).topics
    world.topics = {name: every[name] for name in (needs.NEEDED, needs.NEED_OFF, DUE, needs.RIDE_OFF, MISSED)}
    return world


@pytest.fixture
def majken(world) -> int:
    """She chairs Norrby."""
    branch = world.branch("Norrby")
    world.hold(found := world.member("majken", branch), Role.CHAIR, branch)
    world.hold(world.member("pella", branch), Role.OMBUDSPERSON)
    return found


@pytest.fixture
def meeting(world, majken) -> Activity:
    return world.activity("Medlemsmöte", "2027-02-20 18.00", branch_of(world, majken))


def branch_of(world, member_id: int) -> int:
    return world.session.get_one(Member, member_id).branch_id


@pytest.fixture
def alva(world, majken) -> int:
    return world.member("alva", branch_of(world, majken))


def ask(world, activity, who: int, want: Want = Want.CHILDCARE, count: int = 0) -> Need:
    return needs.put(world.session, activity, who, want, count=count, words=":hemligt", now=world.now)


def test_told_the_kind_and_nothing_more(world, meeting, alva):
    ask(world, meeting, alva)
    world.plan()
    (sent,) = world.sent()

    assert (sent.chat, sent.reply.text) == ("majken", f"Någon behöver barnpassning till *{WHAT.replace(',', '*,', 1)}.")
    assert [(button.label, button.action) for button in sent.reply.buttons] == [("Visa", "needs:0")]
    assert world.tick() == []


def test_a_ride_that_is_offered(world, meeting, alva):
    ask(world, meeting, alva, Want.LIFT, 2)

    assert world.tick() == [("majken", f"Någon har plats i bilen till {WHAT}.")]


def test_in_the_night_it_waits(world, meeting, alva):
    world.now = local("2027-02-08 23.00")
    ask(world, meeting, alva)

    assert world.heard() == []
    assert world.heard("2027-02-09 08.00") == ["majken"]


def test_the_contact_alone_is_told_where_there_is_one(world, meeting, alva, majken):
    meeting.contact_id = world.member("bo", branch_of(world, majken))
    ask(world, meeting, alva)

    assert world.heard() == ["bo"]


def test_nobody_is_told_what_they_need_themselves(world, meeting, majken):
    ask(world, meeting, majken)

    assert world.heard() == []


@pytest.mark.parametrize("how", ["answered", "dropped", "called off"])
def test_what_is_seen_to_before_it_is_sent_is_not_told(world, meeting, alva, majken, how):
    world.now = local("2027-02-08 23.00")
    need = ask(world, meeting, alva)
    world.tick()
    if how == "answered":
        needs.answer(world.session, need, met=True, by=majken, now=world.now)
    elif how == "dropped":
        needs.drop(world.session, [need], world.now)
    else:
        activities.cancel(world.session, meeting, reason="", now=world.now)

    assert world.heard("2027-02-09 08.00") == []


def test_three_days_before_whoever_has_not_answered_is_reminded_once(world, meeting, alva, majken):
    bo = world.member("bo", branch_of(world, majken))
    ask(world, meeting, alva)
    needs.answer(world.session, ask(world, meeting, bo), met=False, by=majken, now=world.now)
    ask(world, meeting, bo, Want.LIFT, 1)
    world.tick()

    assert world.tick("2027-02-17 16.59") == []
    what = WHAT.replace("12", "3")
    assert world.tick(BEFORE) == [("majken", f"En väntar fortfarande på svar om det som behövs till {what}.")]
    assert world.tick("2027-02-20 17.00") == []


def test_when_all_are_answered_nobody_is_reminded(world, meeting, alva, majken):
    need = ask(world, meeting, alva)
    world.tick()
    needs.answer(world.session, need, met=True, by=majken, now=world.now)

    assert world.heard(BEFORE) == []


def test_who_asks_later_than_that_is_told_of_once(world, meeting, alva):
    world.now = local("2027-02-18 12.00")
    ask(world, meeting, alva)

    assert world.heard() == ["majken"]
    assert world.heard("2027-02-20 17.00") == []


def test_the_reminder_moves_with_the_meeting(world, meeting, alva):
    ask(world, meeting, alva)
    world.tick()
    world.move(meeting, "2027-02-25 18.00")
    world.session.refresh(meeting)

    assert world.heard(BEFORE) == []
    assert world.heard("2027-02-22 17.00") == ["majken"]


@pytest.mark.parametrize("leaver", ["rider", "driver"])
def test_whoever_counted_on_a_ride_hears_that_it_is_off(world, meeting, alva, majken, leaver):
    bo = world.member("bo", branch_of(world, majken))
    ride, lift = ask(world, meeting, alva, Want.RIDE), ask(world, meeting, bo, Want.LIFT, 1)
    carpool = rides.propose(world.session, meeting.id, ride.id, lift.id, now=world.now)
    for who in (alva, bo):
        rides.say(world.session, carpool, who, yes=True, now=world.now)
    world.tick()
    world.now += timedelta(minutes=1)
    needs.drop(world.session, [ride if leaver == "rider" else lift], world.now)

    said = sorted(world.tick())
    if leaver == "rider":
        assert said == [("bo", f"Den som skulle åka med dig till {WHAT} gör inte det.")]
    else:
        assert said == [
            ("alva", f"Skjutsen till {WHAT} blir inte av. Den som ansvarar vet att du väntar på en annan."),
            ("majken", f"Någon behöver skjuts till {WHAT}."),
        ]


OFF = f"Alva behöver inte längre barnpassning till {WHAT}. Se vad som fortfarande behövs innan du avbokar något."


def arranged(world, meeting, who: int, by: int, want: Want = Want.CHILDCARE) -> Need:
    """One that whoever is responsible has seen to, and heard of."""
    need = ask(world, meeting, who, want, 2)
    needs.answer(world.session, need, met=True, by=by, now=world.now)
    world.tick()
    return need


def drop(world, need: Need) -> None:
    needs.drop(world.session, [need], world.now)


def test_what_was_seen_to_and_is_not_needed_any_more_is_told_with_whose_it_was(world, meeting, alva, majken):
    world.session.get_one(Member, alva).name = "Alva"
    drop(world, arranged(world, meeting, alva, majken))
    world.plan()
    (sent,) = world.sent()

    assert (sent.chat, plain(sent.reply.text)) == ("majken", OFF)
    assert [(button.label, button.action) for button in sent.reply.buttons] == [("Visa", "needs:0")]
    ref = world.session.get_one(Member, alva).ref
    assert [one.what for one in access.about(world.session, ref)] == ["need"]
    assert world.tick() == []


def test_a_car_that_was_needed_is_not_there_any_more(world, meeting, alva, majken):
    drop(world, arranged(world, meeting, alva, majken, Want.LIFT))

    assert world.tick() == [
        ("majken", f"alva har inte längre plats i bilen till {WHAT}. Se vilka som fortfarande behöver skjuts.")
    ]


@pytest.mark.parametrize("met", [None, False])
def test_what_nobody_has_seen_to_goes_without_a_word(world, meeting, alva, majken, met):
    need = arranged(world, meeting, alva, majken)
    need.met = met
    drop(world, need)

    assert world.heard() == []


def test_said_anew_it_only_waits_again(world, meeting, alva, majken):
    arranged(world, meeting, alva, majken)
    world.now += timedelta(minutes=1)
    ask(world, meeting, alva, count=3)

    assert world.tick() == [("majken", f"Någon behöver barnpassning till {WHAT}.")]


def test_of_who_is_forgotten_or_has_left_the_name_is_not_told(world, meeting, alva, majken):
    bo = world.member("bo", branch_of(world, majken))
    for who in (alva, bo):
        arranged(world, meeting, who, majken)
    erasure.erase(world.session, alva, world.now)
    world.leave(bo)
    leaving.leave(world.session, [bo], world.now)

    assert world.tick() == [("majken", OFF.replace("Alva", "Någon"))] * 2


def test_what_one_needed_oneself_is_not_told(world, meeting, majken):
    drop(world, arranged(world, meeting, majken, majken))

    assert world.heard() == []


def test_of_what_is_called_off_nothing_is_told(world, meeting, alva, majken):
    drop(world, arranged(world, meeting, alva, majken))
    activities.cancel(world.session, meeting, reason="", now=world.now)

    assert world.heard() == []


def test_two_weeks_after_it_is_not_known_who_needed_what(world, meeting, alva, majken):
    drop(world, arranged(world, meeting, alva, majken))
    world.tick()
    off = select(Occurrence).where(Occurrence.topic == needs.NEED_OFF)
    retention.purge(world.session, meeting.ends_at + timedelta(days=13))
    assert len(world.session.exec(off).all()) == 1
    retention.purge(world.session, meeting.ends_at + timedelta(days=15))

    assert world.session.exec(off).all() == []
