"""Transcripts: how they are read, and how what is heard is compared."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.play.transcript import Step, TranscriptError, differs, read, read_now, read_wait, unescape

ZONE = ZoneInfo("Europe/Stockholm")
TEXT = """\
# Vad det handlar om.
@now 2027-02-08 09:00

medlem> /nasta-aktivitet södersjö
Härnäst i Södersjö:
…

# Knappen.
medlem> [En till]
medlem2#norrby> hej alla
@file styrelse plan.docx
@wait 2h
→ ombudsperson
Något
"""


def heard(expected: list[str], said: list[str]) -> bool:
    return differs(Step("medlem> hej", 3, below=expected), said) is None


def test_every_line_is_a_step_or_belongs_to_one():
    steps = read(TEXT)

    assert [(step.number, step.kind, step.who, step.group, step.rest) for step in steps] == [
        (0, "start", "", "", ""),
        (2, "now", "", "", "2027-02-08 09:00"),
        (4, "say", "medlem", "", "/nasta-aktivitet södersjö"),
        (9, "say", "medlem", "", "[En till]"),
        (10, "say", "medlem2", "norrby", "hej alla"),
        (11, "file", "", "", "styrelse plan.docx"),
        (12, "wait", "", "", "2h"),
    ]
    assert [step.expected for step in steps] == [
        [], [], ["Härnäst i Södersjö:", "…"], [], [], [], ["→ ombudsperson", "Något"],
    ]  # fmt: skip
    assert steps[2].comments == ["# Knappen."]


def test_nothing_is_lost():
    assert (
        "".join(f"{line}\n" for step in read(TEXT) for line in [step.line, *step.below] if step.number or line) == TEXT
    )


@pytest.mark.parametrize(
    ("line", "who", "group", "said"),
    [
        ("medlem> hej", "medlem", "", "hej"),
        ("medlem>", "medlem", "", ""),
        ("medlem>   två blanka", "medlem", "", "  två blanka"),
        ("medlem12#distriktet> /plan", "medlem12", "distriktet", "/plan"),
        (r"medlem> rad ett\nrad två \u202e", "medlem", "", "rad ett\nrad två \u202e"),
    ],
)
def test_what_somebody_says(line, who, group, said):
    (step,) = read(line)[1:]

    assert (step.who, step.group, step.rest) == (who, group, said)


@pytest.mark.parametrize("line", ["> citat", "Medlem> hej", "medlem>hej", "a b> c", "- medlem> x", "[En till]", "…"])
def test_what_nobody_says_is_expected(line):
    assert read(line)[0].expected == [line]


@pytest.mark.parametrize(("said", "label"), [("[En till]", "En till"), (" [2] ", "2"), ("En till", ""), ("[a] b", "")])
def test_what_is_a_press(said, label):
    assert read(f"medlem> {said}")[1].pressed == label


@pytest.mark.parametrize("line", ["@sleep 2", "@nowhere", "@", "@ now"])
def test_an_order_that_nobody_knows_is_an_error_with_its_line(line):
    with pytest.raises(TranscriptError, match=r"line 2: .* is not known; there are @now @wait"):
        read(f"# …\n{line}")


def test_the_time():
    assert read_now(Step("", 1, rest="2027-02-08 09:00"), ZONE) == datetime(2027, 2, 8, 9, 0, tzinfo=ZONE)
    with pytest.raises(TranscriptError, match="line 1: write @now"):
        read_now(Step("", 1, rest="i morgon"), ZONE)


@pytest.mark.parametrize(
    ("rest", "span"), [("30m", timedelta(minutes=30)), ("2h", timedelta(hours=2)), ("7 d", timedelta(days=7))]
)
def test_a_while(rest, span):
    assert read_wait(Step("", 1, rest=rest)) == span


@pytest.mark.parametrize("rest", ["0001-01-01 00:00", "9999-12-31 00:00"])
def test_another_century(rest):
    with pytest.raises(TranscriptError, match="a day of this century"):
        read_now(Step("", 1, rest=rest), ZONE)


def test_longer_than_anybody_waits():
    with pytest.raises(TranscriptError, match="nobody waits that long"):
        read_wait(Step("", 1, rest="999999d"))


@pytest.mark.parametrize("rest", ["", "2", "2 veckor", "-1h", "1h30m"])
def test_no_while(rest):
    with pytest.raises(TranscriptError, match="line 1: write @wait"):
        read_wait(Step("", 1, rest=rest))


@pytest.mark.parametrize(("typed", "text"), [(r"a\nb", "a\nb"), (r"\u00e5", "å"), (r"C:\x", r"C:\x"), ("\\", "\\")])
def test_signs_that_cannot_be_typed(typed, text):
    assert unescape(typed) == text


@pytest.mark.parametrize(
    ("expected", "said"),
    [
        ([], []),
        (["hej"], ["hej"]),
        (["hej"], ["hej  ", "", " "]),
        (["…"], []),
        (["…"], ["a", "b", "c"]),
        (["a", "…", "d"], ["a", "b", "c", "d"]),
        (["a", "…", "d"], ["a", "d"]),
        (["…", "b", "…", "d"], ["a", "b", "c", "d"]),
        (["Hej …, välkommen …!"], ["Hej Alva, välkommen till Norrby!"]),
        (["…slut"], ["slut"]),
        (["när? (17.00)*"], ["när? (17.00)*"]),
        (["[Ja] [Nej]"], ["[Ja] [Nej]"]),
    ],
)
def test_as_expected(expected, said):
    assert heard(expected, said)


@pytest.mark.parametrize(
    ("expected", "said"),
    [
        ([], ["hej"]),
        (["hej"], []),
        (["hej"], ["hej", "du"]),
        (["hej"], ["hej då"]),
        (["a", "b"], ["b", "a"]),
        (["a", "…", "d"], ["a", "b", "c"]),
        (["Hej …!"], ["Hej", "du!"]),
        (["a.c"], ["abc"]),
        (["[Ja]", "[Nej]"], ["[Ja] [Nej]"]),
    ],
)
def test_a_difference(expected, said):
    assert not heard(expected, said)


def test_a_difference_shows_both_sides():
    found = differs(Step("medlem> hej", 3, below=["Hej!", "", "# nej"]), ["Hallå!", "[Ja]"])

    assert str(found) == "line 3: medlem> hej\n  expected:\n    Hej!\n  heard:\n    Hallå!\n    [Ja]"


@pytest.mark.parametrize(
    ("line", "other", "listeners"),
    [
        ("gast@other> hej", True, ("gast@other",)),
        ("gast@other#norrby> hej", True, ("#norrby@other", "gast@other")),
        ("gast#norrby> hej", False, ("#norrby", "gast")),
        ("gast> hej", False, ("gast",)),
    ],
)
def test_in_which_app_it_is_said(line, other, listeners):
    (step,) = read(line)[1:]

    assert (step.who, step.other, step.listeners, step.rest) == ("gast", other, listeners, "hej")


def test_there_is_one_other_app():
    assert read("gast@slack> hej")[0].expected == ["gast@slack> hej"]
