"""Turns Slack's way of writing text into what the person saw when writing it. Pure.

Slack escapes only & < > and puts mentions and links in angle brackets:
docs.slack.dev/messaging/formatting-message-text
"""

import re

TOKEN = re.compile(
    r"<(?:(?P<sign>[@#!])(?P<id>[^<>|]*)|(?P<url>(?:https?|mailto|tel):[^<>|]*))(?:\|(?P<label>[^<>]*))?>"
)
ENTITY = re.compile(r"&(amp|lt|gt);")
ENTITIES = {"amp": "&", "lt": "<", "gt": ">"}


def unescape(text: str, *, me: str = "") -> str:
    """Plain text, mentions of ourselves (`me`, our user id) cut off."""
    if me:
        text = re.sub(rf"\s*<@{re.escape(me)}(?:\|[^<>]*)?>[:,]?\s*", " ", text).strip()
    return ENTITY.sub(lambda match: ENTITIES[match[1]], TOKEN.sub(read, text))


def read(match: re.Match[str]) -> str:
    label, target = match["label"] or "", match["id"] or ""
    if match["url"]:
        return label or match["url"].removeprefix("mailto:").removeprefix("tel:")
    if match["sign"] == "@":
        return f"@{target}"
    if match["sign"] == "#":
        return f"#{label or target}"
    return label or f"@{target.rpartition('^')[2]}"


def command(text: str) -> str:
    """Slack keeps unknown /words for itself, so people put a space in front: that space is not meant."""
    return text.lstrip() if text.lstrip().startswith("/") else text
