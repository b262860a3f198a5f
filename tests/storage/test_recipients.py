"""Who can be reached: one chat a person, and the groups."""

from datetime import date, time, timedelta

import pytest
from sqlmodel import select

from storage import recipients
from storage.models import Account, Branch, Group, Member, Post, Preference, Role
from storage.recipients import QUIET, Recipient
from tests.talk import NOW

ALL = ("telegram", "slack", "terminal")
TODAY = date(2027, 2, 8)


@pytest.fixture
def norrby(session) -> int:
    branch = Branch(name="Norrby", town="Norrby")
    session.add(branch)
    session.flush()
    return branch.id


def person(session, branch_id: int, *accounts: str, language: str = "sv", **wish: object) -> int:
    """A member with an account on each of these platforms; one that ends in `!` is muted."""
    member = Member(name="Alva", branch_id=branch_id, language=language)
    session.add(member)
    session.flush()
    for name in accounts:
        platform, user = name.rstrip("!"), f"{name}{member.id}"
        muted_at = NOW if name.endswith("!") else None
        session.add(
            Account(platform=platform, user=user, chat=user, member_id=member.id, tied_at=NOW, muted_at=muted_at)
        )
    if wish:
        session.add(Preference(member_id=member.id, **({"leads": recipients.DEFAULT_LEADS} | wish)))
    session.flush()
    return member.id


def chats(found: list[Recipient]) -> list[str]:
    return [f"{to.key} {to.platform}" for to in found]


def of_norrby(session, norrby, platforms=ALL, **more: object) -> list[str]:
    return chats(recipients.of_branches(session, [norrby], platforms=platforms, **more))


@pytest.mark.parametrize(
    ("accounts", "choice"),
    [
        (["telegram"], ("", ALL, "telegram")),
        (["terminal", "slack", "telegram"], ("", ALL, "telegram")),
        (["terminal", "slack", "telegram"], ("slack", ALL, "slack")),
        (["terminal", "slack", "telegram"], ("slack", ["telegram", "terminal"], "telegram")),
        (["slack!", "telegram"], ("slack", ALL, "telegram")),
        (["telegram!", "terminal", "slack"], ("", ALL, "slack")),
        (["telegram"], ("", ["slack"], None)),
        (["telegram!"], ("", ALL, None)),
        ([], ("", ALL, None)),
    ],
)
def test_one_chat_a_person(session, norrby, accounts, choice):
    """F46: who is on two platforms is told once, on the one they chose."""
    app, running, chosen = choice
    member = person(session, norrby, *accounts, app=app)

    assert of_norrby(session, norrby, running) == ([f"m{member} {chosen}"] if chosen else [])


def test_the_first_of_two_accounts_on_one_platform(session, norrby):
    member = person(session, norrby, "telegram")
    session.add(Account(platform="telegram", user="x", chat="x", member_id=member, tied_at=NOW))
    session.flush()

    (found,) = recipients.of_branches(session, [norrby], platforms=ALL)
    assert found.chat == f"telegram{member}"


def test_what_is_known_of_a_person(session, norrby):
    member = person(session, norrby, "slack", language="en")

    found = recipients.people(session, [member], platforms=ALL)

    assert found == [Recipient(f"m{member}", "slack", f"slack{member}", "en", QUIET, member)]


@pytest.mark.parametrize(
    ("wish", "quiet"),
    [
        ({}, (time(20), time(9))),
        ({"quiet_from": time(23), "quiet_to": time(6)}, (time(23), time(6))),
        ({"quiet_from": time(0), "quiet_to": time(0)}, (time(0), time(0))),
    ],
)
def test_own_quiet_hours_go_before_the_branch_s(session, norrby, wish, quiet):
    branch = session.get_one(Branch, norrby)
    branch.quiet_from, branch.quiet_to = time(20), time(9)
    person(session, norrby, "slack", app="slack", **wish)

    (found,) = recipients.of_branches(session, [norrby], platforms=ALL)
    assert found.quiet == quiet


@pytest.mark.parametrize(
    ("chosen", "asked", "told"),
    [
        (None, ["d1"], True),
        (None, ["w2"], False),
        (None, ["w2", "d1"], True),
        ("w2", ["w2"], True),
        ("w2", ["w1", "d1"], False),
        ("", ["d1"], False),
        ("", [], True),
        ("w11", ["w1"], False),
    ],
)
def test_when_somebody_wants_to_be_reminded(session, norrby, chosen, asked, told):
    member = person(session, norrby, "slack", **({} if chosen is None else {"leads": chosen}))

    assert of_norrby(session, norrby, leads=asked) == ([f"m{member} slack"] if told else [])


def test_only_the_branches_that_are_asked_for_in_the_order_of_ids(session, norrby):
    other = Branch(name="Södersjö", town="Södersjö")
    session.add(other)
    session.flush()
    first, second, third = (person(session, branch, "slack") for branch in (norrby, other.id, norrby))

    assert of_norrby(session, norrby) == [f"m{first} slack", f"m{third} slack"]
    assert of_norrby(session, norrby, only=third) == [f"m{third} slack"]
    assert of_norrby(session, norrby, only=second) == []
    both = recipients.of_branches(session, [norrby, other.id], platforms=ALL)
    assert [to.member_id for to in both] == [first, second, third]
    assert recipients.of_branches(session, [], platforms=ALL) == []


def test_the_district_s_own_for_those_who_want_it(session, norrby):
    person(session, norrby, "slack")
    person(session, norrby, "slack", leads="d1")
    member = person(session, norrby, "slack", district=True)

    assert chats(recipients.of_district(session, platforms=ALL)) == [f"m{member} slack"]
    assert recipients.of_district(session, platforms=ALL, leads=["w2"]) == []


@pytest.mark.parametrize(
    ("first", "last", "found"),
    [(0, None, True), (0, 0, True), (1, None, False), (-9, -1, False), (-9, 9, True)],
)
def test_holders_of_a_role_from_its_first_day_to_its_last(session, norrby, first, last, found):
    member = person(session, norrby, "slack", "telegram")
    last_day = None if last is None else TODAY + timedelta(days=last)
    session.add(Post(member_id=member, role=Role.BOARD, first_day=TODAY + timedelta(days=first), last_day=last_day))
    session.flush()

    held = recipients.holders(session, Role.BOARD, today=TODAY, platforms=ALL)
    assert chats(held) == ([f"m{member} telegram"] if found else [])


def test_holders_for_a_branch(district):
    norrby = district.exec(select(Branch.id).where(Branch.name == "Norrby")).one()

    def held(role: Role, **more: object) -> list[str]:
        return [to.chat for to in recipients.holders(district, role, today=TODAY, platforms=["terminal"], **more)]

    assert held(Role.CHAIR, branch_id=norrby) == ["ordforande"]
    assert held(Role.CONTACT, branch_id=norrby) == ["styrelse"]
    assert len(held(Role.CHAIR)) == 12
    assert held(Role.OMBUDSPERSON) == ["ombudsperson"]
    assert held(Role.OMBUDSPERSON, branch_id=norrby) == []


def test_groups_on_every_running_platform_that_we_are_in(district):
    norrby = district.exec(select(Branch).where(Branch.name == "Norrby")).one()
    norrby.quiet_from, norrby.quiet_to = time(19), time(10)
    lost = district.exec(select(Group).where(Group.platform == "slack", Group.branch_id == norrby.id)).one()
    lost.lost_at = NOW
    district.flush()

    found = recipients.groups(district, branch_id=norrby.id, platforms=["telegram", "slack", "terminal"])
    assert [(to.platform, to.chat) for to in found] == [("telegram", "-2001"), ("terminal", "norrby")]
    assert {to.quiet for to in found} == {(time(19), time(10))}
    assert {(to.member_id, to.language) for to in found} == {(None, "")}
    (ours,) = recipients.groups(district, branch_id=None, platforms=["telegram"])
    assert (ours.chat, ours.quiet) == ("-2000", QUIET)
    assert len({to.key for to in [*found, ours]}) == 3
