"""Pictures that people send: taken anew without where and with what they were made, or refused."""

import contextlib
import io
import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from bot.pictures.posters import LARGEST, SIDE, UnfitError, repaint


def made(size: tuple[int, int] = (40, 20), kind: str = "JPEG", mode: str = "RGB", **more: object) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, "red").save(out, kind, **more)
    return out.getvalue()


def read(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


def taken_at_home() -> bytes:
    exif = Image.Exif()
    exif[0x010F], exif[0x0112] = "Kameran", 6  # the camera, and that it lies on its side
    exif.get_ifd(0x8825)[1] = "N"
    return made(exif=exif, comment=b"hemma hos mig")


def test_where_and_with_what_it_was_taken_is_gone_and_it_stands_upright():
    before = taken_at_home()
    assert b"Kameran" in before
    after = repaint(before)

    assert not dict(read(after).getexif())
    assert (b"Kameran" in after, b"hemma" in after, read(after).size) == (False, False, (20, 40))


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_large_one_is_made_smaller(kind):
    found = read(repaint(made((4000, 2000), kind)))

    assert (found.format, found.size) == ("JPEG", (SIDE, SIDE // 2))


@pytest.mark.parametrize("mode", ["RGBA", "P", "L", "1", "LA", "I;16"])
def test_every_kind_of_png(mode):
    out = io.BytesIO()
    Image.new(mode, (30, 30)).save(out, "PNG")

    assert read(repaint(out.getvalue())).mode == "RGB"


def test_what_is_see_through_is_white():
    assert read(repaint(through())).getpixel((4, 4)) == (255, 255, 255)


def through() -> bytes:
    out = io.BytesIO()
    Image.new("RGBA", (9, 9), (0, 0, 0, 0)).save(out, "PNG")
    return out.getvalue()


def bomb(side: int) -> bytes:
    """A PNG that says it is so large, with next to nothing in it."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


@pytest.mark.parametrize("side", [6000, 12_000, 50_000])
def test_one_that_unfolds_is_not_decoded(side):
    with pytest.raises(UnfitError, match="huge"):
        repaint(bomb(side))


@pytest.mark.parametrize(
    "content",
    [
        b"", b"GIF89a", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"%PDF-1.7",
        b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff",
        made()[:300], made(kind="PNG")[:50], made(kind="GIF"), made(kind="TIFF"), made(kind="BMP"), bomb(10),
    ],
)  # fmt: skip
def test_what_is_no_picture_is_refused(content):
    with pytest.raises(UnfitError, match="none"):
        repaint(content)


def test_a_file_that_is_too_large_is_not_looked_at():
    with pytest.raises(UnfitError, match="large"):
        repaint(made() + b"\0" * LARGEST)


@given(st.binary(max_size=200), st.integers(0, 600))
def test_whatever_comes_it_is_a_picture_or_refused(noise, place):
    whole = made()
    with contextlib.suppress(UnfitError):
        assert read(repaint(whole[:place] + noise + whole[place + len(noise) :])).format == "JPEG"
