"""One database behind its address: safe settings, and transactions that never fail because somebody else writes."""

import contextlib
import threading

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlmodel import col, select, update

from storage.database import WrongEngineError, is_passing, open_database
from storage.models import Branch, Post
from tests.talk import NOW

PRAGMAS = {
    "journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 15000, "secure_delete": 1,
    "mmap_size": 0, "temp_store": 2,
}  # fmt: skip


@pytest.fixture
def sqlite(tmp_path, sqlite_files):
    path = tmp_path / "a.db"
    path.write_bytes(sqlite_files["empty"].read_bytes())
    with open_database(f"sqlite:///{path}") as opened:
        yield opened


def add(database, name: str) -> None:
    with database.begin() as session:
        session.add(Branch(name=name, town=name))


def names(database) -> list[str]:
    with database.read() as session:
        return list(session.exec(select(Branch.name).order_by(col(Branch.name))))


@pytest.mark.parametrize(("name", "value"), PRAGMAS.items())
def test_settings_of_every_connection(sqlite, name, value):
    with sqlite.engine.connect() as one, sqlite.engine.connect() as other:
        one.commit()
        assert [c.exec_driver_sql(f"PRAGMA {name}").scalar() for c in (one,)] == [value]
        one.rollback()
        assert other.exec_driver_sql(f"PRAGMA {name}").scalar() == value


def test_committed_at_the_end_and_undone_on_an_error(database):
    add(database, "Ett")
    with contextlib.suppress(RuntimeError), database.begin() as session:
        session.add(Branch(name="Två", town="Två"))
        session.flush()
        raise RuntimeError

    assert names(database) == ["Ett"]


def test_rows_can_be_used_after_the_transaction(database):
    with database.begin() as session:
        branch = Branch(name="Ett", town="Ett")
        session.add(branch)

    assert branch.name == "Ett"


def test_what_a_row_points_to_must_be_there(database):
    with pytest.raises(IntegrityError), database.begin() as session:
        session.add(Post(member_id=99, role="chair", first_day=NOW.date()))


def test_two_that_read_and_then_write_wait_for_each_other(database):
    """A deferred transaction that reads first would fail at once under another writer, whatever the time-out says."""
    add(database, "0")
    failed = []

    def count_up() -> None:
        try:
            for _ in range(25):
                with database.begin() as session:
                    branch = session.exec(select(Branch).with_for_update()).one()
                    session.exec(update(Branch).values(name=str(int(branch.name) + 1)))
        except Exception as error:  # noqa: BLE001 - shown below
            failed.append(error)

    threads = [threading.Thread(target=count_up) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failed == []
    assert names(database) == ["75"]


def test_who_only_reads_never_waits_for_a_writer(database):
    add(database, "Ett")

    with database.begin() as session:
        session.add(Branch(name="Två", town="Två"))
        session.flush()
        assert names(database) == ["Ett"]

    assert names(database) == ["Ett", "Två"]


def test_a_reader_sees_one_moment(sqlite):
    add(sqlite, "Ett")

    with sqlite.read() as session:
        before = list(session.exec(select(Branch.name)))
        add(sqlite, "Två")
        assert list(session.exec(select(Branch.name))) == before == ["Ett"]


def test_postgresql_by_any_of_its_names():
    for url in ("postgres://a@b/c", "postgresql://a@b/c", "postgresql+psycopg://a@b/c"):
        with open_database(url) as database:
            assert (database.url.drivername, database.is_sqlite, database.path) == ("postgresql+psycopg", False, None)


@pytest.mark.parametrize(
    ("url", "path"),
    [("sqlite:///a/b.db", "a/b.db"), ("sqlite:////a.db", "/a.db"), ("sqlite://", None), ("sqlite:///:memory:", None)],
)
def test_where_the_file_is(url, path):
    with open_database(url) as database:
        assert (str(database.path) if database.path else None) == path


def test_no_other_engine():
    with pytest.raises(ValueError, match="SQLite or PostgreSQL"):
        open_database("mysql://a@b/c")


def test_an_address_in_an_error_hides_its_password():
    with open_database("postgresql://a:hemligt@127.0.0.1:1/c") as database:
        assert "hemligt" not in str(database.engine.url)


def test_parameters_are_not_in_errors(database):
    add(database, "hemligt")

    with pytest.raises(IntegrityError) as failed:
        add(database, "hemligt")

    assert "hidden" in str(failed.value)
    assert database.is_sqlite is False or "hemligt" not in str(failed.value)


def test_a_fault_of_the_database_passes_and_one_of_the_statement_does_not(database):
    add(database, "Ett")
    with pytest.raises(IntegrityError) as twice:
        add(database, "Ett")
    with pytest.raises(DBAPIError) as wrong, database.engine.connect() as connection:
        connection.exec_driver_sql("SELECT nonsense FROM nowhere")

    assert [is_passing(error.value) for error in (twice, wrong)] == [False, False]


def names_in_a_transaction(database) -> list[str]:
    with database.begin() as session:
        return list(session.exec(select(Branch.name)))


def test_a_lock_and_a_server_that_is_gone_pass(sqlite):
    with open_database(f"sqlite:///{sqlite.path}") as other, sqlite.begin() as session:
        event.listen(other.engine, "connect", lambda connection, _: connection.execute("PRAGMA busy_timeout = 1"))
        session.connection()
        with pytest.raises(DBAPIError) as locked:
            names_in_a_transaction(other)
    with (
        pytest.raises(DBAPIError) as gone,
        open_database("postgresql://a@127.0.0.1:1/c") as nowhere,
        nowhere.engine.connect(),
    ):
        pass

    assert is_passing(gone.value)
    assert is_passing(locked.value)


def test_one_that_is_frozen_in_the_middle_lets_go_and_its_work_is_done_again(postgres):
    with open_database(postgres.fresh("empty")) as database:
        add(database, "Ett")
        with database.read() as session:
            assert session.execute(text("SHOW idle_in_transaction_session_timeout")).scalar_one() == "20s"
        with database.session() as frozen:
            frozen.execute(text("SET LOCAL idle_in_transaction_session_timeout = 100"))
            frozen.execute(update(Branch).values(town="Fel"))
            with database.begin() as other:  # waits for the row
                other.execute(update(Branch).values(town="Rätt"))
            with pytest.raises(DBAPIError) as ended:
                frozen.execute(update(Branch).values(town="Fel"))
        with database.read() as session:
            assert session.exec(select(Branch.town)).one() == "Rätt"

    assert is_passing(ended.value)


def test_a_server_without_a_database_name():
    with pytest.raises(WrongEngineError, match="name the database as well"):
        open_database("postgresql://a:b@c/")
