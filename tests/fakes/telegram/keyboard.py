"""Reads `reply_markup`: an inline keyboard, with the limits that Telegram puts on it."""

from dataclasses import dataclass
from typing import Any

from .errors import bad_request
from .markup import is_link

MOST_BUTTONS = 100
MOST_IN_A_ROW = 8
MOST_BYTES = 64


@dataclass(frozen=True)
class Button:
    label: str
    data: str = ""
    url: str = ""

    def payload(self) -> dict[str, str]:
        return {"text": self.label} | ({"url": self.url} if self.url else {"callback_data": self.data})


Rows = tuple[tuple[Button, ...], ...]


def read_keyboard(markup: Any) -> Rows:
    if markup is None or markup == "":
        return ()
    if not isinstance(markup, dict):
        raise bad_request("object expected as reply markup")
    rows = tuple(tuple(read_button(button) for button in row) for row in markup.get("inline_keyboard", []))
    if sum(map(len, rows)) > MOST_BUTTONS or any(len(row) > MOST_IN_A_ROW for row in rows):
        raise bad_request("reply markup is too long")
    return tuple(row for row in rows if row)


def read_button(button: dict[str, Any]) -> Button:
    label, data, url = str(button.get("text", "")), button.get("callback_data"), str(button.get("url", ""))
    if not label.strip():
        raise bad_request("can't parse inline keyboard button: Text must be non-empty")
    if url:
        if not is_link(url):
            raise bad_request(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")
        return Button(label, url=url)
    if data is None:
        raise bad_request("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    if not 1 <= len(str(data).encode()) <= MOST_BYTES:
        raise bad_request("BUTTON_DATA_INVALID")
    return Button(label, str(data))


def keyboard_payload(rows: Rows) -> dict[str, Any]:
    return {"inline_keyboard": [[button.payload() for button in row] for row in rows]}
