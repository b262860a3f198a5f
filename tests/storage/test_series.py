"""What comes back: made ahead, on the wall's hour, once a day, and changed from one of them on."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import Session, col, select

from storage import activities, rhythm, series, series_changes, shift_changes, shifts, signups
from storage.models import Activity, Branch, Member, Series, Shift
from storage.retention import purge

ZONE = "Europe/Stockholm"
TODAY = date(2027, 2, 8)
NOW = datetime(2027, 2, 8, 8, tzinfo=UTC)
MONDAY = date(2027, 2, 15)
WEEKLY, MONTHLY = "FREQ=WEEKLY;BYDAY=MO", "FREQ=MONTHLY;BYMONTHDAY=15"
NO_SUMMER = f"{MONTHLY};BYMONTH=1,2,3,4,5,9,10,11,12"


@pytest.fixture
def branch(session) -> int:
    session.add(branch := Branch(name="Norrby", town="Norrby"))
    session.flush()
    return branch.id


@pytest.fixture
def first(session, branch) -> Activity:
    return activities.plan(
        session, key="first", kind="meeting", title="Möte", day=MONDAY, starts=time(18), ends=time(20), zone=ZONE,
        place="Torget", branch_id=branch, accessibility="Ramp", description="Vi ses", material="Penna",
    )  # fmt: skip


def begin(session: Session, first: Activity, rule: str = NO_SUMMER, exceptions: str = "", key: str = "k") -> Series:
    found = series.draft(session, first, key=key, rule=rule, exceptions=exceptions, first=first.day)
    series.begin(session, found, first, today=TODAY)
    return found


def rows(session: Session, *, on: bool = False) -> list[Activity]:
    there = select(Activity).order_by(Activity.starts_at).execution_options(populate_existing=True)
    return [row for row in session.exec(there) if not on or row.cancelled_at is None]


def days(session: Session, *, on: bool = True) -> list[str]:
    return [f"{row.day:%m-%d}" for row in rows(session, on=on)]


def replace(
    session: Session, old: Series, activity: Activity, rule: str, day: date, *, starts: int = 18, moves: bool = True
) -> series_changes.Changed:
    new = series.draft(session, activity, key=f"new{rule}{day}{starts}", rule=rule, exceptions="", first=day)
    new.starts, new.ends = time(starts), time(starts + 2)
    return series_changes.replace(session, old, new, activity, moves=moves, now=NOW, today=TODAY)


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
