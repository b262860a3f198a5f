"""What somebody else's calendar says: hours without a zone, whole days, what comes back, and what is refused."""

import resource
import time
from datetime import UTC, date, datetime
from datetime import time as wall
from zoneinfo import ZoneInfo

import pytest

from bot.ics.reading import Event, Reading, read
from bot.register.reading import Refused
from tests.bot.ics.files import END, HEAD, calendar, event
from tests.talk import NOW

ZONE = ZoneInfo("Europe/Stockholm")


def reading(*events: str) -> Reading:
    return read(calendar(*events), zone=ZONE, now=NOW)


def coming(*events: str) -> list[Event]:
    return reading(*events).coming


def refusal(content: bytes) -> str:
    with pytest.raises(Refused) as refused:
        read(content, zone=ZONE, now=NOW)
    return "\n".join(map(str, refused.value.troubles))


@pytest.mark.parametrize(("start", "slot"), [
    ("DTSTART:20270301T180000", (date(2027, 3, 1), wall(18))),  # without a zone it is Stockholm's
    ("DTSTART;TZID=Europe/Stockholm:20270301T180000", (date(2027, 3, 1), wall(18))),
    ("DTSTART:20270301T170000Z", (date(2027, 3, 1), wall(18))),
    ("DTSTART:20270701T160000Z", (date(2027, 7, 1), wall(18))),
    ("DTSTART;TZID=Europe/Helsinki:20270301T190000", (date(2027, 3, 1), wall(18))),
    ("DTSTART;TZID=W. Europe Standard Time:20270301T180000", (date(2027, 3, 1), wall(18))),
    ('DTSTART;TZID="/freeassociation.sourceforge.net/Europe/Stockholm":20270301T180000', (date(2027, 3, 1), wall(18))),
    ('dtstart;tzid=Europe/Stockholm;x-own="a;b:c":20270301T180030', (date(2027, 3, 1), wall(18))),
])  # fmt: skip
def test_an_hour_is_the_one_here(start, slot):
    (found,) = coming(event(start=start))
    assert (found.slot.day, found.slot.starts, found.slot.ends) == (*slot, None)


@pytest.mark.parametrize(("ends", "wanted"), [
    ("DTEND:20270301T200000", wall(20)), ("DURATION:PT1H30M", wall(19, 30)), ("DTEND:20270301T190000Z", wall(20)),
    ("DTEND:20270302T020000", wall(2)), ("DURATION:P1D", wall(18)), ("DTEND:20270301T180000", None), ("", None),
])  # fmt: skip
def test_its_end(ends, wanted):
    (found,) = coming(event("1", ends))
    assert found.slot.ends == wanted


def test_the_second_of_two_same_hours_is_told_in_utc():
    (found,) = coming(event(start="DTSTART:20271031T013000Z"))
    assert (found.slot.starts, found.slot.zone) == (wall(1, 30), "UTC")


@pytest.mark.parametrize(("more", "days"), [("", [5]), ("DTEND;VALUE=DATE:20270306", [5]), ("DURATION:P2D", [5, 6]),
                                            ("DTEND;VALUE=DATE:20270308", [5, 6, 7])])  # fmt: skip
def test_whole_days(more, days):
    found = coming(event("1", more, start="DTSTART;VALUE=DATE:20270305"))

    assert [one.slot[:3] for one in found] == [(date(2027, 3, day), wall(0), wall(23, 59)) for day in days]
    assert [one.uid for one in found] == ["1", "1#2", "1#3"][: len(days)]
    assert [(one.part, one.parts) for one in found] == [(n, len(days)) for n, _ in enumerate(days, 1)]


def test_what_lasts_for_days_has_its_hours_at_both_ends():
    found = coming(event("1", "DTEND:20270303T120000"))
    assert [one.slot[:3] for one in found] == [
        (date(2027, 3, 1), wall(18), wall(23, 59)), (date(2027, 3, 2), wall(0), wall(23, 59)),
        (date(2027, 3, 3), wall(0), wall(12)),
    ]  # fmt: skip


def test_what_comes_back_keeps_its_hour_when_the_clocks_change():
    found = coming(event("1", "RRULE:FREQ=WEEKLY;COUNT=4", start="DTSTART;TZID=Europe/Stockholm:20270315T180000"))

    moments = [datetime.combine(one.slot.day, one.slot.starts, ZONE).astimezone(UTC).hour for one in found]
    assert [one.slot.starts for one in found] == [wall(18)] * 4
    assert moments == [17, 17, 16, 16]
    assert len({one.uid for one in found}) == 4


def test_exceptions_and_times_of_their_own():
    rows = ("RRULE:FREQ=WEEKLY;UNTIL=20270322T170000Z", "EXDATE:20270308T180000", "RDATE:20270402T100000")
    moved = event("1", "RECURRENCE-ID:20270315T180000", start="DTSTART:20270316T190000", title="Flyttat")
    found = sorted(coming(event("1", *rows), moved), key=lambda one: one.slot)

    assert [(one.slot.day.isoformat(), one.slot.starts.hour, one.title) for one in found] == [
        ("2027-03-01", 18, "Torgmöte"), ("2027-03-16", 19, "Flyttat"), ("2027-03-22", 18, "Torgmöte"),
        ("2027-04-02", 10, "Torgmöte"),
    ]  # fmt: skip


def test_one_time_of_a_series_keeps_its_identity_when_it_is_moved():
    series = event("1", "RRULE:FREQ=WEEKLY;COUNT=2")
    moved = event("1", "RECURRENCE-ID:20270308T180000", start="DTSTART:20270309T180000")

    assert {one.uid for one in coming(series)} == {one.uid for one in coming(series, moved)}
    assert {one.uid for one in coming(moved)} < {one.uid for one in coming(series)}


def test_of_two_with_one_identity_the_newer_counts():
    found = coming(event("1", "SEQUENCE:2", title="Nyare"), event("1", "SEQUENCE:1", title="Äldre"))
    assert [one.title for one in found] == ["Nyare"]


def test_what_has_been_and_what_is_far_ahead_is_counted_and_left_out():
    found = reading(
        event("1", start="DTSTART:20270207T180000"), event("2", start="DTSTART:20290301T180000"), event("3"),
        event("4", start="DTSTART:19990301T180000"),
    )  # fmt: skip

    assert ([one.uid for one in found.coming], found.over, found.far) == (["3"], ["1", "4"], ["2"])


def test_texts_are_what_they_mean():
    (found,) = coming(
        event("1", r"LOCATION:Torget\; vid statyn", r"DESCRIPTION:Rad ett\nRad\, två\\", "STATUS:cancelled",
              title="Torg\r\n  möte\\, med\\nkaffe")
    )  # fmt: skip

    assert (found.title, found.place) == ("Torg möte, med kaffe", "Torget; vid statyn")
    assert (found.description, found.cancelled) == ("Rad ett\nRad, två\\", True)


def test_hostile_texts_are_cleaned():
    title = "a\x00b\x1b[31mc\u202ed\rBEGIN:VALARM" + "å" * 300
    (found,) = coming(event("1", "DESCRIPTION:" + "x" * 9000, title=title))

    assert found.title.startswith("abcd BEGIN:VALARM")
    assert (len(found.title), len(found.description)) == (200, 4000)


def test_what_stands_inside_of_an_event_or_beside_it_is_not_its_own():
    alarm = "BEGIN:VALARM\r\nSUMMARY:Väckning\r\nTRIGGER:-PT1H\r\nEND:VALARM"
    todo = "BEGIN:VTODO\r\nUID:9\r\nSUMMARY:Handla\r\nEND:VTODO\r\n"
    assert [one.title for one in coming(todo, event("1", alarm))] == ["Torgmöte"]


def test_an_empty_calendar_is_one():
    assert coming() == []


@pytest.mark.parametrize(("content", "why"), [
    (b"", "line 1: the file is empty"),
    (b"hej", "line 1, column 4: after 'hej' a colon is missing"),
    (b"<html><body>Logga in</body></html>", "line 1, column 1: this is no line of a calendar"),
    (b"UID:1\r\n", "line 1: this is no calendar"),
    (b"BEGIN:VEVENT\r\nEND:VEVENT\r\n", "line 1, column 7: BEGIN: this is no calendar"),
    (HEAD.encode(), "line 2: the file ends before END:VCALENDAR"),
    (b"BEGIN:VCALENDAR\r\nEND:VEVENT\r\n", "line 2, column 5: END: 'VEVENT' ends here, and that is not what began"),
    ("BEGIN:VCALENDAR\nX:å\n".encode("latin-1"), "line 2: what is here is no UTF-8 text"),
    (b"BEGIN:VCALENDAR\n" * 6, "line 5, column 7: BEGIN: this is nested too deep"),
    (b"PK\x03\x04abc", "line 1, column 3: after 'PK' a colon is missing"),
    (HEAD.encode() + b"X:" + b"a" * 20_001, "line 3: the line is longer than 20000 characters"),
    (HEAD.encode() + b"X:a\n" + b" a\n" * 10_001, "line 3: the line is longer than 20000 characters"),
])  # fmt: skip
def test_what_is_no_calendar_is_refused_with_its_place(content, why):
    assert refusal(content).startswith(why)


@pytest.mark.parametrize(("made", "why"), [
    (event("1", start="DTSTART:20270229T180000"), "line 5, column 9: DTSTART: there is no such day"),
    (event("1", start="DTSTART:20270301T250000"), "line 5, column 9: DTSTART: there is no such day or hour"),
    (event("1", start="DTSTART:i morgon"), "line 5, column 9: DTSTART: 'i morgon' is no day and hour"),
    (event("1", start="DTSTART:00010101T000000"), "line 5, column 9: DTSTART: '00010101T000000' is no day"),
    (event("1", start="DTSTART:99991231T235959Z"), "line 5, column 9: DTSTART: '99991231T235959Z' is no day"),
    (event("1", start="DTSTART;TZID=Mars/Base:20270301T180000"), "line 5, column 24: DTSTART: the time zone"),
    (event("1", start="DTSTART;TZID=../../etc/passwd:20270301T180000"), "line 5, column 31: DTSTART: the time zone"),
    (event("1", start=""), "line 3: this event has no DTSTART"),
    (event("1", "DTEND:20270301T170000"), "line 5, column 9: DTSTART: it ends before it begins"),
    (event("1", "DTEND:20370301T170000"), "line 5, column 9: DTSTART: it lasts longer than 14 days"),
    (event("1", "DURATION:P999W"), "line 5, column 9: DTSTART: it lasts longer than 14 days"),
    (event("1", "DURATION:-PT1H"), "line 7, column 10: DURATION: '-PT1H' is no length of time"),
    (event("1", "DURATION:P"), "line 7, column 10: DURATION: 'P' is no length"),
    (event("1", "DTEND;VALUE=DATE:20270302"), "line 7, column 18: DTEND: it begins at an hour and ends on a day"),
    (event(""), "line 3: this event has no UID"), (event("x" * 256), "line 4, column 5: UID: it is longer than 255"),
    (event("1", "RRULE:FREQ=SECONDLY"), "line 7, column 7: RRULE: it can come back daily"),
    (event("1", "RRULE:FREQ=DAILY;COUNT=1000000000"), "line 7, column 7: RRULE: '1000000000' is no number"),
    (event("1", "RRULE:FREQ=DAILY"), "line 3: it comes back more than 500 times"),
    (event("1", "RRULE:FREQ=DAILY;COUNT=9", start="DTSTART:20000301T180000"), "line 3: it is counted"),
    (event("1", "EXRULE:FREQ=DAILY"), "line 7, column 8: EXRULE: is not understood"),
    (event("1", "RRULE:FREQ=DAILY;COUNT=2", "EXDATE:20270301T180000,igår"), "line 8, column 8: EXDATE: 'igår'"),
])  # fmt: skip
def test_what_cannot_be_read_is_refused_with_its_place(made, why):
    assert refusal(calendar(made)).startswith(why)


def test_all_that_is_wrong_is_told_at_once():
    said = refusal(calendar(event("1", start="DTSTART:x"), event("2"), event("3", "DURATION:x"))).splitlines()
    assert [line.partition(":")[0] for line in said] == ["line 5, column 9", "line 17, column 10"]


def test_nonsense_about_a_time_zone_is_not_believed():
    nonsense = "BEGIN:VTIMEZONE\r\nTZID:Europe/Stockholm\r\nBEGIN:DAYLIGHT\r\nDTSTART:99999999T999999\r\n"
    nonsense += "RRULE:FREQ=SECONDLY;COUNT=999999999\r\nTZOFFSETTO:+9999\r\nEND:DAYLIGHT\r\nEND:VTIMEZONE\r\n"
    (found,) = coming(nonsense, event(start="DTSTART;TZID=Europe/Stockholm:20270701T180000"))

    assert found.slot == (date(2027, 7, 1), wall(18), None, "Europe/Stockholm")


DAILY = "RRULE:FREQ=DAILY;INTERVAL=2;UNTIL=20290101"
NEVER = "RRULE:FREQ=YEARLY;COUNT=10000;BYMONTH=2;BYMONTHDAY=30"
EXCEPT = "EXDATE:" + ",".join(["20270301T180000"] * 900)
BOMBS = {
    "100 000 events": (lambda: calendar(*(event(str(n)) for n in range(100_000))), "the file is larger than 5 MB"),
    "501 that have been": (
        lambda: calendar(*(event(str(n), start="DTSTART:20260301T180000") for n in range(501))),
        "line 2503, column 7: BEGIN: there are more than 500 events",
    ),
    "501 events": (lambda: calendar(*(event(str(n)) for n in range(501))), "there are more than 500 events"),
    "500 that come back": (lambda: calendar(*(event(str(n), DAILY) for n in range(500))), "more than 500 events"),
    "500 that never do": (
        lambda: calendar(*(event(str(n), NEVER, start="DTSTART:20170201T180000") for n in range(500))), "",
    ),
    "50 001 lines": (lambda: calendar("X:1\r\n" * 50_001), "there are more than 50000 lines"),
    "5 MB in lines": (lambda: HEAD.encode() + (b"X:" + b"a" * 19_000 + b"\r\n") * 260, "the file ends before"),
    "200 000 dates": (
        lambda: calendar(*(event(str(n), "RRULE:FREQ=DAILY;COUNT=2", EXCEPT) for n in range(300))), "",
    ),
    "quotes": (lambda: HEAD.encode() + b'X;A="' + b'";"' * 6000, "a colon is missing"),
    "breaks": (lambda: HEAD.encode() + b"\r\n" * 49_000 + b"\r" * 10_000 + END.encode(), "no line of a calendar"),
}  # fmt: skip


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_bomb_is_put_out_in_little_time_and_room(bomb):
    make, why = BOMBS[bomb]
    content = make()
    before, began = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    said = ""
    try:
        read(content, zone=ZONE, now=NOW)
    except Refused as refused:
        said = str(refused)
    assert why in said
    assert bool(why) == bool(said)
    assert time.process_time() - began < 20
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 128 * 1024  # kB
