"""Nothing of the machine that the tests run on: an empty folder without `.env`, and no settings in the environment."""

import pytest

from bot.settings import Settings
from tests.bot.cli.register import Register


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch, tmp_path_factory):
    monkeypatch.chdir(tmp_path_factory.mktemp("here"))
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture
def register(monkeypatch, tmp_path):
    return Register(tmp_path, monkeypatch)
