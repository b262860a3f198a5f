"""What a modal carries along, and what was filled in when it comes back. Pure; reading never raises."""

import json
from typing import Any, NamedTuple

from bot.adapters.slack.dig import items, string
from bot.messages import Address

INPUT = "value"  # the action_id of every input; the block_id is the field's name


class Origin(NamedTuple):
    """Where a form was opened: its row, and the chat that gets what comes of it."""

    form: str = ""
    chat: str = ""
    thread: str = ""


def write_origin(form: str, to: Address) -> str:
    return json.dumps({"form": form, "chat": to.chat, "thread": to.thread})


def read_origin(metadata: str) -> Origin:
    try:
        row = json.loads(metadata)
    except (ValueError, RecursionError):
        return Origin()
    return Origin(string(row, "form"), string(row, "chat"), string(row, "thread"))


def read_values(state: dict[str, Any]) -> tuple[dict[str, str], list[Any]]:
    """The values by field name, and the files that were handed in."""
    answers = {name: read_answer(block) for name, block in state.items()}
    files = [file for block in state.values() for file in items(block, INPUT, "files")]
    return answers, files


def read_answer(block: object) -> str:
    """One input's value, "" where nothing was filled in; of a file its id."""
    return (
        string(block, INPUT, "value")
        or string(block, INPUT, "selected_option", "value")
        or string(block, INPUT, "selected_date")
        or string(block, INPUT, "selected_time")
        or next((string(file, "id") for file in items(block, INPUT, "files")), "")
    )
