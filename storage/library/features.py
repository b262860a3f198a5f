"""What a text speaks of, as features: roots, the parts of compounds, and groups of words that stand for each other."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from storage.library.lexicon import Lexicon
from storage.library.words import Phrase, language, root

HEAD = 0.85  # «fond» finds «partiföreningsfond» nearly as well as «fond»;
MODIFIER = 0.55  # «medlem» finds «medlemsregister» less well

Ways = dict[str, float]


@dataclass(frozen=True, slots=True)
class Groups:
    """The thesaurus turned round: by a phrase's first root, the phrases and the groups they are in."""

    by_first: dict[str, tuple[tuple[Phrase, str], ...]]

    def of_word(self, word: str) -> tuple[str, ...]:
        return tuple(name for phrase, name in self.by_first.get(word, ()) if len(phrase) == 1)

    def phrases(self, roots: Sequence[str]) -> Iterator[tuple[int, int, str]]:
        """Phrases of two words or more: where one begins, its length, its group."""
        for place, word in enumerate(roots):
            for phrase, name in self.by_first.get(word, ()):
                if len(phrase) > 1 and tuple(roots[place : place + len(phrase)]) == phrase:
                    yield place, len(phrase), name


@cache
def groups() -> Groups:
    found: defaultdict[str, list[tuple[Phrase, str]]] = defaultdict(list)
    for number, group in enumerate(language().groups):
        for phrase in dict.fromkeys(group):
            found[phrase[0]].append((phrase, f"#{number}"))
    return Groups({first: tuple(rows) for first, rows in found.items()})


def features(words: Sequence[str], lexicon: Lexicon) -> Ways:
    """Feature → weight up to 1, the largest where it comes about in several ways."""
    found: Ways = {}
    for word in words:
        for name, weight in of_word(word, lexicon):
            found[name] = max(weight, found.get(name, 0))
    for _, _, name in groups().phrases([root(word) for word in words]):
        found[name] = 1
    return found


def of_word(word: str, lexicon: Lexicon) -> Iterator[tuple[str, float]]:
    if word in language().stop:
        return
    yield from with_groups(root(word), 1)
    parts = lexicon.parts(word)
    for part in parts:
        yield from with_groups(part, HEAD if part == parts[-1] else MODIFIER)
    if not parts and (half := lexicon.half(word)):
        yield from with_groups(half, MODIFIER)


def with_groups(word: str, weight: float) -> Iterator[tuple[str, float]]:
    yield word, weight
    for name in groups().of_word(word):
        yield name, weight
