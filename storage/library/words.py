"""Swedish words as a search sees them: small letters, without dots and rings, and what their forms have in common."""

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

LONGEST = 60  # letters: no word that anybody looks for has more
PATH = Path(__file__).with_name("swedish.toml")
TOKEN = re.compile(r"[a-z]+|\d+")
GENITIVE = re.compile(r"(?<=\w)[:'’](?=[a-z])")
# Inflection, cut off again and again while enough letters are left: föreningarnas, mötena, registret, strategin, sökte.
INFLECTION = re.compile(
    r"(?:(?<=...)(?:arna|erna|orna|aren|ena|et|en|ar|er|or|an|el|[aeo])"
    r"|(?<=...[^siu])(?<!an)s"  # not in «kongress», «pris», «instans»
    r"|(?<=....[iylr])n|(?<=[dv][ei]o)n"  # not in «barn», «motion»
    r"|(?<=..[bdfgkmpt])[lr]"  # cirklar, registret
    r"|(?<=..[kpl])te?"
    r"|(?<=.ig)t|(?<=.iv)t|(?<=isk)t)$"
)
# Then what makes one word of another, cut off once: utbildning, utbilda; rasism, rasistisk.
DERIVATION = re.compile(
    r"(?:(?<=...)(?:ande|ende|and|end|istisk|ism|ist)"
    r"|(?<=....)(?:ation|ades|ering|else|els|ning|ade|ing|het|lighet|lig|isk|ad|at|ig|i)"
    r"|(?<=.....)al)$"
)
DOUBLED = re.compile(r"([bcdfgjklmnprstv])\1$")

Phrase = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Asks:
    """A kind of question, the look of a passage that can answer it, and what a score is worth without that look."""

    question: re.Pattern[str]
    answer: re.Pattern[str]
    without: float


@dataclass(frozen=True, slots=True)
class Language:
    """swedish.toml. `stop` and `forms` hold words, `light` and `parts` roots; a group's phrases are rows of roots."""

    stop: frozenset[str]
    light: frozenset[str]
    parts: frozenset[str]
    forms: frozenset[str]
    groups: tuple[tuple[Phrase, ...], ...]
    asks: tuple[Asks, ...]


@cache
def language() -> Language:
    table: dict[str, Any] = tomllib.loads(PATH.read_text("utf-8"))
    return Language(
        stop=frozenset(tokens(table["stop"])),
        light=frozenset(map(root, tokens(table["light"]))),
        parts=frozenset(map(root, tokens(table["parts"]))),
        forms=frozenset(word for group in table["groups"] for word in tokens(group)),
        groups=tuple(tuple(tuple(map(root, tokens(phrase))) for phrase in row.split(",")) for row in table["groups"]),
        asks=tuple(
            Asks(re.compile(row["question"]), re.compile(row["answer"]), row["without"]) for row in table["asks"]
        ),
    )


def fold(text: str) -> str:
    """«Möten på LÖRDAG» as «moten pa lordag»: who types without dots is understood too."""
    plain = unicodedata.normalize("NFD", text.casefold())
    return "".join(c for c in plain if not unicodedata.combining(c))


def tokens(text: str) -> list[str]:
    """Folded words and numbers; «ABF:s» is one word, «8:e» a number and a letter."""
    return [word for word in TOKEN.findall(GENITIVE.sub("", fold(text))) if len(word) <= LONGEST]


@lru_cache(maxsize=50_000)
def root(token: str) -> str:
    """What a folded word's forms share: «moten» and «motena» give one root, «utbildning» and «utbilda» too."""
    if token.isdigit():
        return token
    stem = token
    while (less := INFLECTION.sub("", stem)) != stem:
        stem = less
    return DOUBLED.sub(r"\1", DERIVATION.sub("", stem))
