"""`bot privacy`: the record of processing, and whether anybody has changed the log of access."""

import io
import json
import shutil
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlmodel import select

from storage import access, classes, incidents, outbox
from storage.database import open_database
from storage.models import Access, Incident, Outbox
from storage.sealing import new_key
from tests.bot.cli.running import run
from tests.talk import NOW


@pytest.fixture
def url(sqlite_files, tmp_path) -> str:
    path = shutil.copy(sqlite_files["sample"], tmp_path / "district.db")
    with open_database(f"sqlite:///{path}") as database, database.begin() as session:
        for n in range(3):
            access.note(session, now=NOW, actor="a" * 32, subject="b" * 32, what="export", why=str(n))
    return f"sqlite:///{path}"


def test_the_record_tells_every_personal_table_why_and_how_long(monkeypatch, url):
    code, out, _ = run(monkeypatch, "privacy", "report", "--db", url)

    assert code == 0
    assert "Registerförteckning för Distriktet Älvmarken (artikel 30)" in out
    assert "Vem som tittat på eller ändrat dina uppgifter (3 rader)" in out
    assert "politisk åsikt (artikel 9): branch_id, left_on" in out
    assert "Den som lämnat partiet: 30 dygn" in out


def test_the_same_for_programs(monkeypatch, url):
    _, out, _ = run(monkeypatch, "privacy", "report", "--json", "--db", url)
    found = json.loads(out)

    assert {one["table"] for one in found["holdings"]} == set(classes.personal())
    assert found["frozen_since"] is None
    assert next(one for one in found["retention"] if one["what"] == "access")["seconds"] == 730 * 86400


def test_a_whole_log_and_one_that_was_changed(monkeypatch, url):
    assert run(monkeypatch, "privacy", "log", "--check", "--db", url)[:2] == (0, "The log of access is whole.\n")

    with open_database(url) as database, database.begin() as session:
        session.execute(text("UPDATE access SET what = 'nothing' WHERE id = 2"))

    code, _, err = run(monkeypatch, "privacy", "log", "--check", "--db", url)
    assert code == 1
    assert "row 2" in err


def test_a_log_that_lost_its_end(monkeypatch, url):
    with open_database(url) as database, database.begin() as session:
        session.execute(text("DELETE FROM access WHERE id = 3"))

    code, _, err = run(monkeypatch, "privacy", "log", "--check", "--db", url)
    assert code == 1
    assert "does not end as it was sealed" in err


def test_a_first_key_is_told_and_then_the_log_is_sealed_with_it(monkeypatch, url):
    monkeypatch.setenv("DATA_KEYS", new_key())
    assert "bot keys rotate" in run(monkeypatch, "privacy", "log", "--check", "--db", url)[2]

    assert run(monkeypatch, "keys", "rotate", "--db", url)[0] == 0
    assert run(monkeypatch, "privacy", "log", "--check", "--db", url)[0] == 0


def test_the_log_itself_is_without_names(monkeypatch, url):
    _, out, _ = run(monkeypatch, "privacy", "log", "--json", "--db", url)

    assert [json.loads(line)["why"] for line in out.splitlines()] == ["0", "1", "2"]


def test_the_doctor_and_the_record_tell_of_a_freeze(monkeypatch, url):
    with open_database(url) as database, database.begin() as session:
        incidents.freeze(session, by="r", what="w", now=NOW)

    code, out, _ = run(monkeypatch, "doctor", "--db", url)
    assert code == 1
    assert "NOT  frozen" in out
    assert "dataskyddslarm är öppet sedan 2027-02-08" in run(monkeypatch, "privacy", "report", "--db", url)[1]


@pytest.fixture
def frozen(url, monkeypatch) -> str:
    monkeypatch.setattr("bot.cli.privacy.utc_now", lambda: NOW + timedelta(hours=2))
    with open_database(url) as database, database.begin() as session:
        incidents.freeze(session, by="r", what="En dator är borta.", now=NOW)
        for name, until in (("waits", None), ("late", NOW + timedelta(hours=1))):
            to = ("telegram", name, "", "")
            outbox.put(session, key=name, to=to, payload="{}", now=NOW, deliver_until=until)
    return url


def answering(monkeypatch, said: str) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(said))


WHY = ("--why", "Nyckeln är bytt,\nring 070-174 06 05.")


@pytest.mark.parametrize("sure", [True, False])
def test_a_freeze_is_lifted_on_the_server_and_those_who_may_are_told(monkeypatch, frozen, sure):
    answering(monkeypatch, "y\n")

    code, out, _ = run(monkeypatch, "privacy", "lift", *WHY, *(["--yes"] if sure else []), "--db", frozen)

    assert code == 0
    assert "Frozen since 2027-02-08 08:00 UTC. 1 messages wait; 1 more came too late." in out
    assert ("Lift the freeze?" in out) is not sure
    assert "Lifted; what waited goes out. 2 who look after the bot are told." in out
    with open_database(frozen) as database, database.read() as session:
        incident = session.exec(select(Incident)).one()
        assert (incident.closed_at, incident.closed_by) == (NOW + timedelta(hours=2), "")
        noted = session.exec(select(Access).order_by(Access.id)).all()[-1]
        assert (noted.actor, noted.what, noted.why) == ("", "lift", "Nyckeln är bytt, ring ***.")
        assert access.broken(session) is None
        told = session.exec(select(Outbox).where(Outbox.batch == outbox.ALARM)).all()
        assert {row.chat for row in told if row.platform == "telegram"} == {"1016", "1018"}
        assert "servern" in told[0].payload


@pytest.mark.parametrize(
    ("answer", "args", "said"),
    [
        ("n\n", WHY, "Nothing was changed: it is still frozen."),
        ("", WHY, "Nothing was changed: it is still frozen."),
        ("y\n", (), "Missing parameter: why"),
        ("y\n", ("--why", " \u200b"), "--why takes 1 to 200 characters"),
        ("y\n", ("--why", "x" * 201), "--why takes 1 to 200 characters"),
    ],
)
def test_it_stays_frozen(monkeypatch, frozen, answer, args, said):
    answering(monkeypatch, answer)

    code, _, complaint = run(monkeypatch, "privacy", "lift", *args, "--db", frozen)

    assert code != 0
    assert said in complaint
    with open_database(frozen) as database, database.read() as session:
        assert incidents.is_frozen(session)


def test_where_nothing_is_frozen_there_is_nothing_to_lift(monkeypatch, url):
    code, out, complaint = run(monkeypatch, "privacy", "lift", *WHY, "--yes", "--db", url)

    assert (code, out, complaint) == (1, "", "bot: nothing is frozen\n")
