"""The branches (partiföreningar), and finding one by what people call it."""

import unicodedata
from dataclasses import dataclass

from rapidfuzz import fuzz, process
from sqlmodel import Session, col, select

from storage.models import Branch

# Below this a suggestion is a guess in the dark: "Norby" and "Norrby" score 91, two unrelated towns under 60.
SUGGEST = 75


@dataclass(frozen=True, slots=True)
class Match:
    """A branch that was meant, or the names nearest to what was written."""

    branch: Branch | None
    near: tuple[str, ...] = ()


def listed(session: Session) -> list[Branch]:
    return list(session.exec(select(Branch).order_by(col(Branch.name))))


def fold(name: str) -> str:
    """Lower case, without å/ä/ö's marks, hyphens as blanks: how people compare names."""
    loose = unicodedata.normalize("NFKD", name).casefold()
    kept = "".join(c for c in loose if not unicodedata.combining(c))
    return " ".join(kept.replace("-", " ").replace("_", " ").split())


def find(session: Session, name: str) -> Match:
    """The branch with this name, town or alias, however it is spelled; else the nearest names."""
    wanted = fold(name)
    known = {fold(word): branch for branch in listed(session) for word in spellings(branch)}
    if wanted in known:
        return Match(known[wanted])
    near = process.extract(wanted, known.keys(), scorer=fuzz.ratio, score_cutoff=SUGGEST, limit=3)
    return Match(None, tuple(dict.fromkeys(known[word].name for word, _, _ in near)))


def spellings(branch: Branch) -> list[str]:
    return [branch.name, branch.town, *branch.aliases.splitlines()]


def name(session: Session, branch_id: int | None) -> str:
    """The branch's name; empty for the district."""
    branch = session.get(Branch, branch_id) if branch_id is not None else None
    return branch.name if branch else ""
