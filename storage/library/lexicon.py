"""The words that are known, and how Swedish puts longer ones together of them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from storage.library.words import language, root

LINKS = ("", "s", "e", "o", "a", "u")  # förening-s-fond, kvinn-o-dag, gat-u-kampanj
SHORTEST = 3
ALONE = 6  # letters that the one known part of a compound needs
PARTS = 4

Parts = tuple[str, ...]


@dataclass(frozen=True)
class Lexicon:
    """The words of the library and the thesaurus, and their roots (`known`). What these are made of is kept."""

    words: frozenset[str]
    known: frozenset[str]
    _parts: dict[str, Parts] = field(default_factory=dict)

    def parts(self, word: str) -> Parts:
        """Roots of a compound's parts and of their parts: «flygbladsutdelning» gives flygblad, flyg, blad, utdel."""
        if word in self._parts:
            return self._parts[word]
        found = tuple(dict.fromkeys(self.split(word, PARTS)))
        if word in self.words:  # not whatever somebody types, or the memory would grow with it
            self._parts[word] = found
        return found

    def split(self, word: str, most: int) -> Iterator[str]:
        if most < 2 or word.isdigit():
            return
        for cut in range(len(word) - SHORTEST, SHORTEST - 1, -1):
            head, tail = word[:cut], word[cut:]
            if self.is_part(last := root(tail)) and (first := self.modifier(head)):
                yield from (first, *self.split(head, most - 1), last, *self.split(tail, most - 1))
                return

    def half(self, word: str) -> str:
        """The root of the one long part that is known of a compound, the rest being misspelt or strange; else empty."""
        heads = (word[:cut].removesuffix(link) for cut in range(len(word) - SHORTEST, ALONE - 1, -1) for link in LINKS)
        tails = (word[cut:] for cut in range(SHORTEST, len(word) - ALONE + 1))
        known = (root(part) for part in (*heads, *tails) if len(part) >= ALONE and part in self.words)
        return next(known, "")

    def modifier(self, head: str) -> str:
        """The root of a compound's first part, its linking letter aside; empty when it is not known."""
        bare = (
            root(head.removesuffix(link)) for link in LINKS if head.endswith(link) and len(head) - len(link) >= SHORTEST
        )
        return next((word for word in bare if self.is_part(word)), "")

    def is_part(self, word: str) -> bool:
        return word in language().parts or (len(word) > SHORTEST and word in self.known)


def lexicon_of(words: Iterable[str]) -> Lexicon:
    every = language().forms.union(words)
    return Lexicon(every, frozenset(map(root, every)) | language().parts)
