"""`bot backup` and `bot restore`: a sealed copy that can be put back, and nothing that is not whole."""

import gzip
import sqlite3
from datetime import timedelta

import pytest
from sqlalchemy import delete

from storage import erasure, incidents, life, tombstones, witness
from storage.database import open_database
from storage.models import Life, Member, Tombstone
from tests.talk import NOW


@pytest.fixture
def filled(register):
    register.with_key()
    register.bring("namn;pf\nKanarie Fågel;Norrby\n")
    with register.begin() as session:
        session.add(Life(id=1, owner="me", generation="g1", beats=5, started_at=NOW, seen_at=NOW, stopped_at=NOW))
    return register


@pytest.fixture
def copy(filled):
    assert filled.run("backup", filled.folder / "copy.backup")[0] == 0
    return filled.folder / "copy.backup"


def complained(register, *args: object) -> str:
    code, out, complaint = register.run(*args)
    assert (code, out) == (1, "")
    return complaint


def test_it_is_sealed_and_for_the_owner_alone(filled, copy):
    content = copy.read_bytes()

    assert copy.stat().st_mode & 0o777 == 0o600
    assert b"Kanarie" not in content
    assert b"SQLite" not in content
    assert sorted(path.name for path in filled.folder.glob(".*")) == [".district.db.copy.lock"]


def test_there_and_back(filled, copy):
    filled.bring("namn;pf\nKanarie Fågel;Norrby\nBirk S;Norrby\n")

    code, out, _ = filled.run("restore", copy, "--force")

    assert code == 0
    assert filled.names() == ["Kanarie Fågel"]
    (aside,) = filled.folder.glob("*.replaced-*")
    assert aside.name in out
    assert aside.stat().st_mode & 0o777 == 0o700
    with open_database(f"sqlite:///{aside / 'district.db'}") as before, before.read() as session:
        assert session.connection().exec_driver_sql("SELECT count(*) FROM member").scalar() == 2
    assert not list(filled.folder.glob("*.restore*"))


def test_it_is_taken_while_somebody_writes_and_is_whole(filled):
    with open_database(filled.url) as database, database.begin() as session:
        session.connection().exec_driver_sql("UPDATE member SET name = 'halv'")
        assert filled.run("backup", filled.folder / "copy.backup")[0] == 0

    filled.run("restore", filled.folder / "copy.backup", "--to", filled.folder / "there.db")
    filled.url = f"sqlite:///{filled.folder / 'there.db'}"
    assert filled.names() == ["Kanarie Fågel"]


def test_nothing_is_written_over_unless_it_is_asked_for(filled, copy):
    assert "is there already" in complained(filled, "backup", copy)
    assert filled.run("backup", copy, "--force")[0] == 0
    assert "--force" in complained(filled, "restore", copy)
    assert filled.names() == ["Kanarie Fågel"]


def test_a_folder_gives_it_a_name_and_forgets_the_old_ones(filled, monkeypatch):
    folder = filled.folder / "backup"
    folder.mkdir()
    (folder / "district-anteckningar.txt").touch()
    (folder / "annat-2020-01-01-000000.backup").touch()
    for days in (40, 36, 34, 0):
        monkeypatch.setattr("bot.cli.backup.utc_now", lambda days=days: NOW - timedelta(days=days))
        assert filled.run("backup", folder)[0] == 0
    monkeypatch.setattr("bot.cli.backup.utc_now", lambda: NOW + timedelta(minutes=1))

    code, out, _ = filled.run("backup", folder, "--keep", "35")

    assert (code, out.count("removed, older than 35 days")) == (0, 2)
    assert sorted(path.name for path in folder.iterdir()) == [
        "annat-2020-01-01-000000.backup", "district-2027-01-05-090000.backup", "district-2027-02-08-090000.backup",
        "district-2027-02-08-090100.backup", "district-anteckningar.txt",
    ]  # fmt: skip


def test_without_a_key_it_says_what_that_means(filled, monkeypatch):
    monkeypatch.delenv("DATA_KEYS")
    said = complained(filled, "backup", filled.folder / "x.backup")
    assert "DATA_KEYS is empty" in said
    assert "--plain" in said
    assert not (filled.folder / "x.backup").exists()

    code, out, _ = filled.run("backup", filled.folder / "x.db.gz", "--plain")
    assert (code, "NOT sealed" in out) == (0, True)
    assert gzip.decompress((filled.folder / "x.db.gz").read_bytes()).startswith(b"SQLite")
    assert filled.run("restore", filled.folder / "x.db.gz", "--force")[0] == 0
    assert filled.names() == ["Kanarie Fågel"]


def test_a_plain_one_that_lacks_its_last_bytes(filled):
    plain = filled.folder / "x.db.gz"
    filled.run("backup", plain, "--plain")
    plain.write_bytes(plain.read_bytes()[:-4])

    assert "not whole" in complained(filled, "restore", plain, "--force")


def test_nothing_of_the_old_one_is_left_beside_the_new(filled, copy):
    for end in ("-wal", "-shm"):
        (filled.folder / f"district.db{end}").write_bytes(b"")
    with sqlite3.connect(filled.folder / "district.db") as writer:
        writer.execute("UPDATE member SET name = 'ny'")
        assert filled.run("restore", copy, "--force")[0] == 0
        assert [path.name for path in filled.folder.glob("district.db-*")] == []
    writer.close()
    assert filled.names() == ["Kanarie Fågel"]


def damaged(content: bytes) -> dict[str, bytes]:
    middle = len(content) // 2
    return {
        "cut": content[:-1],
        "cut in the middle": content[:middle],
        "one bit": content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :],
        "longer": content + b"x",
        "empty": b"",
        "another file": b"SQLite format 3\0" * 100,
        "plain and cut": gzip.compress(content)[:-5],
        "plain and no database": gzip.compress(b"Alva N., Norrby" * 1000),
    }


@pytest.mark.parametrize("how", damaged(b"xx"))
def test_what_is_not_whole_is_not_put_back(filled, copy, how):
    copy.write_bytes(damaged(copy.read_bytes())[how])
    filled.bring("namn;pf\nBirk S;Norrby\n")

    assert "not whole" in complained(filled, "restore", copy, "--force")
    assert filled.names() == ["Birk S", "Kanarie Fågel"]
    assert not [path for path in filled.folder.iterdir() if "restore" in path.name or "replaced" in path.name]


def test_another_key_or_none(filled, copy, monkeypatch):
    filled.with_key()
    assert "a key that is not in DATA_KEYS" in complained(filled, "restore", copy, "--force")
    monkeypatch.delenv("DATA_KEYS")
    assert "a key that is not in DATA_KEYS" in complained(filled, "restore", copy, "--force")


def test_not_while_the_bot_runs(filled, copy):
    with life.lock_file(filled.folder / "district.db"):
        assert "another copy of the bot" in complained(filled, "restore", copy, "--force")
        assert filled.run("backup", filled.folder / "meanwhile.backup")[0] == 0
    assert filled.run("restore", copy, "--force")[0] == 0


@pytest.mark.parametrize("seen", [None, "g1 3", "g1 5", "g1 9", "g2 1"])
def test_the_next_start_knows_that_it_is_a_copy(filled, copy, seen):
    beats = filled.folder / "district.beats"
    if seen:
        beats.write_text(f"{seen}\n", "ascii")
    filled.run("restore", copy, "--force")

    with filled.begin() as session:
        assert witness.is_older(session, witness.read(beats))


def test_whoever_was_forgotten_since_stays_forgotten(filled, copy):
    with filled.begin() as session:
        session.add(Tombstone(digest="d" * 64, at=NOW))
    filled.run("restore", copy, "--force")

    assert [row.digest for row in filled.all(Tombstone)] == ["d" * 64]


@pytest.mark.parametrize("known", ["by its row", "by the file beside"])
def test_nor_are_they_in_a_copy_that_is_put_elsewhere(filled, copy, known):
    (kanarie,) = filled.all(Member)
    with filled.begin() as session:
        erasure.erase(session, kanarie.id, NOW)
    if known == "by the file beside":
        with open_database(filled.url) as database, database.begin() as session:
            tombstones.write(session, tombstones.path_for(database))
            session.execute(delete(Tombstone))

    there = filled.folder / "there.db"
    assert filled.run("restore", copy, "--to", there)[0] == 0

    assert b"Kanarie" not in there.read_bytes()
    filled.url = f"sqlite:///{there}"
    assert filled.names() == []
    assert tombstones.digest_of(kanarie.ref) in {row.digest for row in filled.all(Tombstone)}


@pytest.mark.parametrize("how", [("members", "export"), ("invites", "-"), ("backup", "x.db.gz", "--plain")])
def test_nor_is_anything_of_them_taken_out_of_a_file_that_was_put_back_by_hand(filled, how, monkeypatch):
    monkeypatch.chdir(filled.folder)
    (kanarie,) = filled.all(Member)
    with open_database(filled.url) as database:
        tombstones.append(tombstones.path_for(database), [tombstones.digest_of(kanarie.ref)])

    code, out, _ = filled.run(*how)

    assert code == 0
    assert "Kanarie" not in out
    assert filled.names() == []


def test_a_plain_one_is_not_made_while_a_data_breach_is_open(filled):
    with filled.begin() as session:
        incidents.freeze(session, by="r", what="w", now=NOW)

    assert "Nothing is handed out right now" in complained(filled, "backup", filled.folder / "x.db.gz", "--plain")
    assert not (filled.folder / "x.db.gz").exists()
    assert filled.run("backup", filled.folder / "x.backup")[0] == 0


def test_a_damaged_database_can_be_replaced(filled, copy):
    (filled.folder / "district.db").write_bytes(b"inte en databas" * 1000)

    assert filled.run("restore", copy, "--force")[0] == 0
    assert filled.names() == ["Kanarie Fågel"]


def test_a_damaged_database_is_not_copied(filled):
    path = filled.folder / "district.db"
    content = bytearray(path.read_bytes())
    content[4096:12288] = b"\xff" * 8192
    path.write_bytes(bytes(content))

    assert filled.run("backup", filled.folder / "x.backup")[0] == 1
    assert not (filled.folder / "x.backup").exists()


def test_a_database_of_somebody_else(filled):
    path = filled.folder / "other.db"
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE x (y)")
    other.close()
    (filled.folder / "x.db.gz").write_bytes(gzip.compress(path.read_bytes()))

    assert "not whole" in complained(filled, "restore", filled.folder / "x.db.gz", "--force")


def test_one_that_a_newer_program_wrote(filled):
    with filled.begin() as session:
        session.connection().exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    filled.run("backup", filled.folder / "x.backup")

    assert "newer than this program" in complained(filled, "restore", filled.folder / "x.backup", "--force")


def test_a_server_has_its_own_ways(register):
    register.url = "postgresql://bot:hemligt@127.0.0.1/distrikt"
    for args in (("backup",), ("restore", "x.backup")):
        said = complained(register, *args)
        assert "pg_dump" in said
        assert "hemligt" not in said


def test_where_there_is_nothing(register):
    register.with_key()
    register.url = f"sqlite:///{register.folder / 'none.db'}"
    assert "there is no database" in complained(register, "backup")
    assert "finns-inte.backup" in complained(register, "restore", "finns-inte.backup")
