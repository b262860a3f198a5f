"""Judges the blocks of a message or a view by Slack's published limits."""

from collections.abc import Iterator
from typing import Any

from .inputs import check_input
from .pings import objects
from .shapes import BLOCKS, RICH, check_keys, check_length, check_text

MESSAGE_BLOCKS, VIEW_BLOCKS = 50, 100
# Not in the documentation: found by others who were refused (bolt-js#2509).
ALL_CHARACTERS = 13_200
INLINE = {"text", "link", "user", "usergroup", "broadcast"}


def check_message(blocks: Any) -> list[str]:
    return [*check_blocks(blocks, MESSAGE_BLOCKS, BLOCKS - {"input"}, "/blocks")]


def characters(blocks: Any) -> int:
    """All that can be read in them, and the addresses of links."""
    texts = [part.get(key) for part in objects(blocks) for key in ("text", "url", "alt_text")]
    return sum(len(text) for text in texts if isinstance(text, str))


def check_blocks(blocks: Any, most: int, allowed: set[str], where: str) -> Iterator[str]:
    if not isinstance(blocks, list):
        yield f"must be an array [json-pointer:{where}]"
        return
    if len(blocks) > most:
        yield f"no more than {most} items allowed [json-pointer:{where}]"
    ids = [block["block_id"] for block in blocks if isinstance(block, dict) and "block_id" in block]
    if len(ids) != len(set(map(str, ids))):
        yield f"block_id must be unique [json-pointer:{where}]"
    for number, block in enumerate(blocks):
        yield from check_block(block, allowed, f"{where}/{number}")


def check_block(block: Any, allowed: set[str], where: str) -> Iterator[str]:
    yield from (found := [*check_keys(block, allowed, where)])
    if found:
        return
    yield from check_length(block.get("block_id", ""), 255, f"{where}/block_id")
    match block["type"]:
        case "section":
            yield from check_section(block, where)
        case "header":
            yield from check_text(block["text"], 150, f"{where}/text")
        case "actions":
            yield from check_actions(block["elements"], f"{where}/elements")
        case "context":
            yield from check_count(block["elements"], 10, f"{where}/elements")
        case "rich_text":
            for number, element in enumerate(block["elements"]):
                yield from check_rich(element, f"{where}/elements/{number}")
            yield from check_count(block["elements"], 1000, f"{where}/elements")
        case "image":
            yield from check_length(block["alt_text"], 2000, f"{where}/alt_text", least=1)
        case "input":
            yield from check_input(block, where)


def check_section(block: dict[str, Any], where: str) -> Iterator[str]:
    if "text" not in block and "fields" not in block:
        yield f"must have text or fields [json-pointer:{where}]"
    if "text" in block:
        yield from check_text(block["text"], 3000, f"{where}/text", plain=False)
    if "fields" in block:
        yield from check_count(block["fields"], 10, f"{where}/fields")
        for number, field in enumerate(block["fields"]):
            yield from check_text(field, 2000, f"{where}/fields/{number}", plain=False)


def check_count(elements: Any, most: int, where: str) -> Iterator[str]:
    if not isinstance(elements, list) or not elements:
        yield f"must have at least 1 item [json-pointer:{where}]"
    elif len(elements) > most:
        yield f"no more than {most} items allowed [json-pointer:{where}]"


def check_actions(elements: Any, where: str) -> Iterator[str]:
    yield from (found := [*check_count(elements, 25, where)])
    if found:
        return
    for number, element in enumerate(elements):
        yield from check_button(element, f"{where}/{number}")
    ids = [element.get("action_id") for element in elements if isinstance(element, dict)]
    if len(ids) != len(set(map(str, ids))):
        yield f"action_id must be unique in a block [json-pointer:{where}]"


def check_button(button: Any, where: str) -> Iterator[str]:
    yield from (found := [*check_keys(button, {"button"}, where)])
    if found:
        return
    yield from check_length(button["action_id"], 255, f"{where}/action_id", least=1)
    yield from check_text(button["text"], 75, f"{where}/text")
    yield from check_length(button.get("value", ""), 2000, f"{where}/value")
    yield from check_length(button.get("url", ""), 3000, f"{where}/url")
    if button.get("style", "primary") not in {"primary", "danger"}:
        yield f"unknown style [json-pointer:{where}/style]"


def check_rich(element: Any, where: str) -> Iterator[str]:
    yield from (found := [*check_keys(element, RICH, where)])
    if found:
        return
    yield from check_count(element["elements"], 1000, f"{where}/elements")
    if element["type"] == "rich_text_list":
        if element["style"] not in {"bullet", "ordered"}:
            yield f"unknown style [json-pointer:{where}/style]"
        for number, item in enumerate(element["elements"]):
            yield from check_rich(item, f"{where}/elements/{number}")
        return
    for number, part in enumerate(element["elements"]):
        yield from check_inline(part, f"{where}/elements/{number}")


def check_inline(part: Any, where: str) -> Iterator[str]:
    yield from (found := [*check_keys(part, INLINE, where)])
    if found:
        return
    if part["type"] == "text":
        yield from check_length(part["text"], ALL_CHARACTERS, f"{where}/text", least=1)
    elif part["type"] == "link":
        yield from check_length(part["url"], 3000, f"{where}/url", least=1)
    style = part.get("style", {})
    if not isinstance(style, dict) or style.keys() - {"bold", "italic", "strike", "code", "underline"}:
        yield f"unknown style [json-pointer:{where}/style]"
