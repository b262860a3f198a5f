"""A question taken apart to units: each a thing that the answer has to speak of, and the ways it may do so."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

from storage.library.features import Ways, groups
from storage.library.lexicon import Lexicon
from storage.library.words import language, root

GROUP = 0.7
PHRASE = 0.9
TYPO = 0.9
WRONG = 1.2
HALF = 0.5
LIGHT = 0.2
YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True, slots=True)
class Unit:
    """`ways`: features that stand for it. `parts`: a compound's parts, which may stand for it together."""

    ways: Ways
    parts: tuple[Ways, ...] = ()
    weight: float = 1


def units(words: Sequence[str], lexicon: Lexicon, vocabulary: Sequence[str]) -> list[Unit]:
    """`vocabulary`: every word that may be meant when one is typed wrong."""
    found: list[Unit] = []
    taken: set[int] = set()
    for places, names in phrases(words):
        if not taken.intersection(places):
            taken.update(places)
            inner = tuple({root(words[i]): 1.0} for i in places if words[i] not in language().stop)
            found.append(Unit(dict.fromkeys(names, PHRASE), inner))
    rest = joined(["" if place in taken else word for place, word in enumerate(words)], lexicon)
    return found + [unit(word, lexicon, vocabulary) for word in dict.fromkeys(rest) if carries(word)]


def carries(word: str) -> bool:
    return word not in language().stop and (len(word) > 1 or word.isdigit())


def phrases(words: Sequence[str]) -> Iterator[tuple[range, list[str]]]:
    """Phrases of the thesaurus by their places, the longest first, each with all the groups it is in."""
    found: dict[range, list[str]] = {}
    for place, length, name in groups().phrases([root(word) for word in words]):
        found.setdefault(range(place, place + length), []).append(name)
    yield from sorted(found.items(), key=lambda row: -len(row[0]))


def joined(words: Sequence[str], lexicon: Lexicon) -> Iterator[str]:
    """«parti förenings fonden» is one word of the library written as three."""
    place = 0
    while place < len(words):
        length = next((n for n in (3, 2) if is_split(words[place : place + n], n, lexicon)), 1)
        yield "".join(words[place : place + length])
        place += length


def is_split(words: Sequence[str], length: int, lexicon: Lexicon) -> bool:
    whole = root("".join(words))
    plain = len(words) == length and all(words) and whole.isalpha() and not language().stop.intersection(words)
    return plain and whole in lexicon.known and len(whole) > max(6, *(len(root(word)) for word in words))


def unit(word: str, lexicon: Lexicon, vocabulary: Sequence[str]) -> Unit:
    whole = root(word)
    weight = LIGHT if whole in language().light or YEAR.fullmatch(word) else 1
    parts = tuple(ways(part) for part in lexicon.parts(word))
    if whole in lexicon.known or word.isdigit():
        return Unit(ways(whole), parts, weight)
    if parts:
        return Unit({whole: 1} | typed_wrong(word, vocabulary, most=1), parts, weight)
    return Unit(
        typed_wrong(word, vocabulary, most=allowed(word)) or half_known(word, lexicon) or {whole: 1}, (), weight
    )


def ways(word: str, worth: float = 1) -> Ways:
    return {word: worth} | dict.fromkeys(groups().of_word(word), GROUP * worth)


def half_known(word: str, lexicon: Lexicon) -> Ways:
    half = lexicon.half(word)
    return ways(half, HALF) if half else {}


def allowed(word: str) -> int:
    """How many letters may be wrong."""
    return 0 if len(word) < 4 else 1 if len(word) < 8 else 2


def typed_wrong(word: str, vocabulary: Sequence[str], *, most: int) -> Ways:
    """What the person may have meant, by the number of wrong, missing, added or swapped letters."""
    found: Ways = {}
    for other, distance, _ in process.extract(word, vocabulary, scorer=OSA.distance, score_cutoff=most, limit=4):
        if distance <= most and (other[0] == word[0] or other[1:2] == word[1:2]):
            for name, worth in ways(root(other), TYPO - WRONG * distance / len(word)).items():
                found[name] = max(worth, found.get(name, 0))
    return found
