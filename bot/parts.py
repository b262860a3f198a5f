"""Cuts a long answer into messages that fit the platform, never inside a word or a character. Pure."""

import html
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import NamedTuple

import regex

from bot.markup import Markup, plain
from bot.messages import Reply

CLUSTER = regex.compile(r"\\?\X")
LINE = regex.compile(r"[^\n]*\n|[^\n]+")
# A link or a run in bold is one word: cut in two, its signs would be read as they stand.
WORD = regex.compile(
    r"(?:\\.|\[(?:\\.|[^\]\\\n])+\]\((?:\\.|[^)\\\s])+\)|\*(?:\\.|[^*\\\n])+\*|\S)+\s*|\s+", regex.DOTALL
)
# Room for the "(12/34)" above each part, and for a quote's or a list's mark.
NUMBER = 14
MARKS = ("> ", "- ")


def utf16(text: str) -> int:
    """How Telegram counts: an emoji is two, a family of four is eleven."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def slack(text: str) -> int:
    """How Slack counts: escaped, so that & is five."""
    return len(html.escape(text, quote=False))


class Limit(NamedTuple):
    most: int
    measure: Callable[[str], int]


# What one sign may count for at most: an & on Slack.
WIDEST = 5
# Telegram: 4096 UTF-16 units after its own markup is read (core.telegram.org/bots/api#sendmessage). Slack: 40,000 in
# text, but all blocks together only about 13,200 (bolt-js#2509). The terminal has a scroll bar.
LIMITS = {"telegram": Limit(4096, utf16), "slack": Limit(11_000, slack)}


def split(reply: Reply, platform: str) -> tuple[Reply, ...]:
    """The reply as one or more that fit; the last carries the buttons, pictures and form."""
    limit = LIMITS.get(platform)
    if limit is None or len(reply.text) * WIDEST <= limit.most or limit.measure(plain(reply.text)) <= limit.most:
        return (reply,)
    texts = [Markup("".join(chunk).strip("\n")) for chunk in chunks(reply.text, limit)]
    parts = [
        Reply(Markup(f"\\({n}/{len(texts)}\\)\n{text}"), private=reply.private, replaces=reply.replaces and n == 1)
        for n, text in enumerate(texts, 1)
    ]
    return (*parts[:-1], replace(reply, text=parts[-1].text, replaces=False))


def chunks(text: str, limit: Limit) -> Iterator[list[str]]:
    """Pieces of the text gathered until the next would be too much."""
    chunk: list[str] = []
    used = NUMBER
    for piece, mark in pieces(text, limit):
        size = limit.measure(plain(piece))
        if chunk and used + size > limit.most:
            yield chunk
            chunk, used = [], NUMBER
        chunk.append(piece if chunk else mark + piece)
        used += size
    if chunk:
        yield chunk


def pieces(text: str, limit: Limit) -> Iterator[tuple[str, str]]:
    """Lines; a line that is too long as words; a word that is too long as characters. Beside each the mark that it
    needs where it begins a message: a quote or list line stays one in each of its pieces.
    """
    for line in LINE.findall(text):
        if limit.measure(plain(line)) <= limit.most - NUMBER:
            yield line, ""
            continue
        mark = line[:2] if line.startswith(MARKS) else ""
        begun = False
        for word in WORD.findall(line[len(mark) :]):
            for piece in fitting(word, limit):
                yield (piece, mark or ("\\" if piece.startswith(MARKS) else "")) if begun else (mark + piece, "")
                begun = True


def fitting(word: str, limit: Limit) -> Iterator[str]:
    """The word whole if it fits in a message, else cut between characters (grapheme clusters)."""
    if limit.measure(plain(word)) <= limit.most - NUMBER:
        yield word
        return
    room = limit.most - NUMBER
    run, used = "", 0
    for cluster in CLUSTER.findall(word):
        size = limit.measure(plain(cluster))
        if used + size > room:
            yield run
            run, used = "", 0
        run += cluster
        used += size
    yield run
