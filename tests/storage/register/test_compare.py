"""Which line of a file is which member, and what would change."""

from datetime import date

import pytest

from storage.models import Role
from storage.register.compare import Kind, compare
from storage.register.people import Duty, Entry, Held, Joined, Known
from storage.sealing import Keyring, new_key

TODAY = date(2027, 2, 8)
KEYS = Keyring([new_key()])
CALLS, IS_IN = frozenset({Joined(1, convenes=True)}), frozenset({Joined(1, convenes=False)})
CHAIR = Held(5, Role.CHAIR, 1, date(2027, 1, 1), None)


def known(row: int, name: str = "Alva N", **other) -> Known:
    kept = {"branch_id": 1, "language": "sv", "number": "", "email": "", "phone": "", "left_on": None, "app": ""}
    return Known(row, f"ref{row}", name, **kept | other)


def entry(line: int, name: str = "Alva N", branch_id: int = 1, **other) -> Entry:
    return Entry(line, name, branch_id, **other)


def found(entries, people) -> list[tuple[str, int | None, int | None]]:
    changes = compare(entries, people, KEYS, today=TODAY)
    return [(str(c.kind), c.entry and c.entry.line, c.known and c.known.id) for c in changes]


@pytest.mark.parametrize(
    ("entries", "people", "said"),
    [
        ([entry(2)], [], [("new", 2, None)]),
        ([entry(2)], [known(1)], [("same", 2, 1)]),
        ([entry(2, "alva  n")], [known(1)], [("changed", 2, 1)]),
        ([entry(2, branch_id=2)], [known(1)], [("new", 2, None)]),
        ([entry(2, number="7")], [known(1)], [("changed", 2, 1)]),
        ([entry(2, "Alva Ny", 2, number="7")], [known(1, number="7")], [("changed", 2, 1)]),
        ([entry(2, number="7")], [known(1, number="8")], [("new", 2, None), ("left", None, 1)]),
        ([entry(2)], [known(1, number="8")], [("same", 2, 1)]),
        ([entry(2)], [known(1), known(2)], [("unclear", 2, None)]),
        ([entry(2), entry(3)], [known(1)], [("unclear", 2, None), ("unclear", 3, None)]),
        ([entry(2), entry(3)], [], [("unclear", 2, None), ("unclear", 3, None)]),
        ([entry(2, number="7"), entry(3, number="8")], [], [("new", 2, None), ("new", 3, None)]),
        ([entry(2), entry(3, number="8")], [known(1), known(2, number="8")], [("same", 2, 1), ("same", 3, 2)]),
        ([entry(2, number="8")], [known(1), known(2, number="9")], [("changed", 2, 1), ("left", None, 2)]),
        ([entry(2, "Birk S")], [known(1)], [("new", 2, None), ("left", None, 1)]),
        ([entry(2, "Birk S", 2)], [known(1)], [("new", 2, None)]),
        ([entry(2)], [known(1, left_on=TODAY)], [("changed", 2, 1)]),
        ([entry(2, "Birk S")], [known(1, left_on=TODAY)], [("new", 2, None)]),
        ([], [known(1)], []),
    ],
)
def test_who_is_meant(entries, people, said):
    assert found(entries, people) == said


@pytest.mark.parametrize(
    ("said", "kept", "columns"),
    [
        ({}, {}, ()),
        ({"language": "en"}, {}, ("language",)),
        ({"language": None}, {"language": "en"}, ()),
        ({"app": "slack"}, {"app": "telegram"}, ("contact",)),
        ({"app": None}, {"app": "telegram"}, ()),
        ({"email": "a@b.se"}, {"email": KEYS.seal("a@b.se")}, ()),
        ({"email": "a@b.se"}, {"email": KEYS.seal("c@b.se")}, ("email",)),
        ({"email": "", "phone": None}, {"email": KEYS.seal("c@b.se"), "phone": KEYS.seal("+4670")}, ("email",)),
        ({"networks": None}, {"networks": CALLS}, ()),
        ({"networks": frozenset()}, {"networks": CALLS}, ("networks",)),
        ({"networks": IS_IN}, {"networks": CALLS}, ("networks",)),
        ({}, {"posts": (CHAIR,)}, ()),
        ({"posts": (Duty(Role.CHAIR, 1),)}, {"posts": (CHAIR,)}, ()),
        ({"posts": (Duty(Role.CHAIR, 1),)}, {}, ("posts",)),
        ({"posts": (Duty(Role.CHAIR, 1, date(2027, 1, 1)),)}, {"posts": (CHAIR,)}, ()),
        ({"posts": (Duty(Role.CHAIR, 1, date(2027, 1, 2)),)}, {"posts": (CHAIR,)}, ()),
        ({"posts": (Duty(Role.CHAIR, 1, date(2026, 12, 31)),)}, {"posts": (CHAIR,)}, ("posts",)),
        ({"posts": (Duty(Role.CHAIR, 1, None, TODAY),)}, {"posts": (CHAIR,)}, ("posts",)),
        ({"posts": (Duty(Role.CHAIR, 2),)}, {"posts": (CHAIR,)}, ("posts",)),
        ({"posts": (Duty(Role.CHAIR, 1, None, date(2027, 2, 7)),)}, {}, ()),
        ({}, {"left_on": TODAY}, ("left_on",)),
    ],
)  # fmt: skip
def test_what_would_change(said, kept, columns):
    (change,) = compare([entry(2, **said)], [known(1, **kept)], KEYS, today=TODAY)

    assert change.columns == columns
    assert change.kind == (Kind.CHANGED if columns else Kind.SAME)
