"""A picture that somebody sent, painted anew: what is in it is kept, and nothing else that was in the file."""

import io
import warnings

from PIL import Image, ImageOps

# As large as a file may be (bytes), as many points as are looked at, and so long a side at most afterwards.
LARGEST, POINTS, SIDE = 5 * 1024 * 1024, 30_000_000, 1600
FORMATS = ("PNG", "JPEG")
QUALITY = 85


class UnfitError(Exception):
    """It cannot be taken; `why` is a word: `large`, `huge` or `none`."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def repaint(content: bytes) -> bytes:
    """A JPEG of it, upright and no larger than a screen, without where and with what it was taken (EXIF).

    Raises:
        UnfitError: it is too large, has too many points, or is no PNG or JPEG.

    """
    if len(content) > LARGEST:
        raise UnfitError("large")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            return paint_anew(content)
    except Image.DecompressionBombError:
        raise UnfitError("huge") from None
    # Whatever a broken file makes the decoders trip over.
    except (OSError, SyntaxError, ValueError, ArithmeticError, LookupError, TypeError, EOFError, MemoryError):
        raise UnfitError("none") from None


def paint_anew(content: bytes) -> bytes:
    with Image.open(io.BytesIO(content), formats=FORMATS) as found:
        if found.width * found.height > POINTS:
            raise UnfitError("huge")
        found.draft("RGB", (SIDE, SIDE))
        upright = ImageOps.exif_transpose(found)
        solid = upright.convert("RGBA")
    paper = Image.new("RGB", solid.size, "white")
    paper.paste(solid, mask=solid.getchannel("A"))
    paper.thumbnail((SIDE, SIDE))
    out = io.BytesIO()
    paper.save(out, "JPEG", quality=QUALITY)
    return out.getvalue()
