"""Offers and shifts as time passes: told once, passed on if nobody answers or is reached, moved and called off."""

from datetime import time, timedelta

import pytest

from reminders import registry
from reminders.signup import STANDS
from storage import chats, outbox, shift_changes, shifts, signups
from storage.models import Activity, Member, Place, State
from storage.outbox import Outcome
from tests.reminders.world import OWNER, SETTINGS, World, local

SATURDAY = "2027-02-13 10.00"


@pytest.fixture
def world(session) -> World:
    found = World(session, platforms=("telegram", "slack"), now=local("2027-02-08 09.00"))
    words = {*found.topics, "shift", "shift_change", "shifts_change", *STANDS}
    every = registry.topics(found.platforms, SETTINGS)
    found.topics = {word: every[word] for word in words}
    return found


class Flyering:
    """One shift with one place, and people who want it."""

    def __init__(self, world: World, *names: str, capacity: int = 1) -> None:
        self.world, self.session = world, world.session
        branch = world.branch("Norrby")
        self.activity = world.activity("Flygblad", SATURDAY, branch, ends=time(12), kind="flyering")
        self.shift = shifts.add(
            self.session, self.activity, starts=time(10), ends=time(12), capacity=capacity, minimum=1
        )
        self.ids = {name: world.member(name, branch) for name in names}
        for name in names:
            self.join(name)
        world.look()

    def join(self, name: str, platform: str = "telegram") -> None:
        signups.sign_up(
            self.session, self.shift.id, self.ids[name], platform=platform, said_at=self.world.now, now=self.world.now
        )

    def leave(self, name: str) -> None:
        signups.cancel(self.session, self.shift.id, self.ids[name], said_at=self.world.now, now=self.world.now)

    def places(self) -> dict[str, str]:
        return {name: signups.find(self.session, self.shift.id, number).place for name, number in self.ids.items()}


def first_lines(said: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(chat, text.splitlines()[0].split(":")[0]) for chat, text in said]


def test_an_offer_is_told_once_and_goes_on_when_a_day_has_gone(world):
    flyering = Flyering(world, "Alva", "Birk", "Cleo")
    flyering.leave("Alva")

    assert first_lines(world.tick()) == [("Birk", "En plats blev ledig")]
    assert world.tick("2027-02-09 09.00") == []
    assert first_lines(world.tick("2027-02-09 09.01")) == []
    assert flyering.places() == {"Alva": "cancelled", "Birk": "lapsed", "Cleo": "offered"}


def test_whoever_it_went_past_and_whoever_it_went_to_are_told(world):
    flyering = Flyering(world, "Alva", "Birk", "Cleo")
    flyering.leave("Alva")
    world.tick()
    world.now = local("2027-02-09 09.00") + timedelta(microseconds=1)

    assert sorted(first_lines(world.look())) == [
        ("Birk", "Platsen som hölls åt dig gick vidare till nästa"), ("Cleo", "En plats blev ledig"),
    ]  # fmt: skip


def test_at_night_one_is_asked_in_the_morning_and_has_as_long_from_then(world):
    flyering = Flyering(world, "Alva", "Birk")
    world.now = local("2027-02-10 23.00")
    flyering.leave("Alva")

    assert world.tick() == []
    assert first_lines(world.tick("2027-02-11 08.00")) == [("Birk", "En plats blev ledig")]
    offered = signups.find(world.session, flyering.shift.id, flyering.ids["Birk"])
    assert offered.offered_until == local("2027-02-12 08.00")


def test_somebody_without_an_app_is_passed_by_at_once(world):
    flyering = Flyering(world, "Alva", "Birk", "Cleo")
    chats.mute(world.session, platform="telegram", chat="Birk", now=world.now)
    flyering.leave("Alva")

    world.tick()
    assert first_lines(world.tick()) == [("Cleo", "En plats blev ledig")]
    assert flyering.places()["Birk"] == Place.LAPSED


def test_where_the_app_refuses_it_the_place_goes_on_at_once(world):
    flyering = Flyering(world, "Alva", "Birk", "Cleo")
    flyering.leave("Alva")
    world.plan()
    (row,) = world.lease()
    outbox.begin(world.session, row, owner=OWNER, now=world.now)
    outbox.mark(world.session, [Outcome(row, State.FAILED, why="blocked", gone=True)], world.now, owner=OWNER)

    assert first_lines(world.tick()) == [("Cleo", "En plats blev ledig")]


def test_what_was_answered_before_it_is_told_is_not_told(world):
    flyering = Flyering(world, "Alva", "Birk")
    flyering.leave("Alva")
    world.plan()
    flyering.leave("Birk")

    assert world.send() == []


def test_who_is_on_it_is_reminded_twice_and_who_waits_is_not(world):
    flyering = Flyering(world, "Alva", "Birk")
    said = [line for at in ("2027-02-12 17.00", "2027-02-13 08.00") for line in world.tick(at)]

    assert first_lines(said) == [("Alva", "Påminnelse"), ("Alva", "Påminnelse")]
    assert all("Du har sagt ja: Flygblad" in text for _, text in said)
    assert flyering.places()["Birk"] == Place.WAITING


def test_moved_all_are_told_at_once_and_reminded_of_the_new_time_alone(world):
    flyering = Flyering(world, "Alva", "Birk")
    shift_changes.move(
        world.session, flyering.shift, flyering.activity, day=flyering.shift.day, starts=time(13), ends=time(15),
        now=world.now,
    )  # fmt: skip

    assert first_lines(world.tick()) == [
        ("Alva", "Ny tid för ett pass som du står på"),
        ("Birk", "Ny tid för ett pass som du står i kö till"),
    ]
    assert world.tick("2027-02-13 08.00") == []
    assert first_lines(world.tick("2027-02-13 11.00")) == [("Alva", "Påminnelse")]


def test_moved_who_only_waits_can_leave_the_line_and_who_is_offered_a_place_hears_that_it_is_kept(world):
    flyering = Flyering(world, "Alva", "Birk", "Cleo")
    flyering.leave("Alva")
    shift_changes.move(
        world.session, flyering.shift, flyering.activity, day=flyering.shift.day, starts=time(13), ends=time(15),
        now=world.now,
    )  # fmt: skip
    told = {str(reply.text).partition(":")[0]: [one.label for one in reply.buttons] for reply in world.replies()}

    assert told["Ny tid för ett pass som du står i kö till"] == ["Lämna kön"]
    assert told["Ny tid för ett pass där en plats hålls åt dig"] == ["Ja, jag tar platsen", "Nej tack"]


@pytest.mark.parametrize(("minimum", "shown"), [(2, ["Se passen"]), (0, [])])
def test_called_off_the_way_is_shown_to_the_others_where_people_are_needed(world, minimum, shown):
    flyering = Flyering(world, "Alva")
    shifts.add(world.session, flyering.activity, starts=time(11), ends=time(12), minimum=minimum)
    shift_changes.cancel(world.session, flyering.shift, reason="regn", now=world.now)

    (reply,) = world.replies()
    assert [one.label for one in reply.buttons] == shown
    assert [one.action for one in reply.buttons] == [f"see:{flyering.activity.id}"] * len(shown)


def test_called_off_all_are_told_and_nobody_is_reminded(world):
    flyering = Flyering(world, "Alva", "Birk")
    shift_changes.cancel(world.session, flyering.shift, reason="regn", now=world.now)

    said = world.tick()

    assert first_lines(said) == [("Alva", "Inställt"), ("Birk", "Inställt")]
    assert all(text.endswith("Skälet: regn") for _, text in said)
    assert world.tick("2027-02-13 12.00") == []


def test_called_off_in_the_night_it_wakes_them_only_where_the_morning_is_too_late(world):
    flyering = Flyering(world, "Alva")
    world.now = local("2027-02-13 06.00")
    shift_changes.cancel(world.session, flyering.shift, reason="", now=world.now)
    assert world.tick() == []
    assert first_lines(world.tick("2027-02-13 08.00")) == [("Alva", "Inställt")]

    early = shifts.add(world.session, flyering.activity, starts=time(6), ends=time(7))
    number, now = flyering.ids["Alva"], local("2027-02-12 23.00")
    signups.sign_up(world.session, early.id, number, platform="telegram", said_at=now, now=now)
    world.now = local("2027-02-13 05.00")
    shift_changes.cancel(world.session, early, reason="", now=world.now)
    assert first_lines(world.tick()) == [("Alva", "Inställt")]


def test_each_is_told_in_the_app_they_chose_or_else_where_they_said_yes(world):
    flyering = Flyering(world, capacity=5)
    for name in ("Alva", "Birk"):
        flyering.ids[name] = world.member(name, flyering.activity.branch_id, "telegram")
        world.account(flyering.ids[name], "slack", f"{name} på Slack")
    flyering.join("Alva", "slack")
    flyering.join("Birk", "telegram")
    shift_changes.cancel(world.session, flyering.shift, reason="", now=world.now)

    assert [chat for chat, _ in world.tick()] == ["Birk", "Alva på Slack"]


def test_who_left_the_party_is_told_nothing(world):
    flyering = Flyering(world, "Alva", "Birk")
    world.leave(flyering.ids["Alva"])
    shift_changes.cancel(world.session, flyering.shift, reason="", now=world.now)

    assert [chat for chat, _ in world.tick()] == ["Birk"]


def test_one_who_has_signed_up_is_not_reminded_of_the_activity_as_well(world):
    flyering = Flyering(world, "Alva", capacity=5)
    other = world.member("Dag", flyering.activity.branch_id)

    said = world.tick("2027-02-12 17.00")

    assert other
    assert sorted((chat, "Du har sagt ja" in text) for chat, text in said) == [("Alva", True), ("Dag", False)]
    assert world.session.get(Activity, flyering.activity.id)


def elsewhere(world: World, flyering: Flyering, *names: str) -> None:
    """It is for the branch alone, and they belong to another one now."""
    flyering.activity.visibility = "branch"
    away = world.branch("Söder")
    for name in names:
        world.session.get_one(Member, flyering.ids[name]).branch_id = away
    world.session.flush()


def test_who_may_not_see_it_any_more_is_told_so_once_and_not_where_it_is(world):
    flyering = Flyering(world, "Alva", "Birk")
    elsewhere(world, flyering, "Alva")

    said = dict(world.tick())

    assert said["Alva"].startswith("Du är inte längre anmäld till Flygblad, lördag 13 februari")
    assert "Folkets hus" not in said["Alva"]
    assert said["Birk"].startswith("En plats blev ledig")
    assert "Alva" not in [chat for at in ("2027-02-12 17.00", "2027-02-13 09.30") for chat, _ in world.tick(at)]


def test_an_offer_that_waits_is_not_sent_to_who_may_not_see_it(world):
    flyering = Flyering(world, "Alva", "Birk")
    flyering.leave("Alva")
    world.plan()
    elsewhere(world, flyering, "Birk")

    assert world.send() == []


def test_a_reminder_that_waits_is_not_sent_to_who_may_not_see_it(world):
    flyering = Flyering(world, "Alva")
    world.now = local("2027-02-13 08.00")
    world.plan()
    elsewhere(world, flyering, "Alva")

    assert world.send() == []


def test_a_company_that_is_too_many_now_is_told_what_to_do(world):
    flyering = Flyering(world, "Alva", capacity=2)
    birk = world.member("Birk", flyering.activity.branch_id)
    at = {"platform": "telegram", "said_at": world.now, "now": world.now}
    signups.sign_up(world.session, flyering.shift.id, birk, guests=1, **at)
    shift_changes.resize(world.session, flyering.shift, minimum=1, capacity=1, now=world.now)

    (reply,) = world.replies()

    assert str(reply.text).startswith("Passet har färre platser nu, 1 i allt, och ni är 2.")
    assert [one.action for one in reply.buttons] == [f"shift:{flyering.shift.id}", f"see:{flyering.activity.id}"]


def test_who_would_be_in_two_places_is_shown_the_other_shifts(world):
    flyering = Flyering(world, "Alva")
    late = shifts.add(world.session, flyering.activity, starts=time(12), ends=time(14))
    at = {"said_at": world.now, "now": world.now}
    signups.sign_up(world.session, late.id, flyering.ids["Alva"], platform="telegram", **at)
    day = flyering.shift.day
    shift_changes.move(world.session, late, flyering.activity, day=day, starts=time(11), ends=time(13), now=world.now)

    (reply,) = world.replies()

    assert str(reply.text).startswith("Två pass som du har sagt ja till har hamnat på samma tid")
    assert [one.action for one in reply.buttons] == [f"see:{flyering.activity.id}"]
