"""The file beside the database: an older copy gives itself away, and nothing else does."""

import pytest

from storage import life, witness
from storage.database import open_database
from storage.models import Life
from storage.witness import Seen
from tests.talk import NOW


def alive(session, *, beats: int = 5, generation: str = "g1") -> Life:
    row = Life(owner="me", generation=generation, beats=beats, started_at=NOW, seen_at=NOW)
    session.add(row)
    session.flush()
    return row


@pytest.mark.parametrize(
    ("seen", "older"),
    [
        (None, False),
        (Seen("g1", 5), False),
        (Seen("g1", 4), False),
        (Seen("g1", 6), True),
        (Seen("g2", 1), True),
    ],
)
def test_a_database_that_has_been_further_was_restored(session, seen, older):
    alive(session)

    assert witness.is_older(session, seen) is older


def test_one_that_never_ran_was_not(session):
    assert witness.is_older(session, Seen("g1", 9)) is False


def test_one_from_before_there_were_witnesses_was_not(session):
    alive(session, generation="")

    assert witness.is_older(session, Seen("g1", 9)) is False


def test_what_is_noted_is_read(session, tmp_path):
    path = tmp_path / "a folder" / "district.beats"

    assert witness.read(path) is None
    witness.note(path, alive(session))
    assert witness.read(path) == Seen("g1", 5)
    assert [found.name for found in path.parent.iterdir()] == [path.name]


@pytest.mark.parametrize("text", ["", "g1", "g1 x", "g1 -4", "å 4", "g1 4 4"])
def test_what_cannot_be_read_is_nothing(tmp_path, text):
    path = tmp_path / "beats"
    path.write_text(text, "utf-8")

    assert witness.read(path) is None


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("sqlite:///data/district.db", "data/district.beats"),
        ("postgresql://db.example/dis", "data/db.example-dis.beats"),
    ],
)
def test_where_it_lies(url, name):
    with open_database(url) as database:
        assert str(witness.path_for(database)) == name


def test_each_beat_counts_and_a_hold_goes_past_what_was_seen(session):
    alive(session)

    assert life.beat(session, owner="me", now=NOW).beats == 6
    assert life.beat(session, owner="you", now=NOW) is None
    life.hold(session, now=NOW, beats=40)
    assert witness.is_older(session, Seen("g1", 40)) is False
    assert life.tick(session, owner="me", now=NOW) is False
    assert life.release(session) == NOW
    assert life.tick(session, owner="me", now=NOW) is True
