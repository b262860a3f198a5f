"""Fills in a modal as a person does in Slack's client, which refuses by itself what the inputs do not take."""

import re
from collections.abc import Mapping
from typing import Any

from .inputs import CLOCK, is_date
from .shown import Block
from .state import Modal

REQUIRED = "Please complete this required field."
NUMBER = re.compile(r"-?\d+(?:\.\d+)?", re.ASCII)


def fill(modal: Modal, values: Mapping[str, str]) -> tuple[dict[str, Any], dict[str, str]]:
    """The state of all inputs, and what the client itself says is wrong.

    `values` are by field name or label; what is not named keeps what stood there.
    """
    named = {block["block_id"]: block["block_id"] for block in modal.inputs}
    labels = {block["label"]["text"]: block["block_id"] for block in modal.inputs}
    given = {(named | labels)[name]: value for name, value in values.items()}
    state, errors = {}, {}
    for block in modal.inputs:
        name, element = block["block_id"], block["element"]
        value = given.get(name, standing(element))
        state[name] = {element["action_id"]: {"type": element["type"]} | answer(element, value)}
        if problem := judge(block, value):
            errors[name] = problem
    return state, errors


def standing(element: Block) -> str:
    """What is filled in already."""
    option = element.get("initial_option", {}).get("value")
    return str(option or next((element[key] for key in element if key.startswith("initial_")), ""))


def judge(block: Block, value: str) -> str:
    element = block["element"]
    if not value:
        return "" if block.get("optional") else REQUIRED
    match element["type"]:
        case "number_input":
            return "" if NUMBER.fullmatch(value) else "Enter a number."
        case "datepicker":
            return "" if is_date(value) else "Enter a date."
        case "timepicker":
            return "" if CLOCK.fullmatch(value) else "Enter a time."
        case "static_select" | "radio_buttons":
            return "" if pick(element, value) else "Choose one of the options."
    return ""


def answer(element: Block, value: str) -> dict[str, Any]:
    match element["type"]:
        case "static_select" | "radio_buttons":
            return {"selected_option": pick(element, value)}
        case "datepicker":
            return {"selected_date": value or None}
        case "timepicker":
            return {"selected_time": value or None}
    return {"value": value or None}


def pick(element: Block, wanted: str) -> Block | None:
    """An option by its value or its label."""
    options: list[Block] = element["options"]
    return next((option for option in options if wanted in {option["value"], option["text"]["text"]}), None)
