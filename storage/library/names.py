"""Which plans a question means when it names an organisation or a year."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from storage.library.words import tokens

# Words of an organisation's name that do not tell it from others.
COMMON = frozenset(
    tokens(
        "vänster initiativ län läns de gröna och på i distrikt distriktet partidistrikt partidistriktet partiförening "
        "partiföreningen förening föreningen lokalförening lokalföreningen krets partikretsen partiet ung unga region"
    )
)
OTHER_YEAR = 0.8
LONG = 7  # letters: from here on a name may be misspelt,
TAIL = 8  # and from here on be the end of a longer one (Stockholm, Storstockholm)

PlanKeys = frozenset[int]


@dataclass(frozen=True, slots=True)
class Plans:
    every: PlanKeys
    by_name: Mapping[str, PlanKeys]
    by_year: Mapping[str, PlanKeys]

    def named(self, word: str) -> PlanKeys:
        """The plans whose organisation a folded word names: «jamtland», «jamtlands», «jamtlnd»."""
        for alike in (is_name, is_nearly_name):
            for name, plans in self.by_name.items():
                if alike(word, name):
                    return plans
        return frozenset()

    def without_names(self, words: Sequence[str]) -> list[str]:
        return [word for word in words if not self.named(word)]

    def weights(self, words: Sequence[str]) -> dict[int, float]:
        """What a passage is worth by its plan: absent when another organisation was named, less in another year."""
        meant = PlanKeys().union(*(self.named(word) for word in words)) or self.every
        years = PlanKeys().union(*(self.by_year.get(word, ()) for word in words)) & meant or meant
        return {plan: 1 if plan in years else OTHER_YEAR for plan in meant}


def is_name(word: str, name: str) -> bool:
    return word in {name, f"{name}s", name.removesuffix("s")}


def is_nearly_name(word: str, name: str) -> bool:
    if len(word) < LONG:
        return False
    if len(word) >= TAIL and name.endswith(word):
        return True
    return OSA.distance(word, name) <= (1 if len(word) < LONG + 2 else 2)


def plans_of(rows: Iterable[tuple[int, str, tuple[int, ...]]]) -> Plans:
    """From plan, organisation and years."""
    by_name: defaultdict[str, set[int]] = defaultdict(set)
    by_year: defaultdict[str, set[int]] = defaultdict(set)
    every = set(rows)
    for plan, organisation, years in every:
        party, *words = tokens(organisation) or [""]
        for word in words or [party]:
            if word not in COMMON and len(word) > 2:
                by_name[word].add(plan)
        for year in years:
            by_year[str(year)].add(plan)
    return Plans(frozenset(plan for plan, _, _ in every), frozen(by_name), frozen(by_year))


def frozen(rows: Mapping[str, set[int]]) -> dict[str, PlanKeys]:
    return {name: frozenset(plans) for name, plans in rows.items()}
