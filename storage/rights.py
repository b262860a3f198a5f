"""Who may do what, and where: one table and one function over it. What is not in the table nobody may."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from storage.members import Person
from storage.models import Role


class Right(StrEnum):
    """Something that not everyone may do."""

    USE = "use"  # what is one's own: settings, reminders, data
    PLAN = "plan"  # make, move and cancel activities
    ANSWER = "answer"  # say what a branch does on 8 March, 1 May and Pride
    SPEAK = "speak"  # for a group: which it is, its quiet hours, reminders to it
    OVERSEE = "oversee"  # see how it goes for branches
    MEMBERS = "members"  # see who the members are
    INVITE = "invite"
    WELCOME = "welcome"  # see to it that new members are contacted
    APPOINT = "appoint"  # give and end posts
    EXPORT = "export"
    BROADCAST = "broadcast"
    FREEZE = "freeze"  # stop everything after a leak
    AUDIT = "audit"  # see who has looked at whose data
    CONFIRM = "confirm"  # have an authenticator, for what is confirmed twice


class Reach(StrEnum):
    """How far a role's right goes."""

    SELF = "self"  # for themselves
    OWN = "own"  # the branches that they hold the post for
    DISTRICT = "district"  # what is the district's own, and no branch's
    NETWORK = "network"  # the networks that they convene
    ALL = "all"  # the district and every branch


RIGHTS: Final[Mapping[Right, Mapping[str, Reach]]] = {
    Right.USE: {Role.MEMBER: Reach.SELF},
    Right.PLAN: {
        Role.CHAIR: Reach.OWN, Role.DEPUTY: Reach.OWN, Role.CONVENER: Reach.NETWORK, Role.OMBUDSPERSON: Reach.DISTRICT,
    },
    Right.ANSWER: {
        Role.CHAIR: Reach.OWN, Role.DEPUTY: Reach.OWN, Role.CONTACT: Reach.OWN, Role.OMBUDSPERSON: Reach.ALL,
    },
    Right.SPEAK: {Role.CHAIR: Reach.OWN, Role.OMBUDSPERSON: Reach.ALL},
    Right.OVERSEE: {
        Role.CHAIR: Reach.OWN, Role.DEPUTY: Reach.OWN, Role.CONTACT: Reach.ALL, Role.BOARD: Reach.ALL,
        Role.EXECUTIVE: Reach.ALL, Role.OMBUDSPERSON: Reach.ALL,
    },
    Right.MEMBERS: {Role.CHAIR: Reach.OWN, Role.OMBUDSPERSON: Reach.ALL},
    Right.INVITE: {Role.CHAIR: Reach.OWN, Role.OMBUDSPERSON: Reach.ALL},
    Right.WELCOME: {
        Role.CHAIR: Reach.OWN, Role.DEPUTY: Reach.OWN, Role.CONTACT: Reach.OWN, Role.OMBUDSPERSON: Reach.ALL,
    },
    Right.APPOINT: {Role.OMBUDSPERSON: Reach.ALL},
    Right.EXPORT: {Role.CHAIR: Reach.OWN, Role.OMBUDSPERSON: Reach.ALL},
    Right.BROADCAST: {Role.CHAIR: Reach.OWN, Role.OMBUDSPERSON: Reach.ALL},
    Right.FREEZE: {Role.TECHNICIAN: Reach.ALL, Role.OMBUDSPERSON: Reach.ALL},
    Right.AUDIT: {Role.OMBUDSPERSON: Reach.ALL},
    Right.CONFIRM: {Role.CHAIR: Reach.SELF, Role.OMBUDSPERSON: Reach.SELF, Role.TECHNICIAN: Reach.SELF},
}  # fmt: skip


class Anywhere:
    """Stands for "at least somewhere" where a branch would be named."""


ANYWHERE: Final = Anywhere()


def allowed(person: Person | None, right: Right, branch_id: int | Anywhere | None = ANYWHERE) -> bool:
    """Whether somebody may do that: somewhere at all, for a branch, or (None) for the district."""
    if person is None:
        return False
    granted = RIGHTS[right]
    return any(reaches(granted[role], held, branch_id) for role, held in person.posts if role in granted)


def reaches(reach: Reach, held: int | None, branch_id: int | Anywhere | None) -> bool:
    """Whether a right that goes so far, by a post held for that branch, goes there."""
    if isinstance(branch_id, Anywhere) or reach is Reach.ALL:
        return True
    if reach is Reach.DISTRICT:
        return branch_id is None
    return reach is Reach.OWN and branch_id is not None and branch_id == held


def plans(person: Person | None, branch_id: int | None, network_id: int | None) -> bool:
    """Whether somebody may plan for an organiser: a network, a branch, or, without either, the district."""
    if network_id is None:
        return allowed(person, Right.PLAN, branch_id)
    return person is not None and network_id in own_networks(person)


def own_networks(person: Person) -> list[int]:
    """The networks that they convene, by id."""
    return sorted(network for role, network in person.posts if role == Role.CONVENER and network is not None)


def own_branches(person: Person, right: Right) -> list[int]:
    """The branches for which they hold a post that gives them the right, by id."""
    granted = RIGHTS[right]
    held = (branch for role, branch in person.posts if granted.get(role) is Reach.OWN)
    return sorted({branch for branch in held if branch is not None})
