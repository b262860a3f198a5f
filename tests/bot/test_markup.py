"""The bot's own markup: what we write is read as meant, what people typed means just itself."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.markup import Line, Markup, Span, escape, parse, plain, quote

# Signs that mean something in our markup or in a platform's, among ordinary ones.
TRICKY = st.text(alphabet=st.sampled_from("\\*[]()>-_`~<&! \nåx:/.h")) | st.text()


@given(TRICKY)
@example("> citat\n- sak\n  > indrag\n\n- ")
@example("\\> \\- \\")
def test_escaped_text_comes_out_as_it_went_in(text):
    assert plain(escape(text)) == text


@given(TRICKY)
@example("> citat\n- sak\n  > indrag\n\n- ")
@example("*fet* [här](https://a.se)")
def test_escaped_text_has_no_looks_of_its_own(text):
    lines = parse(escape(text))

    assert {line.kind for line in lines} == {"text"}
    assert [span for line in lines for span in line.spans if span.bold or span.url] == []


@given(TRICKY)
def test_a_quote_says_every_line_word_for_word(text):
    lines = parse(quote(text)) if text else ()

    assert [line.text for line in lines] == [part.replace("\n", "") for part in text.splitlines()]
    assert {line.kind for line in lines} <= {"quote"}


def test_what_is_markup_already_stays_as_it_is():
    assert escape(Markup("*fet*")) == "*fet*"


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("", ()),
        ("bara ord", (Span("bara ord"),)),
        ("*fet* och inte", (Span("fet", bold=True), Span(" och inte"))),
        ("a*b*c", (Span("a"), Span("b", bold=True), Span("c"))),
        (r"\*inte fet\*", (Span("*inte fet*"),)),
        (r"*a\*b*", (Span("a*b", bold=True),)),
        ("*öppen", (Span("*öppen"),)),
        ("2 * 3 * 4", (Span("2 "), Span(" 3 ", bold=True), Span(" 4"))),
        ("[här](https://a.se)", (Span("här", url="https://a.se"),)),
        (r"[h\]är](https://a.se/\(x\))", (Span("h]är", url="https://a.se/(x)"),)),
        ("[här](javascript:x)", (Span("[här](javascript:x)"),)),
        ("[här] (https://a.se)", (Span("[här] (https://a.se)"),)),
        ("[a](https://a.se)[b](https://a.se)", (Span("a", url="https://a.se"), Span("b", url="https://a.se"))),
        ("slut\\", (Span("slut\\"),)),
    ],
)
def test_spans(text, spans):
    assert parse(text) == (Line(spans),)


@pytest.mark.parametrize(
    ("text", "kind", "said"),
    [
        ("> så står det", "quote", "så står det"),
        ("- en sak", "item", "en sak"),
        (">nära", "text", ">nära"),
        ("-5 grader", "text", "-5 grader"),
        ("a > b - c", "text", "a > b - c"),
        (r"\> inget citat", "text", "> inget citat"),
        (r"\- ingen lista", "text", "- ingen lista"),
    ],
)
def test_kinds_of_lines(text, kind, said):
    assert [(line.kind, line.text) for line in parse(text)] == [(kind, said)]


def test_plain_keeps_what_cannot_be_seen_otherwise():
    text = "*Fet*\n> citat\n- sak\n[här](https://a.se) [https://b.se](https://b.se)"

    assert plain(text) == "Fet\n> citat\n- sak\nhär (https://a.se) https://b.se"
