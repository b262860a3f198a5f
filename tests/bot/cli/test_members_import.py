"""`bot members import`: all of a file or nothing of it, and a dry run that tells what it would be."""

import json
from datetime import date

import pytest
from sqlmodel import select

from storage import invitations
from storage.models import Access, Account, Branch, Member, NetworkMember, Post, Welcome
from tests.talk import NOW

UNCLEAR = "unclear: more than one of that name, so nothing is changed; a member number tells them apart"
TWO = "namn;partiförening;språk\nAlva N;Norrby;sv\nBirk S;Södersjö;en\n"


def test_the_first_time_nobody_is_new(register):
    code, out, _ = register.bring(TWO)

    assert code == 0
    assert out.splitlines() == [
        "The register was empty: nobody is to be welcomed as a new member.",
        "Stored: 2 new, 0 changed, 0 same, 0 unclear, 0 left.",
    ]
    assert register.names() == ["Alva N", "Birk S"]
    assert register.all(Welcome) == []


def test_after_that_new_members_are_to_be_welcomed(register):
    register.bring(TWO)
    register.bring(TWO + "Cleo N;Norrby;sv\n")
    register.bring(TWO + "Cleo N;Norrby;sv\nDag N;Norrby;sv\n", "--no-welcome")

    (welcome,) = register.all(Welcome)
    (cleo,) = [member for member in register.all(Member) if member.name == "Cleo N"]
    assert welcome.member_id == cleo.id


def test_a_dry_run_tells_row_by_row_and_leaves_nothing(register):
    register.bring("namn;pf\nAlva N;Norrby\nCleo N;Norrby\nDag N;Norrby\n")
    before = {model: register.all(model) for model in (Member, Access, Welcome, Post, Branch)}
    text = "namn;pf;språk;skor\nAlva N;Norrby;en;41\nBirk S;Norrby;;\nDag N;Norrby;;\nTwin N;Ny;;\nTwin N;Ny;;\n"

    code, out, _ = register.bring(text, "--dry-run", "--new")

    assert code == 0
    assert out.splitlines() == [
        "line 2: Alva N (Norrby): changed (language)",
        "line 3: Birk S (Norrby): new",
        f"line 5: Twin N (Ny): {UNCLEAR}",
        f"line 6: Twin N (Ny): {UNCLEAR}",
        "not in the file: Cleo N (Norrby): stays",
        "Left out, and never stored: the columns 'skor'.",
        "Added: Ny.",
        "Those who are not in the file stay as they are; with --whole they have left.",
        "Nothing is stored. It would be: 1 new, 1 changed, 1 same, 2 unclear, 1 left.",
    ]
    assert {model: register.all(model) for model in before} == before


def test_the_same_for_programs(register):
    register.bring("namn;pf\nAlva N;Norrby\n")
    _, out, _ = register.bring("namn;pf;språk;skor\nAlva N;Norrby;en;41\n", "--json")

    assert [json.loads(line) for line in out.splitlines()] == [
        {"line": 2, "is": "changed", "name": "Alva N", "branch": "Norrby", "columns": ["language"]},
        {"new": 0, "changed": 1, "same": 0, "unclear": 0, "left": 0, "left_out": ["skor"], "added": [],
         "vacated": [], "stopped": 0, "stored": True, "welcomed": True},
    ]  # fmt: skip


def test_whose_file_it_is_all_of_has_left_without(register):
    register.bring(TWO + "Cleo N;Norrby;sv\n")
    register.bring("namn;pf\nAlva N;Norrby\n")
    assert all(member.left_on is None for member in register.all(Member))

    _, out, _ = register.bring("namn;pf\nAlva N;Norrby\n", "--whole")

    assert [member.name for member in register.all(Member) if member.left_on] == ["Cleo N"]
    assert "1 left" in out


def test_a_number_with_quite_another_name_is_told_and_not_stored(register):
    register.bring("namn;pf;nummer\nAlva Norr;Norrby;1\nBirk Sjö;Norrby;2\nCleo Nord;Norrby;3\n")
    slipped = "namn;pf;nummer\nAlva Nyman;Norrby;1\nAlva Norr;Norrby;2\n"

    _, out, _ = register.bring(slipped)

    assert out.splitlines()[0] == (
        "line 3: Alva Norr (Norrby): unclear: the number is somebody's with quite another name, so nothing is changed; "
        "with --rename it is"
    )
    assert register.names() == ["Alva Nyman", "Birk Sjö", "Cleo Nord"]
    register.bring(slipped, "--whole")
    assert [member.name for member in register.all(Member) if member.left_on] == ["Cleo Nord"]

    register.bring(slipped, "--rename")
    assert register.names() == ["Alva Norr", "Alva Nyman", "Cleo Nord"]


def test_who_moves_leaves_the_branch_posts_behind(register):
    register.bring("namn;pf;nummer;uppdrag\nAlva N;Norrby;1;ordförande (2027-01-01–) | distriktsstyrelsen | fadder "
                   "Norrby\nBirk S;Norrby;2;kassör (2027-01-01–)\n")  # fmt: skip
    moved = "namn;pf;nummer;uppdrag\nAlva N;Södersjö;1;\nBirk S;Södersjö;2;kassör Norrby\n"

    assert "line 2: Alva N (Södersjö): changed (branch, posts)" in register.bring(moved, "--dry-run")[1]
    register.bring(moved)

    ended = {post.role: post.last_day for post in register.all(Post)}
    assert ended == {"chair": date(2027, 2, 7), "board": None, "contact": None, "treasurer": None}
    assert "2 same" in register.bring(moved)[1]


def test_a_post_in_the_file_is_not_given_twice_and_codes_that_are_out_stop(register):
    register.bring("namn;pf;nummer;uppdrag\nAlva N;Norrby;1;kassör (2027-01-01–)\nBirk S;Norrby;2;\n")
    with register.begin() as session:
        codes = [invitations.make(session, member_id=number, now=NOW) for number in (1, 2)]
    text = "namn;pf;nummer;uppdrag\nAlva N;Norrby;1;kassör (2027-02-01–2028-01-01)\nBirk S;Norrby;2;\n"

    assert "line 2: Alva N (Norrby): changed (posts)" in register.bring(text, "--dry-run")[1]
    assert "because a post was given or ended: 1." in register.bring(text)[1]

    (post,) = register.all(Post)
    assert (post.first_day, post.last_day) == (date(2027, 1, 1), date(2028, 1, 1))
    with register.begin() as session:
        works = [invitations.look(session, code, now=NOW, today=NOW.date()) is not None for code in codes]
    assert works == [False, True]
    assert "2 same" in register.bring(text)[1]


def in_post(register, *people: tuple[str, str]) -> None:
    """These hold a post today, and have an account."""
    with register.begin() as session:
        for name, role in people:
            member = session.exec(select(Member).where(Member.name == name)).one()
            session.add(Post(member_id=member.id, role=role, first_day=NOW.date()))
            session.add(Account(platform="telegram", user=name, chat=name, member_id=member.id, tied_at=NOW))


def test_the_last_who_can_look_after_the_bot_does_not_leave_by_mistake(register):
    register.bring(TWO + "Cleo N;Norrby;sv\nDag N;Norrby;sv\n")
    in_post(register, ("Cleo N", "technician"), ("Dag N", "technician"))
    said = "nobody with an account would hold the post any more: technician (Cleo N, Dag N)"

    assert f"Careful: {said}, so it needs --force." in register.bring(TWO, "--whole", "--dry-run")[1]
    code, out, complaint = register.bring(TWO, "--whole")
    assert (code, out) == (1, "")
    assert said in complaint
    assert all(member.left_on is None for member in register.all(Member))

    assert register.bring(TWO + "Cleo N;Norrby;sv\n", "--whole")[0] == 0
    assert register.bring(TWO, "--whole", "--force")[0] == 0
    assert len([member for member in register.all(Member) if member.left_on]) == 2


def test_nor_does_their_post_end_by_mistake(register):
    register.bring(TWO)
    in_post(register, ("Alva N", "ombudsperson"))
    ended = "namn;pf;uppdrag\nAlva N;Norrby;ombudsperson (2027-01-01–2027-02-01)\n"

    with register.begin() as session:
        session.exec(select(Post)).one().first_day = date(2027, 1, 1)
    assert "ombudsperson (Alva N)" in register.bring(ended)[2]
    assert [post.last_day for post in register.all(Post)] == [None]


@pytest.mark.parametrize(
    ("text", "encoding", "said"),
    [
        (TWO + '"Cleo N;Norrby;sv\n', "utf-8", "register.csv, line 4, column 1: a quote"),
        (TWO + "Cleo N;Norrby\n", "utf-8", "line 4, column 3: there are 2 cells here, and 3"),
        (TWO + "Cleo N;Norby;sv\n", "utf-8", "line 4, column 2: branch: there is no partiförening 'Norby'; did"),
        (TWO + "Cleo N;Norrby;xx\n", "utf-16-le", "line 4, column 3: language: 'xx'"),
        (TWO + "811228-9874;Norrby;sv\n", "latin-1", "line 4, column 1: name: a personnummer"),
        (TWO + "Cl\0eo;Norrby;sv\n", "utf-8", "line 4, column 1: a sign that is no text"),
        ("", "utf-8", "line 1: the file is empty"),
        ("namn;ort\nAlva;Norrby\n", "utf-8", "line 1: there is no column partiförening (branch)"),
    ],
)  # fmt: skip
def test_a_file_with_something_wrong_leaves_nothing(register, text, encoding, said):
    code, out, complaint = register.run("members", "import", register.write(text, encoding))

    assert (code, out) == (1, "")
    assert said in complaint
    assert complaint.endswith("Nothing was stored.\n")
    assert "811228" not in complaint
    assert register.names() == []
    assert register.all(Access) == []


def test_each_trouble_is_told(register):
    code, out, complaint = register.bring("namn;pf\n;Norrby\nAlva;Norby\n")
    assert (code, [line.partition(":")[0] for line in complaint.splitlines()]) == (
        1, ["register.csv, line 2, column 1", "bot"]
    )  # fmt: skip

    code, out, _ = register.bring("namn;pf\n;Norrby\nAlva;Norby\n", "--json")
    assert (code, [(row["line"], row["column"]) for row in map(json.loads, out.splitlines())]) == (1, [(2, 1), (3, 2)])


def test_contact_data_needs_a_key_and_is_kept_sealed(register):
    text = "namn;pf;mejl;telefon\nAlva N;Norrby;kanariefagel@example.org;070-123 45 67\n"
    code, _, complaint = register.bring(text)
    assert code == 1
    assert "DATA_KEYS" in complaint
    assert "bot keys new" in complaint
    assert register.names() == []

    register.with_key()
    assert register.bring(text)[0] == 0
    stored = b"".join(path.read_bytes() for path in register.folder.glob("district.db*"))
    assert b"kanariefagel" not in stored
    assert b"701234567" not in stored
    assert register.all(Member)[0].email


def test_empty_contact_columns_need_none(register):
    assert register.bring("namn;pf;mejl;telefon\nAlva N;Norrby;;\n")[0] == 0


def test_posts_networks_and_the_app_come_along(register):
    register.bring("namn;pf;kontakt;nätverk;uppdrag\nAlva N;Norrby;slack;Klimat (sammankallande);ordförande\n")

    (post,), (joined,) = register.all(Post), register.all(NetworkMember)
    assert (post.role, joined.convenes) == ("chair", True)
    assert register.all(Account) == []


@pytest.mark.parametrize("args", [("finns-inte.csv",), ("/",)])
def test_what_is_no_file(register, args):
    code, out, complaint = register.run("members", "import", *args)

    assert (code, out) == (1, "")
    assert complaint.startswith(f"bot: {args[0]}: ")


def test_a_dry_run_makes_no_database(register, tmp_path):
    register.url = f"sqlite:///{tmp_path / 'none.db'}"
    code, _, complaint = register.bring(TWO, "--dry-run")

    assert code == 1
    assert "`bot migrate` makes it" in complaint
    assert not (tmp_path / "none.db").exists()
