"""Reply → Telegram's HTML, keyboard and captions; whatever is rendered, the peer accepts."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.adapters.telegram.render import button_rows, is_photo, render_caption, render_keyboard, render_text
from bot.markup import Markup, escape, parse, quote
from bot.messages import Button, Picture
from bot.parts import utf16
from tests.fakes.telegram.entities import part
from tests.fakes.telegram.markup import read_html


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("hej", "hej"),
        ("*Nästa möte*: tisdag", "<b>Nästa möte</b>: tisdag"),
        ("[planen](https://exempel.se/?a=1&b=2)", '<a href="https://exempel.se/?a=1&amp;b=2">planen</a>'),
        ('[x](https://exempel.se/"><b>)', '<a href="https://exempel.se/&quot;&gt;&lt;b&gt;">x</a>'),
        ("> ett\n> två", "<blockquote>ett\ntvå</blockquote>"),
        ("före\n> ett\nefter\n> två", "före\n<blockquote>ett</blockquote>\nefter\n<blockquote>två</blockquote>"),
        ("- ett\n- *två*", "• ett\n• <b>två</b>"),
        ("> *fet* & <b>", "<blockquote><b>fet</b> &amp; &lt;b&gt;</blockquote>"),
        ("", ""),
    ],
)
def test_markup_becomes_html(markup, expected):
    assert render_text(markup) == expected


TYPED = [
    "<!channel> <!here> <!everyone>",
    "<@U123> <!subteam^S1>",
    "<https://evil.example|Partiet>",
    "[Partiet](https://evil.example)",
    "@channel",
    "<b>",
    "</b><a href='x'>",
    r"_*[]()~`>#+-=|{}.!\ ",
    "&amp;lt; &lt;b&gt; &#60; &nbsp;",
    "```kod``` och `ord`",
    ":emoji:",
    "hej\n> citat\n- punkt",
    "*fet* _kursiv_",
]


@pytest.mark.parametrize("typed", TYPED)
def test_what_people_type_means_only_itself(typed):
    text, entities = read_html(render_text(escape(typed)))
    assert (text, entities) == (typed, [])


def test_a_forged_header_stays_inside_the_quotation():
    markup = Markup("Rapport:\n") + quote("hej\nFrån: Ordförande\n> *order*") + "\nslut"
    text, (entity,) = read_html(render_text(markup))

    assert entity["type"] == "blockquote"
    assert part(text, entity) == "hej\nFrån: Ordförande\n> *order*"


def test_offsets_are_counted_in_utf16():
    text, (entity,) = read_html(render_text("👨‍👩‍👧‍👦 *möte*"))
    assert (part(text, entity), entity["offset"], entity["length"]) == ("möte", 12, 4)


@given(st.text(st.characters()))
@example("\ud800")
def test_any_text_survives(typed):
    text, entities = read_html(render_text(escape(typed)))
    assert (text, entities) == (re.sub("[\ud800-\udfff]", "\ufffd", typed), [])


@given(st.lists(st.sampled_from(["*", "[", "](https://", ")", "\\", "\n", "> ", "- ", "å", "<b>", "&lt", "x.se"])))
def test_any_markup_is_accepted_and_keeps_its_words(pieces):
    markup = "".join(pieces)
    text, _ = read_html(render_text(markup))
    assert text == "\n".join(("• " if line.kind == "item" else "") + line.text for line in parse(markup))


def test_buttons_carry_actions_and_links():
    keyboard = render_keyboard([Button("Jag kommer", "signup:4:yes"), Button("Planen", url="https://exempel.se")])
    assert keyboard.to_dict() == {
        "inline_keyboard": [
            [
                {"text": "Jag kommer", "callback_data": "signup:4:yes"},
                {"text": "Planen", "url": "https://exempel.se"},
            ]
        ]
    }
    assert render_keyboard([]) is None


@pytest.mark.parametrize(
    ("labels", "rows"),
    [
        (["Ja", "Nej", "Kanske"], [["Ja", "Nej", "Kanske"]]),
        (["1", "2", "3", "4"], [["1", "2", "3"], ["4"]]),
        (["Ja", "Skicka till alla i hela distriktet"], [["Ja"], ["Skicka till alla i hela distriktet"]]),
        (["Skicka till alla i hela distriktet", "Nej"], [["Skicka till alla i hela distriktet"], ["Nej"]]),
        (["Femton tecken!!", "Femton tecken!?"], [["Femton tecken!!", "Femton tecken!?"]]),
        (["Sexton tecken!!!", "Ja"], [["Sexton tecken!!!"], ["Ja"]]),
    ],
)
def test_rows_fit_a_telephone(labels, rows):
    buttons = [Button(label, "x:1") for label in labels]
    assert [[button.label for button in row] for row in button_rows(buttons)] == rows


def picture(alt: str = "", media_type: str = "image/png") -> Picture:
    return Picture("hjul.png", media_type, b"\x89PNG\r\n\x1a\n", alt)


def test_captions_are_cut_to_1024_units_and_never_inside_a_sign():
    assert render_caption(picture("å" * 1024)) == "å" * 1024
    assert render_caption(picture("å" * 1025)) == "å" * 1023 + "…"
    cut = render_caption(picture("x" + "👪" * 600))
    assert (cut, utf16(cut)) == ("x" + "👪" * 511 + "…", 1024)


@pytest.mark.parametrize(
    ("media_type", "photo"), [("image/png", True), ("image/jpeg", True), ("image/svg+xml", False), ("text/csv", False)]
)
def test_what_is_shown_as_a_photo(media_type, photo):
    assert is_photo(picture(media_type=media_type)) is photo
