"""Finds the partiföreningar and networks that a file names, and adds those that are missing where asked."""

from dataclasses import dataclass, field

from rapidfuzz import fuzz, process
from sqlmodel import Session

from bot.register.entries import LONGEST, Near
from storage import branches
from storage.branches import SUGGEST, fold
from storage.models import Branch, Network
from storage.register import people


@dataclass(slots=True)
class Names:
    """Looks each up once. `add`: what is not there is made."""

    session: Session
    add: bool = False
    branches: dict[str, Near] = field(default_factory=dict)
    networks: dict[str, Near] = field(default_factory=dict)
    added: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.branches = {branch.name: Near(branch.id) for branch in branches.listed(self.session)}
        self.networks = {name: Near(number) for name, number in people.networks(self.session).items()}

    def branch(self, name: str) -> Near:
        if name not in self.branches:
            match = branches.find(self.session, name)
            found = Near(match.branch.id) if match.branch else Near(None, match.near)
            self.branches[name] = (
                found if found.id is not None else self.made(name, Branch(name=name, town=name), found)
            )
        return self.branches[name]

    def network(self, name: str) -> Near:
        if name not in self.networks:
            known = {fold(each): each for each, near in self.networks.items() if near.id is not None}
            if fold(name) in known:
                return self.networks[known[fold(name)]]
            close = process.extract(fold(name), known.keys(), scorer=fuzz.ratio, score_cutoff=SUGGEST, limit=3)
            near = Near(None, tuple(known[word] for word, _, _ in close))
            self.networks[name] = self.made(name, Network(name=name), near)
        return self.networks[name]

    def made(self, name: str, row: Branch | Network, near: Near) -> Near:
        if not self.add or not 0 < len(name) <= LONGEST:
            return near
        self.session.add(row)
        self.session.flush()
        self.added.append(name)
        return Near(row.id)
