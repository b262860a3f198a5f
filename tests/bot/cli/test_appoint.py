"""`bot members post` and `bot members network`: one member, found for certain."""

from datetime import date, timedelta

import pytest
from sqlmodel import select

from storage import access, invitations
from storage.models import Access, Account, Member, NetworkMember, Post, Role
from tests.talk import NOW

TODAY = NOW.date()


@pytest.fixture
def district(register):
    register.bring("namn;pf;nummer\nAlva N;Norrby;7\nBirk S;Södersjö;\nTvå T;Norrby;\nTvå T;Södersjö;\n")
    return register


def posts(register) -> list[tuple]:
    return [(post.role, post.branch_id, post.first_day, post.last_day) for post in register.all(Post)]


@pytest.mark.parametrize(
    ("args", "post"),
    [
        (("Alva N", "--role", "ordförande"), (Role.CHAIR, 1, TODAY, None)),
        (("7", "--role", "chair", "--branch", "sodersjo"), (Role.CHAIR, 2, TODAY, None)),
        (("Alva N", "--role", "revisor", "--from", "2027-03-01", "--to", "2028-03-01"),
         (Role.AUDITOR, None, date(2027, 3, 1), date(2028, 3, 1))),
        (("Två T", "--of", "Södersjö", "--role", "v. ordf"), (Role.DEPUTY, 2, TODAY, None)),
        (("Birk S", "--role", "fadder", "--branch", "Norrby"), (Role.CONTACT, 1, TODAY, None)),
        (("Birk S", "--role", "kassör", "--branch", "distriktet"), (Role.TREASURER, None, TODAY, None)),
    ],
)  # fmt: skip
def test_a_post(district, args, post):
    assert district.run("members", "post", *args)[0] == 0
    assert posts(district) == [post]


def test_a_post_that_is_held_ends(district):
    district.run("members", "post", "Alva N", "--role", "ordförande", "--from", "2027-01-01")
    district.run("members", "post", "Alva N", "--role", "ordförande", "--to", "2027-02-28")

    assert posts(district) == [(Role.CHAIR, 1, date(2027, 1, 1), date(2027, 2, 28))]
    assert [row.what for row in district.all(Access) if row.what != "new"] == ["post:chair", "post:chair"]
    with district.begin() as session:
        assert access.broken(session) is None


def test_the_same_post_is_not_given_twice(district):
    for days in (("--from", "2027-03-01"), ("--from", "2027-02-20", "--to", "2028-03-01")):
        assert district.run("members", "post", "Alva N", "--role", "kassör", *days)[0] == 0

    assert posts(district) == [(Role.TREASURER, 1, date(2027, 2, 20), date(2028, 3, 1))]


@pytest.mark.parametrize("days", [(), ("--to", "2027-02-07")])
def test_a_code_that_is_out_works_no_more_when_a_post_is_given_or_ends(district, days):
    if days:
        district.run("members", "post", "Alva N", "--role", "tekniker", "--from", "2027-01-01")
    with district.begin() as session:
        code = invitations.make(session, member_id=1, now=NOW)

    _, out, _ = district.run("members", "post", "Alva N", "--role", "tekniker", *days)

    assert "work no more, because a post was given or ended: 1." in out
    with district.begin() as session:
        assert invitations.look(session, code, now=NOW, today=TODAY) is None


def test_the_last_one_s_post_does_not_end_by_mistake(district):
    ends = ("members", "post", "Alva N", "--role", "tekniker", "--to", "2027-02-07")
    district.run("members", "post", "Alva N", "--role", "tekniker", "--from", "2027-01-01")
    with district.begin() as session:
        alva = session.exec(select(Member).where(Member.name == "Alva N")).one()
        session.add(Account(platform="telegram", user="1", chat="1", member_id=alva.id, tied_at=NOW))
    district.run("members", "post", "Birk S", "--role", "tekniker")

    code, _, complaint = district.run(*ends)
    assert (code, "technician (Alva N)" in complaint) == (1, True)
    assert posts(district)[0][3] is None

    # Tomorrow is as bad as today.
    code, _, complaint = district.run(*ends[:-1], "2027-02-08")
    assert (code, "technician (Alva N) from 2027-02-09" in complaint) == (1, True)
    again = ("members", "post", "Alva N", "--role", "tekniker", "--from", "2027-02-08", "--to", "2027-02-08")
    assert district.run(*again)[0] == 1
    assert posts(district)[0][3] is None

    assert district.run(*ends, "--force")[0] == 0
    assert posts(district)[0][3] == TODAY - timedelta(days=1)


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("Två T", "--role", "kassör"), "there are 2 members 'Två T' (Norrby, Södersjö): use --of"),
        (("Ingen", "--role", "kassör"), "there is no member 'Ingen'"),
        (("", "--role", "kassör"), "there is no member ''"),
        (("Alva N", "--role", "kung"), "'kung' is no post; there are: ordförande, vice ordförande"),
        (("Alva N", "--role", "kassör", "--branch", "Nora"), "there is no partiförening 'Nora'"),
        (("Alva N", "--role", "kontaktperson"), "a contact person is one of a branch"),
        (("Alva N", "--role", "kassör", "--from", "8 mars"), "'8 mars' is no day"),
        (("Alva N", "--role", "kassör", "--to", "2026-01-01"), "before it begins"),
    ],
)
def test_what_is_not_given(district, args, said):
    code, out, complaint = district.run("members", "post", *args)

    assert (code, out) == (1, "")
    assert said in complaint
    assert posts(district) == []


def test_networks(district):
    def networks():
        return [(row.network_id, row.convenes) for row in district.all(NetworkMember)]

    assert district.run("members", "network", "Alva N", "--network", "klimat") == (0, "klimat: member\n", "")
    (klimat, _), *_ = networks()
    district.run("members", "network", "Alva N", "--network", "Klimat", "--convener")
    assert networks() == [(klimat, True)]
    district.run("members", "network", "Alva N", "--network", "Klimat", "--leave")
    assert networks() == []
    code, _, complaint = district.run("members", "network", "Alva N", "--network", "Klimt")
    assert (code, complaint) == (1, "bot: there is no network 'Klimt'; did you mean Klimat? (add it with --new)\n")
    assert district.run("members", "network", "Alva N", "--network", "Bygd", "--new")[0] == 0
    assert len(networks()) == 1
