"""`bot manifest slack`: what to paste into Slack, made from the commands there are."""

import json

import pytest

import handlers
from tests.bot.cli.running import run


def made(monkeypatch, *args: str):
    code, out, complaint = run(monkeypatch, "manifest", "slack", *args)
    assert (code, complaint) == (0, "")
    return json.loads(out)


def test_every_command_of_the_menu_is_in_it(monkeypatch):
    commands = {row["command"] for row in made(monkeypatch)["features"]["slash_commands"]}

    assert commands == {f"/{command.name}" for command in handlers.build().listed if command.menu}


def test_with_socket_mode_or_an_address(monkeypatch):
    sockets, http = made(monkeypatch), made(monkeypatch, "--http", "https://bot.example.org")

    assert sockets["settings"]["socket_mode_enabled"] is True
    assert http["settings"]["socket_mode_enabled"] is False
    assert "https://bot.example.org" in json.dumps(http)
    assert "https://bot.example.org" not in json.dumps(sockets)


@pytest.mark.parametrize("address", ["http://bot.example.org", "bot.example.org", "https://x y.se", "https://"])
def test_an_address_that_slack_could_not_call(monkeypatch, address):
    code, _, complaint = run(monkeypatch, "manifest", "slack", "--http", address)

    assert code == 1
    assert complaint.splitlines()[-1].startswith("bot: --http wants the bot's public address")
