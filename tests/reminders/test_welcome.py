"""New members: the branch is asked to contact them, reminded, and after a week the ombudsperson is told."""

import pytest
from sqlmodel import select

from reminders.missed import MISSED
from reminders.welcome import WELCOME
from storage import access, welcomes
from storage.models import Member, Role
from tests.reminders.world import World, local

FIRST, AGAIN, LAST, LATE = (f"2027-02-{day:02} 10.00" for day in (9, 12, 14, 16))
HOW = (
    "Ring eller skriv, berätta vad som är på gång och fråga vad hen vill göra. "
    "Tryck när du tar någon, och när det är gjort."
)


@pytest.fixture
def world(session) -> World:
    world = World(session)
    every = World(session, chain=True).topics
    world.topics = {name: every[name] for name in (WELCOME, MISSED)}
    return world


@pytest.fixture
def norrby(world) -> int:
    branch = world.branch("Norrby")
    world.hold(world.member("majken", branch), Role.CHAIR, branch)
    world.hold(world.member("pella", world.branch("Bruksäng")), Role.OMBUDSPERSON)
    return branch


def add(world, name: str, branch_id: int) -> int:
    """Somebody new, who has no app yet; the welcome's id."""
    member = world.member(name, branch_id, "terminal")
    welcomes.add(world.session, member_id=member, branch_id=branch_id, now=world.now)
    return welcomes.waiting(world.session, today=world.now.date())[-1].id


def test_the_chair_is_asked_the_next_morning(world, norrby):
    add(world, "Vera N.", norrby)

    assert world.tick() == []
    ((chat, said),) = world.tick(FIRST)
    assert chat == "majken"
    assert said == (
        f"En ny medlem i Norrby väntar på att någon hör av sig:\n- Vera N., senast måndag 15 februari.\n{HOW}"
    )


def test_that_the_chair_was_told_the_name_is_noted(world, norrby):
    add(world, "Vera N.", norrby)
    world.tick()
    world.tick(FIRST)

    refs = {one.name: one.ref for one in world.session.exec(select(Member))}
    assert [(row.actor, row.what) for row in access.about(world.session, refs["Vera N."])] == [
        (refs["majken"], "welcome")
    ]


def test_and_again_before_the_week_is_over_and_then_the_ombudsperson(world, norrby):
    add(world, "Vera N.", norrby)

    assert [world.heard(at) for at in (FIRST, AGAIN, LAST)] == [["majken"]] * 3
    ((chat, said),) = world.tick(LATE)
    assert (chat, said.splitlines()[1]) == ("pella", "- Vera N. i Norrby, senast måndag 15 februari.")
    assert world.tick("2027-03-30 10.00") == []


def test_who_has_taken_it_on_is_reminded_alone(world, norrby):
    one = add(world, "Vera N.", norrby)
    world.tick()
    alva = world.member("alva", norrby)
    world.hold(alva, Role.DEPUTY, norrby)
    welcomes.take(world.session, one, alva)

    ((chat, said),) = world.tick(AGAIN)
    assert (chat, said.splitlines()[1]) == ("alva", "- Vera N., senast måndag 15 februari. alva har tagit på sig det.")


@pytest.mark.parametrize("how", ["leaves", "loses the post"])
def test_where_that_one_is_none_any_more_the_branch_is_asked_again(world, norrby, how):
    one, alva = add(world, "Vera N.", norrby), world.member("alva", norrby)
    world.hold(alva, Role.DEPUTY, norrby)
    welcomes.take(world.session, one, alva)
    world.tick()
    if how == "leaves":
        world.leave(alva)
    else:
        world.retire(Role.DEPUTY, norrby)

    ((chat, said),) = world.tick(AGAIN)
    assert (chat, said.splitlines()[1]) == ("majken", "- Vera N., senast måndag 15 februari.")


def test_who_moves_is_welcomed_where_they_are_now(world, norrby):
    one, other = add(world, "Vera N.", norrby), world.branch("Södersjö")
    world.hold(world.member("sam", other), Role.CHAIR, other)
    world.tick()
    moved = welcomes.find(world.session, one, today=world.now.date())
    world.session.get_one(Member, moved.member_id).branch_id = other
    world.session.flush()

    assert [chat for chat, _ in world.tick(AGAIN)] == ["sam"]


def test_who_is_contacted_is_not_told_of_any_more(world, norrby):
    one = add(world, "Vera N.", norrby)
    world.tick()
    welcomes.finish(world.session, one, by=world.member("alva", norrby), now=world.now)

    assert [world.heard(at) for at in (AGAIN, LAST, LATE)] == [[], [], []]


def test_several_in_a_day_are_one_message(world, norrby):
    for name in ("Vera N.", "Wille", "Xenia"):
        add(world, name, norrby)
        world.tick()

    ((_, said),) = world.tick(FIRST)
    assert said.splitlines()[0] == "3 nya medlemmar i Norrby väntar på att någon hör av sig:"


def test_where_nobody_speaks_for_the_branch_the_contact_person_is_asked_and_else_the_ombudsperson(world, norrby):
    world.retire(Role.CHAIR, norrby)
    add(world, "Vera N.", norrby)
    assert world.heard(FIRST) == ["pella"]

    world.hold(world.member("oda", norrby), Role.CONTACT, norrby)
    assert world.heard(AGAIN) == ["oda"]


def test_who_has_left_is_not_waited_for(world, norrby):
    one = add(world, "Vera N.", norrby)
    waiting = welcomes.find(world.session, one, today=world.now.date())
    world.leave(waiting.member_id)

    assert world.tick(FIRST) == []
    assert welcomes.find(world.session, one, today=world.now.date()) is None


def test_the_buttons_take_it_on_and_give_it_back(world, norrby):
    one = add(world, "Vera N.", norrby)

    world.now = local(FIRST)
    (reply,) = world.replies()
    assert [(button.label, button.action) for button in reply.buttons] == [
        ("Jag tar Vera N.", f"welcome:take:{one}"), ("Gjort: Vera N.", f"welcome:done:{one}"),
    ]  # fmt: skip
