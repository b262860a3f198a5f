"""Weeks and months by name, around the turn of the year, and one's own networks."""

from datetime import date

import pytest

from handlers.listing_span import Span, read_span
from tests.handlers.flyering import labels
from tests.handlers.meeting import TITLE, network, plan


@pytest.mark.parametrize(
    ("words", "today", "monday"),
    [
        ("vecka 2", date(2027, 1, 2), date(2027, 1, 11)),  # the second of January is in week 53 of the year before
        ("vecka 53", date(2027, 1, 2), date(2026, 12, 28)),
        ("vecka 1", date(2028, 1, 1), date(2028, 1, 3)),
        ("vecka 2", date(2029, 12, 31), date(2030, 1, 7)),  # the last of December is in week 1 of the year after
        ("vecka 53", date(2027, 2, 8), date(2032, 12, 27)),
        ("v. 6", date(2027, 2, 8), date(2027, 2, 8)),
        ("v5", date(2027, 2, 8), date(2028, 1, 31)),
        ("week 09", date(2027, 2, 8), date(2027, 3, 1)),
    ],
)
def test_the_nearest_week_of_that_number(words, today, monday):
    assert read_span(f"Norrby {words}", today) == ("Norrby  ", Span("week", monday))


@pytest.mark.parametrize("words", ["vecka 0", "vecka 54", "vecka 99"])
def test_there_is_no_such_week(words):
    assert read_span(words, date(2027, 2, 8)) == (words, None)


@pytest.mark.parametrize(
    ("words", "left", "first"),
    [
        ("mars", " ", date(2027, 3, 1)),
        ("Norrby i februari", "Norrby  ", date(2027, 2, 1)),
        ("möte jan", "möte  ", date(2028, 1, 1)),
        ("in March 2029", " ", date(2029, 3, 1)),
    ],
)
def test_the_nearest_month_of_that_name(words, left, first):
    assert read_span(words, date(2027, 2, 8)) == (left, Span("month", first))


async def test_a_month(start_talk):
    talk = await start_talk()
    said = await talk.say("medlem", "/aktiviteter mars")

    assert said.splitlines()[0] == "På gång, mars 2027:"
    assert all("mars" in line for line in said.splitlines()[1:])
    while "Fler" in labels(talk):
        assert all("mars" in line for line in (await talk.press("medlem", "Fler")).splitlines())
    assert await talk.say("medlem", "/aktiviteter i juli 2030") == "Inget är inlagt i juli 2030."


async def test_one_s_own_network(start_talk):
    talk = await start_talk()
    number = plan(talk)
    said = await talk.say("medlem2", "/aktiviteter klimatnätverket")

    assert said.splitlines()[0] == "På gång i Klimatnätverket:"
    assert all("(Klimatnätverket)" in line for line in said.splitlines()[1:])
    assert TITLE in said
    assert number
    assert "Inget är inlagt" in await talk.say("medlem2", "/aktiviteter klimatnätverket i juli 2030")


async def test_another_s_network_is_not_told_of(start_talk):
    talk = await start_talk()
    plan(talk)

    assert (await talk.say("medlem", "/aktiviteter klimatnätverket")).startswith("Jag hittar")
    said = await talk.say("medlem", "", action=f"list:n{network(talk)}:::0")
    assert said.startswith("Den knappen gäller inte längre.")


async def test_in_a_group_nobody_learns_who_is_in_which(start_talk):
    talk = await start_talk()
    plan(talk)
    here = [await talk.say(who, "/aktiviteter klimatnätverket", group="distriktet") for who in ("medlem", "medlem2")]

    assert here[0] == here[1]


@pytest.mark.parametrize("when", ["20271", "202713", "20270231", "x", "1027"])
async def test_a_forged_time(start_talk, when):
    talk = await start_talk()

    assert (await talk.say("medlem", "", action=f"list:all::{when}:0")).startswith("Den knappen gäller inte längre.")
