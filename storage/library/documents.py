"""A file's bytes as text, or one line that says why not."""

import unicodedata
from pathlib import PurePath

MAX_BYTES = 5_000_000
KINDS = (".txt", ".md", ".markdown")
NOT_TEXT = "what is in it is no text"
MARKS = (("utf-8-sig", b"\xef\xbb\xbf"), ("utf-16", b"\xff\xfe"), ("utf-16", b"\xfe\xff"))


class Refused(ValueError):
    """A file that is not taken. `reason` is one word, to tell the cases apart; the text is one line that says why."""

    def __init__(self, reason: str, line: str) -> None:
        super().__init__(line)
        self.reason = reason


def read(name: str, content: bytes) -> str:
    """The text of a `.txt` or `.md` file: composed (NFC), lines ended by a line feed.

    Raises:
        Refused: `kind`, `large`, `empty` or `binary`.

    """
    if PurePath(name).suffix.lower() not in KINDS:
        raise Refused("kind", f"only text is read ({', '.join(KINDS)}); save the plan as text first")
    if len(content) > MAX_BYTES:
        raise Refused("large", f"it is larger than {MAX_BYTES // 1_000_000} MB; a plan is some pages of text")
    text = unicodedata.normalize("NFC", decode(content)).replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise Refused("empty", "there is no text in it")
    if any(unicodedata.category(c) == "Cc" and c not in "\n\t\f\v\x85" for c in set(text)):
        raise Refused("binary", NOT_TEXT)
    return text


def decode(content: bytes) -> str:
    """By its mark, else as UTF-8, else as what old Windows programs write (Latin-1 with typographic signs)."""
    encoding = next((name for name, mark in MARKS if content.startswith(mark)), "")
    try:
        return content.decode(encoding or "utf-8")
    except UnicodeDecodeError:
        if encoding:
            raise Refused("binary", NOT_TEXT) from None
    try:
        return content.decode("cp1252")
    except UnicodeDecodeError:
        return content.decode("latin-1")
