"""`bot migrate`: up to date, or told that the migrations are complete."""

from storage import schema
from storage.database import open_database
from tests.bot.cli.running import run


def test_a_database_is_made_and_brought_up_to_date(monkeypatch, tmp_path):
    url = f"sqlite:///{tmp_path / 'district.db'}"

    code, out, _ = run(monkeypatch, "migrate", "--db", url)

    assert (code, out) == (0, f"The database is at {schema.newest()}, the newest.\n")
    with open_database(url) as database:
        assert schema.is_current(database)


def test_the_migrations_make_what_the_models_describe(monkeypatch):
    assert run(monkeypatch, "migrate", "--check")[:2] == (
        0,
        "The migrations make the tables that the models describe.\n",
    )


def test_a_column_without_a_migration_is_an_error(monkeypatch):
    monkeypatch.setattr(schema, "differences", lambda _database: [("add_column", "member", "shoe_size")])

    code, _, complaint = run(monkeypatch, "migrate", "--check")

    assert code == 1
    assert complaint.splitlines()[-1] == "bot: the migrations lack: [('add_column', 'member', 'shoe_size')]"
