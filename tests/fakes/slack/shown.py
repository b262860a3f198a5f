"""What a person sees of a message: the words of its blocks, and its buttons."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

Block = dict[str, Any]

LINK = re.compile(r"<(?P<target>[^<>|]+)(?:\|(?P<label>[^<>]*))?>")


@dataclass(frozen=True)
class Button:
    label: str
    value: str
    url: str
    action_id: str
    block_id: str


def buttons_of(blocks: list[Block]) -> list[Button]:
    return [
        Button(e["text"]["text"], e.get("value", ""), e.get("url", ""), e["action_id"], block["block_id"])
        for block in blocks
        if block["type"] == "actions"
        for e in block["elements"]
        if e["type"] == "button"
    ]


def shown(text: str, blocks: list[Block]) -> str:
    """Quotes as "> ", lists as "- ", links as "label (address)"."""
    lines = [line for block in blocks for line in block_lines(block)]
    return "\n".join(lines) if lines else unescape(text)


def block_lines(block: Block) -> Iterator[str]:
    if block["type"] == "rich_text":
        for element in block["elements"]:
            yield from rich_lines(element)
    elif block["type"] in {"section", "header"}:
        for part in [block.get("text"), *block.get("fields", [])]:
            if part:
                yield part["text"] if part["type"] == "plain_text" else unescape(part["text"])


def rich_lines(element: Block) -> Iterator[str]:
    if element["type"] == "rich_text_list":
        yield from (f"- {inline(item)}".rstrip("\n") for item in element["elements"])
        return
    text = inline(element)
    # A section that is nothing but line breaks is that many empty lines.
    lines = text.split("\n") if text.strip("\n") else [""] * len(text)
    mark = "> " if element["type"] == "rich_text_quote" else ""
    yield from (f"{mark}{line}" for line in lines)


def inline(section: Block) -> str:
    return "".join(piece(element) for element in section["elements"])


def piece(element: Block) -> str:
    if element["type"] == "link":
        label = element.get("text", element["url"])
        return label if label == element["url"] else f"{label} ({element['url']})"
    if element["type"] == "text":
        return str(element["text"])
    return f"@{element.get('user_id') or element.get('usergroup_id') or element.get('range')}"


def unescape(text: str) -> str:
    """Slack's own markup as its client shows it."""
    text = LINK.sub(lambda match: match["label"] or match["target"], text)
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
