"""When things come round: tables, the two odd nights of the year, and rules cut in pieces."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reminders import rules
from reminders.rules import LAST, SUMMER, Monthly, NthWeekday, Once, Weekly, Yearly
from storage import quiet as hours
from storage.recipients import QUIET

STOCKHOLM = ZoneInfo("Europe/Stockholm")
NO_QUIET = (time(0), time(0))
FALL, SPRING = date(2026, 10, 25), date(2027, 3, 28)  # the clock is put back at 03, and forward at 02


def utc(*when: int) -> datetime:
    return datetime(*when, tzinfo=UTC)


def local(*when: int) -> datetime:
    return datetime(*when, tzinfo=STOCKHOLM)


def said(moment: datetime) -> str:
    return moment.astimezone(STOCKHOLM).strftime("%Y-%m-%d %H.%M")


@pytest.mark.parametrize(
    ("rule", "days"),
    [
        (Once(date(2027, 6, 5)), ["2027-06-05"]),
        (Once(date(2028, 1, 1)), []),
        (Yearly(3, 8), ["2027-03-08"]),
        (Yearly(2, 29), ["2027-02-28"]),
        (Monthly(31), [f"2027-{m:02}-{d}" for m, d in enumerate((31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31), 1)]),
        (Monthly(15, but=SUMMER), [f"2027-{m:02}-15" for m in (1, 2, 3, 4, 5, 9, 10, 11, 12)]),
        (NthWeekday(2, 1, months=frozenset({1, 2})), ["2027-01-12", "2027-02-09"]),
        (NthWeekday(1, 4, months=frozenset({1})), ["2027-01-01"]),
        (NthWeekday(LAST, 6, months=frozenset({3, 5})), ["2027-03-28", "2027-05-30"]),
        (NthWeekday(5, 4), ["2027-01-29", "2027-04-30", "2027-07-30", "2027-10-29", "2027-12-31"]),
    ],
)
def test_the_days_of_a_year(rule, days):
    assert [str(day) for day in rule.days(date(2027, 1, 1), date(2027, 12, 31))] == days


@pytest.mark.parametrize("weekday", range(7))
def test_every_week(weekday):
    days = list(Weekly(weekday).days(date(2027, 1, 1), date(2027, 12, 31)))

    assert {day.weekday() for day in days} == {weekday}
    assert {after - before for before, after in pairwise(days)} == {timedelta(weeks=1)}
    assert days[0] < date(2027, 1, 8)
    assert days[-1] > date(2027, 12, 24)


def test_the_29th_of_february_where_there_is_one():
    assert list(Yearly(2, 29).days(date(2028, 1, 1), date(2028, 12, 31))) == [date(2028, 2, 29)]


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [
        (date(2027, 3, 8), date(2027, 3, 8), 1),
        (date(2027, 3, 9), date(2028, 3, 7), 0),
        (date(2026, 12, 31), date(2029, 3, 8), 3),
    ],
)
def test_both_ends_of_a_window_are_in_it(first, last, days):
    assert len(list(Yearly(3, 8).days(first, last))) == days


@pytest.mark.parametrize(
    ("day", "wall", "moment"),
    [
        (date(2027, 3, 8), time(9), utc(2027, 3, 8, 8)),
        (date(2027, 7, 8), time(9), utc(2027, 7, 8, 7)),
        (FALL, time(1, 59), utc(2026, 10, 24, 23, 59)),
        (FALL, time(2, 30), utc(2026, 10, 25, 0, 30)),  # is twice: the first
        (FALL, time(3), utc(2026, 10, 25, 2)),
        (SPRING, time(1, 59, 59), utc(2027, 3, 28, 0, 59, 59)),
        (SPRING, time(2), utc(2027, 3, 28, 1)),
        (SPRING, time(2, 30), utc(2027, 3, 28, 1)),  # is not: 03.00
        (SPRING, time(2, 59, 59), utc(2027, 3, 28, 1)),
        (SPRING, time(3), utc(2027, 3, 28, 1)),
        (SPRING, time(3, 30), utc(2027, 3, 28, 1, 30)),
    ],
)
def test_the_moment_of_a_wall_time(day, wall, moment):
    assert hours.at(day, wall, STOCKHOLM) == moment


def test_a_gap_of_half_an_hour_elsewhere():
    lord_howe = ZoneInfo("Australia/Lord_Howe")

    assert hours.at(date(2027, 10, 3), time(2, 10), lord_howe) == utc(2027, 10, 2, 15, 30)


@pytest.mark.parametrize("night", [FALL, SPRING])
@pytest.mark.parametrize("wall", [time(2), time(2, 30), time(3), time(3, 30)])
def test_one_moment_in_each_of_the_odd_nights(night, wall):
    """F19: nothing comes twice when the clock is put back, and nothing is left out when it is put forward."""
    window = {
        "after": local(night.year, night.month, night.day, 0),
        "until": local(night.year, night.month, night.day, 23),
    }

    for rule in (Weekly(6), Monthly(night.day), Yearly(night.month, night.day), NthWeekday(LAST, 6), Once(night)):
        assert len(list(rules.moments(rule, wall, STOCKHOLM, **window))) == 1


def test_a_moment_at_the_start_of_a_window_is_not_in_it_and_one_at_its_end_is():
    nine = local(2027, 3, 8, 9)
    day = timedelta(days=1)

    assert list(rules.moments(Yearly(3, 8), time(9), STOCKHOLM, after=nine - day, until=nine)) == [nine]
    assert list(rules.moments(Yearly(3, 8), time(9), STOCKHOLM, after=nine, until=nine + day)) == []


PLACES = ("Europe/Stockholm", "America/New_York", "Australia/Lord_Howe", "Pacific/Auckland", "Asia/Kolkata", "UTC")
ZONES = st.sampled_from([ZoneInfo(name) for name in PLACES])
MONTH_SETS = st.frozensets(st.integers(1, 12), min_size=1)
RULES = st.one_of(
    st.builds(Once, st.dates(date(2026, 10, 1), date(2028, 4, 30))),
    st.builds(Weekly, st.integers(0, 6)),
    st.builds(Monthly, st.integers(1, 31), st.frozensets(st.integers(1, 12))),
    st.builds(NthWeekday, st.sampled_from([1, 2, 3, 4, 5, LAST]), st.integers(0, 6), MONTH_SETS),
    st.builds(Yearly, st.integers(1, 12), st.integers(1, 28)),
)
MOMENTS = st.datetimes(datetime(2026, 10, 1), datetime(2028, 4, 30), timezones=st.just(UTC))  # noqa: DTZ001 - Hypothesis wants them naive


@given(RULES, st.times(), ZONES, st.lists(MOMENTS, min_size=2, max_size=8))
def test_a_window_in_pieces_gives_the_same_as_in_one(rule, wall, zone, cuts):
    """F18: however often it is looked, nothing is missed between two looks and nothing comes twice."""
    cuts = sorted(cuts)
    whole = list(rules.moments(rule, wall, zone, after=cuts[0], until=cuts[-1]))
    pieces = [
        moment
        for after, until in pairwise(cuts)
        for moment in rules.moments(rule, wall, zone, after=after, until=until)
    ]

    assert pieces == whole == sorted(set(whole))


@given(RULES, st.times(), ZONES, MOMENTS)
def test_there_is_one_moment_for_each_day_of_a_rule(rule, wall, zone, first):
    """F19, for any rule in any zone: counted against a walk through all days."""
    last = first + timedelta(days=400)
    walked = [
        hours.at(day, wall, zone) for n in range(-2, 404) for day in rule.days(*[first.date() + timedelta(days=n)] * 2)
    ]

    assert list(rules.moments(rule, wall, zone, after=first, until=last)) == [m for m in walked if first < m <= last]


@given(st.dates(date(2026, 10, 1), date(2028, 4, 30)), st.times(), ZONES)
def test_a_wall_time_that_exists_is_what_the_clock_shows_and_else_the_next_that_does(day, wall, zone):
    shown = hours.at(day, wall, zone).astimezone(zone).replace(tzinfo=None)
    meant = datetime.combine(day, wall)

    assert meant <= shown <= meant + timedelta(hours=1)
    if shown != meant:
        just_before = (hours.at(day, wall, zone) - timedelta(seconds=1)).astimezone(zone).replace(tzinfo=None)
        assert just_before < meant


@pytest.mark.parametrize(
    ("wall", "quiet", "expected"),
    [
        (time(20, 59), QUIET, False),
        (time(21), QUIET, True),
        (time(23, 59), QUIET, True),
        (time(0), QUIET, True),
        (time(7, 59), QUIET, True),
        (time(8), QUIET, False),
        (time(12), (time(12), time(13)), True),
        (time(13), (time(12), time(13)), False),
        (time(12), (time(12), time(12)), False),
        (time(0), NO_QUIET, False),
    ],
)
def test_quiet_hours(wall, quiet, expected):
    assert hours.is_quiet(wall, quiet) is expected


@pytest.mark.parametrize(
    ("moment", "quiet", "then"),
    [
        (local(2027, 3, 8, 20, 59), QUIET, "2027-03-08 20.59"),
        (local(2027, 3, 8, 21), QUIET, "2027-03-09 08.00"),
        (local(2027, 3, 9, 0), QUIET, "2027-03-09 08.00"),
        (local(2027, 3, 9, 7, 59), QUIET, "2027-03-09 08.00"),
        (local(2027, 3, 9, 8), QUIET, "2027-03-09 08.00"),
        (local(2027, 3, 9, 12, 30), (time(12), time(13)), "2027-03-09 13.00"),
        (local(2027, 3, 9, 3), NO_QUIET, "2027-03-09 03.00"),
        (local(2027, 3, 27, 22), (time(21), time(2, 30)), "2027-03-28 03.00"),  # 02.30 is not
        (local(2026, 10, 24, 22), QUIET, "2026-10-25 08.00"),  # ten hours later, and not nine
    ],
)
def test_what_falls_in_the_quiet_hours_comes_at_their_end(moment, quiet, then):
    assert said(hours.later(moment, quiet, STOCKHOLM)) == then


def test_the_quiet_of_the_double_hour_is_over_once():
    second = utc(2026, 10, 25, 1, 15)  # 02.15 for the second time

    assert hours.later(second, (time(21), time(2, 30)), STOCKHOLM) == second


@given(MOMENTS, st.tuples(st.times(), st.times()), ZONES)
def test_later_is_never_earlier_and_waits_once(moment, quiet, zone):
    then = hours.later(moment, quiet, zone)

    assert moment <= then <= moment + timedelta(hours=26)
    assert hours.later(then, quiet, zone) == then


@pytest.mark.parametrize(
    ("lead", "starts", "quiet", "then"),
    [
        ("w2", local(2027, 3, 8, 17), QUIET, "2027-02-22 17.00"),
        ("w1", local(2027, 3, 8, 17), QUIET, "2027-03-01 17.00"),
        ("d3", local(2027, 3, 8, 17), QUIET, "2027-03-05 17.00"),
        ("d1", local(2027, 3, 8, 17), QUIET, "2027-03-07 17.00"),
        ("morning", local(2027, 3, 8, 17), QUIET, "2027-03-08 08.00"),
        ("h2", local(2027, 3, 8, 17), QUIET, "2027-03-08 15.00"),
        # It has begun by then: the evening before.
        ("morning", local(2027, 3, 8, 8), QUIET, "2027-03-07 20.00"),
        ("morning", local(2027, 3, 8, 0, 30), QUIET, "2027-03-07 20.00"),
        # In the quiet hours.
        ("h2", local(2027, 3, 8, 9), QUIET, "2027-03-07 20.00"),
        ("h2", local(2027, 3, 9, 0, 30), QUIET, "2027-03-08 20.00"),
        ("morning", local(2027, 3, 8, 17), (time(22), time(9)), "2027-03-07 20.00"),
        ("d1", local(2027, 3, 8, 17), (time(16), time(18)), "2027-03-06 20.00"),
        ("h2", local(2027, 3, 8, 9), (time(19), time(8)), "2027-03-07 18.00"),
        ("morning", local(2027, 3, 8, 7), (time(0, 30), time(23)), "2027-03-07 23.30"),
        ("h2", local(2027, 3, 8, 9), NO_QUIET, "2027-03-08 07.00"),
        # The odd nights: days are days, and two hours are two hours.
        ("d1", local(2027, 3, 28, 13), QUIET, "2027-03-27 17.00"),
        ("w1", local(2026, 10, 31, 13), QUIET, "2026-10-24 17.00"),
        ("h2", local(2027, 3, 28, 4), NO_QUIET, "2027-03-28 01.00"),
    ],
)
def test_when_to_remind_of_an_activity(lead, starts, quiet, then):
    assert said(rules.lead_time(lead, starts, quiet, STOCKHOLM)) == then


@given(st.sampled_from(rules.LEADS), MOMENTS, st.tuples(st.times(), st.times()))
def test_a_reminder_comes_before_it_starts(lead, starts, quiet):
    assert rules.lead_time(lead, starts, quiet, STOCKHOLM) < starts


@given(st.sampled_from(rules.LEADS), MOMENTS)
def test_a_reminder_never_comes_in_the_usual_quiet_hours(lead, starts):
    then = rules.lead_time(lead, starts, QUIET, STOCKHOLM)

    assert hours.later(then, QUIET, STOCKHOLM) == then


@pytest.mark.parametrize(
    ("lead", "then"), [("w8", "2027-01-11 09.00"), ("w1", "2027-03-01 09.00"), ("d1", "2027-03-07 09.00")]
)
def test_before_a_deadline(lead, then):
    assert said(rules.before(date(2027, 3, 8), lead, time(9), STOCKHOLM)) == then
