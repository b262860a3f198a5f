"""What is changed about what comes back, from one of them on, and what was changed alone."""

from datetime import date, time, timedelta

import pytest
from sqlmodel import select

from storage import activities, rhythm, series, series_changes, shifts
from storage.models import Activity, Shift
from tests.storage.recurring import (
    NO_SUMMER,
    NOW,
    TODAY,
    WEEKLY,
    begin,
    days,
    new_branch,
    plan_first,
    replace,
    rows,
)


@pytest.fixture
def branch(session) -> int:
    return new_branch(session)


@pytest.fixture
def first(session, branch) -> Activity:
    return plan_first(session, branch)


def test_one_called_off_by_itself_is_not_made_anew(session, first):
    found = begin(session, first)
    series_changes.call_off(session, [rows(session)[2]], reason="", now=NOW)
    series.extend(session, found, today=TODAY + timedelta(days=60))

    assert "04-15" not in days(session)[:9]
    assert len([row for row in rows(session) if row.series_day == date(2027, 4, 15)]) == 1


def test_one_moved_by_itself_is_not_made_anew(session, first):
    found = begin(session, first)
    moved = rows(session)[3]
    activities.move(session, moved, day=date(2027, 5, 17), starts=time(18), ends=time(20), now=NOW)
    series.extend(session, found, today=TODAY + timedelta(days=60))

    assert [day for day in days(session) if day.startswith("05")] == ["05-17"]


def test_it_stops_after_one_of_them(session, first):
    found = begin(session, first)
    off = series_changes.stop(session, rows(session)[2], whole=False, now=NOW)

    assert [f"{row.day:%m-%d}" for row in off] == days(session)[3:]
    series_changes.call_off(session, off, reason="", now=NOW)
    assert days(session) == ["02-15", "03-15", "04-15"]
    assert rhythm.read(series.find(session, found.id).rule, "").until == date(2027, 4, 15)
    assert series.extend(session, found, today=TODAY + timedelta(days=400)) == 0
    assert series.lacking(session, today=TODAY + timedelta(days=400)) == []


def test_it_stops_with_one_of_them(session, first):
    begin(session, first)

    assert len(series_changes.stop(session, first, whole=True, now=NOW)) == 10
    assert series.of(session, rows(session)[-1], now=NOW) is None


def test_moved_from_one_on_the_others_move_as_far(session, first):
    shifts.add(session, first, starts=time(17), ends=time(18))
    old = begin(session, first)
    there = rows(session)
    changed = replace(session, old, there[4], NO_SUMMER.replace("15", "16", 1), date(2027, 9, 16), starts=19)

    assert changed.dropped == []
    assert days(session)[:6] == ["02-15", "03-15", "04-15", "05-15", "09-16", "10-16"]
    assert {row.starts for row in rows(session)[4:]} == {time(19)}
    assert {row.starts for row in rows(session)[:4]} == {time(18)}
    moved = session.exec(select(Shift).where(Shift.activity_id == there[5].id)).one()
    assert (moved.day, moved.starts) == (date(2027, 10, 16), time(18))
    assert [row.id for row in rows(session)[:10]] == [row.id for row in there]
    assert all(row.sequence == 1 for row in rows(session)[4:10])


def test_moved_from_one_on_what_is_made_later_has_the_shifts_too(session, first):
    shifts.add(session, first, starts=time(17), ends=time(18), role="dukar")
    old = begin(session, first)
    replace(session, old, rows(session)[4], NO_SUMMER.replace("15", "16", 1), date(2027, 9, 16), starts=19)
    there = len(rows(session))
    new = series.find(session, rows(session)[-1].series_id)
    series.extend(session, new, today=TODAY + timedelta(days=60))

    assert len(rows(session)) > there
    made = session.exec(select(Shift).where(Shift.activity_id == rows(session)[-1].id)).one()
    assert (made.role, made.starts, made.ends) == ("dukar", time(18), time(19))


def test_moved_to_another_end_alone_a_shift_as_long_as_all_of_it_still_is_that(session, first):
    shifts.add(session, first, starts=time(18), ends=time(20), minimum=2)
    old = begin(session, first)
    new = series.draft(session, first, key="n", rule=old.rule, exceptions="", first=first.day)
    new.starts, new.ends = time(18), time(19)
    changed = series_changes.replace(session, old, new, first, moves=True, now=NOW, today=TODAY)
    series.extend(session, series.find(session, new.id), today=TODAY + timedelta(days=60))

    assert {(one.starts, one.ends) for one in session.exec(select(Shift))} == {(time(18), time(19))}
    assert len(changed.followed) == len(changed.kept) > 5
    assert all(len(one.moved) == 1 and not one.outlasting for one in changed.followed)


@pytest.mark.parametrize("week", range(1, 5))
def test_the_same_weekday_of_the_month_moves_to_another(session, first, week):
    """Also where the month begins between the two, and the second Tuesday is before the second Monday."""
    day = date(2027, 3, 1) + timedelta(weeks=week - 1)
    activities.move(session, first, day=day, starts=time(18), ends=time(20), now=NOW)
    session.refresh(first)
    old = begin(session, first, f"FREQ=MONTHLY;BYDAY={week}MO")
    there = len(rows(session))
    changed = replace(session, old, first, f"FREQ=MONTHLY;BYDAY={week}TU", day + timedelta(1))

    assert changed.dropped == []
    found = [row.day for row in rows(session)]
    assert {(day.weekday(), (day.day + 6) // 7) for day in found} == {(1, week)}
    assert len(found) == len({(day.year, day.month) for day in found}) >= there


def test_what_was_moved_or_called_off_alone_stays_so(session, first):
    old = begin(session, first)
    there = rows(session)
    activities.move(session, there[2], day=date(2027, 4, 19), starts=time(10), ends=None, now=NOW)
    series_changes.call_off(session, [there[3]], reason="", now=NOW)
    replace(session, old, rows(session)[1], NO_SUMMER.replace("15", "16", 1), date(2027, 3, 16))

    assert days(session)[:5] == ["02-15", "03-16", "04-19", "09-16", "10-16"]
    assert next(row for row in rows(session) if row.id == there[2].id).starts == time(10)
    assert len([row for row in rows(session) if row.day.month == 5]) == 1


def test_another_rule_keeps_what_it_has_too_and_drops_the_rest(session, first):
    old = begin(session, first, WEEKLY)
    changed = replace(session, old, rows(session)[2], "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO", date(2027, 3, 1), moves=False)

    assert changed.kept[0].day == date(2027, 3, 1)
    assert changed.dropped[0].day == date(2027, 3, 8)
    series_changes.call_off(session, changed.dropped, reason="", now=NOW)
    assert days(session)[:5] == ["02-15", "02-22", "03-01", "03-15", "03-29"]
    assert all(row.sequence == 0 for row in changed.kept)


def test_a_change_told_twice_is_one(session, first):
    old = begin(session, first)
    args = (session, old, rows(session)[4], NO_SUMMER.replace("15", "16", 1), date(2027, 9, 16))
    replace(*args)
    before = days(session)

    assert replace(*args) == series_changes.Changed([], [])
    assert days(session) == before


def test_whoever_asks_sees_beforehand_what_would_be_dropped(session, first):
    old = begin(session, first, WEEKLY)
    new = series.draft(session, first, key="n", rule="FREQ=WEEKLY;INTERVAL=2;BYDAY=MO", exceptions="", first=first.day)
    seen = series_changes.dropped(session, old, new, first, now=NOW, today=TODAY)
    done = series_changes.replace(session, old, new, first, moves=False, now=NOW, today=TODAY)

    assert [row.id for row in seen] == [row.id for row in done.dropped]
    assert len(seen) > 20
