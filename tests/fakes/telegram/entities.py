"""How Telegram counts, cleans and marks up plain text (tdlib's MessageEntity.cpp and misc.cpp)."""

import re
from collections.abc import Iterable
from typing import Any

Entity = dict[str, Any]

# A word sign, or one of / < >, on either side makes it no command. Only ASCII letters count as part of its name, but
# any letter counts as a word sign: so /nästa has no entity, and /nasta-aktivitet has one of six signs.
COMMAND = re.compile(r"(?<![\w/<>])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/<>@])")
MENTION = re.compile(r"(?<!\w)@[A-Za-z0-9_]{2,32}(?!\w)")
CONTROLS = re.compile(r"[\x00-\x09\x0b\x0c\x0e-\x1f]")
DROPPED = re.compile(r"[\r\u2028-\u202e\u0333\u033f\u030a]")
EMPTY = re.compile(r"[\s\u200b-\u200f\u202e\ufeff\u00a0]*")


def utf16(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def clean(text: str) -> str:
    """Controls become spaces; line separators, direction overrides and combining lines go."""
    return DROPPED.sub("", CONTROLS.sub(" ", text))


def is_empty(text: str) -> bool:
    return EMPTY.fullmatch(text) is not None


def found(text: str) -> list[Entity]:
    """The entities that Telegram itself sees in what a person typed, in order."""
    commands = [("bot_command", match) for match in COMMAND.finditer(text)]
    inside = {at for _, match in commands for at in range(*match.span())}
    mentions = [("mention", match) for match in MENTION.finditer(text) if match.start() not in inside]
    matches = sorted(commands + mentions, key=lambda pair: pair[1].start())
    return [
        {"type": kind, "offset": utf16(text[: match.start()]), "length": utf16(match[0])} for kind, match in matches
    ]


def trimmed(text: str, entities: Iterable[Entity]) -> tuple[str, list[Entity]]:
    """Without spaces at the ends, the entities moved and cut to fit."""
    lead = utf16(text[: len(text) - len(text.lstrip())])
    text = text.strip()
    size = utf16(text)
    kept = []
    for entity in entities:
        start = max(entity["offset"] - lead, 0)
        end = min(entity["offset"] + entity["length"] - lead, size)
        if end > start:
            kept.append(entity | {"offset": start, "length": end - start})
    return text, kept


def part(text: str, entity: Entity) -> str:
    """What an entity covers."""
    units = text.encode("utf-16-le")
    start = 2 * entity["offset"]
    return units[start : start + 2 * entity["length"]].decode("utf-16-le")
