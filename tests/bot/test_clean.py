"""What people typed, made safe before anything else sees it."""

import unicodedata

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from bot.clean import MARKS_A_LETTER, Cleaned, clean

ANYTHING = st.text(alphabet=st.characters(exclude_categories=())) | st.text(
    alphabet=st.sampled_from("a\u0301\u0308\u202e\u200b\u200d\x1b[31m\x00\ud800\r\nåé ")
)
UNSAFE = regex.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u200b\ud800-\udfff]")


@pytest.mark.parametrize(
    "text", ["", "   ", "\n\t ", "\u200b", "\u200d\u200d", "\ufeff \u2060", "\u3164", "\ufe0f", "\u00ad"]
)
def test_what_nobody_can_see_is_nothing(text):
    assert clean(text) == Cleaned("")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("hej", "hej"),
        ("  hej\n", "hej"),
        ("rad ett\r\nrad två\rtre", "rad ett\nrad två\ntre"),
        ("a\tb", "a\tb"),
        ("före\x00efter", "föreefter"),
        ("\ud800", "\ufffd"),
        ("a\udc00b", "a\ufffdb"),
        ("\x1b[31mröd\x1b[0m", "röd"),
        ("\x1b]0;titel\x07", "0;titel"),
        ("pip\x07 \x08bak\x7f \x85ny", "pip bak ny"),
        ("Go\u0308teborg", "Göteborg"),
        ("G\u200böteborg\u00ad", "Göteborg"),
        ("👨‍👩‍👧‍👦", "👨‍👩‍👧‍👦"),
        ("❤️", "❤️"),
        ("می‌خواهم", "می‌خواهم"),
        ("<!channel> &amp;lt; `x` *y* _z_", "<!channel> &amp;lt; `x` *y* _z_"),
    ],
)
def test_what_is_kept(typed, kept):
    assert clean(typed) == Cleaned(kept)


@pytest.mark.parametrize("sign", "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c")
def test_what_turns_the_text_is_taken_away_and_told(sign):
    assert clean(f"kod{sign}txt") == Cleaned("kodtxt", turned=True)


def test_piled_up_accents_are_capped():
    piled = clean("Z" + "\u0301\u0300\u0302" * 400 + "algo").text

    assert len(regex.findall(r"\p{M}", unicodedata.normalize("NFD", piled))) <= MARKS_A_LETTER + 1
    assert piled.startswith("Ź")
    assert piled.endswith("algo")


@given(ANYTHING)
def test_whatever_comes_leaves_safe(text):
    cleaned = clean(text).text

    assert cleaned.encode("utf-8").decode("utf-8") == cleaned
    assert not UNSAFE.search(cleaned)
    assert not regex.search(r"\p{M}{5}", cleaned)
    assert unicodedata.is_normalized("NFC", cleaned)
    assert cleaned == cleaned.strip()


@given(ANYTHING)
def test_twice_is_once(text):
    once = clean(text).text

    assert clean(once) == Cleaned(once)
