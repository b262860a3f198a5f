"""A calendar of ours, read back by somebody else's reader: the same moments across a change of the clocks."""

import re
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
import pytest
import recurring_ical_events
from hypothesis import given
from hypothesis import strategies as st

from bot.ics.writing import Entry, write

ZONE = ZoneInfo("Europe/Stockholm")
NOW = datetime(2027, 2, 8, 8, tzinfo=UTC)
EVENING = datetime(2027, 2, 13, 17, tzinfo=UTC)
# Readers are told the hour by the zone that comes with the file, whatever they know of Stockholm themselves.
CHANGES = [
    # The evening before, and of, each change: 18.00 stays 18.00.
    (datetime(2026, 10, 24, 16, tzinfo=UTC), "20261024T180000"),
    (datetime(2026, 10, 25, 17, tzinfo=UTC), "20261025T180000"),
    (datetime(2027, 3, 27, 17, tzinfo=UTC), "20270327T180000"),
    (datetime(2027, 3, 28, 16, tzinfo=UTC), "20270328T180000"),
    (datetime(2027, 10, 30, 16, tzinfo=UTC), "20271030T180000"),
    (datetime(2027, 10, 31, 17, tzinfo=UTC), "20271031T180000"),
    # Around the hour itself.
    (datetime(2027, 3, 28, 0, 59, tzinfo=UTC), "20270328T015900"),
    (datetime(2027, 3, 28, 1, 0, tzinfo=UTC), "20270328T030000"),
    (datetime(2027, 10, 31, 0, 30, tzinfo=UTC), "20271031T023000"),
    (datetime(2027, 10, 31, 1, 30, tzinfo=UTC), "20271031T013000Z"),  # 02.30 for the second time
    (datetime(2027, 10, 31, 2, 0, tzinfo=UTC), "20271031T030000"),
]


def entry(**more: object) -> Entry:
    row = {"uid": "activity-1@x", "summary": "Torgmöte", "starts_at": EVENING, "stamped_at": NOW} | more
    return Entry(**({"ends_at": row["starts_at"] + timedelta(hours=2)} | row))


def read(*entries: Entry, zone: ZoneInfo = ZONE) -> icalendar.Calendar:
    return icalendar.Calendar.from_ical(write(entries, zone=zone, name="Min kalender"))


def events(*entries: Entry, **more: object) -> list[icalendar.Event]:
    return read(*entries, **more).walk("VEVENT")


def lines(*entries: Entry, **more: object) -> list[str]:
    return write(entries, zone=more.get("zone", ZONE), name="Min kalender").decode().split("\r\n")


def shown(text: str) -> str:
    """A text as its reader sees it: without what is no text, and every line break the same."""
    lines = re.sub("\r\n|[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]", "\n", text)
    return re.sub("[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff]", "", lines)


@pytest.mark.parametrize(("at", "written"), CHANGES)
def test_the_right_moment_across_a_change_of_the_clocks(at, written):
    one = entry(starts_at=at)
    (found,) = recurring_ical_events.of(read(one)).between(at - timedelta(days=2), at + timedelta(days=2))

    assert found.start.astimezone(UTC) == at
    assert found.end.astimezone(UTC) == at + timedelta(hours=2)
    assert any(line.startswith("DTSTART") and line.endswith(written) for line in lines(one))


@pytest.mark.parametrize("year", [2026, 2027, 2028, 2040])
def test_the_zone_that_comes_along_changes_when_stockholm_does(year):
    (zone,) = read(entry()).walk("VTIMEZONE")
    told = zone.to_tz(lookup_tzid=False)

    for month in (3, 10):
        for day in range(24, 32):
            noon = datetime(year, month, day, 12, tzinfo=ZONE)
            assert told.utcoffset(noon.replace(tzinfo=None)) == noon.utcoffset(), noon


def test_another_zone_is_told_as_well():
    helsinki = ZoneInfo("Europe/Helsinki")
    (found,) = events(entry(starts_at=datetime(2027, 3, 28, 16, tzinfo=UTC)), zone=helsinki)

    assert found.start.astimezone(UTC) == datetime(2027, 3, 28, 16, tzinfo=UTC)
    assert "DTSTART;TZID=Europe/Helsinki:20270328T190000" in lines(
        entry(starts_at=datetime(2027, 3, 28, 16, tzinfo=UTC)), zone=helsinki
    )
    assert "BEGIN:VTIMEZONE" not in lines(entry(), zone=ZoneInfo("UTC"))


def test_every_time_has_its_zone():
    times = [line for line in lines(entry()) if line.startswith(("DTSTART", "DTEND")) and "1996" not in line]

    assert times == [
        "DTSTART;TZID=Europe/Stockholm:20270213T180000",
        "DTEND;TZID=Europe/Stockholm:20270213T200000",
    ]


def test_one_that_moved_and_one_that_is_called_off():
    moved, off = events(
        entry(sequence=2, changed_at=NOW), entry(uid="activity-2@x", cancelled=True, sequence=1, changed_at=NOW)
    )

    assert (moved["UID"], moved["SEQUENCE"], moved["STATUS"]) == ("activity-1@x", 2, "CONFIRMED")
    assert moved["LAST-MODIFIED"].dt == NOW
    assert (off["UID"], off["SEQUENCE"], off["STATUS"]) == ("activity-2@x", 1, "CANCELLED")


def test_what_the_standard_wants_to_be_there():
    found = read(entry())

    assert found["VERSION"] == "2.0"
    assert found["PRODID"].startswith("-//")
    assert found["X-WR-CALNAME"] == "Min kalender"
    assert found.walk("VEVENT")[0]["DTSTAMP"].dt == NOW
    assert found.errors == []


HOSTILE = [
    "Torg\r\nBEGIN:VALARM\r\nACTION:AUDIO\r\nEND:VALARM",
    "Torg\rEND:VEVENT\rEND:VCALENDAR",
    "Torg\nATTACH:http://ont.example/x",
    "Torg\x85ATTACH:x\u2028ATTACH:y\u2029ATTACH:z\x0bATTACH:v\x0cATTACH:w",
    'a;b,c\\d\\n\\,e:f"g',
    "\\\r\n \tATTACH:x",
    "",
]


@pytest.mark.parametrize("field", ["summary", "location", "description"])
@pytest.mark.parametrize("text", HOSTILE)
def test_a_text_means_just_itself(field, text):
    whole = write([entry(**{field: text})], zone=ZONE, name=text)
    calendar = icalendar.Calendar.from_ical(whole)
    (found,) = calendar.walk("VEVENT")

    assert {part.name for part in calendar.walk()} == {"VCALENDAR", "VTIMEZONE", "DAYLIGHT", "STANDARD", "VEVENT"}
    assert {"ATTACH", "ACTION"}.isdisjoint(found)
    assert b"\r" not in whole.replace(b"\r\n", b"")
    assert b"\n" not in whole.replace(b"\r\n", b"")
    assert str(found.get(field.upper(), "")) == shown(text)


def test_what_is_no_text_is_left_out():
    (found,) = events(entry(summary="a\x00b\x07c\ud800d\x7fe"))
    assert found["SUMMARY"] == "abcde"


def test_an_identity_cannot_break_out():
    (found,) = events(entry(uid="activity-1@x\r\nATTACH:y"))
    assert found["UID"] == "activity-1@x--ATTACH-y"


@given(st.text(max_size=400))
def test_lines_are_folded_by_octets_and_come_back_whole(text):
    written = write([entry(description=f"x{text}")], zone=ZONE, name="x")

    assert max(map(len, written.split(b"\r\n"))) <= 75
    written.decode()  # no sign is cut in two
    (found,) = icalendar.Calendar.from_ical(written).walk("VEVENT")
    assert str(found["DESCRIPTION"]) == shown(f"x{text}")


def test_a_long_line_of_wide_signs():
    text = "å" * 100 + "🎉" * 40
    (found,) = events(entry(summary=text))

    assert found["SUMMARY"] == text


def test_an_end_before_the_start_is_left_out():
    """In the spring's gap 02.30 is after 03.00."""
    (found,) = events(entry(ends_at=EVENING - timedelta(minutes=30)))
    assert "DTEND" not in found


def test_the_same_entries_give_the_same_bytes():
    assert write([entry()], zone=ZONE, name="x") == write([entry()], zone=ZONE, name="x")


def test_nothing_to_show_is_a_calendar_all_the_same():
    assert read().walk("VEVENT") == []


def test_a_reader_that_asks_for_a_day_finds_what_is_on_it():
    found = recurring_ical_events.of(read(entry())).at(date(2027, 2, 13))
    assert [str(one["SUMMARY"]) for one in found] == ["Torgmöte"]
