"""Who may do what, as a table that was written apart from the one in the code."""

import pytest

from storage.members import Person
from storage.models import Role
from storage.rights import RIGHTS, Right, allowed, own_branches

HERE, ELSEWHERE, DISTRICT = 1, 2, None
# Each post is held for HERE. What may be done here, elsewhere, and for the district; whatever is not named may not.
MAY = """
member          use
chair           plan here, answer here, speak here, oversee here, members here, invite here, welcome here, export here,
                broadcast here, confirm
deputy          plan here, answer here, oversee here, welcome here
executive       oversee here elsewhere district
contact         answer here, welcome here, oversee here elsewhere district
board           oversee here elsewhere district
ombudsperson    plan district, answer here elsewhere district, speak here elsewhere district,
                oversee here elsewhere district, members here elsewhere district,
                invite here elsewhere district, welcome here elsewhere district,
                appoint here elsewhere district, export here elsewhere district, broadcast here elsewhere district,
                freeze here elsewhere district, audit here elsewhere district, confirm
convener        plan
technician      freeze here elsewhere district, confirm
"""
PLACES = {"here": HERE, "elsewhere": ELSEWHERE, "district": DISTRICT}


def read() -> dict[str, dict[str, set[str]]]:
    """By role and right, where."""
    table: dict[str, dict[str, set[str]]] = {}
    for line in MAY.replace(",\n ", ", ").strip().splitlines():
        role, rest = line.split(maxsplit=1)
        cells = [cell.split() for cell in rest.split(",")]
        table[role] = {right: set(places) for right, *places in cells}
    return table


TABLE = read()


def holder(role: str, branch_id: int | None = HERE) -> Person:
    return Person(7, "Alva", "sv", HERE, "Norrby", frozenset({("member", HERE), (role, branch_id)}))


@pytest.mark.parametrize("right", Right)
@pytest.mark.parametrize("role", Role)
def test_every_role_and_right_everywhere(role, right):
    granted = TABLE.get(role, {}).get(right, set())

    assert {name for name, place in PLACES.items() if allowed(holder(role), right, place)} == granted
    assert allowed(holder(role), right) is (right in TABLE.get(role, {}) or right in TABLE["member"])


@pytest.mark.parametrize("right", Right)
def test_who_is_nobody_may_nothing(right):
    assert [allowed(None, right, place) for place in (*PLACES.values(),)] == [False] * 3
    assert not allowed(None, right)


def test_a_role_that_is_not_known_gives_nothing():
    assert not any(allowed(holder("emperor"), right) for right in Right if right != Right.USE)


def test_a_chair_of_no_branch_has_no_branch():
    assert not allowed(holder(Role.CHAIR, None), Right.PLAN, HERE)
    assert not allowed(holder(Role.CHAIR, None), Right.PLAN, None)
    assert own_branches(holder(Role.CHAIR, None), Right.PLAN) == []


def test_the_branches_that_one_acts_for():
    both = Person(7, "Alva", "sv", 3, "Norrby", frozenset({("chair", 4), ("chair", 2), ("contact", 5), ("member", 3)}))

    assert own_branches(both, Right.PLAN) == [2, 4]
    assert own_branches(both, Right.ANSWER) == [2, 4, 5]
    assert own_branches(both, Right.FREEZE) == []


def test_every_right_is_somebody_s():
    assert [right for right in Right if not RIGHTS[right]] == []
