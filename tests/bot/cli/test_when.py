"""`bot when`, run as a command."""

import json

import pytest

from tests.bot.cli.running import run

EXAMPLES = "Skriv till exempel 8 mars, på fredag kl. 17.30 eller 8/3 18–20."
MONDAY = ("--now", "2027-02-08 09:00")


def shown(monkeypatch, text: str, *args: str) -> dict[str, str | None]:
    code, out, complaint = run(monkeypatch, "when", text, "--json", *(args or MONDAY))
    assert (code, complaint) == (0, "")
    assert len(out.splitlines()) == 1
    return json.loads(out)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("på fredag kl 17.30", ("time", "2027-02-12T17:30", None, "fredag 12 februari kl. 17.30, om 4 dagar")),
        ("8/3", ("date", "2027-03-08", None, "måndag 8 mars, om 4 veckor")),
        ("8/3 18–20", ("range", "2027-03-08T18:00", "2027-03-08T20:00", "måndag 8 mars kl. 18.00–20.00, om 4 veckor")),
        ("10-12 mars", ("range", "2027-03-10", "2027-03-12", "onsdag 10 mars till fredag 12 mars, om 4 veckor")),
        (
            "lördag 8 mars",
            ("ask", "2027-03-08", None, "8 mars 2027 är en måndag. Menade du måndag 8 mars eller lördag 6 mars?"),
        ),
        ("25:00", ("ask", None, None, "Vilket klockslag menar du? Skriv till exempel kl. 18.00.")),
        ("31 april", ("refuse", None, None, "31 april finns inte i almanackan. Menade du fredag 30 april?")),
        ("-1", ("refuse", None, None, f"Jag förstår inte ”-1”. {EXAMPLES}")),
        (
            "*fet*\n[x](https://x.example)",
            ("refuse", None, None, f"Jag förstår inte ”*fet* [x](https://x.example)”. {EXAMPLES}"),
        ),
    ],
)
def test_for_programs(monkeypatch, text, meant):
    assert shown(monkeypatch, text) == dict(zip(("kind", "start", "end", "say"), meant, strict=True))


def test_for_people_it_is_one_line(monkeypatch):
    code, out, _ = run(monkeypatch, "when", "8/3 18–20", *MONDAY)
    assert (code, out) == (
        0,
        "range · 2027-03-08T18:00 · 2027-03-08T20:00 · måndag 8 mars kl. 18.00–20.00, om 4 veckor\n",
    )


def test_in_english(monkeypatch):
    assert shown(monkeypatch, "8/3", *MONDAY, "--language", "en")["say"] == "Monday 8 March, in 4 weeks"


def test_in_the_language_and_the_zone_of_the_settings(monkeypatch):
    monkeypatch.setenv("LANGUAGE", "en")
    monkeypatch.setenv("TIME_ZONE", "America/New_York")
    assert shown(monkeypatch, "2027-03-14 02:30") == {
        "kind": "time",
        "start": "2027-03-14T03:00",
        "end": None,
        "say": "Sunday 14 March at 03:00, in 5 weeks. The clocks go forward then, so there is no 02:30 that day.",
    }


@pytest.mark.parametrize(
    "now", ["2027-02-08T09:00", "2027-02-08 09:00:30", "2027-02-08 08:00Z", "2027-02-08T10:00+02:00"]
)
def test_now_in_other_spellings(monkeypatch, now):
    assert shown(monkeypatch, "kl 9.30", "--now", now)["start"] == "2027-02-08T09:30"


def test_now_is_now(monkeypatch):
    assert shown(monkeypatch, "om en timme", "--language", "sv")["kind"] == "time"


@pytest.mark.parametrize("now", ["hej", "2027-02-30", "09:00", "1969-12-31", "9999-12-31 09:00", "i dag"])
def test_a_now_that_is_none(monkeypatch, now):
    code, out, complaint = run(monkeypatch, "when", "8/3", "--now", now)
    assert (code, out) == (1, "")
    assert complaint == f"bot: --now wants a time between 1970 and 2100, as \"2027-02-08 09:00\"; not '{now}'\n"


def test_a_language_that_is_none(monkeypatch):
    code, _, complaint = run(monkeypatch, "when", "8/3", "--language", "tlh")
    assert (code, complaint) == (1, "bot: there is no language 'tlh'; there are: sv, en\n")
