"""What a member has chosen; and everybody's way, where nothing was."""

from datetime import time

import pytest

from storage import preferences
from storage.models import Account, Branch, Member
from storage.preferences import Wishes
from tests.talk import NOW

USUAL = Wishes(frozenset({"w1", "d1", "morning"}), (time(21), time(8)), own_quiet=False, app="", district=False)


@pytest.fixture
def alva(session) -> int:
    branch = Branch(name="Norrby", town="Norrby")
    session.add(branch)
    session.flush()
    member = Member(name="Alva", branch_id=branch.id)
    session.add(member)
    session.flush()
    return member.id


def test_who_has_chosen_nothing_is_reminded_as_everybody(session, alva):
    assert preferences.of(session, alva) == USUAL


def test_a_change_leaves_the_rest_as_it_was(session, alva):
    preferences.change(session, alva, district=True)
    assert preferences.of(session, alva) == USUAL._replace(district=True)

    preferences.change(session, alva, leads="")
    preferences.change(session, alva, quiet_from=time(0), quiet_to=time(0), app="slack")
    assert preferences.of(session, alva) == Wishes(
        frozenset(), (time(0), time(0)), own_quiet=True, app="slack", district=True
    )

    preferences.change(session, alva, quiet_from=None, quiet_to=None)
    assert preferences.of(session, alva).quiet == (time(21), time(8))


def test_the_apps_are_where_they_can_be_written_to(session, alva):
    for platform, muted_at in {"slack": None, "terminal": NOW, "telegram": None}.items():
        row = Account(platform=platform, user="a", chat="a", member_id=alva, tied_at=NOW, muted_at=muted_at)
        session.add(row)
    session.flush()

    assert preferences.apps(session, alva) == ["telegram", "slack"]
    assert preferences.apps(session, alva + 1) == []
