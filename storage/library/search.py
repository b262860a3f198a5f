"""Finds the passages that answer a question, and tells when none does."""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from heapq import nlargest

from storage.library.features import Ways, features
from storage.library.kinds import kinds
from storage.library.lexicon import Lexicon, lexicon_of
from storage.library.names import Plans, plans_of
from storage.library.outline import mended
from storage.library.question import Unit, units
from storage.library.words import language, tokens

# Tuned on questions of our own and on half of the shared ones; test_shared_plans.py holds what they reach.
SURE = 0.55  # a score from here on is an answer
HEADING = 0.85  # a word in the heading, against the same in the passage itself;
BOTH = 0.1  # what it adds when it stands in both,
NEAR = 0.3  # and a word of the passage before or after under the same heading
TOGETHER = 0.75  # all parts of a compound, against the compound
COMMONEST = 0.15  # what a word that stands everywhere weighs, against one that stands nowhere
DOUBT = 0.05  # so that a question of light words alone is never sure
LONG = 0.0001  # handicaps: a word more in the passage,
LATER = 0.01  # not the first under its heading,
OLDER = 0.0005  # a year older than the newest plan,
PROPOSED = 0.02  # not decided yet
CLOSE = 50  # how many get the slower look

Values = dict[int, float]


@dataclass(frozen=True, slots=True)
class Entry:
    """A passage to be found. `plan` tells the plans apart; `key` comes back in a Match."""

    key: int
    plan: int
    text: str
    heading: str
    organisation: str
    years: tuple[int, ...]
    proposal: bool = False


@dataclass(frozen=True, slots=True)
class Match:
    """`score` from 0 to 1: how much of the question the passage speaks of."""

    key: int
    score: float


@dataclass(frozen=True, slots=True)
class Findings:
    """The best first. `answered` is false when the plans say nothing of it, though something may lie near."""

    matches: tuple[Match, ...]
    answered: bool


@dataclass(frozen=True, slots=True)
class Index:
    """Made by `build`, then only read: many threads may ask."""

    entries: tuple[Entry, ...]
    texts: tuple[str, ...]
    postings: Mapping[str, Values]
    handicaps: tuple[float, ...]
    lexicon: Lexicon
    vocabulary: tuple[str, ...]
    plans: Plans

    def search(self, question: str, *, limit: int = 10) -> Findings:
        words = tokens(question)
        weights = self.plans.weights(words)
        scores = self.scores(units(self.plans.without_names(words), self.lexicon, self.vocabulary))
        close = nlargest(CLOSE, ((s * weights.get(self.entries[p].plan, 0), -p) for p, s in scores.items()))
        found = sorted(self.judged(words, close), key=lambda match: -match.score)[:limit]
        return Findings(tuple(found), bool(found) and found[0].score >= SURE)

    def judged(self, words: Sequence[str], close: Iterable[tuple[float, int]]) -> Iterable[Match]:
        asked = kinds(words)
        for score, place in ((score, -minus) for score, minus in close):
            worth = math.prod(kind.worth(self.texts[place], self.lexicon) for kind in asked)
            if (judged := score * worth - self.handicaps[place]) > 0:
                yield Match(self.entries[place].key, min(1.0, round(judged, 4)))

    def scores(self, asked: Iterable[Unit]) -> Values:
        """Place → the share of the question, weighed by how rare its words are, that is spoken of there."""
        total: defaultdict[int, float] = defaultdict(float)
        whole = DOUBT
        for unit in asked:
            values = self.values(unit)
            weight = unit.weight * self.rarity(values)
            whole += weight
            for place, value in values.items():
                total[place] += weight * value
        return {place: value / whole for place, value in total.items()}

    def values(self, unit: Unit) -> Values:
        """Place → how well the unit is met there, by itself or by its parts together."""
        found = self.best(unit.ways)
        if not unit.parts:
            return found
        held = [(self.rarity(values), values) for values in map(self.best, unit.parts)]
        whole = sum(share for share, _ in held)
        together: defaultdict[int, float] = defaultdict(float)
        for share, values in held:
            for place, value in values.items():
                together[place] += TOGETHER * value * share / whole
        return {place: max(found.get(place, 0), together.get(place, 0)) for place in {*found, *together}}

    def best(self, ways: Ways) -> Values:
        found: Values = {}
        for feature, weight in ways.items():
            for place, value in self.postings.get(feature, {}).items():
                found[place] = max(weight * value, found.get(place, 0))
        return found

    def rarity(self, values: Values) -> float:
        many = 2 + len(self.entries)
        said = 1 + sum(value >= 0.5 for value in values.values())
        return max(COMMONEST, math.log(many / said) / math.log(many))


def build(entries: Iterable[Entry]) -> Index:
    entries = tuple(entries)
    words = [tokens(mended(entry.text)) for entry in entries]
    headings = [tokens(mended(entry.heading)) for entry in entries]
    vocabulary = dict.fromkeys(word for row in (*words, *headings) for word in row)
    lexicon = lexicon_of(vocabulary)
    own = [features(row, lexicon) for row in words]
    above = [features(row, lexicon) for row in headings]
    postings: defaultdict[str, Values] = defaultdict(dict)
    for place in range(len(entries)):
        for feature, value in combined(own[place], above[place], neighbours(entries, own, place)).items():
            postings[feature][place] = value
    return Index(
        entries=entries,
        texts=tuple(" ".join(row) for row in words),
        postings=dict(postings),
        handicaps=tuple(handicaps(entries, words)),
        lexicon=lexicon,
        vocabulary=tuple(dict.fromkeys([*vocabulary, *sorted(language().forms)])),
        plans=plans_of((entry.plan, entry.organisation, entry.years) for entry in entries),
    )


def neighbours(entries: Sequence[Entry], own: Sequence[Ways], place: int) -> list[Ways]:
    def same(other: int) -> bool:
        return (entries[other].plan, entries[other].heading) == (entries[place].plan, entries[place].heading)

    return [own[other] for other in (place - 1, place + 1) if 0 <= other < len(entries) and same(other)]


def combined(own: Ways, above: Ways, beside: Iterable[Ways]) -> Ways:
    found = dict(own)
    for feature, value in above.items():
        found[feature] = max(HEADING * value, found[feature] + BOTH * value) if feature in found else HEADING * value
    for ways in beside:
        for feature, value in ways.items():
            found[feature] = max(NEAR * value, found.get(feature, 0))
    return found


def handicaps(entries: Sequence[Entry], words: Sequence[Sequence[str]]) -> Iterable[float]:
    """What decides between passages that say the same: short, first under its heading, new, and decided."""
    newest = max((year for entry in entries for year in entry.years), default=0)
    above: tuple[int, str] | None = None
    for entry, row in zip(entries, words, strict=True):
        age = min(10, newest - max(entry.years, default=0))
        later = LATER if above == (entry.plan, entry.heading) else 0
        above = entry.plan, entry.heading
        yield LONG * len(row) + later + OLDER * age + PROPOSED * entry.proposal
