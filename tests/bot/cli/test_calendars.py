"""`bot calendar import`: all of a file or nothing of it, and a dry run that tells what it would be."""

import json

import pytest

from storage.models import Activity, ForeignEvent, Occurrence
from tests.bot.ics.files import calendar, event


@pytest.fixture
def bring(register):
    def run(*events: str, source: str = "Zetkin", options: tuple[str, ...] = (), content: bytes = b""):
        path = register.folder / "zetkin.ics"
        path.write_bytes(content or calendar(*events))
        return register.run("calendar", "import", path, "--source", source, *options)

    return run


MEETING = event("1", "LOCATION:Torget")
PARTY = event("2", start="DTSTART;VALUE=DATE:20270305", title="Fest")


def test_a_dry_run_tells_row_by_row_and_leaves_nothing(register, bring):
    code, out, _ = bring(MEETING, PARTY, event("3", start="DTSTART:20260101T180000"), options=("--dry-run",))

    assert code == 0
    assert out.splitlines() == [
        "line 3: Torgmöte (2027-03-01 18:00): new",
        "line 9: Fest (2027-03-05 00:00): new",
        "Left out: 1 that have been, 0 that are more than two years ahead.",
        "Nothing is stored. It would be: 2 new, 0 moved, 0 changed, 0 cancelled, 0 resumed, 0 back, 0 same, 0 gone.",
    ]
    assert register.all(Activity) == []


def test_what_is_stored(register, bring):
    code, out, _ = bring(MEETING, PARTY, options=("--branch", "norrby"))

    figures = "Stored: 2 new, 0 moved, 0 changed, 0 cancelled, 0 resumed, 0 back, 0 same, 0 gone."
    assert (code, out.splitlines()[-1]) == (0, figures)
    meeting, party = register.all(Activity)
    assert (meeting.title, meeting.branch_id, meeting.place) == ("Torgmöte", 1, "Torget")
    assert (party.place, f"{party.starts:%H:%M}–{party.ends:%H:%M}") == ("Platsen är inte sagd", "00:00–23:59")


def test_the_second_time_it_tells_what_has_changed(register, bring):
    bring(MEETING, PARTY)
    _, out, _ = bring(event("1", "LOCATION:Torget", start="DTSTART:20270301T190000"))

    assert out.splitlines() == [
        "line 3: Torgmöte (2027-03-01 19:00): moved",
        "not in the file: Fest (2027-03-05 00:00): gone; whoever plans it is asked",
        "Stored: 0 new, 1 moved, 0 changed, 0 cancelled, 0 resumed, 0 back, 0 same, 1 gone.",
    ]
    assert [one.topic for one in register.all(Occurrence)] == ["vanished"]


def test_two_branches_have_a_name_each_for_their_calendars(register, bring):
    bring(MEETING, options=("--branch", "norrby"))
    code, _, err = bring(PARTY, options=("--branch", "södersjö"))

    assert (code, "give this calendar a name of its own" in err) == (1, True)
    assert len(register.all(Activity)) == 1
    assert register.all(Occurrence) == []
    assert bring(PARTY, source="Zetkin Södersjö", options=("--branch", "södersjö"))[0] == 0


def test_several_days_and_no_title(register, bring):
    bring(event("1", "DTEND;VALUE=DATE:20270307", start="DTSTART;VALUE=DATE:20270305", title=""))
    assert [one.title for one in register.all(Activity)] == ["Utan rubrik (dag 1 av 2)", "Utan rubrik (dag 2 av 2)"]


def test_the_same_for_programs(register, bring):
    _, out, _ = bring(MEETING, options=("--json",))
    row, figures = map(json.loads, out.splitlines())

    assert row == {"line": 3, "is": "new", "title": "Torgmöte", "at": "2027-03-01 18:00"}
    assert figures["new"] == 1
    assert (figures["left_out"], figures["stored"]) == ({"over": 0, "far": 0}, True)


def test_when_anything_is_wrong_nothing_is_stored(register, bring):
    bring(MEETING)
    code, out, err = bring(PARTY, event("3", start="DTSTART:x"), event("4", "DURATION:y"))

    assert (code, out) == (1, "")
    assert err.splitlines() == [
        "zetkin.ics, line 10, column 9: DTSTART: 'x' is no day and hour that can be read, as 20270308T180000 is",
        "bot: zetkin.ics, line 17, column 10: DURATION: 'y' is no length of time, as PT2H is. Nothing was stored.",
    ]
    assert [one.title for one in register.all(Activity)] == ["Torgmöte"]
    assert register.all(Occurrence) == []


def test_the_wrong_file_is_noticed(register, bring):
    bring(*(event(str(n)) for n in range(10)))
    code, _, err = bring(*(event(str(n)) for n in range(4)))

    assert code == 1
    assert "more than half of what came from 'Zetkin'" in err
    assert {row.gone_at for row in register.all(ForeignEvent)} == {None}
    assert bring(*(event(str(n)) for n in range(4)), options=("--force",))[0] == 0
    assert len(register.all(Occurrence)) == 6


@pytest.mark.parametrize(("options", "why"), [
    ({"source": " "}, "--source is a name"), ({"source": "x" * 61}, "--source is a name"),
    ({"options": ("--branch", "Norby")}, "there is no partiförening 'Norby'; there are: Norrby"),
    ({"content": b"<html>"}, "zetkin.ics, line 1, column 1: this is no line of a calendar"),
    ({"content": calendar(*(event(str(n)) for n in range(501)))}, "there are more than 500 events"),
])  # fmt: skip
def test_what_cannot_be_is_told_in_one_line(register, bring, options, why):
    code, _, err = bring(MEETING, **options)

    assert code == 1
    assert why in err
    assert len(err.splitlines()) == 1
    assert register.all(Activity) == []


def test_a_file_that_is_not_there(register):
    code, _, err = register.run("calendar", "import", register.folder / "none.ics", "--source", "Zetkin")
    assert (code, "No such file" in err) == (1, True)
