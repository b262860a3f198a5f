"""Which handler answers what, in every spelling, and that a name is given once."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

import handlers
from bot.messages import Reply
from bot.router import Action, Command, Event, Question, Router, Spoken, Submit, build_router, fold, read_command

ROUTER = handlers.build()


def answer(_msg: object, _ctx: object) -> Reply:
    return Reply("svar")


def found(text: str) -> str:
    spoken = read_command(text)
    assert spoken is not None
    return ROUTER.commands[spoken.key].name


@pytest.mark.parametrize(
    "text",
    [
        "/nasta-aktivitet",
        "/nästa-aktivitet",
        "/nasta_aktivitet",
        "/nästa_aktivitet",
        "/nästa aktivitet",
        "/NÄSTA-AKTIVITET",
        "/Nasta-Aktivitet",
        unicodedata.normalize("NFD", "/nästa-aktivitet"),
        "/nasta_aktivitet@ourbot",
        "/nästa-aktivitet@OurBot södersjö",
        "  /nasta-aktivitet\n",
        "/next-activity",
        "/next",
    ],
)
def test_every_spelling_of_the_first_command(text):
    assert found(text) == "nasta-aktivitet"


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        ("/plan", Spoken("plan", "", "")),
        ("/plan Vad gör vi?\nOch sedan?", Spoken("plan", "", "Vad gör vi?\nOch sedan?")),
        ("/plan@OurBot  vad ", Spoken("plan", "ourbot", "vad")),
        ("/start\nkoden", Spoken("start", "", "koden")),
    ],
)
def test_what_stands_behind_a_command_is_its_arguments(text, spoken):
    assert read_command(text) == spoken


@pytest.mark.parametrize(
    "text", ["", "plan", "/", "/ plan", "//", "se /plan", "/plan!", "/a/b", "/" + "x" * 65, "/x@a b"]
)
def test_what_is_no_command(text):
    assert read_command(text) is None


@given(st.text())
def test_a_name_folded_twice_is_folded_once(name):
    assert fold(fold(name)) == fold(name)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("nasta-aktivtet", "nasta-aktivitet"),
        ("nasta-aktivitte", "nasta-aktivitet"),
        ("hjlp", "hjalp"),
        ("plann", "plan"),
        ("instalningar", "installningar"),
    ],
)
def test_a_near_miss_finds_what_was_meant(written, meant):
    near = ROUTER.nearest(written, ROUTER.listed)

    assert near is not None
    assert near.name == meant


@pytest.mark.parametrize("written", ["baka", "menu", "traktor"])
def test_another_word_finds_nothing(written):
    assert ROUTER.nearest(written, ROUTER.listed) is None


def test_only_what_is_allowed_is_suggested():
    assert ROUTER.nearest("ny-aktivitett", [ROUTER.commands["hjalp"]]) is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Command("plan", answer), Command("plan", answer)),
        (Command("plan", answer), Command("Plän", answer)),
        (Command("plan", answer), Command("fraga", answer, aliases=("plan",))),
        (Command("fraga", answer, aliases=("a-b",)), Command("svar", answer, aliases=("a_b",))),
        (Action("next", answer), Action("next", answer)),
        (Submit("form", answer), Submit("form", answer)),
        (Event("lost", answer), Event("lost", answer)),
        (Question(answer), Question(answer)),
    ],
)
def test_a_name_given_twice_is_an_error_at_start(one, other):
    with pytest.raises(ValueError, match="two routes for"):
        build_router((one, other))


def test_the_same_name_may_be_a_command_a_button_and_a_form():
    router = build_router(
        (Command("plan", answer), Action("plan", answer), Submit("plan", answer), Event("plan", answer))
    )

    assert router.commands["plan"] != router.actions["plan"]


def test_a_command_with_aliases_is_listed_once_in_the_order_of_the_list():
    router = build_router((Command("b", answer, aliases=("c", "a")), Command("d", answer)))

    assert [command.name for command in router.listed] == ["b", "d"]
    assert Router().listed == ()
