"""Turns a Form into a modal, and its faults into what the modal shows at the fields. Pure.

Sizes: docs.slack.dev/surfaces/modals and /reference/block-kit.
"""

import re
from dataclasses import replace
from datetime import date
from typing import Any

from bot.adapters.slack.render import Block, blocks, plain_text
from bot.adapters.slack.submission import INPUT, write_origin
from bot.markup import escape, plain
from bot.messages import Address, Button, Choice, Field, Form, Reply

TITLE = 24
CALLBACK_ID = 255
FIELD_TEXT = 2000
INITIAL_TEXT = 3000
OPTION_LABEL = 75
RADIO_CHOICES = 5

CLOCK = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d", re.ASCII)
WHOLE_NUMBER = re.compile(r"-?\d{1,15}", re.ASCII)


def modal(form: Form, to: Address) -> dict[str, Any]:
    """The view that asks all of the form. `to` is where the answer to it will go."""
    return {
        "type": "modal",
        "callback_id": form.name[:CALLBACK_ID],
        "private_metadata": write_origin(form.id, to),
        "title": plain_text(form.title, TITLE),
        "submit": plain_text(form.submit, TITLE),
        "notify_on_close": True,
        "blocks": [*(blocks(form.intro) if form.intro else []), *(ask(field) for field in form.fields)],
    }


def faults(form: Form) -> dict[str, str]:
    """What was wrong, by field name; empty when nothing was."""
    return {field.name: plain(field.error) for field in form.fields if field.error}


def invitation(reply: Reply, form: Form) -> Reply:
    """Instead of a modal that cannot be opened any more: the same words and a button that opens it."""
    told = "\n".join(escape(f"{field.label}: {plain(field.error)}") for field in form.fields if field.error)
    opener = Button(form.title, action=f"form:{form.id}:open")
    return replace(reply, form=None, text="\n".join(filter(None, (reply.text, told))), buttons=(*reply.buttons, opener))


def ask(field: Field) -> Block:
    hint = "\n".join(plain(text) for text in (field.error, field.hint) if text)
    return {
        "type": "input",
        "block_id": field.name,
        "label": plain_text(field.label, FIELD_TEXT),
        "optional": field.optional,
        "element": {"action_id": INPUT} | entry(field),
    } | ({"hint": plain_text(hint, FIELD_TEXT)} if hint else {})


def entry(field: Field) -> Block:
    """The input itself, with what stands there already where Slack would take it."""
    value = field.value
    match field.kind:
        case "choice" | "yes_no":
            return choose(field.choices, value)
        case "date":
            return {"type": "datepicker"} | ({"initial_date": value} if is_date(value) else {})
        case "time":
            return {"type": "timepicker"} | ({"initial_time": value} if CLOCK.fullmatch(value) else {})
        case "number":
            initial = {"initial_value": value} if WHOLE_NUMBER.fullmatch(value) else {}
            span = {"min_value": str(field.least), "max_value": str(field.most)}
            return {"type": "number_input", "is_decimal_allowed": False} | span | initial
        case "file":
            return {"type": "file_input", "max_files": 1}
    initial = {"initial_value": value[:INITIAL_TEXT]} if value else {}
    return {"type": "plain_text_input", "multiline": field.kind == "paragraph"} | initial


def choose(choices: tuple[Choice, ...], value: str) -> Block:
    options = [{"text": plain_text(choice.label, OPTION_LABEL), "value": choice.value} for choice in choices]
    chosen = next((option for option in options if option["value"] == value), None)
    kind = "radio_buttons" if len(options) <= RADIO_CHOICES else "static_select"
    return {"type": kind, "options": options} | ({"initial_option": chosen} if chosen else {})


def is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
