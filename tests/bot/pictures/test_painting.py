"""The PNG itself: small, the same every time, and never at the cost of the words beside it."""

import io
import subprocess
import sys
from dataclasses import replace
from datetime import date

import pytest
from PIL import Image, ImageOps

from bot.messages import Picture, Reply, dump, load_reply
from bot.pictures import Mark, QrCode, paint, painted, sketch
from bot.pictures.palette import PALETTES
from tests.bot.pictures.samples import board, full_wheel, wheel

MOST = 200_000
HOSTILE = wheel(*[Mark(date(2027, 12, 31), "Gå hem 🎉\u202e" * 9, kind) for kind in ("fixed", "activity")] * 150)
DRAWN = {"wheel": full_wheel(), "empty": wheel(), "hostile": HOSTILE, "board": board()}


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


@pytest.mark.parametrize("theme", PALETTES)
@pytest.mark.parametrize("name", DRAWN)
def test_a_picture_for_a_phone(name, theme):
    content = paint(sketch(replace(DRAWN[name], theme=theme)))

    image = opened(content)
    assert (image.format, image.size[0]) == ("PNG", 1080)
    assert image.size[1] < 1700
    assert len(content) < MOST
    paper = tuple(bytes.fromhex(PALETTES[theme].paper[1:]))
    assert image.convert("RGB").getpixel((2, 2)) == pytest.approx(paper, abs=2)


def test_the_same_sketch_is_the_same_picture():
    sketched = sketch(full_wheel())

    assert paint(sketched) == paint(sketched)
    assert paint(sketched) != paint(sketch(full_wheel(theme="dark")))


def test_nothing_of_when_and_where_is_in_it():
    assert opened(paint(sketch(wheel()))).info == {}


def test_a_reply_is_painted():
    bare = Picture("a.png", "image/png", b"PNG", "A")
    drawn = Picture("hjul.png", "image/png", alt="Årshjulet", sketch=sketch(wheel()))

    found = painted(load_reply(dump(Reply("hej", pictures=(bare, drawn)))))

    assert found.pictures[0] == bare
    assert (found.pictures[1].alt, found.pictures[1].sketch) == ("Årshjulet", "")
    assert found.pictures[1].content == paint(drawn.sketch)


WRONG = ["{", "[]", '{"wheel":{}}', sketch(board(rows=(("Norrby", ()),))), sketch(wheel(months=("jan",) * 13))]


@pytest.mark.parametrize("wrong", WRONG)
def test_what_cannot_be_painted_is_left_out_and_logged(wrong, logged):
    bare = Picture("a.png", "image/png", b"PNG", "A")

    found = painted(Reply("hej", pictures=(Picture("b.png", "image/png", sketch=wrong), bare)))

    assert found == Reply("hej", pictures=(bare,))
    assert "pictures.not_painted" in logged.getvalue()


def test_pillow_is_not_loaded_before_something_is_painted():
    look = "import sys, handlers, bot.pictures; sys.exit('PIL' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", look], check=False).returncode == 0


@pytest.mark.parametrize(
    "link", ["https://t.me/b?start=" + "A" * 32, "https://t.me/" + "b" * 32 + "?start=" + "A" * 64]
)
def test_a_code_for_a_phone(link):
    """Large enough to be read from a screen, black on white, with the margin that cameras need."""
    image = Image.open(io.BytesIO(paint(sketch(QrCode(link))))).convert("L")

    assert image.size[0] == image.size[1]
    assert 300 <= image.size[0] <= 700, image.size
    margin = 40
    inside = ImageOps.invert(image).getbbox()
    assert inside == (margin, margin, image.size[0] - margin, image.size[1] - margin)
    assert [shade for _, shade in image.getcolors()] == [0, 255]


def test_another_link_is_another_picture():
    assert paint(sketch(QrCode("https://t.me/a"))) != paint(sketch(QrCode("https://t.me/b")))
