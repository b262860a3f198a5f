"""How a day, an hour and a distance are said."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.texts import languages
from bot.wording import clock, day, distance, span, when

STOCKHOLM = ZoneInfo("Europe/Stockholm")
NOW = "2025-02-15 09:00"  # a Saturday


def at(text: str, fold: int = 0) -> datetime:
    """A wall clock time in Stockholm."""
    return datetime.fromisoformat(text).replace(tzinfo=STOCKHOLM, fold=fold)


def said(start: str, end: str = "", now: str = NOW, language: str = "sv") -> str:
    return when(at(start), end=at(end) if end else None, now=at(now), language=language, zone=STOCKHOLM)


@pytest.mark.parametrize(
    ("start", "swedish", "english"),
    [
        ("2025-02-15 09:01", "lördag 15 februari kl. 09.01, i dag", "Saturday 15 February at 09:01, today"),
        ("2025-02-16 00:00", "söndag 16 februari kl. 00.00, i morgon", "Sunday 16 February at 00:00, tomorrow"),
        (
            "2025-02-17 23:59",
            "måndag 17 februari kl. 23.59, i övermorgon",
            "Monday 17 February at 23:59, the day after tomorrow",
        ),
        ("2025-02-20 18:00", "torsdag 20 februari kl. 18.00, om 5 dagar", "Thursday 20 February at 18:00, in 5 days"),
        ("2025-03-08 13:00", "lördag 8 mars kl. 13.00, om 3 veckor", "Saturday 8 March at 13:00, in 3 weeks"),
        ("2025-04-15 18:30", "tisdag 15 april kl. 18.30, om 8 veckor", "Tuesday 15 April at 18:30, in 8 weeks"),
        ("2025-04-16 18:30", "onsdag 16 april kl. 18.30, om 2 månader", "Wednesday 16 April at 18:30, in 2 months"),
        ("2027-03-08 13:00", "måndag 8 mars 2027 kl. 13.00, om 2 år", "Monday 8 March 2027 at 13:00, in 2 years"),
        ("2025-02-14 13:00", "fredag 14 februari kl. 13.00, i går", "Friday 14 February at 13:00, yesterday"),
        (
            "2025-02-13 13:00",
            "torsdag 13 februari kl. 13.00, i förrgår",
            "Thursday 13 February at 13:00, the day before yesterday",
        ),
        (
            "2024-12-14 13:00",
            "lördag 14 december 2024 kl. 13.00, för 2 månader sedan",
            "Saturday 14 December 2024 at 13:00, 2 months ago",
        ),
    ],
)
def test_a_day_and_how_far_away_it_is(start, swedish, english):
    assert (said(start), said(start, language="en")) == (swedish, english)


@pytest.mark.parametrize(
    ("start", "end", "now", "swedish", "english"),
    [
        ("13:00", "", "12:59", "kl. 13.00, i dag", "at 13:00, today"),
        ("13:00", "", "13:00", ", började kl. 13.00", ", began at 13:00"),
        ("13:00", "", "23:59", ", började kl. 13.00", ", began at 13:00"),
        ("13:00", "15:00", "12:59", "kl. 13.00–15.00, i dag", "from 13:00 to 15:00, today"),
        ("13:00", "15:00", "13:00", "kl. 13.00–15.00, pågår nu", "from 13:00 to 15:00, going on now"),
        ("13:00", "15:00", "14:59", "kl. 13.00–15.00, pågår nu", "from 13:00 to 15:00, going on now"),
        ("13:00", "15:00", "15:00", "kl. 13.00–15.00, redan över", "from 13:00 to 15:00, already over"),
        ("13:00", "13:00", "13:00", ", började kl. 13.00", ", began at 13:00"),
        ("13:00", "12:00", "14:00", ", började kl. 13.00", ", began at 13:00"),
    ],
)
def test_what_has_begun_today_says_so(start, end, now, swedish, english):
    times = {"start": f"2025-02-15 {start}", "end": f"2025-02-15 {end}" if end else "", "now": f"2025-02-15 {now}"}
    assert said(**times).removeprefix("lördag 15 februari").lstrip(" ") == swedish
    assert said(**times, language="en").removeprefix("Saturday 15 February").lstrip(" ") == english


def test_a_night_goes_on_past_midnight_and_is_gone_the_next_day():
    night = {"start": "2025-02-15 22:00", "end": "2025-02-16 02:00"}
    hours = "lördag 15 februari kl. 22.00 till söndag 16 februari kl. 02.00"
    assert said(**night, now="2025-02-16 01:59") == f"{hours}, pågår nu"
    assert said(**night, now="2025-02-16 02:00") == f"{hours}, i går"


@pytest.mark.parametrize(
    ("days", "swedish", "english"),
    [
        (3, "om 3 dagar", "in 3 days"),
        (6, "om 6 dagar", "in 6 days"),
        (7, "om en vecka", "in a week"),
        (8, "om 8 dagar", "in 8 days"),
        (13, "om 13 dagar", "in 13 days"),
        (14, "om 2 veckor", "in 2 weeks"),
        (17, "om 2 veckor", "in 2 weeks"),
        (18, "om 3 veckor", "in 3 weeks"),
        (24, "om 3 veckor", "in 3 weeks"),
        (25, "om 4 veckor", "in 4 weeks"),
        (59, "om 8 veckor", "in 8 weeks"),
        (60, "om 2 månader", "in 2 months"),
        (76, "om 2 månader", "in 2 months"),
        (77, "om 3 månader", "in 3 months"),
        (365, "om 12 månader", "in 12 months"),
        (730, "om 2 år", "in 2 years"),
        (-3, "för 3 dagar sedan", "3 days ago"),
        (-7, "för en vecka sedan", "a week ago"),
        (-21, "för 3 veckor sedan", "3 weeks ago"),
        (-365, "för 12 månader sedan", "12 months ago"),
        (-1000, "för 3 år sedan", "3 years ago"),
    ],
)
def test_a_distance_uses_the_smallest_word_that_is_easy_to_grasp(days, swedish, english):
    here = date(2025, 2, 15)
    there = here + timedelta(days=days)
    assert [distance(there, today=here, language=language) for language in ("sv", "en")] == [swedish, english]


@pytest.mark.parametrize(
    ("now", "start", "words"),
    [
        # Clocks forward at 02:00 on 30 March 2025: the day has 23 hours.
        ("2025-03-29 23:30", "2025-03-30 22:45", "söndag 30 mars kl. 22.45, i morgon"),
        ("2025-03-28 12:00", "2025-03-31 11:00", "måndag 31 mars kl. 11.00, om 3 dagar"),
        ("2025-03-23 00:30", "2025-03-30 00:00", "söndag 30 mars kl. 00.00, om en vecka"),
        # Clocks back at 03:00 on 26 October 2025: the day has 25 hours.
        ("2025-10-25 23:30", "2025-10-26 23:45", "söndag 26 oktober kl. 23.45, i morgon"),
        ("2025-10-26 00:10", "2025-10-26 23:50", "söndag 26 oktober kl. 23.50, i dag"),
        ("2025-10-26 00:10", "2025-10-27 00:00", "måndag 27 oktober kl. 00.00, i morgon"),
    ],
)
def test_days_are_counted_in_the_calendar_when_the_clocks_change(now, start, words):
    assert said(start, now=now) == words
    in_rows = when(
        at(start).astimezone(UTC), now=at(now).astimezone(UTC), language="sv", zone=STOCKHOLM
    )  # as the rows keep them
    assert in_rows == words


def test_the_hour_that_comes_twice_is_told_apart_by_true_time():
    early, late = at("2025-10-26 02:30"), at("2025-10-26 02:30", fold=1)
    assert "i dag" in when(late, now=early, language="sv", zone=STOCKHOLM)
    assert "började" in when(early, now=late, language="sv", zone=STOCKHOLM)
    assert span(early, late, language="sv", zone=STOCKHOLM) == "kl. 02.30–02.30"


def test_new_year():
    assert said("2026-01-01 00:15", now="2025-12-31 23:50") == "torsdag 1 januari 2026 kl. 00.15, i morgon"
    assert said("2025-12-31 23:50", now="2026-01-01 00:15") == "onsdag 31 december 2025 kl. 23.50, i går"
    assert said("2025-12-31 22:00", "2026-01-01 02:00", now="2025-12-31 12:00") == (
        "onsdag 31 december kl. 22.00 till torsdag 1 januari 2026 kl. 02.00, i dag"
    )


def test_the_day_is_the_district_s_own_and_not_utc():
    start = datetime(2025, 6, 5, 22, 30, tzinfo=UTC)  # half past midnight in Stockholm, the national day
    now = datetime(2025, 6, 4, 22, 30, tzinfo=UTC)
    assert when(start, now=now, language="sv", zone=STOCKHOLM) == "fredag 6 juni kl. 00.30, i morgon"


def test_hours_alone():
    start, end = at("2025-02-15 13:00"), at("2025-02-15 15:00")
    assert span(start, end, language="sv", zone=STOCKHOLM) == "kl. 13.00–15.00"
    assert span(start, end, language="en", zone=STOCKHOLM) == "from 13:00 to 15:00"
    assert span(start, None, language="sv", zone=STOCKHOLM) == "kl. 13.00"
    assert span(start, start, language="sv", zone=STOCKHOLM) == "kl. 13.00"
    assert span(start, at("2025-02-16 15:00"), language="en", zone=STOCKHOLM) == (
        "from 13:00 until Sunday 16 February at 15:00"
    )


def test_day_and_clock_alone():
    eighth = date(2025, 3, 8)
    assert day(eighth, today=date(2025, 12, 31), language="sv") == "lördag 8 mars"
    assert day(eighth, today=date(2024, 12, 31), language="en") == "Saturday 8 March 2025"
    assert clock(at("2025-03-08 07:05").time(), language="sv") == "07.05"
    assert clock(at("2025-03-08 07:05").time(), language="en") == "07:05"


def test_an_unknown_language_is_answered_in_swedish():
    assert said("2025-03-08 13:00", language="tlh") == said("2025-03-08 13:00")


def test_a_time_without_a_zone_is_a_mistake_in_the_program():
    with pytest.raises(ValueError, match="no time zone"):
        when(datetime(2025, 3, 8, 13), now=at(NOW), language="sv", zone=STOCKHOLM)  # noqa: DTZ001


moments = st.datetimes(datetime(2020, 1, 1), datetime(2032, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


@given(start=moments, now=moments, language=st.sampled_from(languages()))
def test_every_pair_of_moments_has_words_and_never_a_count_that_is_wrong(start, now, language):
    words = when(start, now=now, language=language, zone=STOCKHOLM)
    days = (start.astimezone(STOCKHOLM).date() - now.astimezone(STOCKHOLM).date()).days
    assert "{" not in words
    assert "\n" not in words
    if language == "sv":
        assert (", om " in words) == (days > 2)
        assert words.endswith(" sedan") == (days < -2)
