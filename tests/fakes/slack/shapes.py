"""Which keys Slack lets an object have, and how long its texts may be (docs.slack.dev/reference/block-kit)."""

from collections.abc import Iterator
from typing import Any

# type: (must have, may have). Slack refuses every other key.
KEYS: dict[str, tuple[str, str]] = {
    "actions": ("elements", ""),
    "context": ("elements", ""),
    "divider": ("", ""),
    "header": ("text", ""),
    "image": ("alt_text", "image_url slack_file title"),
    "input": ("label element", "hint optional dispatch_action"),
    "rich_text": ("elements", ""),
    "section": ("", "text fields accessory expand"),
    "button": ("action_id text", "value url style confirm accessibility_label"),
    "datepicker": ("action_id", "initial_date placeholder focus_on_load confirm"),
    "file_input": ("action_id", "filetypes max_files"),
    "number_input": ("action_id is_decimal_allowed", "initial_value min_value max_value placeholder focus_on_load"),
    "plain_text_input": ("action_id", "initial_value multiline min_length max_length placeholder focus_on_load"),
    "radio_buttons": ("action_id options", "initial_option focus_on_load confirm"),
    "static_select": ("action_id", "options option_groups initial_option placeholder focus_on_load confirm"),
    "timepicker": ("action_id", "initial_time timezone placeholder focus_on_load confirm"),
    "rich_text_section": ("elements", ""),
    "rich_text_quote": ("elements", "border"),
    "rich_text_list": ("elements style", "indent offset border"),
    "text": ("text", "style"),
    "link": ("url", "text style unsafe"),
    "user": ("user_id", "style"),
    "usergroup": ("usergroup_id", "style"),
    "broadcast": ("range", "style"),
    "plain_text": ("text", "emoji"),
    "mrkdwn": ("text", "verbatim"),
}
BLOCKS = {"actions", "context", "divider", "header", "image", "input", "rich_text", "section"}
INPUTS = {
    "datepicker",
    "file_input",
    "number_input",
    "plain_text_input",
    "radio_buttons",
    "static_select",
    "timepicker",
}
RICH = {"rich_text_section", "rich_text_quote", "rich_text_list"}


def check_keys(value: Any, allowed: set[str], where: str) -> Iterator[str]:
    """Problems with an object's type and keys; the rest is looked at only where there are none."""
    if not isinstance(value, dict) or value.get("type") not in allowed:
        kind = value.get("type") if isinstance(value, dict) else type(value).__name__
        yield f"unsupported type: {kind} [json-pointer:{where}]"
        return
    must, may = (set(keys.split()) for keys in KEYS[value["type"]])
    own = {"type", "block_id"} if value["type"] in BLOCKS else {"type"}
    yield from (f"missing required field: {key} [json-pointer:{where}]" for key in sorted(must - value.keys()))
    extra = value.keys() - must - may - own
    yield from (f"invalid additional property: {key} [json-pointer:{where}]" for key in sorted(extra))


def check_text(value: Any, most: int, where: str, *, plain: bool = True) -> Iterator[str]:
    """A text object; `plain`: only plain text is taken there."""
    yield from (found := [*check_keys(value, {"plain_text"} if plain else {"plain_text", "mrkdwn"}, where)])
    if not found:
        yield from check_length(value["text"], most, f"{where}/text", least=1)


def check_length(value: Any, most: int, where: str, *, least: int = 0) -> Iterator[str]:
    if not isinstance(value, str):
        yield f"must be a string [json-pointer:{where}]"
    elif len(value) > most:
        yield f"must be less than {most + 1} characters [json-pointer:{where}]"
    elif len(value) < least:
        yield f"must be more than {least - 1} characters [json-pointer:{where}]"
