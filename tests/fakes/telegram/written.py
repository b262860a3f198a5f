"""A message with its markup written out, so that the same words can be compared on every platform."""

from collections.abc import Iterable

from .entities import Entity, part


def written(text: str, entities: Iterable[Entity]) -> str:
    """Quotes as «> », list signs as «- », links as «label (address)»: what `bot.markup.plain` gives."""
    units = text.encode("utf-16-le")
    put: list[tuple[int, str]] = []
    for entity in entities:
        start, end = entity["offset"], entity["offset"] + entity["length"]
        if entity["type"] == "text_link" and entity["url"] != part(text, entity):
            put.append((end, f" ({entity['url']})"))
        if entity["type"] == "blockquote":
            put += [(at, "> ") for at in line_starts(text, start, end)]
    for at, words in sorted(put, key=lambda pair: -pair[0]):
        units = units[: 2 * at] + words.encode("utf-16-le") + units[2 * at :]
    lines = units.decode("utf-16-le").split("\n")
    return "\n".join(f"- {line[2:]}" if line.startswith("• ") else line for line in lines)


def line_starts(text: str, start: int, end: int) -> list[int]:
    """Where lines begin in a stretch of the text, in UTF-16 units."""
    units = text.encode("utf-16-le")
    newline = "\n".encode("utf-16-le")
    return [start] + [at + 1 for at in range(start, end) if units[2 * at : 2 * at + 2] == newline]
