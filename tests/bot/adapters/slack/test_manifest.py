"""The app manifest: what Slack takes, and neither more nor less than the adapter uses."""

import re
from pathlib import Path

import pytest

import bot.adapters.slack as package
from bot.adapters.slack.http import PATH
from bot.adapters.slack.manifest import ascii_name, manifest
from bot.adapters.slack.parse import parse
from bot.messages import MenuEntry
from tests.bot.adapters.slack.samples import ME, NAMES, sample

COMMANDS = [MenuEntry("nästa-aktivitet", "Vad som händer härnäst"), MenuEntry("hjalp", "x" * 3000)]
HISTORY = {"channels:history", "groups:history", "im:history"}  # by kind of chat; there are no group chats of ours
# The scopes that each method of the Web API asks for (docs.slack.dev/reference/methods).
NEEDED = {
    "chat_": {"chat:write"},
    "conversations_history": HISTORY,
    "conversations_open": {"im:write"},
    "conversations_replies": HISTORY,
    "files_info": {"files:read"},
    "files_upload": {"files:write"},
    "users_info": {"users:read"},
}


@pytest.fixture(params=[True, False])
def made(request):
    return manifest(
        COMMANDS, "Distriktsboten " * 4, "Svarar " * 40, socket_mode=request.param, url="https://bot.example/"
    )


def test_sizes(made):
    shown = made["display_information"]
    commands = made["features"]["slash_commands"]

    assert (len(shown["name"]) <= 35, len(shown["description"]) <= 140) == (True, True)
    assert [command["command"] for command in commands] == ["/nasta-aktivitet", "/hjalp"]
    assert all(len(command["description"]) <= 2000 for command in commands)
    assert all(re.fullmatch(r"/[a-z0-9_-]{1,31}", command["command"]) for command in commands)


def test_people_can_write_to_the_bot(made):
    home = made["features"]["app_home"]

    assert (home["messages_tab_enabled"], home["messages_tab_read_only_enabled"]) == (True, False)


def test_addresses_only_without_socket_mode():
    socket = manifest(COMMANDS, "Bot", "Svarar")
    http = manifest(COMMANDS, "Bot", "Svarar", socket_mode=False, url="https://bot.example/")

    address = f"https://bot.example{PATH}"
    assert "http" not in str(socket)
    assert socket["settings"]["socket_mode_enabled"]
    assert not http["settings"]["socket_mode_enabled"]
    assert http["settings"]["interactivity"]["request_url"] == address
    assert http["settings"]["event_subscriptions"]["request_url"] == address
    assert {command["url"] for command in http["features"]["slash_commands"]} == {address}


def test_scopes_for_every_method_that_is_called(made):
    code = "".join(path.read_text("utf-8") for path in Path(package.__path__[0]).glob("*.py"))
    scopes = made["oauth_config"]["scopes"]["bot"]

    called = {scope for method, scopes in NEEDED.items() if f".{method}" in code for scope in scopes}
    heard = {"app_mentions:read", "channels:read", "commands", "groups:read", "im:history"}
    assert set(scopes) == called | heard
    assert scopes == sorted(scopes)


def test_every_event_that_is_read_is_subscribed(made):
    events = set(made["settings"]["event_subscriptions"]["bot_events"])
    read = set()
    for name in NAMES:
        body = sample(name)
        if body["type" if "type" in body else "token"] == "event_callback" and parse(body, ME):
            kind = body["event"]["type"]
            read.add("message.im" if kind == "message" else kind)

    assert read <= events


@pytest.mark.parametrize(("name", "ascii_only"), [("nästa-aktivitet", "nasta-aktivitet"), ("Å_ö-Ä", "a_o-a")])
def test_names_as_slack_takes_them(name, ascii_only):
    assert ascii_name(name) == ascii_only
