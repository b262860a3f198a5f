"""A plan's lines put together to pieces: headings, paragraphs and bullets, each with its place in the text."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

Kind = Literal["text", "bullet", "number", "heading"]

LINE = re.compile(r"[^\n\f\v]+|\f")
MARKDOWN = re.compile(r"(#{1,6})\s+(?P<rest>\S.*)$")
BOLD = re.compile(r"(?P<mark>\*\*|__)(?P<rest>[^*_]+)(?P=mark)[.:]?$")
PARAGRAPH = re.compile(r"(?:\[(?P<square>\d{1,4})\]|§\s*(?P<sign>\d{1,4})\b)\s*(?P<rest>.*)$")
BULLET = re.compile(r"(?:[-–—*•·▪◦●○‣✓✔☐□]|o(?=\s))(?:\s+[✓✔☐□])?\s+(?P<rest>.*)$")
NUMBER = re.compile(
    r"(?P<number>\d{1,2}(?:\.\d{1,2})*)(?:[.)]\s+|(?<=\.\d)\s+(?=[A-ZÅÄÖ])|(?<=\.\d\d)\s+(?=[A-ZÅÄÖ]))(?P<rest>.*)$"
)
LETTER = re.compile(r"[a-z]\)\s+(?P<rest>.*)$")
MARKED: tuple[tuple[re.Pattern[str], Kind], ...] = (
    (MARKDOWN, "heading"),
    (BOLD, "heading"),
    (BULLET, "bullet"),
    (LETTER, "bullet"),
)
LINE_WIDTH = 200
BOLD_LEVEL = 7  # under all that `######` can mark
RULE = re.compile(r"[-=_*\s.…]{3,}$")
PAGE = re.compile(r"(?:sid(?:a|an|\.)?\s*)?[-–]?\s*\d{1,3}\s*[-–]?(?:\s*(?:av|/|\()\s*\d{1,3}\)?)?$", re.IGNORECASE)
CONTENTS_HEADING = re.compile(r"#*\s*(?:innehåll|innehållsförteckning|contents)\s*:?", re.IGNORECASE)
CONTENTS = re.compile(r".*(?:\.\s?){4,}\s*\d{1,3}$")
END = (".", "!", "?", ":", ";", "…", '."', ".”", "!”", ".)")


@dataclass(frozen=True, slots=True)
class Line:
    start: int
    end: int
    text: str
    after_blank: bool = True
    by_break: bool = False
    after_noise: bool = False


@dataclass(frozen=True, slots=True)
class Piece:
    """`start` and `end` leave out the mark (`- `, `[12]`, `##`). `level` 0: not told by the mark."""

    kind: Kind
    start: int
    end: int
    lines: int = 1
    level: int = 0
    para: int | None = None


def read_pieces(text: str) -> list[Piece]:
    pieces: list[Piece] = []
    for line in without_noise(list(read_lines(text))):
        if new := opened(line):
            pieces.append(new)
        elif RULE.fullmatch(line.text):
            underline(pieces, line)
        elif pieces and continues(pieces[-1], line, text):
            pieces[-1] = longer(pieces[-1], line)
        else:
            pieces.append(Piece("text", line.start, line.end))
    return pieces


def read_lines(text: str) -> Iterator[Line]:
    """Lines that hold something, without the white space around them."""
    last, page = 0, True
    for match in LINE.finditer(text):
        if match[0] == "\f":
            page = True
        if not (held := match[0].strip()):
            continue
        start = match.start() + match[0].index(held)
        blank = text.count("\n", last, start) > 1 or "\f" in text[last:start] or last == 0
        yield Line(start, start + len(held), held, blank, page)
        last, page = start + len(held), False


def without_noise(lines: list[Line]) -> Iterable[Line]:
    """Page numbers, lines of a table of contents, and what stands at the head of page after page."""
    heads = Counter(line.text for line in lines if line.by_break)
    seen: set[str] = set()
    after_noise = False
    for line in lines:
        again = line.by_break and heads[line.text] > 2 and line.text in seen
        seen.add(line.text)
        if again or is_noise(line.text):
            after_noise = True
        else:
            yield replace(line, after_noise=after_noise)
            after_noise = False


def is_noise(text: str) -> bool:
    return len(text) < LINE_WIDTH and any(pattern.fullmatch(text) for pattern in (PAGE, CONTENTS, CONTENTS_HEADING))


def opened(line: Line) -> Piece | None:
    """The piece that a marked line opens; None for a plain line. A number in brackets may stand before another mark."""
    found = PARAGRAPH.fullmatch(line.text)
    if not found:
        return marked(line)
    held = Line(line.start + found.start("rest"), line.end, found["rest"], line.after_blank)
    number = int(found["square"] or found["sign"])
    return replace(marked(held) or piece("text", line, found), para=number)


def marked(line: Line) -> Piece | None:
    for pattern, kind in MARKED:
        if found := pattern.fullmatch(line.text):
            level = len(found[1]) if pattern is MARKDOWN else BOLD_LEVEL if pattern is BOLD else 0
            return piece(kind, line, found, level=level)
    if found := NUMBER.fullmatch(line.text):
        numbered: Kind = "heading" if capitals(found["rest"]) else "number"
        return piece(numbered, line, found, level=found["number"].count(".") + 1)
    return Piece("heading", line.start, line.end) if capitals(line.text) else None


def piece(kind: Kind, line: Line, found: re.Match[str], *, level: int = 0) -> Piece:
    start, end = found.span("rest")
    return Piece(kind, line.start + start, line.start + end, level=level)


def capitals(text: str) -> bool:
    letters = [c for c in text if c.isalpha()]
    return len(letters) > 3 and text == text.upper() and len(text.split()) <= 15 and not text.endswith((",", ";"))


def underline(pieces: list[Piece], line: Line) -> None:
    """`=====` under a line makes it a heading."""
    if pieces and not line.after_blank and pieces[-1].lines == 1 and line.text[0] in "=-":
        pieces[-1] = replace(pieces[-1], kind="heading", level=1 if line.text[0] == "=" else 2)


def continues(last: Piece, line: Line, text: str) -> bool:
    """A plain line goes on with the piece above it, also over a page break in the middle of a sentence."""
    if last.kind == "heading" or line.after_noise:
        return False
    if line.after_blank:
        ended = text.endswith(END, last.start, last.end)
        return line.text[0].islower() and len(line.text.split(maxsplit=3)) > 2 and not ended
    over = last.lines == 1 and last.kind in {"text", "number"} and short(text[last.start : last.end])
    return not over or line.text[0].islower()


def longer(last: Piece, line: Line) -> Piece:
    if last.start == last.end:  # «[12]» alone on its line
        return replace(last, start=line.start, end=line.end)
    return replace(last, end=line.end, lines=last.lines + 1)


def short(text: str) -> bool:
    """So short that it is a heading if something else begins right under it."""
    return len(text) <= 60 and len(text.split()) <= 8 and not text.endswith((".", ",", ";", ":", "!"))
