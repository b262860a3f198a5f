"""All that must be true before the bot may start, and one clear line when it is not."""

import contextlib
import shutil
import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import text

from bot import opening
from bot.errors import SetupError
from bot.sample import load
from bot.settings import Settings
from storage import life, schema
from storage.database import open_database
from tests.talk import NOW


def at(path: Path | str) -> Settings:
    url = f"sqlite:///{path}" if isinstance(path, Path) else path
    return Settings(_env_file=None, database_url=url)


def refusal(path: Path | str) -> str:
    with pytest.raises(SetupError) as refused:
        opening.open_checked(at(path))
    said = str(refused.value)
    assert len(said.splitlines()) == 1
    return said


@pytest.fixture
def file(sqlite_files, tmp_path):
    """The sample district in a file of its own."""
    return Path(shutil.copy(sqlite_files["sample"], tmp_path / "district.db"))


def test_a_new_database_is_made_with_its_folder_and_today_s_tables(tmp_path):
    path = tmp_path / "data" / "deep" / "district.db"

    with opening.open_checked(at(path)) as database:
        assert schema.is_current(database)
    assert path.stat().st_mode & 0o077 == 0
    assert [p.name for p in path.parent.iterdir() if "probe" in p.name] == []


def test_one_that_is_there_is_opened_as_it_is(file):
    before = file.read_bytes()

    with opening.open_checked(at(file)):
        pass

    assert file.read_bytes() == before


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("strunt", "DATABASE_URL cannot be read"),
        ("mysql://a:hemligt@b/c", "DATABASE_URL: the database is SQLite or PostgreSQL"),
        ("postgresql://a:hemligt@b:port/c", "DATABASE_URL cannot be read"),
        ("postgresql://a:hemligt@127.0.0.1:1/c", "The database cannot be used: connection failed"),
    ],
)
def test_an_address_that_leads_nowhere(url, said):
    assert refusal(url).startswith(said)
    assert "hemligt" not in refusal(url)


def test_a_folder_that_cannot_be_made(tmp_path):
    (tmp_path / "file").touch()

    assert refusal(tmp_path / "file" / "district.db").startswith("The database cannot be written (district.db); give")


def test_a_folder_where_the_file_should_be(tmp_path):
    (tmp_path / "district.db").mkdir()

    assert refusal(tmp_path / "district.db").startswith("The database cannot be written (district.db); give the bot's")


@pytest.mark.parametrize("name", ["open", "touch", "chmod"])
def test_a_right_that_is_missing(tmp_path, monkeypatch, name):
    def refused(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, name, refused)  # whoever runs the tests may be root, who may do anything

    assert refusal(tmp_path / "district.db").endswith("Permission denied")


def cross(file: Path) -> None:
    """Two tables on the same pages: every page is whole, but not the file."""
    with contextlib.closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA writable_schema = ON")
        same = "(SELECT rootpage FROM sqlite_master WHERE name = 'branch')"
        connection.execute(f"UPDATE sqlite_master SET rootpage = {same} WHERE name = 'member'")
        connection.commit()


@pytest.mark.parametrize("damage", ["pages", "header", "another file", "crossed"])
def test_a_damaged_file_is_left_alone_and_points_to_the_backup(file, damage):
    if damage == "crossed":
        cross(file)
    content = bytearray(file.read_bytes())
    if damage == "pages":
        content[4096:-4096] = b"\xa5" * (len(content) - 8192)
    elif damage == "header":
        content[:100] = bytes(range(100))
    elif damage == "another file":
        content = bytearray(b"Detta \xc3\xa4r ingen databas. " * 400)
    file.write_bytes(content)

    assert refusal(file).startswith(
        "The database is damaged. Stop here, keep the file, and restore the latest backup: "
    )
    assert file.read_bytes() == content


def test_a_database_of_a_newer_program_is_not_touched(file):
    with open_database(f"sqlite:///{file}") as database, database.begin() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    assert refusal(file).startswith("The database is newer than this program (9999, and it knows ")
    with open_database(f"sqlite:///{file}") as database:
        assert schema.revision(database) == "9999"


def test_old_tables_are_brought_up_to_date(tmp_path):
    path = tmp_path / "old.db"
    sqlite3.connect(path).close()

    with opening.open_checked(at(path)) as database:
        assert schema.differences(database) == []


def test_an_old_sqlite_is_warned_about(tmp_path, monkeypatch, logged):
    monkeypatch.setattr(opening, "SAFE_SQLITE", (99, 0, 0))

    opening.open_checked(at(tmp_path / "district.db")).close()

    assert "event=sqlite.old" in logged.getvalue()
    assert "wanted=99.0.0" in logged.getvalue()


def test_the_second_copy_is_refused(file):
    with open_database(f"sqlite:///{file}") as database:
        seen_by = file.with_name("beats")
        first = opening.take_over(database, now=NOW, seen_by=seen_by)

        with pytest.raises(
            SetupError, match=r"Not started: another copy of the bot \(.*\) runs on district\.db\. Stop that"
        ):
            opening.take_over(database, now=NOW, seen_by=seen_by)

        first.lock.close()
        again = opening.take_over(database, now=NOW, seen_by=seen_by)
        again.lock.close()
    assert (first.last_seen, again.last_seen, again.restored) == (None, NOW, False)


@pytest.mark.parametrize("sample", ["postgresql"], indirect=True)
def test_without_a_file_the_row_tells_of_the_other_copy(sample, tmp_path):
    with sample.begin() as session:
        life.begin(session, owner="another-machine:1", now=NOW)

    with pytest.raises(SetupError, match=r"another copy of the bot \(another-machine:1\) was seen 0 s ago"):
        opening.take_over(sample, now=NOW, seen_by=tmp_path / "beats")


def test_the_sample_is_put_into_an_empty_database_only(database):
    settings = at("sqlite://")

    assert opening.fill_sample(database, settings, lambda: NOW) is True
    assert opening.fill_sample(database, settings, lambda: NOW) is False


def test_a_district_without_a_name_is_just_that(database):
    assert opening.named(at("sqlite://"), database).district == "distriktet"


def test_the_district_is_called_what_it_is_called(sample):
    assert opening.named(at("sqlite://"), sample).district == "Distriktet Älvmarken"
    assert opening.named(Settings(_env_file=None, district="Vårt"), sample).district == "Vårt"


def test_the_sample_never_meets_real_people(sample):
    live = Settings(_env_file=None, telegram_token="1:a")

    with pytest.raises(SetupError, match="This database holds the invented sample district"):
        opening.refuse_sample(live, sample)
    opening.refuse_sample(Settings(_env_file=None), sample)


def test_a_district_of_its_own_does(database):
    opening.refuse_sample(Settings(_env_file=None, telegram_token="1:a"), database)

    with database.read() as session:
        assert load.is_empty(session)
