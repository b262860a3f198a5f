"""`bot invite`: a one-time code that works, for the member it was made for."""

import shutil

import pytest
from sqlmodel import col, select

from storage import invitations, members
from storage.database import open_database
from storage.models import Invitation, Member, Role
from tests.bot.cli.running import run
from tests.talk import NOW


@pytest.fixture
def url(sqlite_files, tmp_path):
    shutil.copy(sqlite_files["sample"], tmp_path / "district.db")
    return f"sqlite:///{tmp_path / 'district.db'}"


@pytest.fixture
def invite(monkeypatch, url):
    monkeypatch.setattr("bot.cli.invite.utc_now", lambda: NOW)
    return lambda *args: run(monkeypatch, "invite", *args, "--db", url)


def redeemed(url: str, code: str) -> members.Person:
    with open_database(url) as database, database.begin() as session:
        offer = invitations.look(session, code, now=NOW, today=NOW.date())
        assert invitations.use(session, offer, platform="telegram", user="77", chat="77", now=NOW)
        return members.find(session, platform="telegram", user="77", today=NOW.date())


def test_the_code_makes_them_that_member(invite, url):
    code, out, _ = invite("Nya Nilsdotter", "--branch", "sodersjo")

    command, secret = out.splitlines()[0].split()
    person = redeemed(url, secret)
    assert (code, command) == (0, "/start")
    assert (person.name, person.branch) == ("Nya Nilsdotter", "Södersjö")
    assert person.posts == {(Role.MEMBER, person.branch_id)}


def test_a_post_comes_along(invite, url):
    _, out, _ = invite("Nya Nilsdotter", "--branch", "Norrby", "--role", "chair")

    person = redeemed(url, out.splitlines()[0].split()[1])
    assert (Role.CHAIR, person.branch_id) in person.posts


def test_a_contact_person_of_other_branches(invite, url):
    _, out, _ = invite("Nya Nilsdotter", "--branch", "Norrby", "--contact", "sodersjo", "--contact", "Älmvik")

    person = redeemed(url, out.splitlines()[0].split()[1])
    assert person.posts == {(Role.MEMBER, person.branch_id), (Role.CONTACT, 2), (Role.CONTACT, 3)}


def test_a_contact_person_of_no_branch(invite):
    code, out, complaint = invite("Nya Nilsdotter", "--branch", "Norrby", "--role", "contact")

    assert (code, out) == (1, "")
    assert complaint.splitlines()[-1] == "bot: a contact person is one of a branch: name it with --contact"


def test_every_code_is_new_and_none_is_kept(invite, url):
    codes = {invite("Nya Nilsdotter", "--branch", "Norrby")[1].splitlines()[0].split()[1] for _ in range(2)}

    assert len(codes) == 2
    with open_database(url) as database, database.read() as session:
        kept = {row.code_hash for row in session.exec(select(Invitation))}
        people = session.exec(select(Member).where(col(Member.name) == "Nya Nilsdotter")).all()
    assert codes.isdisjoint(kept)
    assert len(people) == 1


def test_a_branch_that_is_not_there(invite):
    code, out, complaint = invite("Nya Nilsdotter", "--branch", "Södersö")

    assert (code, out) == (1, "")
    assert complaint.splitlines()[-1].startswith("bot: there is no partiförening 'Södersö'; there are: Södersjö")


def test_a_branch_that_is_new(invite, url):
    _, out, _ = invite("Nya Nilsdotter", "--branch", "Nystad", "--new-branch")

    assert redeemed(url, out.splitlines()[0].split()[1]).branch == "Nystad"


@pytest.mark.parametrize("name", ["", " ", "\u200b", "å" * 101])
def test_a_name_that_is_none(invite, name):
    code, _, complaint = invite(name, "--branch", "Norrby")

    assert (code, complaint.splitlines()[-1]) == (1, "bot: a name has 1 to 100 characters")
