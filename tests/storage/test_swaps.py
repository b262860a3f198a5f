"""Two take each other's shift, when both want it and both fit in."""

import pytest
from sqlmodel import select

from storage import checkin, signups, swaps
from storage.models import Place, Signup, Swap
from storage.seats import RefusedError
from tests.storage.roster import MINUTE, Roster


@pytest.fixture
def roster(session) -> Roster:
    found = Roster(session).people("abcdef")
    found.shift("early", 10, 12, capacity=2)
    found.shift("late", 12, 14, capacity=1)
    found.shift("beside", 13, 15)
    return found


def ask(roster: Roster, who: str, has: str, wants: str) -> Swap | None:
    return swaps.ask(roster.session, roster.mine(who, has), roster.shifts[wants], now=roster.now)


def take(roster: Roster, swap: Swap, who: str, has: str) -> None:
    swaps.take(roster.session, swap, roster.mine(who, has), now=roster.now)


def test_two_take_each_others_shift(roster):
    roster.join("a", "early")
    roster.join("b", "late")
    swap = ask(roster, "a", "early", "late")

    take(roster, swap, "b", "late")

    assert (roster.reads("early"), roster.reads("late")) == ("b//", "a//")
    assert swaps.find_open(roster.session, swap.id) is None


def test_where_there_is_room_nobody_needs_to_be_asked_and_the_place_left_is_offered(roster):
    for name in "abc":
        roster.join(name, "early")

    assert ask(roster, "a", "early", "late") is None

    assert (roster.reads("early"), roster.reads("late")) == ("b/c/", "a//")


def test_only_one_can_take_it(roster):
    roster.resize("late", 2)
    for who, shift in (("a", "early"), ("b", "late"), ("c", "late")):
        roster.join(who, shift)
    swap = ask(roster, "a", "early", "late")
    take(roster, swap, "b", "late")

    with pytest.raises(RefusedError, match="gone"):
        take(roster, swap, "c", "late")


def test_more_than_the_shift_holds_ask_nobody(roster):
    roster.join("a", "early", guests=1)

    with pytest.raises(RefusedError, match="too_many") as refused:
        ask(roster, "a", "early", "late")
    assert refused.value.free == 1


def test_where_it_does_not_fit_it_is_told_how_many_would(roster):
    roster.resize("early", 3)
    roster.resize("late", 3)
    for who, shift, guests in (("a", "early", 2), ("b", "late", 0), ("c", "late", 1)):
        roster.join(who, shift, guests=guests)
    swap = ask(roster, "a", "early", "late")

    with pytest.raises(RefusedError, match="full") as refused:
        take(roster, swap, "b", "late")
    assert refused.value.free == 1


@pytest.mark.parametrize("moved", ["early", "late"])
def test_who_was_asked_about_other_hours_is_asked_no_more(roster, moved):
    roster.join("a", "early")
    roster.join("b", "late")
    swap = ask(roster, "a", "early", "late")
    roster.move(moved, 15, 16)

    with pytest.raises(RefusedError, match="gone"):
        take(roster, swap, "b", "late")


def test_what_was_said_of_who_came_is_about_the_shift_they_had(roster):
    roster.join("a", "early", guests=1)
    roster.join("b", "late")
    roster.resize("late", 2)
    mine = roster.mine("a", "early")
    mine.came = True
    swap = ask(roster, "a", "early", "late")
    take(roster, swap, "b", "late")

    assert roster.mine("a", "late").came is None


def test_who_has_left_swaps_nothing(roster):
    roster.join("a", "early")
    roster.join("b", "late")
    swap = ask(roster, "a", "early", "late")
    roster.leave("a", "early")

    with pytest.raises(RefusedError, match="gone"):
        take(roster, swap, "b", "late")
    assert roster.reads("late") == "b//"


def test_who_is_elsewhere_then_cannot(roster):
    roster.join("a", "early")
    roster.join("b", "late")
    roster.join("a", "beside")

    with pytest.raises(RefusedError, match="clash"):
        ask(roster, "a", "early", "late")


def test_who_gets_a_place_leaves_the_line_for_it(roster):
    roster.resize("beside", 1)
    roster.join("a", "early")
    roster.join("b", "late")
    roster.join("a", "late")
    swap = ask(roster, "a", "early", "late")

    take(roster, swap, "b", "late")

    assert (roster.reads("early"), roster.reads("late")) == ("b//", "a//")


def test_asking_anew_closes_what_was_asked_before(roster):
    roster.resize("beside", 1)
    for who, shift in (("a", "early"), ("b", "late"), ("c", "beside")):
        roster.join(who, shift)
    first = ask(roster, "a", "early", "late")
    ask(roster, "a", "early", "beside")

    assert swaps.find_open(roster.session, first.id) is None


@pytest.mark.parametrize("late", [True, False])
def test_once_one_of_them_has_begun_it_is_too_late(roster, late):
    roster.join("a", "early")
    roster.join("b", "late")
    swap = ask(roster, "a", "early", "late")
    roster.now = roster.row("early").starts_at - (0 if late else 1) * MINUTE

    if late:
        with pytest.raises(RefusedError, match="begun"):
            take(roster, swap, "b", "late")
    else:
        take(roster, swap, "b", "late")
        assert roster.mine("b", "early").place == Place.GOING


def test_who_left_a_shift_and_came_back_by_a_swap_is_on_it_once(roster):
    roster.join("a", "early")
    roster.join("b", "late")
    roster.join("a", "late")
    roster.leave("a", "late")
    take(roster, ask(roster, "a", "early", "late"), "b", "late")

    assert roster.join("a", "late").place == Place.GOING
    assert roster.leave("a", "late")
    assert roster.reads("late") == "//"


def test_asked_for_again_and_again_it_is_the_same_swap(roster):
    for who, shift in (("a", "early"), ("b", "late"), ("c", "beside")):
        roster.join(who, shift)
    roster.resize("beside", 1)
    first = ask(roster, "a", "early", "late").id
    assert ask(roster, "a", "early", "late").id == first

    other = ask(roster, "a", "early", "beside").id
    again = ask(roster, "a", "early", "late")

    assert (again.id, again.closed_at) == (first, None)
    assert swaps.find_open(roster.session, other) is None
    take(roster, again, "b", "late")
    assert roster.reads("late") == "a//"


def test_what_was_asked_for_is_settled_when_they_get_another_shift(roster):
    for who, shift in (("a", "early"), ("b", "late")):
        roster.join(who, shift)
    swap = ask(roster, "a", "early", "late").id

    assert ask(roster, "a", "early", "beside") is None

    assert swaps.find_open(roster.session, swap) is None


def came_alone(roster: Roster, who: str, shift: str) -> None:
    """They were marked as there with none of their friends."""
    checkin.mark(roster.session, roster.mine(who, shift), came=True, along=0)


def marks(roster: Roster, *names: str) -> list[tuple[bool | None, int | None]]:
    roster.session.expire_all()
    ids = [roster.members[name] for name in names]
    found = roster.session.exec(select(Signup).where(Signup.member_id.in_(ids)).order_by(Signup.id)).all()
    return [(one.came, one.along) for one in found]


def test_who_was_there_is_told_anew_on_the_other_shift(roster):
    roster.resize("late", 2)
    for who, shift in (("a", "early"), ("b", "late")):
        roster.join(who, shift, guests=1)
        came_alone(roster, who, shift)
    take(roster, ask(roster, "a", "early", "late"), "b", "late")

    assert marks(roster, "a", "b") == [(None, None)] * 2


def test_and_so_it_is_where_there_is_room(roster):
    roster.resize("late", 2)
    roster.join("a", "early", guests=1)
    came_alone(roster, "a", "early")

    assert ask(roster, "a", "early", "late") is None
    assert marks(roster, "a") == [(None, None)]


def test_of_a_place_that_is_given_back_nothing_is_kept_of_who_came(roster):
    roster.join("a", "early", guests=1)
    came_alone(roster, "a", "early")
    roster.leave("a", "early")
    roster.join("a", "early", guests=1)

    assert marks(roster, "a") == [(None, None)] * 2


@pytest.mark.parametrize(("guests", "along"), [(1, 0), (0, 0), (2, 0), (3, None)])
def test_who_came_alone_did_so_with_fewer_friends_too(roster, guests, along):
    roster.resize("early", 4)
    roster.join("a", "early", guests=2)
    came_alone(roster, "a", "early")
    signups.bring(roster.session, roster.mine("a", "early"), guests, now=roster.now)

    assert marks(roster, "a") == [(True, along)]
    if along is not None:
        assert checkin.roll(roster.session, roster.shifts["early"])[0].there == 1


def test_the_rest_came_with_all_of_theirs(roster):
    roster.join("a", "early", guests=1)
    roster.mine("a", "early").along = 0
    checkin.mark_rest(roster.session, roster.row("early"))

    assert marks(roster, "a") == [(True, None)]
