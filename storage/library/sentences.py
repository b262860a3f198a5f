"""Where sentences end in Swedish prose, and how they are put together to passages worth quoting."""

import re
from collections.abc import Iterator

LONG = 60  # words in a passage: what still reads well as a quotation in a chat
LONGEST = 150  # words in one sentence before it is cut
STUB = 8  # words: too few to stand alone
STOP = re.compile(r"(?<![.!?…])[.!?…]+[”\"')\]]*\s+(?=[\"“”'(\[]?[A-ZÅÄÖÉ0-9])")
SHORTENED = re.compile(
    r"(?:\b(?:[a-zåäö]|t\.?\s?ex|bl\.?\s?a|m\.?\s?m|o\.?\s?s\.?\s?v|d\.?\s?v\.?\s?s|dvs|osv|etc|ca|kl|nr|st|resp|jfr|inkl|"
    r"exkl|max|min|tel|s\.?\s?k|f\.?\s?d|m\.?\s?fl|fr\.?\s?o\.?\s?m|t\.?\s?o\.?\s?m))\.\s+$",
    re.IGNORECASE,
)

Span = tuple[int, int]


def passages(text: str, start: int, end: int) -> Iterator[Span]:
    """One paragraph as spans of whole sentences, about LONG words each."""
    spans: list[Span] = []
    for sentence in sentences(text, start, end):
        if spans and fits(text, spans[-1], sentence):
            spans[-1] = (spans[-1][0], sentence[1])
        else:
            spans.append(sentence)
    yield from spans


def fits(text: str, held: Span, sentence: Span) -> bool:
    together = count(text, (held[0], sentence[1]))
    return together <= LONG or (count(text, sentence) < STUB and together <= LONG + STUB)


def count(text: str, span: Span) -> int:
    return len(text[span[0] : span[1]].split())


def sentences(text: str, start: int, end: int) -> Iterator[Span]:
    begin = start
    for stop in STOP.finditer(text, start, end):
        if stop[0].startswith(".") and SHORTENED.search(text[max(begin, stop.start() - 12) : stop.end()]):
            continue
        yield from cut(text, begin, begin + len(text[begin : stop.end()].rstrip()))
        begin = stop.end()
    if begin < end:
        yield from cut(text, begin, end)


def cut(text: str, start: int, end: int) -> Iterator[Span]:
    """A sentence without end (a table, a list without marks) in pieces that can still be quoted."""
    words = [match.span() for match in re.finditer(r"\S+", text[start:end])]
    for first in range(0, len(words), LONGEST):
        held = words[first : first + LONGEST]
        yield start + held[0][0], start + held[-1][1]
