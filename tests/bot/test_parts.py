"""A long answer in messages that fit, never cut inside a word or a character."""

import re

import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.markup import Markup, escape, parse, plain, quote
from bot.messages import Button, Field, Form, Picture, Reply
from bot.parts import LIMITS, slack, split, utf16

FAMILY = "👨‍👩‍👧‍👦"
NUMBERED = re.compile(r"\((\d+)/(\d+)\)\n", re.ASCII)
WORDS = st.lists(
    st.sampled_from(
        ["och", "åtgärd", FAMILY, "&", "<b>", "*fet*", "\\", "- sak", "> citat", "a" * 3000, "e\u0301" * 2100]
    )
    | st.text(min_size=1),
    min_size=1,
    max_size=12,
)
platforms = pytest.mark.parametrize("platform", sorted(LIMITS))


def bodies(text: str, platform: str) -> list[str]:
    """The parts' words as they are read, their numbers seen to be right and taken off."""
    read = [plain(part.text) for part in split(Reply(Markup(text)), platform)]
    if len(read) == 1:
        return read
    found = [NUMBERED.match(part) for part in read]
    assert [(int(f[1]), int(f[2])) for f in found] == [(n, len(read)) for n in range(1, len(read) + 1)]
    return [part[len(f[0]) :] for f, part in zip(found, read, strict=True)]


def fits(text: str, platform: str) -> bool:
    return all(LIMITS[platform].measure(plain(p.text)) <= LIMITS[platform].most for p in split(Reply(text), platform))


@pytest.mark.parametrize(
    ("text", "units"), [("", 0), ("abc", 3), ("åäö", 3), ("😀", 2), (FAMILY, 11), ("e\u0301", 2), ("\ud800", 1)]
)
def test_telegram_counts_utf16_units(text, units):
    assert utf16(text) == units


@pytest.mark.parametrize(("text", "signs"), [("abc", 3), ("å", 1), ("<&>", 13), ("'\"", 2)])
def test_slack_counts_what_it_is_sent(text, signs):
    assert slack(text) == signs


@pytest.mark.parametrize(
    ("platform", "text", "parts"),
    [
        ("telegram", "å" * 4096, 1),
        ("telegram", "ord " * 1025, 2),
        ("telegram", FAMILY * 372, 1),
        ("telegram", FAMILY * 1000, 3),
        ("slack", "a" * 11_000, 1),
        ("slack", "a " * 5501, 2),
        ("slack", "&" * 3000, 2),
        ("terminal", "ord " * 50_000, 1),
    ],
)
def test_how_many_messages_it_takes(platform, text, parts):
    assert len(split(Reply(escape(text)), platform)) == parts


@platforms
@settings(max_examples=40)
@given(words=WORDS, times=st.integers(1, 400))
def test_every_part_fits_and_together_they_are_the_whole(platform, words, times):
    text = escape(" ".join(words * times)[:20_000])

    assert fits(text, platform)
    joined = "".join(bodies(text, platform))
    assert re.sub(r"\n", "", joined) == re.sub(r"\n", "", plain(text))


@platforms
@settings(max_examples=40)
@given(words=WORDS)
def test_no_character_is_cut(platform, words):
    text = " ".join(words * 8)

    whole = regex.findall(r"\X", text.replace("\n", ""))
    cut = [
        cluster for body in bodies(escape(text), platform) for cluster in regex.findall(r"\X", body.replace("\n", ""))
    ]
    assert cut == whole


@platforms
def test_no_word_is_cut(platform):
    words = [f"ord{n}" for n in range(4000)]

    assert " ".join(bodies(" ".join(words), platform)).split() == words


@platforms
@pytest.mark.parametrize("cluster", ["å", FAMILY, "e\u0301\u0300", "🇸🇪", "\\*"])
def test_only_a_word_that_fits_nowhere_is_cut_and_between_characters(platform, cluster):
    text = "kort a" + cluster * 7000 + " slut"

    assert fits(text, platform)
    parts = bodies(text, platform)
    assert "".join(parts) == plain(text)
    assert [part for part in parts if not part.startswith(("kort", "a", plain(cluster)))] == []


def test_a_long_quote_stays_a_quote_in_each_part():
    text = quote("ord " * 3000)

    lines = [line for part in split(Reply(text), "telegram") for line in parse(part.text)[1:]]
    assert len(lines) == 3
    assert {line.kind for line in lines} == {"quote"}


def test_a_list_stays_a_list():
    text = Markup("\n".join(f"- sak nummer {n} i en lång lista" for n in range(300)))

    lines = [line for part in split(Reply(text), "telegram") for line in parse(part.text)[1:]]
    assert [line.text for line in lines] == [f"sak nummer {n} i en lång lista" for n in range(300)]
    assert {line.kind for line in lines} == {"item"}


def test_a_dash_in_the_middle_of_a_line_begins_no_list():
    parts = split(Reply(escape("x" * 4070 + " - " + "y" * 100)), "telegram")

    assert {line.kind for part in parts for line in parse(part.text)} == {"text"}


def test_a_link_and_a_run_in_bold_are_not_cut():
    text = Markup("ord " * 1018 + "*flera feta ord* och [en lång länk](https://a.se) " + "ord " * 20)

    spans = [span for part in split(Reply(text), "telegram") for line in parse(part.text) for span in line.spans]
    assert [span.text for span in spans if span.bold] == ["flera feta ord"]
    assert [span.text for span in spans if span.url] == ["en lång länk"]


def test_the_last_part_carries_the_rest():
    form = Form("f", "F", (Field("a", "A"),), "Spara")
    reply = Reply(
        Markup("ord " * 3000),
        buttons=(Button("Ja", "a:1"),),
        pictures=(Picture("a.png", "image/png", b"", "A"),),
        form=form,
        private=True,
        replaces=True,
    )

    first, middle, last = split(reply, "telegram")

    for part in (first, middle):
        assert (part.buttons, part.pictures, part.form, part.private) == ((), (), None, True)
    assert (last.buttons, last.pictures, last.form) == (reply.buttons, reply.pictures, form)
    assert last.private is True
    assert [part.replaces for part in (first, middle, last)] == [True, False, False]


@given(st.text(max_size=800))
def test_what_fits_is_left_alone(text):
    reply = Reply(escape(text), buttons=(Button("Ja", "a:1"),), replaces=True)

    assert split(reply, "telegram") == (reply,)
