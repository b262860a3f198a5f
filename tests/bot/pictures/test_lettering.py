"""Whatever somebody is called, it fits its place and every letter of it is there."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.pictures.lettering import MISSING, STRANGE, clip, font, legible, width, wrap

ANY = st.text(max_size=120)
SIZES = st.sampled_from([33, 36, 52])


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Åsa & Örjan – ”hej”…", "Åsa & Örjan – ”hej”…"),
        ("Fest 🎉 för alla", "Fest □ för alla"),
        ("👨‍👩‍👧‍👦", "□"),
        ("Анна", "□"),
        ("rad\nett\t två ", "rad ett två"),
        ("\u202egnort\u202c \u200fx\u00ad", "gnort x"),
        ("a\x00b\ud800c", "abc"),
        ("A\u030asa", "Åsa"),
        ("", ""),
    ],
)
def test_what_is_drawn_of_a_text(text, shown):
    assert legible(text) == shown


@given(ANY)
def test_there_is_a_letter_for_all_that_is_drawn(text):
    shown = legible(text)

    assert STRANGE.sub("", shown) == shown.replace(MISSING, "")
    assert shown.isprintable()
    assert "\n" not in shown


@pytest.mark.parametrize("bold", [False, True])
def test_the_fonts_have_every_letter_that_is_let_through(bold):
    letters = font(33, bold=bold)
    nothing = bytes(letters.getmask("\ue000"))
    seen = [chr(n) for n in range(0x20, 0x3000) if not STRANGE.match(chr(n)) and legible(chr(n))]

    assert len(seen) > 320
    assert [c for c in [*seen, MISSING] if bytes(letters.getmask(c)) == nothing] == []


@given(ANY, st.integers(min_value=60, max_value=900), SIZES, st.booleans())
def test_a_clipped_text_fits(text, room, size, bold):
    shown = clip(text, room, size, bold=bold)

    assert width(shown, size, bold=bold) <= room
    assert shown == legible(text) or (shown.endswith("…") and legible(text).startswith(shown[:-1].rstrip()))


def test_a_text_is_clipped_as_late_as_can_be():
    shown = clip("i" * 500, 300, 33)

    assert width(shown, 33) > 300 - 2 * width("i", 33)


@given(ANY, st.integers(min_value=60, max_value=400), st.integers(min_value=1, max_value=3))
def test_wrapped_lines_fit(text, room, lines):
    found = wrap(text, room, 33, lines)

    assert 1 <= len(found) <= lines
    assert all(width(line, 33) <= room for line in found)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("med Norrby", ["med Norrby"]),
        ("med Stensjöholm", ["med", "Stensjöholm"]),
        ("med Norrby och Södersjö", ["med Norrby", "och Södersjö"]),
        ("ettmycketlångtord", ["ettmycketl…"]),
        ("", [""]),
    ],
)
def test_lines_are_broken_between_words(text, lines):
    assert wrap(text, 220, 33, 2) == lines
