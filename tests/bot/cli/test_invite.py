"""`bot invite`: a one-time code that works, for the member it was made for."""

import csv
import io
import shutil

import pytest
from sqlmodel import col, select

from bot.register.sheet import guarded
from storage import incidents, invitations, members
from storage.database import open_database
from storage.models import Access, Invitation, Member, Post, Role
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


def test_who_left_and_comes_back_gets_in(invite, url):
    invite("Nya Nilsdotter", "--branch", "sodersjo")
    with open_database(url) as database, database.begin() as session:
        session.exec(select(Member).where(Member.name == "Nya Nilsdotter")).one().left_on = NOW.date()

    _, out, _ = invite("Nya Nilsdotter", "--branch", "sodersjo")

    assert redeemed(url, out.splitlines()[0].split()[1]).name == "Nya Nilsdotter"


def test_asked_for_again_the_post_is_there_once_and_only_the_newest_code_works(invite, url):
    said = [invite("Nya Nilsdotter", "--branch", "Norrby", "--role", role)[1] for role in ("deputy", "deputy", "chair")]
    codes = [out.splitlines()[0].split()[1] for out in said]

    with open_database(url) as database, database.begin() as session:
        nya = session.exec(select(Member).where(Member.name == "Nya Nilsdotter")).one()
        held = [(post.role, post.branch_id) for post in session.exec(select(Post).where(Post.member_id == nya.id))]
        assert sorted(held) == [(Role.CHAIR, nya.branch_id), (Role.DEPUTY, nya.branch_id)]
        works = [invitations.look(session, code, now=NOW, today=NOW.date()) is not None for code in codes]
    assert works == [False, False, True]


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


# Many at a time


@pytest.fixture
def invites(monkeypatch, url):
    monkeypatch.setattr("bot.cli.invite.utc_now", lambda: NOW)
    return lambda *args: run(monkeypatch, "invites", *args, "--db", url)


def add(url: str, *names: str, branch_id: int = 2) -> None:
    with open_database(url) as database, database.begin() as session:
        for name in names:
            members.add(session, name=name, branch_id=branch_id, language="sv")


def codes(url: str) -> int:
    with open_database(url) as database, database.read() as session:
        return len(session.exec(select(Invitation)).all())


def test_everybody_without_an_account_gets_a_link(invites, url):
    add(url, "Bo", "Cia")

    code, out, said = invites("-", "--bot", "@alvmarken_bot")

    head, *rows = out.splitlines()
    assert (code, head) == (0, "name;branch;link")
    assert [row.split(";")[:2] for row in rows] == [["Vera N.", "Norrby"], ["Bo", "Södersjö"], ["Cia", "Södersjö"]]
    assert said.splitlines()[-1].startswith("3 codes")
    link = rows[1].split(";")[2]
    assert link.startswith("https://t.me/alvmarken_bot?start=")
    assert redeemed(url, link.partition("=")[2]).name == "Bo"


def test_of_one_branch_and_without_a_bots_name(invites, url):
    add(url, "Bo")

    _, out, _ = invites("-", "--branch", "sodersjo")

    (row,) = out.splitlines()[1:]
    assert row.startswith("Bo;Södersjö;/start ")


def test_the_list_is_for_its_owner_alone(invites, url, tmp_path):
    path = tmp_path / "lista.csv"

    assert invites(path)[0] == 0
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.read_text("utf-8-sig").startswith("name;branch;link\nVera N.;Norrby;/start ")


def test_a_list_that_cannot_be_written_leaves_no_codes(invites, url, tmp_path):
    path = tmp_path / "lista.csv"
    path.write_text("viktigt")

    code, _, complaint = invites(path)

    assert (code, complaint.splitlines()[-1]) == (1, f"bot: {path} cannot be written: File exists")
    assert path.read_text() == "viktigt"
    assert codes(url) == 1


@pytest.mark.parametrize("name", ["=cmd|'/c calc'!A0", " =1+1", "\u00a0=1", "@SUM(1)", "+46", "-1", "ok\n=1", "\t=1"])
def test_a_name_is_no_formula(invites, url, name):
    add(url, name)

    out = invites("-", "--branch", "sodersjo")[1]

    ((cell, *_),) = list(csv.reader(io.StringIO(out), delimiter=";"))[1:]
    assert cell == guarded(name)
    assert cell[0] in "'o"


def test_not_while_a_data_breach_is_open(invites, url):
    with open_database(url) as database, database.begin() as session:
        incidents.freeze(session, by="r", what="w", now=NOW)

    code, out, complaint = invites("-")

    assert (code, out) == (1, "")
    assert "Nothing is handed out right now" in complaint
    with open_database(url) as database, database.read() as session:
        assert [row.what for row in session.exec(select(Access))] == []


def test_it_is_noted_and_holds_no_name(invites, url):
    invites("-")

    with open_database(url) as database, database.read() as session:
        (noted,) = session.exec(select(Access)).all()
    assert (noted.actor, noted.subject, noted.what, noted.why) == ("", "", "invitations", "1")


def test_a_whole_branch(invites, url):
    add(url, *(f"Medlem {n}" for n in range(300)))

    assert len(invites("-", "--branch", "sodersjo")[1].splitlines()) == 301
