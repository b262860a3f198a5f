"""What would change if the register became what a file says. It only looks."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from storage.posts import OF_OWN_BRANCH, meet
from storage.register.people import Duty, Entry, Held, Known, present
from storage.sealing import Keyring

# What is said of a member in plain words, and what is sealed.
PLAIN = ("name", "branch", "number", "language", "contact")
SEALED = ("email", "phone")


class Kind(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    UNCLEAR = "unclear"  # more than one of that name in the branch, or a number with another's name: nobody is guessed
    LEFT = "left"  # in the register, and not in the file


@dataclass(slots=True)
class Change:
    """What a line means for a member; `columns` are the names of what is another way in the file.

    An unclear one with the column `name` has a number that is somebody else's by its name.
    """

    kind: Kind
    entry: Entry | None
    known: Known | None
    columns: tuple[str, ...] = ()


@dataclass(slots=True)
class Matches:
    """Which line is which member: by number first, and then by name and branch where only one can be meant."""

    of_line: dict[int, Known] = field(default_factory=dict)
    unclear: set[int] = field(default_factory=set)
    maybe: set[int] = field(default_factory=set)  # members who an unclear line may be
    misnamed: set[int] = field(default_factory=set)  # lines with a number whose member is called something else


def compare(
    entries: list[Entry], people: list[Known], keys: Keyring, *, today: date, rename: bool = False
) -> Iterator[Change]:
    """A change for every line in their order, and after them those whom no line names.

    Somebody is left only in the branches that the file has lines for: a branch's own list says nothing of the others.
    Without `rename` a number with quite another name is unclear: a list that slipped by a line would rename everybody.
    """
    matches = match(entries, people, rename=rename)
    for entry in entries:
        yield one(entry, matches, keys, today)
    named = {known.id for known in matches.of_line.values()} | matches.maybe
    branches = {entry.branch_id for entry in entries}
    for known in present(people):
        if known.id not in named and known.branch_id in branches:
            yield Change(Kind.LEFT, None, known)


def one(entry: Entry, matches: Matches, keys: Keyring, today: date) -> Change:
    if entry.line in matches.unclear:
        return Change(Kind.UNCLEAR, entry, None)
    known = matches.of_line.get(entry.line)
    if known is None:
        return Change(Kind.NEW, entry, None)
    if entry.line in matches.misnamed:
        return Change(Kind.UNCLEAR, entry, known, ("name",))
    columns = tuple(differences(entry, known, keys, today))
    return Change(Kind.CHANGED if columns else Kind.SAME, entry, known, columns)


def match(entries: list[Entry], people: list[Known], *, rename: bool = False) -> Matches:
    found = Matches()
    by_number = {known.number: known for known in people if known.number}
    for entry in entries:
        if entry.number in by_number:
            known = found.of_line[entry.line] = by_number[entry.number]
            if not rename and not words(entry.name) & words(known.name):
                found.misnamed.add(entry.line)
    taken = {known.id for known in found.of_line.values()}
    by_name = grouped(known for known in people if known.id not in taken)
    for group in grouped_lines(entry for entry in entries if entry.line not in found.of_line).values():
        settle(group, by_name.get(whose(group[0]), []), found)
    return found


def settle(lines: list[Entry], there: list[Known], found: Matches) -> None:
    """Lines of the same name in the same branch, and who of that name is there. A number tells people apart."""
    for entry in lines:
        could = [known for known in there if not (entry.number and known.number)]
        alone = len(lines) == 1 or (entry.number and not could)
        if len(could) == 1 and alone:
            found.of_line[entry.line] = could[0]
        elif could or not alone:
            found.unclear.add(entry.line)
            found.maybe.update(known.id for known in could)


def words(name: str) -> set[str]:
    """What a name is made of, each part of a double name by itself."""
    return set(re.findall(r"\w+", name.casefold()))


def whose(one: Entry | Known) -> tuple[str, int]:
    return " ".join(one.name.casefold().split()), one.branch_id


def grouped(people: Iterable[Known]) -> dict[tuple[str, int], list[Known]]:
    found: dict[tuple[str, int], list[Known]] = defaultdict(list)
    for known in people:
        found[whose(known)].append(known)
    return found


def grouped_lines(entries: Iterable[Entry]) -> dict[tuple[str, int], list[Entry]]:
    found: dict[tuple[str, int], list[Entry]] = defaultdict(list)
    for entry in entries:
        found[whose(entry)].append(entry)
    return found


def differences(entry: Entry, known: Known, keys: Keyring, today: date) -> Iterator[str]:
    """The names of the columns in which the line is another than the member. What is plain and empty says nothing."""
    said = (entry.name, entry.branch_id, entry.number, entry.language, entry.app)
    kept = (" ".join(known.name.split()), known.branch_id, known.number, known.language, known.app)
    yield from (name for name, new, old in zip(PLAIN, said, kept, strict=True) if new and new != old)
    for name in SEALED:
        said = getattr(entry, name)
        if said is not None and said != keys.open(getattr(known, name)):
            yield name
    if entry.networks is not None and entry.networks != known.networks:
        yield "networks"
    if left_behind(entry, known) or any(renewed(duty, known.posts, today) for duty in entry.posts):
        yield "posts"
    if known.left_on is not None:
        yield "left_on"


def left_behind(entry: Entry, known: Known) -> list[Held]:
    """The branch posts that a member who moves leaves in the branch they were in, unless the line names them."""
    if entry.branch_id == known.branch_id:
        return []
    named = {(duty.role, duty.branch_id) for duty in entry.posts}
    theirs = [post for post in known.posts if post.branch_id == known.branch_id and post.role in OF_OWN_BRANCH]
    return [post for post in theirs if (post.role, post.branch_id) not in named]


def held(duty: Duty, posts: Iterable[Held]) -> Held | None:
    """The post that is meant: one with days in common, or any where the first day is not said; the latest of them."""
    same = [p for p in posts if (p.role, p.branch_id) == (duty.role, duty.branch_id) and is_meant(duty, p)]
    said = (duty.first_day, duty.last_day)
    return max(same, key=lambda p: (p.first_day == said[0], p.last_day == said[1], p.first_day), default=None)


def is_meant(duty: Duty, post: Held) -> bool:
    return duty.first_day is None or meet(post, post._replace(first_day=duty.first_day, last_day=duty.last_day))


def renewed(duty: Duty, posts: Iterable[Held], today: date) -> bool:
    """Whether the post is to be given, to begin earlier, or to end on another day. One that is over is not given."""
    there = held(duty, posts)
    if there is None:
        return duty.last_day is None or duty.last_day >= today
    if duty.first_day is None and duty.last_day is None:
        return False
    return duty.last_day != there.last_day or (duty.first_day is not None and duty.first_day < there.first_day)
