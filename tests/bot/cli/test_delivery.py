"""`bot reminders report` and `release`: what became of messages, without a name, and going on after a restore."""

import json
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from storage import doubt, life, occurrences, outbox
from storage.database import open_database
from storage.models import Fate, Occurrence, Outbox, State
from storage.outbox import Outcome
from tests.bot.cli.running import run
from tests.talk import NOW


@pytest.fixture
def url(sqlite_files: dict[str, Path], tmp_path: Path) -> str:
    return f"sqlite:///{shutil.copy(sqlite_files['sample'], tmp_path / 'district.db')}"


def announce(session, audience: int) -> None:
    """An occurrence that went to so many: the first has it, of the second nobody knows, and so on in turn."""
    row = occurrences.put(
        session, key="k", topic="activity", subject="7", lead="w1", due_at=NOW, deliver_until=None
    )  # fmt: skip
    occurrences.finish(session.get_one(Occurrence, row), Fate.DONE, now=NOW, audience=audience)
    for n in range(audience):
        letter = outbox.put(
            session, key=f"k{n}", to=("telegram", str(n), "", ""), payload="", now=NOW, topic="activity",
            ref=str(row), batch=f"occurrence:{row}", sending="me",
        )  # fmt: skip
        outbox.mark(session, [Outcome(letter.id, State.UNKNOWN if n % 2 else State.SENT)], NOW, owner="me")


def test_a_report_adds_up_and_lists_what_is_unknown(monkeypatch, url):
    with open_database(url) as database, database.begin() as session:
        announce(session, 3)

    code, out, _ = run(monkeypatch, "reminders", "report", "--db", url, "--json")

    found = json.loads(out)
    assert code == 0
    (batch,) = found["batches"]
    assert (batch["topic"], batch["lead"], batch["audience"]) == ("activity", "w1", 3)
    assert batch["ends"] == {"sent": 2, "unknown": 1}
    assert [(row["platform"], row["topic"]) for row in found["unknown"]] == [("telegram", "activity")]


def test_for_people_it_is_a_line_each(monkeypatch, url):
    with open_database(url) as database, database.begin() as session:
        announce(session, 2)
        late = occurrences.put(
            session, key="late", topic="activity", subject="8", lead="d1", due_at=NOW, deliver_until=NOW
        )  # fmt: skip
        occurrences.finish(session.get_one(Occurrence, late), Fate.MISSED, now=NOW)

    code, out, _ = run(monkeypatch, "reminders", "report", "--db", url)

    assert code == 0
    assert out.splitlines()[:4] == [
        "2027-02-08T08:00  activity 7 w1: 2 = 1 sent, 1 unknown",
        "1 came too late to be said:",
        "  2027-02-08T08:00  activity 8 d1",
        "1 may have arrived or not:",
    ]


def test_nothing_to_tell(monkeypatch, url):
    assert run(monkeypatch, "reminders", "report", "--db", url)[1] == (
        "0 came too late to be said.\n0 may have arrived or not.\n"
    )


def hold(url: str) -> datetime:
    """A restored copy with a message that waits, and something due before and after; since when it is held."""
    now = datetime.now(UTC)
    with open_database(url) as database, database.begin() as session:
        life.begin(session, owner="me", now=now)
        outbox.put(session, key="k", to=("telegram", "1", "", ""), payload="{}", now=now)
        for key, due_at in (("old", now - timedelta(hours=1)), ("new", now + timedelta(hours=1))):
            occurrences.put(session, key=key, topic="activity", subject="7", due_at=due_at, deliver_until=None)
        doubt.hold(session, now)
        life.hold(session, now=now, beats=9)
    return now


def ends(url: str) -> tuple[list[str], list[str]]:
    with open_database(url) as database, database.read() as session:
        fates = session.exec(select(Occurrence.fate).order_by(Occurrence.id)).all()
        return list(session.exec(select(Outbox.state)).all()), list(fates)


@pytest.mark.parametrize(
    ("more", "said", "after"),
    [
        ((), "1 that were due before are not sent", (["unknown"], ["cancelled", "pending"])),
        (("--send",), "1 messages go out now", (["queued"], ["pending", "pending"])),
    ],
)
def test_a_person_lets_go_what_is_held(monkeypatch, url, more, said, after):
    """F13."""
    hold(url)

    code, out, _ = run(monkeypatch, "reminders", "release", "--db", url, *more)

    assert (code, said in out) == (0, True)
    assert ends(url) == after
    assert run(monkeypatch, "reminders", "release", "--db", url)[0] == 1


def test_there_is_nothing_to_let_go(monkeypatch, url):
    code, _, complaint = run(monkeypatch, "reminders", "release", "--db", url)

    assert (code, complaint.strip()) == (1, "bot: Nothing is held.")
