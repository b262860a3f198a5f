"""The program as a whole: help for everything, and one clear line when something is wrong."""

import pytest
import typer
from typer.testing import CliRunner

from bot.cli import app
from tests.bot.cli.running import run


def commands(command, path=()):
    """Every command there is, by the words that call it."""
    yield path, command
    for name, inner in getattr(command, "commands", {}).items():
        yield from commands(inner, (*path, name))


ALL = dict(commands(typer.main.get_command(app)))


def test_what_there_is():
    assert {"chat", "run", "play", "plan", "migrate", "doctor", "manifest"} <= {path[0] for path in ALL if path}
    assert ("plan", "import") in ALL


@pytest.mark.parametrize("path", ALL, ids=" ".join)
def test_every_command_explains_itself(path):
    done = CliRunner().invoke(app, [*path, "--help"])

    assert done.exit_code == 0
    assert "Usage:" in done.stdout
    assert len(ALL[path].help) > 20


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("migrate", "--db", "strunt"), "bot: DATABASE_URL cannot be read"),
        (("migrate", "--db", "sqlite:////proc/ingen/plats.db"), "bot: The database cannot be written (plats.db)"),
        (("chat", "--db", "mysql://a:hemligt@b/c"), "bot: DATABASE_URL: the database is SQLite or PostgreSQL"),
        (("run", "--db", "sqlite://"), "bot: No platform has a token."),
    ],
)
def test_what_can_be_mended_is_one_clear_line(monkeypatch, args, said):
    code, out, complaint = run(monkeypatch, *args)

    assert (code, out) == (1, "")
    assert complaint.splitlines()[-1].startswith(said)
    assert "Traceback" not in complaint
    assert "hemligt" not in complaint


@pytest.mark.parametrize(
    "args", [("dance",), ("chat", "--as", "ingen"), ("play",), ("play", "finns-inte.txt"), ("play", "--x")]
)
def test_what_is_called_wrongly_is_told_with_what_there_is(monkeypatch, args):
    code, out, complaint = run(monkeypatch, *args)

    assert (code, out) == (2, "")
    (line,) = complaint.splitlines()
    assert line.startswith("bot: ")
    assert line.endswith("(bot --help tells more)")


def test_who_somebody_can_be(monkeypatch):
    _, _, complaint = run(monkeypatch, "chat", "--as", "ingen")

    assert "there is no ingen" in complaint
    assert "medlem12" in complaint


def test_settings_that_are_wrong(monkeypatch):
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-kanariefågel")

    code, _, complaint = run(monkeypatch, "run")

    assert code == 1
    assert complaint.startswith("bot: Settings: missing: SLACK_APP_TOKEN")
    assert "kanarie" not in complaint
