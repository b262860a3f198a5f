r"""The bot's own tiny markup: `*bold*`, `[label](https://…)`, lines that begin with `> ` (quote) or `- ` (list).

A backslash takes away the meaning of the sign behind it. Whatever a person typed goes through `escape` first.
"""

import re
from dataclasses import dataclass
from typing import Literal

SPECIAL = re.compile(r"([\\*\[\]()])")
LINE_START = re.compile(r"^(\s*)([>-])", re.MULTILINE)
# One pass: an escaped sign, a link, a bold run, or any one sign.
TOKEN = re.compile(
    r"\\(?P<escaped>.)"
    r"|\[(?P<label>(?:\\.|[^\]\\\n])+)\]\((?P<url>https?://(?:\\.|[^)\\\s])+)\)"
    r"|\*(?P<bold>(?:\\.|[^*\\\n])+)\*"
    r"|(?P<plain>[^\\\[*]+|.)",
    re.DOTALL,
)
UNESCAPE = re.compile(r"\\(.)", re.DOTALL)


class Markup(str):
    """Text that is markup already: `Texts.say` puts it in as it is."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Span:
    text: str
    bold: bool = False
    url: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    spans: tuple[Span, ...]
    kind: Literal["text", "quote", "item"] = "text"

    @property
    def text(self) -> str:
        return "".join(span.text for span in self.spans)


def escape(text: str) -> Markup:
    """Make any text mean just itself."""
    if isinstance(text, Markup):
        return text
    return Markup(LINE_START.sub(r"\1\\\2", SPECIAL.sub(r"\\\1", text)))


def quote(text: str) -> Markup:
    """A passage word for word, each line of it marked as a quotation."""
    return Markup("\n".join(f"> {escape(line)}" for line in text.splitlines()))


def parse(text: str) -> tuple[Line, ...]:
    return tuple(parse_line(line) for line in text.split("\n"))


def parse_line(line: str) -> Line:
    if line.startswith("> "):
        return Line(tuple(spans(line[2:])), "quote")
    if line.startswith("- "):
        return Line(tuple(spans(line[2:])), "item")
    return Line(tuple(spans(line)))


def spans(line: str) -> list[Span]:
    """The line's runs, neighbours of the same look joined."""
    found: list[Span] = []
    for match in TOKEN.finditer(line):
        span = read(match)
        if found and (found[-1].bold, found[-1].url) == (span.bold, span.url) and not span.url:
            span = Span(found.pop().text + span.text, span.bold)
        found.append(span)
    return found


def read(match: re.Match[str]) -> Span:
    if label := match["label"]:
        return Span(UNESCAPE.sub(r"\1", label), url=UNESCAPE.sub(r"\1", match["url"]))
    if bold := match["bold"]:
        return Span(UNESCAPE.sub(r"\1", bold), bold=True)
    return Span(match["escaped"] or match["plain"] or "")


def plain(text: str) -> str:
    """What is left when nothing can be bold: quotes keep «>», lists keep «-», links show where they lead."""
    return "\n".join(plain_line(line) for line in parse(text))


def plain_line(line: Line) -> str:
    mark = {"text": "", "quote": "> ", "item": "- "}[line.kind]
    return mark + "".join(f"{s.text} ({s.url})" if s.url and s.url != s.text else s.text for s in line.spans)
