"""A post that the district cannot be without runs out: its holder and the ombudspersons hear of it in time."""

from datetime import date, timedelta

import pytest
from sqlmodel import select

from reminders.missed import MISSED
from reminders.pauses import silences
from reminders.post_ends import POST_END
from reminders.welcome import WELCOME
from storage import outbox, posts, preferences
from storage.models import Fate, Member, Post, Role
from storage.posts import Appointment
from tests.reminders.world import World

LAST = date(2027, 6, 1)
WITHOUT = "och ingen annan har det sedan. Distriktet klarar sig inte utan."
TWO_MONTHS, TWO_WEEKS, DAY_BEFORE = "2027-04-02 10.00", "2027-05-18 10.00", "2027-05-31 10.00"


@pytest.fixture
def world(session) -> World:
    world = World(session)
    every = World(session, chain=True).topics
    world.topics = {name: every[name] for name in (POST_END, MISSED)}
    return world


@pytest.fixture
def people(world) -> dict[str, int]:
    """Pella is the ombudsperson and Sixten the technician, for now."""
    branch = world.branch("Norrby")
    ids = {name: world.member(name, branch) for name in ("pella", "sixten", "alva")}
    world.hold(ids["pella"], Role.OMBUDSPERSON)
    world.hold(ids["sixten"], Role.TECHNICIAN)
    return ids


def ends(world, role: Role, last: date | None = LAST) -> None:
    for post in world.session.exec(select(Post).where(Post.role == role)):
        post.last_day = last
    world.session.flush()


def give(world, member_id: int, role: Role, first: date, last: date | None = None) -> None:
    posts.give(world.session, [Appointment(member_id, role, None, first, last)], now=world.now)


def test_holder_and_ombudsperson_are_told_three_times(world, people):
    ends(world, Role.TECHNICIAN)

    assert world.tick() == []
    assert dict(world.tick(TWO_MONTHS)) == {
        "pella": f"Uppdraget som tekniker går ut tisdag 1 juni för sixten, {WITHOUT}\nGe det till någon med /roller i "
        "god tid, eller be den som sköter servern om ett nytt slutdatum.",
        "sixten": f"Ditt uppdrag som tekniker går ut tisdag 1 juni, {WITHOUT}\nSäg till ombudspersonen i god tid: den "
        "ger uppdrag med /roller.",
    }
    assert [sorted(world.heard(at)) for at in (TWO_WEEKS, DAY_BEFORE)] == [["pella", "sixten"]] * 2
    assert world.tick("2027-08-01 10.00") == []


def test_an_ombudsperson_whose_own_post_ends_is_told_once(world, people):
    ends(world, Role.OMBUDSPERSON)

    ((chat, said),) = world.tick(TWO_MONTHS)
    assert chat == "pella"
    assert said.startswith("Ditt uppdrag som ombudsperson går ut")
    assert "/roller" in said.splitlines()[-1]


@pytest.mark.parametrize("how", ["another has it", "somebody comes after", "it is longer now", "it ended before"])
def test_where_it_is_seen_to_nothing_is_said(world, people, how):
    ends(world, Role.TECHNICIAN)
    world.tick()
    match how:
        case "another has it":
            world.hold(people["alva"], Role.TECHNICIAN)
        case "somebody comes after":
            give(world, people["alva"], Role.TECHNICIAN, LAST + timedelta(days=1))
        case "it is longer now":
            ends(world, Role.TECHNICIAN, None)
        case _:
            ends(world, Role.TECHNICIAN, world.now.date())

    assert [world.heard(at) for at in (TWO_MONTHS, TWO_WEEKS, DAY_BEFORE)] == [[], [], []]


def test_seen_to_between_planning_and_sending_it_is_not_sent(world, people):
    ends(world, Role.TECHNICIAN)
    world.tick()
    world.tick("2027-04-02 09.59")
    world.now += timedelta(minutes=1)
    world.plan()
    world.hold(people["alva"], Role.TECHNICIAN)

    assert world.send() == []


def test_a_successor_without_an_account_is_nobody(world, people):
    ends(world, Role.TECHNICIAN)
    branch = world.session.get_one(Member, people["alva"]).branch_id
    world.session.add(nobody := Member(name="tom", branch_id=branch))
    world.session.flush()
    world.hold(nobody.id, Role.TECHNICIAN)

    assert "sixten" in world.heard(TWO_MONTHS)


def test_other_posts_end_in_silence(world, people):
    world.hold(people["alva"], Role.BOARD)
    ends(world, Role.BOARD)

    assert world.heard(TWO_MONTHS) == []


def test_two_who_end_on_the_same_day_are_one_message(world, people):
    world.hold(people["alva"], Role.TECHNICIAN)
    ends(world, Role.TECHNICIAN)

    said = dict(world.tick(TWO_MONTHS))
    assert set(said) == {"pella", "sixten", "alva"}
    assert "för alva, sixten, och ingen annan" in said["pella"]


def test_what_is_past_when_it_is_given_is_not_said(world, people):
    ends(world, Role.TECHNICIAN, world.now.date() + timedelta(days=10))

    assert world.tick() == []
    assert [row.lead for row in world.occurrences(topic=POST_END)] == ["1"]


@pytest.mark.parametrize(("topic", "hidden"), [(POST_END, False), (WELCOME, True)])
def test_a_pause_does_not_hide_it(world, people, topic, hidden):
    preferences.change(world.session, people["sixten"], paused_until=world.now + timedelta(days=365))
    to = {"key": "k", "to": ("telegram", "sixten", "", ""), "payload": "", "member_id": people["sixten"]}
    letter = outbox.put(world.session, topic=topic, now=world.now, **to)

    assert silences(world.session, letter, world.now) is hidden


def test_what_nobody_heard_of_is_told_afterwards(world, people):
    ends(world, Role.TECHNICIAN)
    world.tick("2027-05-20 10.00")

    ((chat, said),) = world.away("2027-06-05 10.00")
    assert chat == "pella"
    assert "att uppdraget som tekniker är slut tisdag 1 juni" in said
    assert [row.fate for row in world.occurrences(topic=POST_END)][-1] == Fate.MISSED
