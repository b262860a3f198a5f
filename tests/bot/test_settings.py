"""Settings: read once, all that is wrong told at once, a value never."""

from pathlib import Path

import pytest

from bot.errors import SetupError
from bot.opening import read_settings
from bot.settings import Settings

CANARY = "hemlig-kanariefågel"
FIELDS = [name.upper() for name in Settings.model_fields]


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch):
    for name in FIELDS:
        monkeypatch.delenv(name, raising=False)


def refusal(**overrides: object) -> str:
    with pytest.raises(SetupError) as refused:
        read_settings(env_file=None, **overrides)
    return str(refused.value)


def test_nothing_needs_to_be_set():
    settings = read_settings(env_file=None)

    assert (settings.database_url, settings.language, str(settings.zone), settings.door_port) == (
        "sqlite:///data/district.db", "sv", "Europe/Stockholm", 0,
    )  # fmt: skip


def test_the_environment_goes_before_the_file(tmp_path: Path, monkeypatch):
    file = tmp_path / ".env"
    file.write_text("DISTRICT=Filens\nLANGUAGE=en\nDOOR_PORT=\nUNKNOWN=1\n", "utf-8")
    monkeypatch.setenv("DISTRICT", "Miljöns")

    settings = read_settings(env_file=file)

    assert (settings.district, settings.language, settings.door_port) == ("Miljöns", "en", 0)


@pytest.mark.parametrize(
    ("there", "missing"),
    [
        ({"slack_bot_token": CANARY}, ["SLACK_APP_TOKEN (Socket Mode) or SLACK_SIGNING_SECRET (HTTP)"]),
        ({"slack_app_token": CANARY}, ["SLACK_BOT_TOKEN"]),
        ({"slack_signing_secret": CANARY}, ["SLACK_BOT_TOKEN"]),
        ({"slack_bot_token": CANARY, "slack_signing_secret": CANARY}, ["DOOR_PORT"]),
        ({"telegram_webhook_url": "https://a.se"}, ["TELEGRAM_WEBHOOK_SECRET", "DOOR_PORT"]),
        ({"telegram_webhook_url": "https://a.se", "slack_app_token": CANARY},
         ["SLACK_BOT_TOKEN", "TELEGRAM_WEBHOOK_SECRET", "DOOR_PORT"]),
    ],
)  # fmt: skip
def test_half_a_platform_is_told_all_at_once(there, missing):
    said = refusal(**there)

    assert said.startswith("Settings: missing: ")
    assert [name for name in missing if name not in said] == []
    assert CANARY not in said


@pytest.mark.parametrize(
    "there",
    [
        {"telegram_token": "1:a"},
        {"slack_bot_token": "xoxb-1", "slack_app_token": "xapp-1"},
        {"slack_bot_token": "xoxb-1", "slack_signing_secret": "s", "door_port": 8080},
        {
            "telegram_token": "1:a",
            "telegram_webhook_url": "https://a.se",
            "telegram_webhook_secret": "s",
            "door_port": 1,
        },
    ],
)
def test_whole_platforms(there):
    assert read_settings(env_file=None, **there).log_level == "INFO"


def test_everything_that_cannot_be_read_is_named_at_once(monkeypatch):
    for name in ("TIME_ZONE", "DOOR_PORT", "LOG_LEVEL", "LOG_FORMAT"):
        monkeypatch.setenv(name, CANARY)

    said = refusal()

    assert [name for name in ("TIME_ZONE: ", "DOOR_PORT: ", "LOG_LEVEL: ", "LOG_FORMAT: ") if name not in said] == []
    assert "\n" not in said


def test_a_token_in_the_wrong_place_is_not_repeated(monkeypatch):
    for name in FIELDS:
        monkeypatch.setenv(name, CANARY)

    assert CANARY not in refusal()


def test_a_token_is_not_shown_by_the_settings_themselves():
    settings = Settings(
        _env_file=None,
        telegram_token=CANARY,
        telegram_webhook_secret=CANARY,
        slack_bot_token=CANARY,
        slack_app_token=CANARY,
        slack_signing_secret=CANARY,
    )

    assert CANARY not in repr(settings) + str(settings) + settings.model_dump_json()


@pytest.mark.parametrize("port", ["-1", "65536", "http"])
def test_a_port_that_is_none(port):
    assert refusal(door_port=port).startswith("Settings: DOOR_PORT: ")


@pytest.mark.parametrize(
    ("there", "live"),
    [
        ({}, False),
        ({"telegram_token": "1:a"}, True),
        ({"telegram_token": "1:a", "telegram_api_url": "http://127.0.0.1:8081"}, False),
        ({"slack_bot_token": "xoxb-1", "slack_app_token": "xapp-1"}, True),
        ({"slack_bot_token": "x", "slack_app_token": "x", "slack_api_url": "http://127.0.0.1:8081/api/"}, False),
    ],
)
def test_whether_real_people_are_met(there, live):
    assert read_settings(env_file=None, **there).is_live is live


@pytest.mark.parametrize(
    ("written", "weeks"),
    [
        (None, (8, 4, 2, 1)),
        ("", (8, 4, 2, 1)),
        ("8,4,2,1", (8, 4, 2, 1)),
        ("1, 2,8 ,4", (8, 4, 2, 1)),
        ("6", (6,)),
        ("12,11,10,9,8,7,6,5,4,3,2,1", tuple(range(12, 0, -1))),
    ],
)
def test_the_weeks_of_the_chain_in_any_order(monkeypatch, written, weeks):
    if written is not None:
        monkeypatch.setenv("CHAIN_WEEKS", written)

    assert read_settings(env_file=None).chain_weeks == weeks


@pytest.mark.parametrize(
    "written", ["0", "13", "8,8", "8,,4", "8,4,", "-1", "1.5", "8;4", "²", "８", "1e1", "åtta", " "]
)
def test_weeks_that_are_none(monkeypatch, written):
    monkeypatch.setenv("CHAIN_WEEKS", written)

    assert refusal().startswith("Settings: CHAIN_WEEKS: ")


@pytest.mark.parametrize(
    "url", ["bot.example.se", "http://bot.example.se", "https://", "https://a.se/?x=1", "https://a.se#x", "https://["]
)
def test_an_address_of_the_door_that_is_none(url):
    assert refusal(door_url=url, door_port=8080).startswith("Settings: DOOR_URL: ")


def test_the_address_of_the_door_needs_the_door():
    assert "DOOR_PORT" in refusal(door_url="https://bot.example.se")
    assert read_settings(env_file=None, door_url="https://a.se/b/", door_port=80).door_url == "https://a.se/b"
