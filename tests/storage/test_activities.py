"""What happens next, for whom, and at what moment a wall clock's time is."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from storage import activities
from storage.activities import UNSAID, at, ending
from storage.models import Activity, Branch, Visibility
from storage.year import between
from tests.talk import NOW

ZONE = "Europe/Stockholm"
DAY = date(2027, 2, 9)


@pytest.fixture
def norrby(session) -> int:
    branches = [Branch(name=name, town=name) for name in ("Norrby", "Södersjö")]
    session.add_all(branches)
    session.flush()
    return branches[0].id


def plan(session, title: str, **more: object) -> Activity:
    row = {
        "key": title,
        "kind": "meeting",
        "day": DAY,
        "starts": time(18),
        "ends": time(20),
        "zone": ZONE,
        "place": "P",
    }
    return activities.plan(session, title=title, **(row | more))


def titles(session, **asked: object) -> list[str]:
    default = {"now": NOW, "limit": 99, "scope": "all", "member_of": 1}
    return [a.title for a in activities.upcoming(session, **(default | asked))]


@pytest.mark.parametrize(
    ("day", "wall", "moment"),
    [
        (date(2027, 2, 8), time(9), datetime(2027, 2, 8, 8, tzinfo=UTC)),
        (date(2027, 7, 8), time(9), datetime(2027, 7, 8, 7, tzinfo=UTC)),
        (date(2027, 3, 28), time(1, 59), datetime(2027, 3, 28, 0, 59, tzinfo=UTC)),
        (date(2027, 3, 28), time(2, 30), datetime(2027, 3, 28, 1, 30, tzinfo=UTC)),  # is not: 03.30
        (date(2027, 3, 28), time(3), datetime(2027, 3, 28, 1, tzinfo=UTC)),
        (date(2026, 10, 25), time(2, 30), datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),  # is twice: the first
        (date(2026, 10, 25), time(3), datetime(2026, 10, 25, 2, tzinfo=UTC)),
    ],
)
def test_a_wall_clocks_time(day, wall, moment):
    assert at(day, wall, ZONE).astimezone(UTC) == moment


@pytest.mark.parametrize(
    ("day", "starts", "ends", "hours"),
    [
        (date(2027, 2, 8), time(18), time(20), 2),
        (date(2027, 2, 8), time(22), time(2), 4),
        (date(2027, 2, 8), time(18), time(18), 24),
        (date(2027, 3, 27), time(22), time(4), 5),
        (date(2026, 10, 24), time(22), time(4), 7),
        (date(2027, 12, 31), time(23), time(1), 2),
    ],
)
def test_when_it_ends(day, starts, ends, hours):
    began, ended = at(day, starts, ZONE), ending(day, starts, ends, ZONE)

    assert ended.astimezone(UTC) - began.astimezone(UTC) == timedelta(hours=hours)


def test_an_end_that_nobody_said_is_taken_to_be_two_hours_later(session):
    activity = plan(session, "Öppet", ends=None)

    assert (activity.ends, activity.ends_at - activity.starts_at) == (None, UNSAID)


def test_the_same_key_is_the_same_activity(session):
    first, second = plan(session, "Ett", key="k"), plan(session, "Två", key="k")

    assert first.id == second.id
    assert titles(session) == ["Ett"]


VISIBLE = {
    "nobody": (None, {"öppet"}),
    "a member of the branch": (0, {"öppet", "medlemmar", "gren", "distriktets"}),
    "a member of another": (1, {"öppet", "medlemmar", "distriktets"}),
}


@pytest.mark.parametrize(("offset", "seen"), VISIBLE.values(), ids=VISIBLE)
def test_who_sees_what(session, norrby, offset, seen):
    member_of = None if offset is None else norrby + offset
    plan(session, "öppet", branch_id=norrby, visibility=Visibility.PUBLIC)
    plan(session, "medlemmar", branch_id=norrby, visibility=Visibility.MEMBERS)
    plan(session, "gren", branch_id=norrby, visibility=Visibility.BRANCH)
    plan(session, "distriktets", visibility=Visibility.MEMBERS)
    plan(session, "ingens", visibility=Visibility.BRANCH)

    assert set(titles(session, member_of=member_of)) == seen
    of_branch = seen - {"distriktets"}
    assert set(titles(session, member_of=member_of, scope=norrby)) == of_branch


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, ["norrbys", "södersjös", "distriktets"]),
        ({"scope": 0}, ["norrbys"]),
        ({"scope": 1}, ["södersjös"]),
        ({"scope": 99}, []),
        ({"scope": "district"}, ["distriktets"]),
        ({"kind": "party"}, ["södersjös"]),
        ({"kind": "party", "scope": 0}, []),
        ({"kind": "party", "scope": "district"}, []),
        ({"kind": "'; DROP"}, []),
        ({"limit": 1}, ["norrbys"]),
        ({"limit": 1, "skip": 1}, ["södersjös"]),
        ({"skip": 3}, []),
    ],
)
def test_what_was_asked_for(session, norrby, asked, found):
    plan(session, "distriktets", starts=time(20), ends=None)
    plan(session, "södersjös", branch_id=norrby + 1, starts=time(19), kind="party")
    plan(session, "norrbys", branch_id=norrby)
    if isinstance(asked.get("scope"), int):
        asked = asked | {"scope": norrby + asked["scope"]}

    assert titles(session, member_of=norrby, **asked) == found


def test_all_that_is_shown_of_it(session, norrby):
    plan(session, "Fest", kind="party", branch_id=norrby, accessibility="Ramp", how_to_join="Kom", ends=None)
    plan(session, "Möte", starts=time(19))

    fest, mote = activities.upcoming(session, now=NOW, scope="all", member_of=norrby)

    assert fest[1:] == (
        "party",
        "Fest",
        at(DAY, time(18), ZONE),
        at(DAY, time(20), ZONE),
        None,
        "P",
        "Ramp",
        "Kom",
        "members",
        "",
        "",
        "Norrby",
        "",
        "",
        "",
    )
    assert (mote.branch, mote.ends) == ("", time(20))


@pytest.mark.parametrize(
    ("now", "found"),
    [
        (datetime(2027, 2, 9, 16, 59, tzinfo=UTC), ["möte"]),
        (datetime(2027, 2, 9, 18, 59, tzinfo=UTC), ["möte"]),
        (datetime(2027, 2, 9, 19, 0, tzinfo=UTC), []),
    ],
)
def test_until_it_is_over_it_comes_next(session, now, found):
    plan(session, "möte")

    assert titles(session, now=now) == found


def test_what_is_cancelled_does_not_happen(session):
    plan(session, "inställt").cancelled_at = NOW
    session.flush()

    assert titles(session) == []


def year(session, **asked: object) -> list[str]:
    default = {"start": date(2027, 1, 1), "end": date(2027, 12, 31), "scope": "all", "member_of": 1}
    return [a.title for a in between(session, **(default | asked))]


def test_what_happens_between_two_days(session):
    plan(session, "sent", starts=time(23, 59), day=date(2027, 12, 31))
    plan(session, "i fjol", day=date(2026, 12, 31))
    plan(session, "nästa", day=date(2028, 1, 1), starts=time(0))
    plan(session, "tidigt", day=date(2027, 1, 1), starts=time(0))
    plan(session, "senare samma dag", day=date(2027, 1, 1))
    plan(session, "inställt").cancelled_at = NOW
    session.flush()

    assert year(session) == ["tidigt", "senare samma dag", "sent"]
    assert year(session, start=DAY, end=DAY) == []
    assert between(session, start=DAY, end=date(2027, 12, 31), scope="all", member_of=None) == []


@pytest.mark.parametrize(("offset", "seen"), VISIBLE.values(), ids=VISIBLE)
def test_a_year_shows_no_more_than_may_be_seen(session, norrby, offset, seen):
    member_of = None if offset is None else norrby + offset
    plan(session, "öppet", branch_id=norrby, visibility=Visibility.PUBLIC)
    plan(session, "medlemmar", branch_id=norrby, visibility=Visibility.MEMBERS)
    plan(session, "gren", branch_id=norrby, visibility=Visibility.BRANCH)
    plan(session, "distriktets", visibility=Visibility.MEMBERS)

    assert set(year(session, member_of=member_of)) == seen
    assert set(year(session, member_of=member_of, scope=norrby)) == seen - {"distriktets"}
    assert set(year(session, member_of=member_of, scope="district")) == seen & {"distriktets"}
    assert year(session, member_of=member_of, scope=norrby + 1) == []


def test_each_change_is_counted_and_dated(session):
    """Calendars know by it which of two is the newer."""
    activity = plan(session, "Torget")
    assert (activity.sequence, activity.changed_at) == (0, None)

    activities.move(session, activity, day=DAY, starts=time(19), ends=None, now=NOW)
    activities.change(session, activity, now=NOW + timedelta(hours=1), place="Parken")
    activities.cancel(session, activity, reason="Snö", now=NOW + timedelta(hours=2))
    session.refresh(activity)

    assert (activity.sequence, activity.changed_at) == (3, NOW + timedelta(hours=2))
    assert (activity.place, activity.cancelled_at) == ("Parken", NOW + timedelta(hours=2))
