"""`/nasta-aktivitet`, as the person sees it."""

import itertools
from datetime import timedelta

import pytest

from bot.messages import Button
from tests.talk import IDS

FIRST = """Härnäst för dig i Norrby:
Flygblad vid stationen (flygbladsutdelning)
När: tisdag 9 februari kl. 16.30–18.00, i morgon
Var: Stationen, Norrby
Tillgänglighet: Plan mark, och det går bra att sitta.
Så är du med: Kom till biljettautomaten, vi har västar och flygblad.
Ordnas av partiföreningen Norrby

Härnäst i distriktet:
Digital frågestund om planen (möte)
När: lördag 13 februari kl. 19.00–20.00, om 5 dagar
Var: På nätet, länken kommer samma dag
Tillgänglighet: Textas direkt. Du kan vara med utan bild.
Så är du med: Skriv till ombudspersonen så får du länken.
Ordnas av distriktet
Visas bara för medlemmar i distriktet."""
HINT = (
    "Fler aktiviteter visas för medlemmar: be din partiförening om en kod och skriv /start och koden till mig privat."
)


def titles(said: str) -> list[str]:
    """The lines just below a headline."""
    lines = said.splitlines()
    return [below for line, below in itertools.pairwise(lines) if line.startswith("Härnäst")]


async def test_a_member_sees_the_own_branch_and_the_district(talk):
    assert await talk.say("medlem", "/nasta-aktivitet") == FIRST


async def test_somebody_else_sees_what_is_public_and_why(talk):
    said = await talk.say("gast", "/nasta-aktivitet")

    assert titles(said) == ["Flygblad vid stationen (flygbladsutdelning)"]
    assert said.startswith("Härnäst i distriktet:")
    assert said.endswith(HINT)


async def test_in_a_group_only_what_is_public_whoever_asks(talk):
    for who in ("medlem2", "ordforande"):
        said = await talk.say(who, "/nasta-aktivitet", group="norrby")

        assert titles(said) == ["Flygblad vid stationen (flygbladsutdelning)", "Ny i rörelsen (kurs)"]
        assert said.startswith("Härnäst i Norrby:")
        assert said.endswith(
            "I en grupp visar jag bara det som är öppet för alla. Skriv till mig privat för att se resten."
        )


async def test_in_the_districts_group_everything_that_is_public(talk):
    assert (await talk.say("medlem", "/nasta-aktivitet", group="distriktet")).startswith(
        "Härnäst i distriktet:\nFlygblad"
    )


@pytest.mark.parametrize(
    ("words", "title"),
    [
        ("södersjö", "Flygblad på lördagstorget (flygbladsutdelning)"),
        ("demonstration", "Demonstration för akuten (demonstration)"),
        ("studiecirkel södersjö", "Studiecirkel om bostäder (studiecirkel)"),
        ("distriktet", "Flygblad vid stationen (flygbladsutdelning)"),
        ("aktivitet i", "Jag hittar"),
    ],
)
async def test_what_was_asked_for(talk, words, title):
    said = await talk.say("medlem", f"/nasta-aktivitet {words}")

    assert titles(said) == [title] or said.startswith(title)


@pytest.mark.parametrize("spelled", ["/nästa aktivitet södersjö", "/next activity södersjö", "/nästa södersjö"])
async def test_two_words_are_one_command(talk, spelled):
    assert (await talk.say("medlem", spelled)).startswith("Härnäst i Södersjö:")


@pytest.mark.parametrize(
    ("who", "title"), [("medlem12", "Medlemsmöte i Mörkdalen (möte)"), ("medlem", "Planeringsdag i dalen (konferens)")]
)
async def test_what_is_only_for_a_branch_is_seen_by_that_branch_alone(talk, who, title):
    assert titles(await talk.say(who, "/nasta-aktivitet Mörkdalen")) == [title]


async def test_nothing_of_that_kind(talk):
    assert await talk.say("medlem", "/nasta-aktivitet kurs Mörkdalen") == (
        "Jag hittar inget av typen kurs i Mörkdalen framöver. "
        "Skriv /nasta-aktivitet Mörkdalen så visar jag allt annat där."
    )


async def test_one_more_and_one_more_until_the_last(talk):
    said = [await talk.say("medlem", "/nasta-aktivitet demonstration")]
    while "En till" in [button.label for button in talk.adapter().sent[-1][1].buttons]:
        said.append(await talk.press("medlem", "En till"))

    assert [line.splitlines()[0] for line in said[1:]] == [
        "Åttonde mars i Norrby (demonstration)",
        "Första maj i Norrby (demonstration)",
        "Pride i Norrby (demonstration)",
        "Fredsvaka (demonstration)",
        "Pride i Södersjö (demonstration)",
    ]


@pytest.mark.parametrize(
    ("action", "said"),
    [
        ("next:all::0", "Flygblad vid stationen"),
        ("next:district::0", "Ny i rörelsen"),
        ("next:12::0", "Det var den sista som är inlagd."),
        ("next:all::999", "Det var den sista som är inlagd."),
        ("next:all:'; DROP:0", "Den knappen gäller inte längre."),
        ("next:999999999999::0", "Den knappen gäller inte längre."),
        ("next:all::-1", "Den knappen gäller inte längre."),
        ("next:all::1000", "Den knappen gäller inte längre."),
        ("next:all", "Den knappen gäller inte längre."),
        ("next:1,2::0", "Den knappen gäller inte längre."),
    ],
)
async def test_a_forged_button_shows_no_more_than_may_be_seen(talk, action, said):
    assert (await talk.say("gast", "", action=action)).startswith(said)


async def test_a_button_in_a_group_shows_only_what_is_public(talk):
    in_private = await talk.say("medlem12", "", action="next:12::0")
    in_a_group = await talk.say("medlem12", "", action="next:12::0", group="norrby")

    assert in_private.startswith("Medlemsmöte i Mörkdalen")
    assert in_a_group == "Det var den sista som är inlagd."


async def test_the_button_says_where_to_go_on(talk):
    ((_, reply),) = await talk.hear(talk.incoming("medlem", "/nasta-aktivitet södersjö"))

    assert [button.label for button in reply.buttons] == ["Jag kommer: Flygblad på lördagstorget", "En till"]
    assert reply.buttons[-1] == Button("En till", "next:2::1")


async def test_what_is_over_is_not_next_and_what_goes_on_says_so(talk):
    talk.now += timedelta(days=1, hours=8)
    assert "kl. 16.30–18.00, pågår nu" in await talk.say("medlem", "/nasta-aktivitet norrby")
    talk.now += timedelta(hours=1)

    assert titles(await talk.say("medlem", "/nasta-aktivitet norrby")) == ["Medlemsmöte i Norrby (möte)"]


async def test_in_english(talk):
    said = await talk.say("medlem6", "/next-activity")

    assert said.startswith("Next for you in Harafors:")
    assert "Sunday 14 February from 14:00 to 16:00" in said


async def test_nobody_in_the_group_learns_where_somebody_belongs(talk):
    assert "Södersjö" not in await talk.say("medlem2", "/nasta-aktivitet", group="norrby")
    assert IDS["medlem2"] not in [to.only for to, _ in talk.adapter().sent]
