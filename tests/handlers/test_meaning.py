"""Which branch and kind somebody means by a few words."""

import unicodedata
from zoneinfo import ZoneInfo

import pytest

from bot.context import Context
from bot.errors import UserError
from bot.markup import plain
from bot.texts import texts
from handlers.meaning import Wanted, spot, understand
from tests.talk import NOW


@pytest.fixture
def ctx(district):
    return Context(district, NOW, ZoneInfo("Europe/Stockholm"), texts("sv"), "Distriktet Älvmarken")


def named(wanted: Wanted) -> tuple[str, str]:
    return (wanted.branch.name if wanted.branch else "", wanted.kind)


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("", ("", "")),
        ("distriktet", ("", "")),
        ("Distriktet Älvmarken", ("", "")),
        ("district", ("", "")),
        ("södersjö", ("Södersjö", "")),
        ("SODERSJO", ("Södersjö", "")),
        (unicodedata.normalize("NFD", "södersjö"), ("Södersjö", "")),
        ("demonstration", ("", "demonstration")),
        ("demo", ("", "demonstration")),
        ("flygblad", ("", "flyering")),
        ("dela ut", ("", "flyering")),
        ("party", ("", "party")),
        ("studiecirkel södersjö", ("Södersjö", "study_circle")),
        ("södersjö studiecirkel", ("Södersjö", "study_circle")),
        ("studiecirkel i Södersjö", ("Södersjö", "study_circle")),
        ("i Norrby", ("Norrby", "")),
        ("Norrby pf", ("Norrby", "")),
        ("partiföreningen Norrby", ("Norrby", "")),
        ("möte distriktet", ("", "meeting")),
        ("distriktet möten", ("", "meeting")),
    ],
)
def test_what_is_meant(ctx, words, meant):
    assert named(understand(words, ctx)) == meant


def test_in_english_too(ctx):
    ctx.texts = texts("en")

    assert named(understand("meeting norrby", ctx)) == ("Norrby", "meeting")
    assert named(understand("the district", ctx)) == ("", "")


def refused(words: str, ctx) -> list[str]:
    with pytest.raises(UserError) as said:
        understand(words, ctx)
    return plain(str(said.value)).splitlines()


@pytest.mark.parametrize(
    ("words", "guess"),
    [("Södersö", "Södersjö"), ("Norby", "Norrby"), ("demonstation", "demonstration"), ("kursser", "kurs")],
)
def test_what_is_nearly_right_is_suggested(ctx, words, guess):
    assert refused(words, ctx) == [
        f"Jag hittar ingen partiförening eller typ som heter ”{words}”.",
        f"Menade du {guess}?",
    ]


@pytest.mark.parametrize("words", ["Atlantis", "%", "' OR 1=1--", "kurs Atlantis", "*", "norrby södersjö mörkdalen"])
def test_what_is_nothing_we_know_is_told_with_what_there_is(ctx, words):
    unknown, there, kinds = refused(words, ctx)

    assert unknown == f"Jag hittar ingen partiförening eller typ som heter ”{words}”."
    assert there.startswith("Partiföreningarna är Bruksäng, Granhult,")
    assert kinds == (
        "Typerna är flygbladsutdelning, möte, demonstration, kurs, studiecirkel, fest, konferens, nätverksträff, annat."
    )


@pytest.mark.parametrize("words", ["Nоrrby", "ΝΟΡΡΒΥ"[:1] + "orrby", "Hаrаfоrs"])
def test_a_name_in_another_alphabet_is_another_name(ctx, words):
    (line,) = refused(words, ctx)

    assert line.startswith(f"”{words}” ser ut som ")
    assert "bokstäver ur ett annat alfabet" in line


@pytest.mark.parametrize(
    ("sentence", "meant"),
    [
        ("vad händer i södersjö?", ("Södersjö", "")),
        ("När är nästa möte i Norrby?", ("Norrby", "meeting")),
        ("Finns det någon fest?", ("", "party")),
        ("hej", ("", "")),
        ("möten, kurser", ("", "course")),
        ("Norrbyn finns inte", ("", "")),
    ],
)
def test_what_is_named_in_a_sentence(ctx, sentence, meant):
    assert named(spot(sentence, ctx)) == meant
