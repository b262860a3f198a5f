"""What comes back: the same days as dateutil finds, and no rule that costs more than its days."""

import time
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.ics.lines import Line
from bot.ics.repeating import days, read_rule
from bot.register.reading import Refused

ZONE = ZoneInfo("Europe/Stockholm")
FIRST, LAST = date(2027, 2, 8), date(2029, 2, 8)


def read(rule: str):
    return read_rule(Line(7, "RRULE", {}, rule, 7), ZONE)


def found(rule: str, first: date = FIRST, since: date = FIRST, last: date = LAST) -> list[date]:
    return list(days(read(rule), first, since, last))


def by_dateutil(rule: str, first: date = FIRST, since: date = FIRST, last: date = LAST) -> list[date]:
    start, end = (datetime.combine(day, datetime.min.time(), UTC) for day in (since, last))
    told = rrulestr(rule, dtstart=datetime.combine(first, datetime.min.time(), UTC))
    return [one.date() for one in told.between(start, end, inc=True)]


RULES = [
    "FREQ=DAILY", "FREQ=DAILY;INTERVAL=3", "FREQ=DAILY;BYDAY=MO,WE", "FREQ=DAILY;COUNT=10", "FREQ=WEEKLY",
    "FREQ=WEEKLY;BYDAY=TU,TH", "FREQ=WEEKLY;INTERVAL=2;BYDAY=SU,MO", "FREQ=WEEKLY;INTERVAL=2;BYDAY=SU,MO;WKST=SU",
    "FREQ=WEEKLY;COUNT=5;BYDAY=MO,FR", "FREQ=MONTHLY", "FREQ=MONTHLY;BYDAY=2TU", "FREQ=MONTHLY;BYDAY=-1FR",
    "FREQ=MONTHLY;BYMONTHDAY=15", "FREQ=MONTHLY;BYMONTHDAY=-1", "FREQ=MONTHLY;BYMONTHDAY=31",
    "FREQ=MONTHLY;BYMONTHDAY=15;BYMONTH=1,2,3,4,5,9,10,11,12", "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13",
    "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=1,-1;COUNT=7",
    "FREQ=MONTHLY;INTERVAL=2;BYDAY=1MO,3MO", "FREQ=YEARLY", "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=8",
    "FREQ=YEARLY;BYMONTH=4",
    "FREQ=YEARLY;BYDAY=20MO", "FREQ=YEARLY;BYMONTH=5;BYDAY=-1SU", "FREQ=YEARLY;BYMONTHDAY=1",
    "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", "FREQ=MONTHLY;COUNT=30;BYDAY=5SA", "FREQ=MONTHLY;BYMONTHDAY=1,15",
]  # fmt: skip


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("first", [FIRST, date(2024, 2, 29), date(2026, 12, 31)])
def test_the_days_that_dateutil_finds(rule, first):
    assert found(rule, first, FIRST) == by_dateutil(rule, first, FIRST)


WEEKDAYS = st.lists(st.sampled_from(["MO", "TU", "WE", "TH", "FR", "SA", "SU"]), min_size=1, max_size=3, unique=True)


@st.composite
def rules(draw) -> str:
    frequency = draw(st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]))
    parts = [f"FREQ={frequency}", f"INTERVAL={draw(st.integers(1, 4))}"]
    if draw(st.booleans()):
        parts.append(f"COUNT={draw(st.integers(1, 40))}")
    if draw(st.booleans()):
        parts.append("BYMONTH=" + ",".join(map(str, draw(st.lists(st.integers(1, 12), min_size=1, max_size=6)))))
    if frequency != "WEEKLY" and draw(st.booleans()):
        parts.append("BYMONTHDAY=" + ",".join(map(str, draw(st.lists(st.integers(1, 31), min_size=1, max_size=3)))))
    if draw(st.booleans()):
        which = draw(st.sampled_from(["", "1", "2", "-1"])) if frequency in {"MONTHLY", "YEARLY"} else ""
        parts.append("BYDAY=" + ",".join(which + day for day in draw(WEEKDAYS)))
    return ";".join(parts)


@given(rules(), st.dates(date(2025, 1, 1), date(2028, 1, 1)))
@settings(max_examples=300)
def test_any_rule_has_the_days_that_dateutil_finds(rule, first):
    assert found(rule, first) == by_dateutil(rule, first)


@pytest.mark.parametrize("until", ["20270301", "20270301T170000Z", "20270228T180000"])
def test_until_is_read(until):
    assert read(f"FREQ=DAILY;UNTIL={until}").until is not None


@pytest.mark.parametrize(("rule", "why"), [
    ("FREQ=SECONDLY", "it can come back daily"), ("FREQ=MINUTELY", "it can come back"),
    ("FREQ=HOURLY", "it can"), ("", "it can come back"),
    ("FREQ=DAILY;COUNT=1000000000", "no number"), ("FREQ=DAILY;COUNT=0", "no number"),
    ("FREQ=DAILY;COUNT=10001", "no number"), ("FREQ=DAILY;INTERVAL=0", "no number"),
    ("FREQ=DAILY;INTERVAL=-1", "no number"), ("FREQ=DAILY;INTERVAL=٣", "no number"),
    ("FREQ=DAILY;BYHOUR=1,2,3", "BYHOUR is not understood"), ("FREQ=DAILY;BYSECOND=1", "BYSECOND"),
    ("FREQ=YEARLY;BYWEEKNO=20", "BYWEEKNO"), ("FREQ=WEEKLY;BYDAY=1MO", "which one"),
    ("FREQ=MONTHLY;BYDAY=XX", "no weekday"), ("FREQ=MONTHLY;BYMONTHDAY=32", "no number"),
    ("FREQ=DAILY;UNTIL=x", "no day"), ("FREQ=MONTHLY;BYMONTHDAY=0", "no number"),
    ("FREQ=YEARLY;BYMONTH=13", "no number"), ("FREQ=DAILY;RSCALE=HEBREW", "RSCALE"),
])  # fmt: skip
def test_what_is_not_understood_is_refused_with_its_place(rule, why):
    with pytest.raises(Refused, match=rf"line 7, column 7: RRULE: .*{why}"):
        read(rule)


@pytest.mark.parametrize("rule", [
    "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=31", "FREQ=DAILY;INTERVAL=7;BYDAY=TU",
    "FREQ=MONTHLY;BYDAY=1MO;BYMONTHDAY=31", "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=300;COUNT=10000",
])  # fmt: skip
def test_a_rule_that_never_comes_ends_at_once(rule):
    """With dateutil some of these look through all years until 9999."""
    began = time.process_time()
    assert found(rule) == []
    assert time.process_time() - began < 1


def test_told_from_a_later_day_it_counts_from_the_first():
    assert found("FREQ=WEEKLY;COUNT=3", since=FIRST + timedelta(days=8)) == [date(2027, 2, 22)]
    assert found("FREQ=WEEKLY;COUNT=3", since=FIRST + timedelta(days=22)) == []
