"""What kind of answer a question waits for: a number, a time, a price."""

from collections.abc import Sequence
from dataclasses import dataclass

from storage.library.lexicon import Lexicon
from storage.library.words import Asks, language, root

BESIDE = 1.15  # «hur många kurser» and «minst tre kurser»
REACH = 3


@dataclass(frozen=True, slots=True)
class Kind:
    """`counted`: the root of what is to be counted, empty where nothing is."""

    asks: Asks
    counted: str

    def worth(self, text: str, lexicon: Lexicon) -> float:
        """What a folded passage is worth as an answer, as a factor."""
        if not self.asks.answer.search(text):
            return self.asks.without
        return BESIDE if self.counted and self.counts(text.split(), lexicon) else 1

    def counts(self, words: Sequence[str], lexicon: Lexicon) -> bool:
        """Is there a number right before the counted word?"""
        return any(
            self.asks.answer.search(" ".join(words[max(0, place - REACH) : place]))
            for place, word in enumerate(words)
            if root(word) == self.counted or self.counted in lexicon.parts(word)
        )


def kinds(words: Sequence[str]) -> list[Kind]:
    line = " ".join(words)
    matches = ((asks, asks.question.search(line)) for asks in language().asks)
    return [Kind(asks, root(found.groupdict().get("near") or "")) for asks, found in matches if found]
