"""Makes what people typed safe to keep and to show, before anything else sees it. Pure."""

import unicodedata
from typing import NamedTuple

import regex

# Telegram lets 4,096 through and Slack 40,000; more than that nobody typed by hand.
LONGEST = 40_000
MARKS_A_LETTER = 4

ANSI = regex.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|[@-_])?")
CONTROLS = regex.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
BIDI = regex.compile(r"[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]")
INVISIBLE = regex.compile(r"[\u200b\u2060\ufeff\u00ad\u180e]")
SURROGATES = regex.compile(r"[\ud800-\udfff]")
# Nothing of it can be seen: joiners, fillers and variation selectors (Unicode's "default ignorable"), blanks.
BLANK = regex.compile(r"[\p{DI}\p{Z}\s\u2800]*")
ZALGO = regex.compile(rf"(\p{{M}}{{{MARKS_A_LETTER}}})\p{{M}}+")


class Cleaned(NamedTuple):
    """`turned` tells that signs which turn the direction of the text were taken away."""

    text: str
    turned: bool = False


def clean(text: str) -> Cleaned:
    """In NFC, without what cannot be stored or seen: NUL and controls, ANSI escapes, lone surrogates, bidi overrides,
    piled-up accents. Empty when nothing that can be seen is left.
    """
    text = SURROGATES.sub("\ufffd", text).replace("\r\n", "\n").replace("\r", "\n")
    text = CONTROLS.sub("", ANSI.sub("", text))
    straight = BIDI.sub("", text)
    calm = ZALGO.sub(r"\1", INVISIBLE.sub("", straight))
    calm = ZALGO.sub(r"\1", unicodedata.normalize("NFC", calm)).strip()
    return Cleaned("" if BLANK.fullmatch(calm) else calm, turned=straight != text)
