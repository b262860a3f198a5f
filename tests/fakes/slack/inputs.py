"""Judges a view and the inputs in it by Slack's published limits (docs.slack.dev/surfaces/modals)."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from .shapes import INPUTS, check_keys, check_length, check_text

CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d", re.ASCII)
NUMBER = re.compile(r"-?\d+", re.ASCII)
MOST_INITIAL_TEXT = 3000
MOST_OPTIONS = {"static_select": 100, "radio_buttons": 10}
FRAME_TEXTS = {"title", "submit", "close"}
FRAME_KEYS = {"type", "blocks", "private_metadata", "callback_id", "clear_on_close", "notify_on_close", "external_id"}


def check_frame(view: Any) -> Iterator[str]:
    """All of a view but its blocks."""
    if not isinstance(view, dict) or view.get("type") not in {"modal", "home"}:
        yield "unsupported type [json-pointer:/view/type]"
        return
    extra = view.keys() - FRAME_TEXTS - FRAME_KEYS
    yield from (f"invalid additional property: {key} [json-pointer:/view]" for key in sorted(extra))
    yield from check_length(view.get("private_metadata", ""), 3000, "/view/private_metadata")
    yield from check_length(view.get("callback_id", ""), 255, "/view/callback_id")
    if view["type"] == "home":
        return
    yield from check_text(view.get("title"), 24, "/view/title")
    for part in ("submit", "close"):
        if part in view:
            yield from check_text(view[part], 24, f"/view/{part}")
    blocks = view["blocks"] if isinstance(view.get("blocks"), list) else []
    asks = any(isinstance(block, dict) and block.get("type") == "input" for block in blocks)
    if asks and "submit" not in view:
        yield "submit is required when there are inputs [json-pointer:/view]"


def check_input(block: dict[str, Any], where: str) -> Iterator[str]:
    yield from check_text(block["label"], 2000, f"{where}/label")
    if "hint" in block:
        yield from check_text(block["hint"], 2000, f"{where}/hint")
    element, where = block["element"], f"{where}/element"
    yield from (found := [*check_keys(element, INPUTS, where)])
    if found:
        return
    yield from check_length(element["action_id"], 255, f"{where}/action_id", least=1)
    if element["type"] in MOST_OPTIONS:
        yield from check_options(element, MOST_OPTIONS[element["type"]], where)
    elif not fits(element):
        yield f"not a value for {element['type']} [json-pointer:{where}]"


def fits(element: dict[str, Any]) -> bool:
    """Whether what stands in it already is something that it takes."""
    text = next((element[key] for key in element if key.startswith("initial_")), None)
    match element["type"]:
        case _ if text is None:
            return True
        case "number_input":
            return bool(NUMBER.fullmatch(text))
        case "datepicker":
            return is_date(text)
        case "timepicker":
            return bool(CLOCK.fullmatch(text))
    return isinstance(text, str) and len(text) <= MOST_INITIAL_TEXT


def check_options(element: dict[str, Any], most: int, where: str) -> Iterator[str]:
    options = element.get("options")
    if not isinstance(options, list) or not 1 <= len(options) <= most:
        yield f"must have 1 to {most} options [json-pointer:{where}/options]"
        return
    for number, option in enumerate(options):
        yield from check_option(option, f"{where}/options/{number}")
    if "initial_option" in element and element["initial_option"] not in options:
        yield f"initial_option must be one of the options [json-pointer:{where}/initial_option]"


def check_option(option: Any, where: str) -> Iterator[str]:
    if not isinstance(option, dict) or option.keys() - {"text", "value", "description", "url"}:
        yield f"invalid option [json-pointer:{where}]"
        return
    yield from check_text(option.get("text"), 75, f"{where}/text")
    yield from check_length(option.get("value"), 150, f"{where}/value", least=1)


def is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
