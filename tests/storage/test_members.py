"""Who is who: posts by their days, and accounts."""

from datetime import date, timedelta

import pytest

from storage import members, recipients
from storage.members import Contact
from storage.models import Account, Branch, Member, Network, NetworkMember, Post, Role
from tests.talk import NOW

TODAY = date(2027, 2, 8)


@pytest.fixture
def alva(session) -> Member:
    """A member of Norrby, with an account on Telegram; Södersjö is there as well."""
    norrby, sodersjo = Branch(name="Norrby", town="Norrby"), Branch(name="Södersjö", town="Södersjö")
    session.add_all([norrby, sodersjo])
    session.flush()
    member = Member(name="Alva", branch_id=norrby.id)
    session.add(member)
    session.flush()
    session.add(Account(platform="telegram", user="1001", chat="1001", member_id=member.id, tied_at=NOW))
    session.flush()
    return member


def post(session, member: Member, role: str, **more: object) -> None:
    session.add(Post(**({"member_id": member.id, "role": role, "first_day": TODAY} | more)))
    session.flush()


def found(session, *, user: str = "1001", platform: str = "telegram", today: date = TODAY):
    return members.find(session, platform=platform, user=user, today=today)


def test_a_member_without_posts(session, alva):
    person = found(session)

    assert (person.id, person.name, person.language, person.branch) == (alva.id, "Alva", "sv", "Norrby")
    assert person.posts == {("member", person.branch_id)}


@pytest.mark.parametrize("who", [{"user": "1002"}, {"platform": "slack"}, {"user": ""}])
def test_an_account_that_is_not_tied_is_nobody(session, alva, who):
    assert found(session, **who) is None


@pytest.mark.parametrize(
    ("first", "last", "held"),
    [
        (TODAY, None, True),
        (TODAY, TODAY, True),
        (TODAY - timedelta(days=9), TODAY, True),
        (TODAY + timedelta(days=1), None, False),
        (TODAY - timedelta(days=9), TODAY - timedelta(days=1), False),
    ],
)
def test_a_post_is_held_from_its_first_day_to_its_last(session, alva, first, last, held):
    post(session, alva, Role.BOARD, first_day=first, last_day=last)

    assert ((Role.BOARD, None) in found(session).posts) is held
    assert bool(members.holders(session, [Role.BOARD], today=TODAY)) is held


def test_what_somebody_chairs(session, alva):
    post(session, alva, Role.CHAIR)
    post(session, alva, Role.CHAIR, branch_id=alva.branch_id + 1)
    post(session, alva, Role.BOARD)

    person = found(session)

    assert person.posts == {
        ("member", alva.branch_id), ("chair", None), ("chair", alva.branch_id + 1), ("board", None),
    }  # fmt: skip


def test_several_at_once_each_with_their_own_posts(session, alva):
    """Also who convenes a network; whoever is not tied on that platform is left out."""
    birk = Member(name="Birk", branch_id=alva.branch_id + 1, language="en")
    network = Network(name="Klimat")
    session.add_all([birk, network])
    session.flush()
    session.add(Account(platform="telegram", user="1002", chat="1002", member_id=birk.id, tied_at=NOW))
    session.add(Account(platform="slack", user="1003", chat="D3", member_id=birk.id, tied_at=NOW))
    session.add(NetworkMember(network_id=network.id, member_id=birk.id, convenes=True))
    post(session, alva, Role.CHAIR, branch_id=alva.branch_id)
    post(session, alva, Role.BOARD)

    people = members.find_all(session, platform="telegram", users={"1001", "1002", "1003"}, today=TODAY)

    assert people == {user: found(session, user=user) for user in ("1001", "1002")}
    assert people["1001"].posts == {("member", alva.branch_id), ("chair", alva.branch_id), ("board", None)}
    assert people["1002"].posts == {("member", birk.branch_id), ("convener", network.id)}
    assert (people["1002"].name, people["1002"].language, people["1002"].branch) == ("Birk", "en", "Södersjö")
    assert members.find_all(session, platform="telegram", users=set(), today=TODAY) == {}


def test_who_can_be_written_to(session, alva):
    post(session, alva, Role.TECHNICIAN)
    post(session, alva, Role.OMBUDSPERSON)
    session.add(Account(platform="slack", user="U1", chat="D1", member_id=alva.id, tied_at=NOW))
    muted = Account(platform="terminal", user="alva", chat="alva", member_id=alva.id, tied_at=NOW, muted_at=NOW)
    session.add(muted)
    session.flush()

    assert members.holders(session, [Role.TECHNICIAN, Role.OMBUDSPERSON], today=TODAY) == [
        Contact(alva.id, "slack", "U1", "D1", "sv"),
        Contact(alva.id, "telegram", "1001", "1001", "sv"),
    ]
    assert members.holders(session, [Role.CHAIR], today=TODAY) == []


def test_the_language_is_the_members_own(session, alva):
    members.set_language(session, alva.id, "en")

    assert found(session).language == "en"


def test_who_has_left_is_nobody_and_is_not_written_to(session, alva):
    post(session, alva, Role.BOARD)
    alva.left_on = TODAY
    session.flush()

    assert found(session) is None
    assert members.reached(session, member_id=alva.id, platform="telegram", chat="1001") is None
    assert members.holders(session, [Role.BOARD], today=TODAY) == []
    assert recipients.people(session, [alva.id], platforms=["telegram"]) == []
    assert members.present(session, alva.branch_id) == []
    assert members.sizes(session) == {}
