"""What comes back: made ahead, on the wall's hour, once a day, and more as time passes."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from threading import Barrier
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import col, select

from storage import activities, series, series_changes, shift_changes, shifts, signups
from storage.models import Activity, Member, Series, Shift
from storage.retention import purge
from tests.storage.recurring import NOW, TODAY, WEEKLY, ZONE, begin, days, new_branch, plan_first, rows


@pytest.fixture
def branch(session) -> int:
    return new_branch(session)


@pytest.fixture
def first(session, branch) -> Activity:
    return plan_first(session, branch)


def test_it_is_made_a_year_ahead_without_its_pauses(session, first):
    begin(session, first)

    assert days(session) == ["02-15", "03-15", "04-15", "05-15", "09-15", "10-15", "11-15", "12-15", "01-15", "02-15",
                             "03-15"][: len(days(session))]  # fmt: skip
    assert len(days(session)) == 10
    assert {(row.title, row.place, row.accessibility, row.description, row.material) for row in rows(session)} == {
        ("Möte", "Torget", "Ramp", "Vi ses", "Penna")
    }


def test_the_hour_on_the_wall_is_the_same_all_year(session, first):
    begin(session, first, WEEKLY)

    there = rows(session)
    assert {row.starts_at.astimezone(ZoneInfo(ZONE)).time() for row in there} == {time(18)}
    assert {row.starts_at.astimezone(UTC).hour for row in there} == {16, 17}
    assert all(row.ends_at - row.starts_at == timedelta(hours=2) for row in there)


@pytest.mark.parametrize(
    ("day", "changed", "moment"),
    [
        (date(2027, 3, 21), date(2027, 3, 28), datetime(2027, 3, 28, 1, 30, tzinfo=UTC)),  # is not: 03.30
        (date(2027, 10, 24), date(2027, 10, 31), datetime(2027, 10, 31, 0, 30, tzinfo=UTC)),  # is twice: the first
    ],
)
def test_an_hour_that_is_skipped_or_comes_twice(session, first, day, changed, moment):
    activities.move(session, first, day=day, starts=time(2, 30), ends=None, now=NOW)
    session.refresh(first)
    begin(session, first, "FREQ=WEEKLY;BYDAY=SU")

    (found,) = [row for row in rows(session) if row.day == changed]
    assert found.starts_at.astimezone(UTC) == moment
    after = next(row for row in rows(session) if row.day == changed + timedelta(7))
    assert after.starts_at.astimezone(ZoneInfo(ZONE)).time() == time(2, 30)


def test_over_the_turn_of_the_year_every_other_week_goes_on(session, first):
    begin(session, first, "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO")

    there = [row.day for row in rows(session)]
    assert {(other - one).days for one, other in pairwise(there)} == {14}
    assert there[-1] > date(2028, 2, 1)


def test_twice_is_once(session, first):
    found = begin(session, first)
    before = days(session)

    assert not series.begin(session, found, first, today=TODAY)
    assert begin(session, first).id == found.id
    assert series.extend(session, found, today=TODAY) == 0
    assert days(session) == before
    assert len(session.exec(select(Series)).all()) == 1


def test_more_are_made_as_time_passes_and_none_twice(session, first):
    found = begin(session, first)
    assert series.lacking(session, today=TODAY) == []
    later = TODAY + timedelta(days=60)

    assert [one.id for one in series.lacking(session, today=later)] == [found.id]
    assert series.extend(session, found, today=later) == 2
    assert days(session)[-2:] == ["03-15", "04-15"]
    assert series.lacking(session, today=later) == []
    assert len(set(days(session, on=False))) < len(rows(session)) == len({row.series_day for row in rows(session)})


def test_after_a_long_absence_nothing_is_made_for_what_has_been(session, first):
    found = begin(session, first, WEEKLY)
    there = len(rows(session))

    series.extend(session, found, today=date(2030, 1, 1))

    new = [row.day for row in rows(session)][there:]
    assert min(new) == date(2030, 1, 7)
    assert max(new) <= date(2030, 1, 1) + series.AHEAD


def test_a_clock_that_is_set_back_makes_nothing(session, first):
    found = begin(session, first)

    assert series.extend(session, found, today=TODAY - timedelta(days=300)) == 0
    assert series.find(session, found.id).made_until == TODAY + series.AHEAD


def test_never_more_than_a_hundred_ahead_whatever_the_rule(session, first):
    found = begin(session, first, "FREQ=DAILY")

    assert len(rows(session)) == series.MOST
    assert series.extend(session, found, today=TODAY + timedelta(days=20)) > 0
    ahead = [row for row in rows(session) if row.day >= TODAY + timedelta(days=20)]
    assert len(ahead) == series.MOST


def test_a_rule_that_no_clock_could_follow_ends(session, first):
    begin(session, first, "FREQ=SECONDLY")

    assert len(rows(session)) <= 2


def test_what_is_off_is_not_made(session, first):
    begin(session, first, WEEKLY, "--12-20/--01-06,2027-03-08")

    there = days(session)
    assert "03-08" not in there
    assert not {"12-20", "12-27", "01-03"} & set(there)
    assert {"12-13", "01-10"} <= set(there)


def test_the_shifts_come_along_without_the_people(session, first, branch):
    session.add(member := Member(name="a", branch_id=branch))
    early = shifts.add(session, first, starts=time(17), ends=time(18), role="samordnare", leads=True, minimum=1,
                       capacity=2, place="Köket")  # fmt: skip
    shifts.add(session, first, starts=time(19), ends=time(20))
    off = shifts.add(session, first, starts=time(20), ends=time(21))
    shift_changes.cancel(session, off, reason="", now=NOW)
    session.flush()
    signups.sign_up(session, early.id, member.id, platform="slack", said_at=NOW, now=NOW)
    begin(session, first)

    other = rows(session)[3]
    there = session.exec(select(Shift).where(Shift.activity_id == other.id).order_by(Shift.starts)).all()
    assert [(one.day, one.starts, one.ends, one.role, one.leads, one.minimum, one.capacity, one.place)
            for one in there] == [
        (other.day, time(17), time(18), "samordnare", True, 1, 2, "Köket"),
        (other.day, time(19), time(20), "", False, 0, None, ""),
    ]  # fmt: skip
    assert signups.on_activity(session, other) == set()


def test_what_becomes_of_a_shift_of_the_first_is_its_own(session, first):
    rained_off = shifts.add(session, first, starts=time(17), ends=time(18), role="dukar")
    found = begin(session, first)
    shift_changes.cancel(session, rained_off, reason="Regn", now=NOW)
    shifts.add(session, first, starts=time(20), ends=time(21), role="städar")
    series.extend(session, found, today=TODAY + timedelta(days=60))

    assert [one.role for one in shifts.of(session, rows(session)[-1].id)] == ["dukar"]


def test_shifts_over_midnight_are_handed_on(session, first):
    late = shifts.add(session, first, starts=time(20), ends=time(21), role="låser")
    shifts.put_at(session, late, first, day=first.day + timedelta(1), starts=time(1), ends=time(2))
    begin(session, first)

    other = rows(session)[3]
    (shift,) = session.exec(select(Shift).where(Shift.activity_id == other.id)).all()
    assert (shift.day, shift.starts) == (other.day + timedelta(1), time(1))


def test_the_shift_of_one_without_parts_is_not_handed_on(session, first):
    shifts.whole(session, first)
    begin(session, first)

    assert [row.id for row in rows(session) if shifts.count(session, row.id)] == [first.id]


def test_shifts_are_handed_on_also_when_the_first_was_called_off(session, first):
    shifts.add(session, first, starts=time(17), ends=time(18), minimum=1)
    found = begin(session, first)
    series_changes.call_off(session, [first], reason="", now=NOW)
    series.extend(session, found, today=TODAY + timedelta(days=60))

    assert shifts.count(session, rows(session)[-1].id) == 1


def test_who_has_left_is_not_responsible_for_new_ones(session, first, branch):
    session.add(member := Member(name="a", branch_id=branch))
    session.flush()
    first.contact_id = member.id
    found = begin(session, first)
    assert {row.contact_id for row in rows(session)} == {member.id}

    member.left_on = TODAY
    series.extend(session, found, today=TODAY + timedelta(days=60))
    assert rows(session)[-1].contact_id is None


def test_a_list_shows_the_next_of_a_series_and_a_week_all_that_is_in_it(session, first, branch):
    begin(session, first, WEEKLY)
    activities.plan(session, key="x", kind="party", title="Fest", day=date(2027, 2, 20), starts=time(18), ends=None,
                    zone=ZONE, place="P", branch_id=branch)  # fmt: skip
    asked = {"now": NOW, "scope": "all", "member_of": branch, "limit": 9}

    assert [(one.title, one.rule) for one in activities.upcoming(session, **asked)] == [("Möte", WEEKLY), ("Fest", "")]
    until = NOW + timedelta(days=16)
    assert [one.title for one in activities.upcoming(session, **asked, until=until)] == ["Möte", "Fest", "Möte"]
    series_changes.call_off(session, [first], reason="", now=NOW)
    assert [one.title for one in activities.upcoming(session, **asked)] == ["Fest", "Möte"]


def test_what_nobody_said_yes_to_is_forgotten(session, first):
    begun = begin(session, first)
    series.draft(session, first, key="draft", rule=WEEKLY, exceptions="", first=first.day)
    kept = [begun.id]

    purge(session, NOW)
    assert len(session.exec(select(Series)).all()) == 2
    purge(session, NOW + timedelta(days=30))
    assert list(session.exec(select(Series.id).order_by(col(Series.id)))) == kept


@pytest.mark.parametrize("begun", [True, False])
def test_two_processes_at_once_make_each_of_them_once(database, begun):
    with database.begin() as session:
        first = plan_first(session, new_branch(session))
        found = series.draft(session, first, key="k", rule=WEEKLY, exceptions="", first=first.day)
        if begun:
            series.begin(session, found, first, today=TODAY)
        ids = found.id, first.id
    ready = Barrier(2)

    def work(today: date) -> None:
        with database.begin() as session:
            found = series.find(session, ids[0])
            if database.engine.dialect.name == "postgresql":  # on SQLite only one writes at a time anyhow
                ready.wait(timeout=20)
            series.begin(session, found, session.get_one(Activity, ids[1]), today=TODAY)
            series.extend(session, found, today=today)

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(work, [TODAY + timedelta(days=60)] * 2)) == [None, None]
    with database.read() as session:
        there = rows(session)
        assert len(there) == len({row.day for row in there}) == 65
