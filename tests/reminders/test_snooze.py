"""A reminder that somebody put off: once more for them alone, while it is of use, beside all the others."""

import pytest
from sqlmodel import select

from reminders import registry, snooze
from storage import activities
from storage.models import Occurrence, Outbox, Preference, Role, State
from tests.reminders.world import SETTINGS, STOCKHOLM, World, local

START, WEEK, DAY, MORNING = "2027-03-08 18.00", "2027-03-01 17.00", "2027-03-07 17.00", "2027-03-08 08.00"


@pytest.fixture
def world(session) -> World:
    return World(session)


@pytest.fixture
def norrby(world) -> int:
    return world.branch("Norrby")


@pytest.fixture
def alva(world, norrby) -> int:
    return world.member("alva", norrby)


@pytest.fixture
def activity(world, norrby, alva):
    """Of which alva and birk are reminded."""
    world.member("birk", norrby)
    return world.activity("Möte", START, norrby)


def voice(world):
    return registry.speaker(SETTINGS)(world.session, world.now, "")


def last(world, member_id: int) -> Occurrence:
    """What a member was last reminded by."""
    rows = world.session.exec(select(Outbox).where(Outbox.member_id == member_id).order_by(Outbox.id)).all()
    return world.session.get_one(Occurrence, int(rows[-1].ref))


def put_off(world, member_id: int, choice: str = "h1") -> str:
    """Press the button; when it comes again."""
    found = snooze.find(voice(world), last(world, member_id).id, member_id)
    again = snooze.put_off(voice(world), found, member_id, snooze.then(voice(world), choice))
    return f"{again.due_at.astimezone(STOCKHOLM):%Y-%m-%d %H.%M}{'' if again.became == 'done' else ' already'}"


def test_it_comes_once_more_to_whoever_put_it_off(world, alva, activity):
    assert world.heard(WEEK) == ["alva", "birk"]
    world.tick("2027-03-01 17.10")
    assert put_off(world, alva) == "2027-03-01 18.10"

    assert world.heard("2027-03-01 18.09") == []
    ((chat, said),) = world.tick("2027-03-01 18.10")
    assert (chat, said.splitlines()[0]) == ("alva", "Påminnelse: om en vecka är det dags.")
    assert world.heard(DAY) == ["alva", "birk"]


def test_twice_is_once(world, alva, activity):
    world.tick(WEEK)
    assert [put_off(world, alva), put_off(world, alva)] == ["2027-03-01 18.00", "2027-03-01 18.00 already"]

    assert world.heard("2027-03-01 18.00") == ["alva"]
    assert world.heard("2027-03-02 09.00") == []


def test_each_puts_off_their_own(world, norrby, alva, activity):
    world.tick(WEEK)
    birk = alva + 1
    assert [put_off(world, alva), put_off(world, birk)] == ["2027-03-01 18.00", "2027-03-01 18.00"]

    assert world.heard("2027-03-01 18.00") == ["alva", "birk"]


def test_again_and_again_and_its_key_does_not_grow(world, alva, activity):
    world.tick(WEEK)
    keys = []
    for at in ("2027-03-01 18.00", "2027-03-01 19.00", "2027-03-01 20.00", "2027-03-01 21.00"):
        assert put_off(world, alva) == at
        assert world.heard(at) == ["alva"]
        keys.append(last(world, alva).key)

    assert len(set(keys)) == 4
    assert max(map(len, keys)) <= min(map(len, keys)) + 2


def test_in_the_quiet_hours_because_they_chose_it(world, alva, activity):
    world.tick("2027-03-01 20.40")

    assert put_off(world, alva) == "2027-03-01 21.40"
    assert world.heard("2027-03-01 21.40") == ["alva"]


def test_tomorrow_is_at_nine(world, alva, activity):
    world.tick(WEEK)

    assert put_off(world, alva, "d1") == "2027-03-02 09.00"
    assert world.heard("2027-03-02 09.00") == ["alva"]


def test_also_when_they_have_chosen_otherwise_since(world, alva, activity):
    world.tick(WEEK)
    put_off(world, alva)
    world.session.add(Preference(member_id=alva, leads=""))
    world.session.flush()

    assert world.heard("2027-03-01 18.00") == ["alva"]
    assert world.heard(DAY) == ["birk"]


def labels(world, at: str) -> list[list[str]]:
    world.now = local(at)
    return [[button.label for button in reply.buttons] for reply in world.replies()]


def test_only_what_is_of_use_is_offered(world, norrby, alva):
    world.session.add(Preference(member_id=alva, leads="d1,morning,h2"))
    world.activity("Möte", "2027-02-09 18.00", norrby)
    world.activity("Frukost", "2027-02-09 08.30", norrby)
    world.tick()

    assert labels(world, "2027-02-08 17.00") == [["Om en timme", "I morgon kl. 9"], ["Om en timme"]]
    world.now = local("2027-02-09 16.00")
    assert labels(world, "2027-02-09 17.10")[-1:] == [[]]


def test_a_group_has_nothing_to_put_off(world, norrby):
    world.group("distriktet")
    world.activity("Årskonferens", START, visibility="public")
    world.tick(WEEK)

    assert labels(world, DAY) == [[]]


def test_what_moves_takes_it_along(world, alva, activity):
    world.tick(WEEK)
    put_off(world, alva, "d1")
    world.move(activity, "2027-03-10 18.00")

    assert [said.splitlines()[0] for _, said in world.tick("2027-03-01 18.00")] == []
    assert world.heard("2027-03-02 09.00") == []
    assert world.heard("2027-03-09 17.00") == ["alva", "birk"]


def test_who_was_only_told_by_one_that_was_put_off_is_told_of_a_change(world, alva, activity):
    world.tick(WEEK)
    put_off(world, alva)
    world.tick("2027-03-01 18.00")
    activities.cancel(world.session, activity, reason="", now=world.now)

    assert world.heard() == ["alva", "birk"]


def test_one_that_moved_cannot_be_put_off(world, alva, activity):
    world.tick(WEEK)
    before = last(world, alva).id
    world.move(activity, "2027-03-10 18.00")
    world.tick("2027-03-01 18.00")

    assert snooze.find(voice(world), before, alva) is None


def test_one_that_moves_away_and_back_can_be_put_off_anew(world, alva, activity):
    world.tick(WEEK)
    before = last(world, alva)
    put_off(world, alva, "d1")
    world.move(activity, "2027-03-10 18.00")
    world.tick()
    world.move(activity, START)
    world.tick()

    again = snooze.put_off(voice(world), before, alva, snooze.then(voice(world), "d1"))
    assert again.became == "done"
    assert world.heard("2027-03-02 09.00") == ["alva"]


@pytest.mark.parametrize("state", [State.SENT, State.UNKNOWN, State.SENDING])
def test_who_was_given_it_may(world, alva, activity, state):
    world.tick(WEEK)
    for row in world.mail():
        row.state = state

    assert snooze.find(voice(world), last(world, alva).id, alva)


def test_nobody_puts_off_another_s(world, norrby, alva, activity):
    world.session.add(Preference(member_id=alva + 1, leads="h2"))
    world.tick(WEEK)

    assert snooze.find(voice(world), last(world, alva).id, alva + 1) is None
    assert snooze.find(voice(world), 999, alva) is None


def test_after_an_absence_the_others_are_told_for_the_leads_that_were_missed(world, norrby, alva, activity):
    """One that alva put off falls due between two that all of them missed."""
    world.session.add(Preference(member_id=alva + 1, leads="d3"))
    world.tick(WEEK)
    put_off(world, alva, "d1")
    for one in world.occurrences(lead="snooze"):
        one.due_at = local("2027-03-06 09.00")

    said = world.away("2027-03-07 18.00")
    assert sorted(chat for chat, _ in said) == ["alva", "birk"]


def test_what_came_too_late_of_it_is_nobody_else_s_business(world, norrby, alva, activity):
    world.hold(world.member("pella", norrby), Role.OMBUDSPERSON)
    world.tick("2027-03-08 16.30")
    put_off(world, alva)

    said = [text for _, text in world.away("2027-03-08 18.30")]
    assert [line for text in said for line in text.splitlines() if line.startswith("- ")] == []
