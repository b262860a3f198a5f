"""`bot doctor`: what is in order, and what to do where something is not."""

import json
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from storage import inbox, life, outbox
from storage.database import open_database
from storage.models import State
from storage.outbox import Outcome
from tests.bot.cli.running import run
from tests.talk import NOW


@pytest.fixture
def look(monkeypatch, tmp_path):
    """Runs the doctor on a file; the findings by name."""

    def found(file="district.db"):
        code, out, _ = run(monkeypatch, "doctor", "--json", "--db", f"sqlite:///{tmp_path / file}")
        return code, {row["what"]: row for row in map(json.loads, out.splitlines())}

    return found


@pytest.fixture
def sample_file(sqlite_files, tmp_path):
    return Path(shutil.copy(sqlite_files["sample"], tmp_path / "district.db"))


def test_before_there_is_a_database(look, tmp_path):
    code, found = look()

    assert code == 0
    assert found["database"]["say"].startswith("not made yet")
    assert found["platforms"]["say"] == "none has a token; `bot chat` works without"
    assert list(tmp_path.iterdir()) == []


def test_a_district_at_work(look, sample_file):
    with open_database(f"sqlite:///{sample_file}") as database, database.begin() as session:
        life.begin(session, owner="a:1", now=NOW)
        inbox.take(session, [inbox.Arrival("telegram", "e1", "{}")], NOW)
        outbox.put(session, key="k", to=("telegram", "1", "", ""), payload="{}", now=datetime(2027, 3, 1, tzinfo=UTC))

    code, found = look()

    assert code == 0
    assert {what: row["say"] for what, row in found.items() if what not in {"sqlite", "platforms"}} == {
        "database": "whole, and its tables are today's",
        "inbox": "1 waiting for an answer",
        "outbox": "1 queued",
        "next due": "2027-03-01T00:00:00+00:00",
        "clock": "last seen 2027-02-08T08:00:00+00:00",
        "lag": "0 s",
        "content": "the invented sample district",
    }
    assert all(row["ok"] for row in found.values())


def test_what_has_gone_wrong_is_told(look, sample_file):
    now = datetime.now(UTC)
    with open_database(f"sqlite:///{sample_file}") as database, database.begin() as session:
        life.begin(session, owner="a:1", now=now)
        life.hold(session, now=NOW, beats=1)
        life.tick(session, owner="a:1", now=NOW)
        late = now - timedelta(hours=1)
        outbox.put(session, key="late", to=("slack", "U1", "", ""), payload="{}", now=late)
        lost = outbox.put(session, key="lost", to=("telegram", "1", "", ""), payload="{}", now=NOW, sending="a:1")
        outbox.mark(session, [Outcome(lost.id, State.UNKNOWN)], NOW, owner="a:1")

    code, found = look()

    assert code == 1
    assert {what for what, row in found.items() if not row["ok"]} == {"held", "lag"}
    assert found["held"]["say"].startswith("since 2027-02-08T08:00:00+00:00: an older copy was restored")
    assert 3600 <= float(found["lag"]["say"].removesuffix(" s")) < 3700
    assert found["unknown"]["say"].startswith("1 may have arrived or not")
    assert found["clock"]["say"].endswith("last tick 2027-02-08T08:00:00+00:00")


def test_an_empty_district(look, sqlite_files, tmp_path):
    shutil.copy(sqlite_files["empty"], tmp_path / "district.db")

    _, found = look()

    assert (found["outbox"]["say"], found["next due"]["say"], found["clock"]["say"], found["content"]["say"]) == (
        "empty", "nothing", "never run", "a district of its own",
    )  # fmt: skip


def test_a_damaged_one(look, sample_file):
    with sample_file.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xa5" * 40_000)

    code, found = look()

    assert code == 1
    assert found["database"]["ok"] is False
    assert found["database"]["say"].startswith("The database is damaged.")


def test_one_of_a_newer_program(look, sample_file):
    with open_database(f"sqlite:///{sample_file}") as database, database.begin() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    code, found = look()

    assert code == 1
    assert found["database"]["say"].startswith("The database is newer than this program")


def test_old_tables(look, tmp_path):
    (tmp_path / "district.db").touch()

    code, found = look()

    assert (code, found["database"]["say"]) == (1, "its tables are old: run `bot migrate`")


def test_an_address_that_leads_nowhere(monkeypatch):
    code, out, _ = run(monkeypatch, "doctor", "--db", "strunt")

    assert code == 1
    assert out.splitlines()[-1].startswith("NOT  database: DATABASE_URL cannot be read")


def test_for_people_it_is_a_line_each(monkeypatch, sample_file):
    code, out, _ = run(monkeypatch, "doctor", "--db", f"sqlite:///{sample_file}")

    assert code == 0
    assert {line[:5] for line in out.splitlines()} == {"ok   "}


def test_a_token_is_not_shown(monkeypatch, sample_file):
    monkeypatch.setenv("TELEGRAM_TOKEN", "12345:kanariefågel")

    code, out, complaint = run(monkeypatch, "doctor", "--db", f"sqlite:///{sample_file}")

    assert (code, "platforms: telegram" in out) == (0, True)
    assert "kanarie" not in out + complaint
