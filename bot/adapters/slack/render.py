"""Turns a Reply into Slack's text and blocks. Pure.

The body is rich text: there everything a person typed is just text, while Slack's own markup has no escape for * _ ~
and the backtick. Sizes: docs.slack.dev/reference/block-kit.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby
from typing import Any

import regex

from bot.markup import Line, Span, parse, plain
from bot.messages import Button, Reply

Block = dict[str, Any]

BLOCK_CHARACTERS = 3000
BUTTONS_A_BLOCK = 25
BUTTON_LABEL = 75
CLUSTER = regex.compile(r"\X")


def message(reply: Reply) -> dict[str, Any]:
    """`text` (what a notification shows) and `blocks` for chat.postMessage and its relatives."""
    return {"text": escape(plain(reply.text)), "blocks": [*blocks(reply.text), *actions(reply.buttons)]}


def escape(text: str) -> str:
    """Without these three nothing can become a mention or a link."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def blocks(text: str) -> list[Block]:
    if not text.strip():
        return []
    lines = [piece for line in parse(text) for piece in fold(line)]
    return [{"type": "rich_text", "elements": [*elements(page)]} for page in pages(lines)]


def pages(lines: Iterable[Line]) -> Iterator[list[Line]]:
    """Lines gathered until the next would be too much for one block."""
    page: list[Line] = []
    used = 0
    for line in lines:
        size = len(line.text) + 1
        if page and used + size > BLOCK_CHARACTERS:
            yield page
            page, used = [], 0
        page.append(line)
        used += size
    yield page


def elements(page: list[Line]) -> Iterator[Block]:
    """Neighbouring lines of one kind are one section, one quote or one list."""
    for kind, run in groupby(page, key=lambda line: line.kind):
        lines = [*run]
        if kind == "item":
            items = [{"type": "rich_text_section", "elements": inline([line])} for line in lines]
            yield {"type": "rich_text_list", "style": "bullet", "elements": items}
        else:
            yield {"type": "rich_text_quote" if kind == "quote" else "rich_text_section", "elements": inline(lines)}


def inline(lines: list[Line]) -> list[Block]:
    spans = [span for line in lines for span in (Span("\n"), *line.spans)][1:]
    joined: list[Span] = []
    for span in spans:
        if joined and not span.url and (joined[-1].bold, joined[-1].url) == (span.bold, ""):
            joined[-1] = replace(joined[-1], text=joined[-1].text + span.text)
        else:
            joined.append(span)
    # Slack refuses a section without any text; lines that are all empty are told by their line breaks.
    return [element(span) for span in joined if span.text] or [element(Span("\n"))]


def element(span: Span) -> Block:
    if span.url:
        return {"type": "link", "url": span.url, "text": span.text}
    return {"type": "text", "text": span.text} | ({"style": {"bold": True}} if span.bold else {})


def fold(line: Line) -> Iterator[Line]:
    """The line; one that is too long for a block as several of its kind."""
    spans: list[Span] = []
    room = BLOCK_CHARACTERS - 1
    for span in line.spans:
        rest = span.text
        while len(rest) > room:
            at = boundary(rest, room)
            yield Line((*spans, replace(span, text=rest[:at])), line.kind)
            spans, room, rest = [], BLOCK_CHARACTERS - 1, rest[at:]
        spans.append(replace(span, text=rest))
        room -= len(rest)
    yield Line(tuple(spans), line.kind)


def boundary(text: str, room: int) -> int:
    """Where to cut at most `room` characters in: behind a space, else between two letters as people see them."""
    space = text.rfind(" ", 0, room) + 1
    if space:
        return space
    ends = [match.end() for match in CLUSTER.finditer(text[: room + 1])]
    return max((end for end in ends if end <= room), default=room)


def actions(buttons: tuple[Button, ...]) -> list[Block]:
    rows = [buttons[at : at + BUTTONS_A_BLOCK] for at in range(0, len(buttons), BUTTONS_A_BLOCK)]
    return [{"type": "actions", "elements": [press(n, button) for n, button in enumerate(row)]} for row in rows]


def press(number: int, button: Button) -> Block:
    target = {"url": button.url} if button.url else {"value": button.action}
    label = plain_text(button.label, BUTTON_LABEL)
    return {"type": "button", "action_id": f"button-{number}", "text": label} | target


def plain_text(text: str, most: int) -> Block:
    return {"type": "plain_text", "text": clip(text, most), "emoji": False}


def clip(text: str, most: int) -> str:
    """At most so many characters, cut at a word, with … for the rest."""
    text = " ".join(text.split()) if len(text) > most else text
    if len(text) > most:
        text = text[: boundary(text, most - 1)].rstrip() + "…"
    return text or "…"
