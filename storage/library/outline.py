"""A plan's text as title, sections and passages that can be quoted."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from storage.library import front, sentences
from storage.library.front import Status
from storage.library.lines import BOLD_LEVEL, END, Piece, read_pieces

CLAUSE = re.compile(
    r"\b(?:ska|skall|kommer|är|har|bör|kan|behöver|finns|vill|får|måste|blir|gör|pågår|fortsätter|gäller|sker)\b",
    re.IGNORECASE,
)
NO_TITLE = re.compile(r"@|https?:|www\.|\btel\b|adress:|\d{4}-\d\d-\d\d|\d{5}|\d{3} \d\d", re.IGNORECASE)
BROKEN = re.compile(
    r"(?<=(?P<before>[^\W\d_]))[-\u00ad]\s+(?!(?:och|eller|samt|respektive|resp|and|or)\b)(?=(?P<after>[^\W\d_]))",
    re.IGNORECASE,
)
BETWEEN = " › "
LEAD = 6  # words in the line above a list
WIDEST = 300  # letters of a title page's line that are looked at


@dataclass(frozen=True, slots=True)
class Section:
    """A heading; `paras` are the numbers of the `[n]` paragraphs under it."""

    title: str
    level: int
    paras: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class PlanPassage:
    """Words of the plan: always `text[start:end]` of what was read. `heading` names the headings above it too."""

    text: str
    heading: str
    para: int | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class PlanText:
    """`status_words` is the line that marks the plan as a proposal or as adopted, as it stands."""

    title: str
    organisation: str
    years: tuple[int, ...]
    status: Status
    status_words: str
    sections: tuple[Section, ...]
    passages: tuple[PlanPassage, ...]

    @property
    def proposal(self) -> bool:
        return self.status == "proposal"


def read_outline(text: str) -> PlanText:
    pieces = with_headings(text, read_pieces(text))
    first = first_body(text, pieces)
    lines = [text[p.start : p.end][:WIDEST] for p in pieces[:first]]
    body = text[pieces[first].start :] if first < len(pieces) else ""
    title = front.find_title(lines)
    status, words = front.find_status([*lines, *last_lines(text, pieces[first:])], body)
    sections, found = walk(text, leveled(text, pieces[first:]))
    return PlanText(
        title=title,
        organisation=front.find_organisation("\n".join(lines), body),
        years=front.find_years(title, "\n".join(lines), body),
        status=status,
        status_words=words,
        sections=sections,
        passages=found,
    )


def mended(text: str) -> str:
    """One line, with words that were broken at a line's end put together again: to show and to search, not to prove."""
    whole = BROKEN.sub(lambda m: "" if m["before"].isupper() == m["after"].isupper() else m[0], text)
    return " ".join(whole.split())


def with_headings(text: str, pieces: Sequence[Piece]) -> list[Piece]:
    """Plain short lines become headings when something follows them that they can be the heading of."""
    found: list[Piece] = []
    for held in reversed(pieces):
        under = found[-1] if found else None
        found.append(replace(held, kind="heading") if is_heading(text, held, under) else demoted(held, under))
    return found[::-1]


def demoted(held: Piece, under: Piece | None) -> Piece:
    """A capital or bold line with nothing under it is no heading."""
    return replace(held, kind="text") if held.kind == "heading" and under is None else held


def is_heading(text: str, held: Piece, under: Piece | None) -> bool:
    if held.kind not in {"text", "number"} or held.lines > 1 or under is None:
        return False
    title = text[held.start : held.end]
    if not titled(title) or text[under.start : under.end][:1].islower():
        return False
    if title.endswith((".", "!")):
        return held.kind == "text" and under.kind == "text" and is_brief(title, under.end - under.start)
    deeper = under.kind == "heading" and under.level > held.level
    return held.kind == "text" or deeper or under.kind in {"text", "bullet"}


def is_brief(title: str, below: int) -> bool:
    """A heading that ends like a sentence: a few words without a verb, and much under it."""
    return len(title.split()) <= 6 and not CLAUSE.search(title) and below > 2 * len(title)


def titled(title: str) -> bool:
    words = title.split()
    return (
        0 < len(title) <= 90
        and len(words) <= 11
        and not title[0].islower()
        and any(c.isalpha() for c in title)
        and not title.endswith((",", ";", ":", "…"))
        and not NO_TITLE.search(title)
        and not front.ORGANISATION.fullmatch(title)
    )


def first_body(text: str, pieces: Sequence[Piece]) -> int:
    """How many pieces stand on the title page."""
    above: list[str] = []
    for place, held in enumerate(pieces):
        words = text[held.start : held.end]
        if held.kind in {"bullet", "number"} or held.para is not None or prose(words):
            return place
        if place and held.kind == "heading" and not front.is_front(words, above):
            return place
        above.append(words)
    return len(pieces)


def prose(words: str) -> bool:
    return len(words.split()) > 14 or (len(words.split()) > 6 and words.endswith("."))


def last_lines(text: str, pieces: Sequence[Piece]) -> list[str]:
    """What may stand under a plan: «Antagen av årsmötet …»."""
    ends = [text[p.start : p.end] for p in pieces[-4:] if p.kind == "text"]
    return [line for line in ends if len(line.split()) <= 14 and front.ADOPTED.search(line)]


def leveled(text: str, pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Levels from 1 on: by the mark where there is one, bold under those; else capitals above plain lines, and both
    above the numbered.
    """
    heads = [p for p in pieces if p.kind == "heading"]
    marked = [p.level for p in heads if 0 < p.level < BOLD_LEVEL]
    top, bottom = min(marked, default=1), max(marked, default=0)
    capital = any(text[p.start : p.end].isupper() for p in heads if not p.level)
    for held in pieces:
        if held.kind != "heading":
            yield held
        elif held.level:
            yield replace(held, level=min(held.level, bottom + 1) - top + 1)
        else:
            plain = capital and not text[held.start : held.end].isupper()
            yield replace(held, level=1 + (plain or held.para is not None))


def walk(text: str, pieces: Iterator[Piece]) -> tuple[tuple[Section, ...], tuple[PlanPassage, ...]]:
    sections: list[Section] = []
    found: list[PlanPassage] = []
    open_sections: list[Section] = []
    para: int | None = None
    for held in pieces:
        para = held.para if held.para is not None or held.kind == "heading" else para
        if held.kind == "heading":
            section = Section(mended(text[held.start : held.end]), held.level)
            open_sections = [s for s in open_sections if s.level < held.level] + [section]
            sections.append(section)
        else:
            found += quoted(text, held, BETWEEN.join(s.title for s in open_sections), para)
        if held.para is not None and sections:
            sections[-1] = replace(sections[-1], paras=(*sections[-1].paras, held.para))
    return tuple(sections), tuple(found)


def quoted(text: str, held: Piece, heading: str, para: int | None) -> Iterator[PlanPassage]:
    for start, end in sentences.passages(text, held.start, held.end):
        words = text[start:end]
        if says_something(words):
            yield PlanPassage(words, heading, para, start, end)


def says_something(words: str) -> bool:
    """Not a stray word, nor the «Under året ska distriktet:» above a list."""
    many = len(words.split())
    return many > LEAD if words.endswith(":") else many > 2 or words.endswith(END)
