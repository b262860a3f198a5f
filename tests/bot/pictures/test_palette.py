"""Everybody can read it: WCAG 2.2's contrasts (1.4.3 and 1.4.11), in the palette and as it is painted."""

import io
from dataclasses import replace

import pytest
from PIL import Image

from bot.pictures import paint, sketch
from bot.pictures.painting import lay_out
from bot.pictures.palette import PALETTES
from tests.bot.pictures.samples import board, full_wheel, written

WORDS = 4.5
SHAPES = 3.0
# What is written on what, and what is shown on what.
WRITTEN = [
    ("ink", "paper"), ("soft", "paper"), ("ink", "band"), ("ink", "other_band"), ("paper", "ink"),
    ("on_fixed", "fixed"), ("on_activity", "activity"), ("on_deadline", "deadline"),
]  # fmt: skip
SHOWN = [("fixed", "paper"), ("activity", "paper"), ("past", "paper"), ("ink", "paper"), ("ink", "deadline")]
# Yellow has its edge in ink on paper, so it need not stand out by itself there; on dark paper its edge is light.
LIGHT_ONLY = {("ink", "deadline")}


def brightness(colour: tuple[int, ...]) -> float:
    parts = [part / 255 for part in colour]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: tuple[int, ...], other: tuple[int, ...]) -> float:
    dark, light = sorted([brightness(one), brightness(other)])
    return (light + 0.05) / (dark + 0.05)


def rgb(colour: str) -> tuple[int, ...]:
    return tuple(bytes.fromhex(colour[1:]))


def test_the_measure():
    assert contrast((0, 0, 0), (255, 255, 255)) == pytest.approx(21)
    assert contrast((119, 119, 119), (255, 255, 255)) == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", PALETTES)
@pytest.mark.parametrize(("on_top", "below"), WRITTEN)
def test_words_can_be_read(theme, on_top, below):
    palette = PALETTES[theme]._asdict()
    assert contrast(rgb(palette[on_top]), rgb(palette[below])) >= WORDS


@pytest.mark.parametrize("theme", PALETTES)
@pytest.mark.parametrize(("on_top", "below"), SHOWN)
def test_shapes_can_be_seen(theme, on_top, below):
    if theme == "dark" and (on_top, below) in LIGHT_ONLY:
        on_top, below = "deadline", "paper"
    palette = PALETTES[theme]._asdict()
    assert contrast(rgb(palette[on_top]), rgb(palette[below])) >= SHAPES


@pytest.mark.parametrize("theme", PALETTES)
@pytest.mark.parametrize("drawn", [full_wheel(), board(subtitle="måndag 8 februari")], ids=["wheel", "board"])
def test_every_word_stands_out_as_it_is_painted(drawn, theme):
    sketched = sketch(replace(drawn, theme=theme))
    image = Image.open(io.BytesIO(paint(sketched))).convert("RGB")

    for text in lay_out(sketched).texts:
        if text.text:
            seen = image.crop([round(side) for side in written(text)]).getcolors(100_000)
            colours = sorted((colour for _, colour in seen), key=brightness)
            assert contrast(colours[0], colours[-1]) >= WORDS, text
