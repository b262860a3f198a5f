"""Posts as people write them in a cell: "ordförande Norrby (2027-02-08–2028-02-28) | revisor". Pure."""

import re
from collections.abc import Callable
from datetime import date
from typing import Final

from storage.branches import fold
from storage.models import Role
from storage.posts import OF_BRANCH, OF_DISTRICT, meet
from storage.register.people import Duty, Held

APART = "|"
DISTRICT = "distriktet"
# The first word of each is what an export writes; longer ones are looked for first.
WORDS: Final = {
    Role.CHAIR: ("ordförande", "ordf", "chair"),
    Role.DEPUTY: ("vice ordförande", "v ordf", "vice ordf", "deputy"),
    Role.TREASURER: ("kassör", "treasurer"),
    Role.CONTACT: ("kontaktperson", "fadder", "contact"),
    Role.BOARD: ("distriktsstyrelsen", "ledamot i distriktsstyrelsen", "distriktsstyrelse", "ds", "board"),
    Role.EXECUTIVE: ("arbetsutskottet", "ledamot i arbetsutskottet", "arbetsutskott", "au", "executive"),
    Role.AUDITOR: ("revisor", "auditor"),
    Role.OMBUDSPERSON: ("ombudsperson",),
    Role.REPRESENTATIVE: ("representant", "representative"),
    Role.TECHNICIAN: ("tekniker", "technician"),
}
BY_WORD: Final = {fold(word): role for role, words in WORDS.items() for word in words}
DAYS = re.compile(r"(?P<what>[^()]*)(?:\((?P<first>[\d-]*)\s*[–—]\s*(?P<last>[\d-]*)\))?")

FindBranch = Callable[[str], int]


def read_duties(cell: str, own_branch: int, find_branch: FindBranch) -> tuple[Duty, ...]:
    """The posts of somebody who is in that branch; one that is written twice is one.

    Raises:
        ValueError: one of them cannot be understood; its text says why.

    """
    duties: list[Duty] = []
    for part in filter(str.strip, cell.split(APART)):
        duty = read_duty(part, own_branch, find_branch)
        same = [one for one in duties if one[:2] == duty[:2] and meet(span(one), span(duty))]
        duties = [one for one in duties if one not in same] + [joined(duty, *same)]
    return tuple(duties)


def span(duty: Duty) -> Held:
    """The days of it, from the beginning of time where the first is not said."""
    return Held(0, duty.role, duty.branch_id, duty.first_day or date.min, duty.last_day)


def joined(*same: Duty) -> Duty:
    """The same post written more than once, as one."""
    first = min((one.first_day for one in same if one.first_day), default=None)
    lasts = [one.last_day for one in same if one.last_day]
    return same[0]._replace(first_day=first, last_day=max(lasts) if len(lasts) == len(same) else None)


def read_duty(text: str, own_branch: int, find_branch: FindBranch) -> Duty:
    found = DAYS.fullmatch(text.strip())
    if found is None:
        raise ValueError(f"{text.strip()!r} is no post; write it as: ordförande Norrby (2027-02-08–2028-02-28)")
    role, where = read_role(found["what"])
    first, last = read_day(found["first"]), read_day(found["last"])
    if first and last and last < first:
        raise ValueError(f"the post ends ({last}) before it begins ({first})")
    return Duty(role, branch_of(role, where, own_branch, find_branch), first, last)


def read_role(text: str) -> tuple[Role, str]:
    """The role, and what is written behind it: the longest beginning that is a role's name."""
    words = text.split()
    for count in range(len(words), 0, -1):
        if role := BY_WORD.get(fold(" ".join(words[:count])).replace(".", "")):
            return role, " ".join(words[count:])
    raise ValueError(f"{text.strip()!r} is no post; there are: {', '.join(names[0] for names in WORDS.values())}")


def branch_of(role: Role, where: str, own_branch: int, find_branch: FindBranch) -> int | None:
    if fold(where) == DISTRICT or (not where and role not in OF_BRANCH):
        return None
    if role in OF_DISTRICT:
        raise ValueError(f"{WORDS[role][0]} is the district's, and not a branch's ({where!r})")
    if where:
        return find_branch(where)
    if role is Role.CONTACT:
        raise ValueError("a contact person is one of a branch: write kontaktperson and its name")
    return own_branch


def read_day(text: str | None) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"{text!r} is no day; write it as 2027-02-08") from None


def write_duty(post: Held, branch: str) -> str:
    """As `read_duty` reads it again."""
    role = Role(post.role)
    where = "" if role in OF_DISTRICT and post.branch_id is None else f" {branch or DISTRICT}"
    return f"{WORDS[role][0]}{where} ({post.first_day}–{post.last_day or ''})"
