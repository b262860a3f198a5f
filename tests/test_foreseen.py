"""What is foreseen for a year is what a year really sends: word for word, to the same people, at the same moments."""

import json

import pytest

from bot.cli.play import as_data
from bot.play import player
from tests.bot.cli.running import run

YEAR = "@now 2027-01-01 00:00\n@wait 365d\n"


def foreseen(monkeypatch, tmp_path, platform: str) -> list[dict]:
    code, out, _ = run(
        monkeypatch, "reminders", "preview", "--from", "2027-01-01", "--to", "2027-12-31", "--json",
        "--platform", platform, "--db", f"sqlite:///{tmp_path / 'none.db'}",
    )  # fmt: skip
    assert code == 0
    return [json.loads(line) for line in out.splitlines()]


@pytest.mark.timeout(300)
@pytest.mark.parametrize("platform", ["terminal", "telegram", "slack"])
def test_a_year_sends_what_was_foreseen(monkeypatch, tmp_path, platform):
    expected = foreseen(monkeypatch, tmp_path, platform)

    played = player.run(YEAR, platform=platform)

    sent = [as_data(heard) for step in played for heard in step.heard]
    for row in sent + expected:  # Slack names a private conversation by an id of its own
        row["chat"] = row["chat"] if platform == "terminal" else row["to"]
    assert len(expected) > 150
    assert sent == expected
