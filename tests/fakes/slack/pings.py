"""Whom a message would have rung: what a bot must never do with words that somebody else typed."""

import re
from collections.abc import Iterator
from typing import Any

LIVE = re.compile(r"<(?:!(channel|here|everyone)|@([UW]\w+)|!subteam\^(\w+))(?:\|[^<>]*)?>")
NAMED = re.compile(r"@(channel|here|everyone)\b")
RICH = {"user": "user_id", "usergroup": "usergroup_id", "broadcast": "range"}


def pings(text: str, blocks: list[dict[str, Any]], *, names: bool) -> list[str]:
    """`names`: link_names or parse=full was asked for, so plain @channel rings too."""
    markup = [text, *(part["text"] for part in objects(blocks) if part.get("type") == "mrkdwn")]
    found = [next(filter(None, match)) for part in markup for match in LIVE.findall(part)]
    if names:
        found += [name for part in markup for name in NAMED.findall(part)]
    return found + [str(part[RICH[part["type"]]]) for part in objects(blocks) if part.get("type") in RICH]


def objects(value: Any) -> Iterator[dict[str, Any]]:
    """Every object in it, however deep."""
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from objects(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from objects(inner)
