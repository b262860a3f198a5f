"""`bot members export`: what can be opened anywhere and read again, noted for each member, and frozen after a leak."""

import csv
import io
import json
from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete

from bot.personnummer import is_in
from bot.register.entries import tidy
from storage import posts
from storage.models import Access, Incident, Member, Post
from storage.posts import Appointment
from tests.talk import NOW

ALL = "namn;pf;nummer;språk;kontakt;mejl;telefon;nätverk;uppdrag\n"
TWO = ALL + (
    "Alva N;Norrby;7;sv;slack;a@b.se;070-123 45 67;Fack | Klimat (sammankallande);"
    "ordförande | revisor (2027-01-01–2028-01-01)\n"
    "Birk S;Södersjö;;en;;;;;\n"
)


def exported(register, *options: str) -> list[list[str]]:
    code, out, _ = register.run("members", "export", *options)
    assert code == 0
    return list(csv.reader(io.StringIO(out.removeprefix("\ufeff")), delimiter=";", strict=True))


def test_all_of_it(register):
    register.with_key()
    register.bring(TWO)

    assert exported(register) == [
        ["nummer", "namn", "partiförening", "språk", "kontakt", "mejl", "telefon", "nätverk", "uppdrag"],
        ["7", "Alva N", "Norrby", "sv", "slack", "a@b.se", "+46 70 123 45 67", "Fack | Klimat (sammankallande)",
         "ordförande Norrby (2027-02-08–) | revisor distriktet (2027-01-01–2028-01-01)"],
        ["", "Birk S", "Södersjö", "en", "", "", "", "", ""],
    ]  # fmt: skip


def test_excel_knows_what_it_is(register):
    register.bring("namn;pf\nÅsa;Södersjö\n")
    _, out, _ = register.run("members", "export")

    assert out.startswith('\ufeff"nummer";')
    assert out.endswith("\r\n")


def test_one_branch_and_for_programs(register):
    register.bring("namn;pf\nAlva N;Norrby\nBirk S;Södersjö\n")
    _, out, _ = register.run("members", "export", "--branch", "sodersjo", "--json")

    assert json.loads(out) == {"number": "", "name": "Birk S", "branch": "Södersjö", "language": "sv", "contact": "",
                               "networks": "", "posts": ""}  # fmt: skip
    assert register.run("members", "export", "--branch", "Sodesjo")[2] == (
        "bot: there is no partiförening 'Sodesjo'; there are: Södersjö\n"
    )


def test_who_was_in_it_is_in_the_log(register):
    register.bring("namn;pf\nAlva N;Norrby\nBirk S;Södersjö\n")
    register.run("members", "export", "--branch", "Norrby")

    (alva,) = [member.ref for member in register.all(Member) if member.name == "Alva N"]
    noted = [row for row in register.all(Access) if row.what == "export"]
    assert [(row.actor, row.subject, row.why) for row in noted] == [("", alva, "bot members export")]


def test_who_has_left_is_not_in_it(register):
    register.bring("namn;pf\nAlva N;Norrby\nBirk N;Norrby\n")
    register.bring("namn;pf\nAlva N;Norrby\n", "--whole")

    assert [row[1] for row in exported(register)[1:]] == ["Alva N"]


def test_nothing_while_a_leak_is_open(register):
    register.bring("namn;pf\nAlva N;Norrby\n")
    with register.begin() as session:
        session.add(Incident(opened_at=NOW, opened_by="", what="en lista kom bort"))
    code, out, complaint = register.run("members", "export")

    assert (code, out) == (1, "")
    assert "Nothing is handed out right now" in complaint
    assert not [row for row in register.all(Access) if row.what == "export"]


def test_what_is_sealed_needs_its_key(register, monkeypatch):
    register.with_key()
    register.bring(TWO)
    for keys in ("", "another"):
        register.with_key() if keys else monkeypatch.delenv("DATA_KEYS")
        code, out, complaint = register.run("members", "export")
        assert (code, out) == (1, "")
        assert "DATA_KEYS" in complaint


NAMES = st.text(min_size=1, max_size=30).map(tidy).filter(lambda name: name and not is_in(name))
NASTY = st.sampled_from(
    ["=cmd|'/c calc'!A0", "'=1", '"; =1', "@SUM", "+46701234567", "+1+1", "-", "a;b|c", "﷽", "Å,sa"]
)


ROLES = st.sampled_from(["chair", "auditor", "treasurer", "contact", "representative"])
DAYS = st.sampled_from([date(2027, 1, 1), date(2027, 2, 8)])
POSTS = st.tuples(ROLES, st.sampled_from([1, 2]), DAYS, st.sampled_from([None, date(2027, 3, 1)]))
ROW = st.tuples(
    NAMES | NASTY,
    st.sampled_from(["", "1", "2", "3"]),
    st.sampled_from([1, 2]),
    st.sampled_from(["sv", "en"]),
    st.lists(POSTS, max_size=3),
)
PEOPLE = st.lists(ROW, max_size=6, unique_by=lambda row: (row[1] and "number", row[1] or row[0]))


def fill(session, people) -> None:
    for name, number, branch, language, held in people:
        session.add(member := Member(name=name, number=number, branch_id=branch, language=language))
        session.flush()
        for role, where, first, last in held:
            place = None if role == "representative" else where
            posts.give(session, [Appointment(member.id, role, place, first, last)], now=NOW)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(people=PEOPLE)
def test_what_was_exported_changes_nothing_when_it_is_imported(register, people):
    with register.begin() as session:
        session.execute(delete(Post))
        session.execute(delete(Member))
        fill(session, people)
    before = register.all(Member), register.all(Post)
    _, out, _ = register.run("members", "export")

    code, said, complaint = register.bring(out, "--whole")

    assert (code, complaint.strip()) == (0, "")
    assert "0 new, 0 changed, " in said
    assert "0 left" in said
    assert (register.all(Member), register.all(Post)) == before
