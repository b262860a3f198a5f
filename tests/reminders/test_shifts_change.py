"""All of an activity moves or is called off: each is told once, with the shifts that they are on."""

from datetime import time, timedelta

import pytest

from reminders import registry
from storage import activities, details, resumption, shift_changes, shifts, signups
from storage.models import Activity
from tests.reminders.world import SETTINGS, World, local


@pytest.fixture
def world(session) -> World:
    found = World(session, now=local("2027-02-08 09.00"))
    every = registry.topics(found.platforms, SETTINGS)
    found.topics = {word: every[word] for word in {*found.topics, "shift", "shift_change", "shifts_change", "offer"}}
    return found


class Saturday:
    """Two shifts one after the other, Alva on both, Birk on the second."""

    def __init__(self, world: World, hours: tuple[int, int] = (10, 12)) -> None:
        self.world = world
        branch = world.branch("Norrby")
        self.activity = world.activity("Flygblad", f"2027-02-13 {hours[0]:02}.00", branch, ends=time(hours[1] + 2))
        self.ids = {name: world.member(name, branch) for name in ("Alva", "Birk")}
        self.early = shifts.add(world.session, self.activity, starts=time(hours[0]), ends=time(hours[0] + 2))
        self.late = shifts.add(
            world.session, self.activity, starts=time(hours[1]), ends=time(hours[1] + 2), role="fika", place="Köket"
        )
        for name, shift in (("Alva", self.early), ("Alva", self.late), ("Birk", self.late)):
            at = {"said_at": world.now, "now": world.now}
            signups.sign_up(world.session, shift.id, self.ids[name], platform="telegram", **at)
        world.look()

    def move(self, hours: int) -> None:
        activity, now = self.activity, self.world.now
        was = shift_changes.Hours(activity.day, activity.starts, activity.ends)
        starts = time(activity.starts.hour + hours)
        ends = time(activity.ends.hour + hours)
        activities.move(self.world.session, activity, day=activity.day, starts=starts, ends=ends, now=now)
        self.world.session.refresh(activity)
        shift_changes.follow(self.world.session, activity, was, now=now)

    def call_off(self, reason: str = "storm") -> None:
        activities.cancel(self.world.session, self.activity, reason=reason, now=self.world.now)
        shift_changes.cancel_all(self.world.session, self.activity, reason=reason, now=self.world.now)


def test_moved_each_is_told_once_of_their_own(world):
    Saturday(world).move(1)

    (alva, birk) = world.replies()

    assert str(alva.text).splitlines()[:3] == [
        "Ny tid för *Flygblad*. Dina pass är nu:", "- lördag 13 februari kl. 11.00–13.00, om 5 dagar",
        "- lördag 13 februari kl. 13.00–15.00, om 5 dagar (fika), Köket",
    ]  # fmt: skip
    assert str(alva.text).splitlines()[3:] == ["Var: Folkets hus"]
    assert [one.label for one in alva.buttons] == [
        "Jag kan inte kl. 11.00–13.00",
        "Jag kan inte kl. 13.00–15.00 (fika, Köket)",
    ]
    assert str(birk.text).startswith(
        "Ny tid för ett pass som du står på: *Flygblad* (fika, Köket), lördag 13 februari kl. 13"
    )
    assert [one.label for one in birk.buttons] == ["Jag kan inte"]
    assert world.tick("2027-02-12 12.00") == []


def test_elsewhere_each_is_told_once_of_what_is_not_on_a_place_of_its_own(world):
    saturday = Saturday(world)
    more = shifts.add(world.session, saturday.activity, starts=time(14), ends=time(15))
    for name in ("Alva", "Birk"):
        signups.sign_up(
            world.session, more.id, saturday.ids[name], platform="telegram", said_at=world.now, now=world.now
        )
    details.describe(world.session, saturday.activity, now=world.now, place="Nya torget")
    assert details.relocate(world.session, saturday.activity, now=world.now) == set(saturday.ids.values())

    (alva, birk) = world.replies()
    assert str(alva.text).splitlines() == [
        "Ny plats för *Flygblad*. Det gäller dina pass:",
        "- lördag 13 februari kl. 10.00–12.00, om 5 dagar",
        "- lördag 13 februari kl. 14.00–15.00, om 5 dagar",
        "Var: Nya torget",
    ]
    assert str(birk.text).splitlines() == [
        "Ny plats för det du sagt ja till: *Flygblad*, lördag 13 februari kl. 14.00–15.00, om 5 dagar.",
        "Var: Nya torget",
    ]


def test_who_waits_for_one_of_theirs_hears_that_it_is_a_line(world):
    saturday = Saturday(world)
    full = shifts.add(world.session, saturday.activity, starts=time(14), ends=time(15), capacity=1)
    for name in ("Cleo", "Birk"):
        number = saturday.ids.get(name) or world.member(name, saturday.activity.branch_id)
        signups.sign_up(world.session, full.id, number, platform="telegram", said_at=world.now, now=world.now)
    saturday.move(1)

    birk = next(reply for reply in world.replies() if any("kön" in one.label for one in reply.buttons))
    assert str(birk.text).splitlines()[1:3] == [
        "- lördag 13 februari kl. 13.00–15.00, om 5 dagar (fika), Köket",
        "- lördag 13 februari kl. 15.00–16.00, om 5 dagar. Du står i kön.",
    ]
    assert [one.label for one in birk.buttons] == [
        "Jag kan inte kl. 13.00–15.00 (fika, Köket)",
        "Lämna kön kl. 15.00–16.00",
    ]


def test_called_off_each_is_told_once_and_why(world):
    saturday = Saturday(world)
    saturday.move(1)
    saturday.call_off()

    said = dict(world.tick())

    assert said["Alva"].splitlines() == [
        "Inställt: Flygblad. Det gäller dina pass:", "- lördag 13 februari kl. 11.00–13.00, om 5 dagar",
        "- lördag 13 februari kl. 13.00–15.00, om 5 dagar (fika), Köket", "Skälet: storm",
    ]  # fmt: skip
    assert said["Birk"].startswith("Inställt: Flygblad (fika, Köket)")
    assert len(said) == 2


def test_what_is_called_off_does_not_go_on_now(world):
    saturday = Saturday(world)
    world.now = local("2027-02-13 10.30")
    saturday.call_off("")

    assert dict(world.tick())["Alva"].splitlines()[:2] == [
        "Inställt: Flygblad. Det gäller dina pass:", "- lördag 13 februari kl. 10.00–12.00",
    ]  # fmt: skip


def test_what_was_called_off_before_is_not_called_off_again(world):
    saturday = Saturday(world)
    shift_changes.cancel(world.session, saturday.early, reason="regn", now=world.now)
    assert [chat for chat, _ in world.tick()] == ["Alva"]
    world.now += timedelta(hours=1)
    saturday.call_off()

    said = dict(world.tick())

    assert all(text.startswith("Inställt: Flygblad (fika, Köket)") for text in said.values())
    assert set(said) == {"Alva", "Birk"}


def test_in_the_night_only_they_are_woken_for_whom_the_morning_is_too_late(world):
    saturday = Saturday(world, hours=(6, 12))
    world.now = local("2027-02-13 05.00")
    saturday.call_off("")

    assert [chat for chat, _ in world.tick()] == ["Alva"]
    assert [chat for chat, _ in world.tick("2027-02-13 08.00")] == ["Birk"]


def test_who_left_meanwhile_is_told_nothing(world):
    saturday = Saturday(world)
    saturday.move(1)
    for shift in (saturday.early, saturday.late):
        at = {"said_at": world.now, "now": world.now}
        signups.cancel(world.session, shift.id, saturday.ids["Alva"], **at)

    assert [chat for chat, _ in world.tick()] == ["Birk"]
    assert world.session.get_one(Activity, saturday.activity.id).sequence == 1


def test_what_changes_again_in_the_night_is_told_once_in_the_morning(world):
    saturday = Saturday(world)
    world.now = local("2027-02-09 02.00")
    shift_changes.move(
        world.session, saturday.late, saturday.activity, day=saturday.late.day, starts=time(15), ends=time(16),
        now=world.now,
    )  # fmt: skip
    for _ in range(2):
        assert world.tick() == []
        world.now += timedelta(minutes=1)
        saturday.move(1)

    said = world.tick("2027-02-09 08.00")

    assert [chat for chat, _ in said] == ["Alva", "Birk"]
    assert "kl. 17.00–18.00" in dict(said)["Birk"]


def test_moved_and_called_off_in_the_night_is_told_as_off_once(world):
    saturday = Saturday(world)
    world.now = local("2027-02-09 02.00")
    for change in (saturday.move, saturday.call_off):
        change(*([1] if change == saturday.move else []))
        assert world.tick() == []
        world.now += timedelta(minutes=1)

    assert [text[:9] for _, text in world.tick("2027-02-09 08.00")] == ["Inställt:"] * 2


@pytest.mark.parametrize("alone", [False, True])
def test_moved_and_then_off_and_on_again_in_the_night_is_told_as_moved(world, alone):
    saturday, session = Saturday(world), world.session
    world.now = local("2027-02-09 02.00")

    def move() -> None:
        day = saturday.late.day
        shift_changes.move(
            session, saturday.late, saturday.activity, day=day, starts=time(15), ends=time(16), now=world.now
        )

    def hold_again() -> None:
        back = resumption.resume(session, saturday.activity, now=world.now)
        resumption.announce(session, saturday.activity, back, now=world.now)

    for change in (move if alone else lambda: saturday.move(1), saturday.call_off, hold_again):
        change()
        assert world.tick() == []
        world.now += timedelta(minutes=1)

    said = world.tick("2027-02-09 08.00")

    assert [chat for chat, _ in said] == ["Alva", "Birk"]
    assert dict(said)["Birk"].startswith("Ny tid för ett pass som du står på: Flygblad")
