"""Reads the Bot API's HTML: the tags it knows, and nothing else (core.telegram.org/bots/api#html-style)."""

import html
import re
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from .entities import Entity, utf16
from .errors import bad_request

# More than these are ignored without a word.
MOST_ENTITIES = 100

KINDS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "span": "spoiler",
    "tg-spoiler": "spoiler",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "tg-emoji": "custom_emoji",
    "blockquote": "blockquote",
}

TAG = re.compile(r"<(?P<close>/?)(?P<name>[A-Za-z-]+)(?P<rest>(?:\"[^\"]*\"|'[^']*'|[^<>\"'])*)>")
HREF = re.compile(r"\shref\s*=\s*(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)'|(?P<bare>[\w./:-]+))")
# The four names it knows, and numbers; anything else after & stays as it stands.
REFERENCE = re.compile(r"&(?:(?:lt|gt|amp|quot)(?![A-Za-z])|#[0-9]{1,7}|#x[0-9A-Fa-f]{1,6});?")


@dataclass
class Reading:
    """A text half read: what it says so far, and the tags that are still open."""

    text: str = ""
    entities: list[Entity] = field(default_factory=list)
    open: list[tuple[str, int, str]] = field(default_factory=list)

    def start(self, name: str, rest: str, at: int) -> None:
        if name not in KINDS or (name == "span" and "tg-spoiler" not in rest):
            raise cannot(f'Unsupported start tag "{name}" at byte offset {at}')
        href = HREF.search(rest)
        url = (href["double"] or href["single"] or href["bare"] or "") if href else ""
        self.open.append((name, utf16(self.text), html.unescape(url)))

    def end(self, name: str, at: int) -> None:
        if not self.open:
            raise cannot(f'Unexpected end tag "{name}" at byte offset {at}')
        opened, offset, url = self.open.pop()
        if opened != name:
            raise cannot(f'Unmatched end tag at byte offset {at}, expected "</{opened}>", found "</{name}>"')
        entity: Entity = {"type": KINDS[name], "offset": offset, "length": utf16(self.text) - offset}
        if name == "a":
            entity["url"] = url or self.text
        if entity["length"] and (name != "a" or is_link(entity["url"])):
            self.entities.append(entity)


def read_html(source: str) -> tuple[str, list[Entity]]:
    """The plain text and its entities; refuses what Telegram refuses."""
    reading = Reading()
    position = 0
    while position < len(source):
        start = source.find("<", position)
        plain = source[position:] if start < 0 else source[position:start]
        reading.text += REFERENCE.sub(lambda match: html.unescape(match[0]), plain)
        if start < 0:
            break
        position = read_tag(source, start, reading)
    if reading.open:
        raise cannot(f'Can\'t find end tag corresponding to start tag "{reading.open[-1][0]}"')
    return reading.text, sorted(reading.entities, key=lambda e: (e["offset"], -e["length"]))[:MOST_ENTITIES]


def read_tag(source: str, start: int, reading: Reading) -> int:
    """Take in the tag that begins here; return where it ends."""
    at = len(source[:start].encode("utf-8", "replace"))
    tag = TAG.match(source, start)
    if not tag:
        raise cannot(f"Unclosed start tag at byte offset {at}")
    if tag["close"]:
        reading.end(tag["name"].lower(), at)
    else:
        reading.start(tag["name"].lower(), tag["rest"], at)
    return tag.end()


def is_link(url: str) -> bool:
    """A link to a bad address is shown as plain text, not refused."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in {"http", "https", "tg"} and bool(parts.netloc)


def cannot(why: str) -> Exception:
    return bad_request(f"can't parse entities: {why}")
