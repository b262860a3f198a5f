"""What is understood, asked and refused; and the bad inputs that were thought of beforehand, by their numbers."""

import pytest

from bot.dates.grammar import Option
from bot.markup import Markup
from tests.bot.dates.reading import at, offered, read, said, understood


def test_a_day():
    found = understood("8/3")
    assert (found.kind, found.start, found.end, found.options, found.why) == (
        "date",
        at("2027-03-08").date(),
        None,
        (),
        "",
    )
    assert found.say == "måndag 8 mars, om 4 veckor"


def test_a_time_is_aware_and_local():
    found = understood("8/3 kl 18")
    assert (found.kind, found.start) == ("time", at("2027-03-08 18:00"))
    assert found.start.utcoffset() == at("2027-03-08 18:00").utcoffset()
    assert found.say == "måndag 8 mars kl. 18.00, om 4 veckor"


def test_a_question_has_its_answers():
    found = understood("lördag 8 mars kl 13")
    assert (found.kind, found.why, found.start) == ("ask", "weekday", at("2027-03-08 13:00"))
    assert found.options == (
        Option(at("2027-03-08 13:00"), None, "måndag 8 mars kl. 13.00"),
        Option(at("2027-03-06 13:00"), None, "lördag 6 mars kl. 13.00"),
    )


def test_a_refusal_has_the_nearest_that_can_be():
    found = understood("31 april")
    assert (found.kind, found.why, found.start) == ("refuse", "no_such", None)
    assert found.options == (Option(at("2027-04-30").date(), None, "fredag 30 april"),)


def test_too_much_to_choose_from_is_asked_without_answers():
    assert len(offered("nästa vecka kl 18")) == 7
    assert read("nästa vecka kl 7 halv åtta") == "ask 2027-02-15T07:00"
    assert offered("nästa vecka kl 7 halv åtta") == []


@pytest.mark.parametrize("number", [f"59 {text}" for text in ("2027-02-29", "29 februari 2027", "29/2-2027")])
def test_bad_input_59_a_29_february_that_is_not(number):
    text = number.removeprefix("59 ")
    assert said(text) == f"{text} finns inte i almanackan. Menade du söndag 28 februari?"


def test_bad_input_59_31_april():
    assert said("31 april") == "31 april finns inte i almanackan. Menade du fredag 30 april?"


def test_bad_input_60_an_hour_that_the_clock_skips():
    assert read("2027-03-28 02:30") == "time 2027-03-28T03:00"
    assert said("2027-03-28 02:30") == (
        "söndag 28 mars kl. 03.00, om 7 veckor. Klockan ställs fram då, så kl. 02.30 finns inte den dagen."
    )


def test_bad_input_61_an_hour_that_the_clock_shows_twice():
    found = understood("2026-10-25 02:30", "2026-10-19 09:00")
    assert (found.kind, found.start.fold, found.start.isoformat()) == ("time", 0, "2026-10-25T02:30:00+02:00")
    assert found.say == (
        "söndag 25 oktober kl. 02.30, om 6 dagar. Kl. 02.30 kommer två gånger då, och jag tar den första."
    )


@pytest.mark.parametrize("text", ["25:00", "24:00", "kl 7 fem i åtta"])
def test_bad_input_62_an_hour_that_is_none_or_two(text):
    assert read(text).startswith("ask")
    assert said(text).endswith("?") or "Vilket klockslag menar du?" in said(text)


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("2027-02-07", "Den dagen har redan varit. Välj i dag eller en dag framåt."),
        ("2026-03-08", "Den dagen har redan varit. Menade du måndag 8 mars?"),
        ("2024-02-29", "Den dagen har redan varit. Menade du söndag 28 februari?"),
        ("0001-01-01", "Den dagen har redan varit. Menade du lördag 1 januari 2028?"),
        ("0000-03-08", "Den dagen har redan varit. Menade du måndag 8 mars?"),
        ("8/3 2026 kl 18", "Den tiden har redan varit. Menade du måndag 8 mars kl. 18.00?"),
        ("i dag kl 8", "Den tiden har redan varit. Menade du tisdag 9 februari kl. 08.00?"),
        ("igår kl 18", "Den tiden har redan varit. Menade du måndag 8 februari kl. 18.00?"),
        ("lördag 7 februari 2027", "Den dagen har redan varit. Välj i dag eller en dag framåt."),
        ("7-10 februari 2027", "Den dagen har redan varit. Välj i dag eller en dag framåt."),
        *(
            (text, "Så långt fram kan jag inte planera. Välj en dag inom två år, senast torsdag 8 februari 2029.")
            for text in ("2029-02-09", "9999-12-31", "20026-03-08", "999999-03-08", "om tre år", "8-9/2 2029")
        ),
        (
            "9999-12-31 kl 18",
            "Så långt fram kan jag inte planera. Välj en dag inom två år, senast torsdag 8 februari 2029 kl. 18.00.",
        ),
    ],
)
def test_bad_input_63_what_has_been_and_what_is_too_far_away(text, answer):
    assert (read(text), said(text)) == ("refuse", answer)


@pytest.mark.parametrize("text", ["2027-02-08", "2029-02-08", "8 februari 2029 kl 23.59"])
def test_bad_input_63_the_first_and_the_last_that_can_be(text):
    assert read(text).startswith(("date", "time"))


@pytest.mark.parametrize(
    "text",
    ["*/1 * * * * *", "* * * * *", "0 18 * * 5", "@daily", "varje fredag", "varannan tisdag kl 18", "every friday"],
)
def test_bad_input_64_what_repeats(text):
    assert read(text) == "refuse"
    assert said(text).startswith("Jag tar ett datum i taget")


@pytest.mark.parametrize(
    "text",
    [
        "FREQ=SECONDLY",
        "RRULE:FREQ=SECONDLY",
        "RRULE:FREQ=DAILY;COUNT=1000000000",
        "DTSTART:20270308T180000Z\nRRULE:FREQ=YEARLY;COUNT=1000000000",
    ],
)
def test_bad_input_65_a_rule_is_not_expanded(text):
    assert read(text) == "refuse"
    assert "inget som upprepas" in said(text)


@pytest.mark.parametrize(
    "text", ["²", "²/3", "１２ mars", "８/３", "kl １８", "1_000", "1e9", "nan", "3½", "٨/٣", "kl ⑧", "-1"]
)
def test_bad_input_66_only_the_ten_digits_are_digits(text):
    assert read(text) == "refuse"
    assert said(text).startswith(f"Jag förstår inte ”{text}”.")


@pytest.mark.parametrize(
    "text",
    [
        "8/3 20–18",
        "8/3 18-18",
        "18-17.59",
        "8/3 22-06",
        "8-3",
        "10–8 mars",
        "9 mars kl 12 till 8 mars kl 18",
        "2027-03-10 - 2027-03-08",
    ],
)
def test_bad_input_67_an_end_before_the_start(text):
    assert read(text) == "refuse"
    assert said(text) == "Slutet kommer före början. Skriv början först, till exempel 8/3 18–20."


def test_bad_input_67_a_night_ends_by_six():
    assert read("8/3 22-05.59") == "range 2027-03-08T22:00 2027-03-09T05:59"


@pytest.mark.parametrize(
    "text", ["8 mars 2027-8 mars 2037", "2027-03-08 18:00 - 2037-03-08 18:00", "idag till om två år"]
)
def test_bad_input_67_a_meeting_of_ten_years(text):
    assert read(text) == "refuse"
    assert said(text) == "Det är mer än ett år. Skriv en kortare tid, till exempel 8–10 mars."


HOSTILE = [
    "", " ", "\0", "8\0/3", "på fre\u202edag", "\u200f8/3", "🎉", "8/3 🎉", "8 mars" + " " * 10_000, "a" * 10_000,
    "1" * 10_000, "1-" * 5_000, "1 " * 5_000, "kl " * 5_000, "(a+)+$" * 1_000, "\u0301" * 10_000, "å" * 120, "-" * 120,
    "1 1-1 1-1 1-1 1-1 1-1 1-1 1", "i " * 12, "om 1 vecka " * 10, "mellan " * 15, "\ud800", "*fet* [här](https://x.example)",
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_whatever_is_sent_is_refused_and_shown_as_it_is(text):
    found = understood(text)
    assert (found.kind, found.why, found.options) == ("refuse", "unclear", ())
    assert isinstance(found.say, Markup)
    assert len(said(text)) < 200


def test_what_was_typed_is_quoted_word_for_word():
    assert "”*fet* [här](https://x.example)”" in said("*fet* [här](https://x.example)")
    assert f"”{'a' * 80}…”" in said("a" * 10_000)
    assert "”på fredag kanske”" in said("på\nfredag\tkanske")


def test_what_is_given_as_an_example_is_understood():
    examples = ["8 mars", "på fredag kl. 17.30", "8/3 18–20", "8–10 mars", "kl. 18.00"]
    assert [understood(text).why for text in examples] == [""] * len(examples)
