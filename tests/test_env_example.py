"""`.env.example` names every setting, and a copy of it changes nothing."""

import re
import shutil
from itertools import pairwise
from pathlib import Path

import pytest

from bot.opening import read_settings
from bot.settings import Settings

EXAMPLE = Path(__file__).parents[1] / ".env.example"
NAMES = [name.upper() for name in Settings.model_fields]
LINE = re.compile(r"^(?:#\s*)?([A-Z][A-Z_]+)=(.*)$", re.MULTILINE)


@pytest.fixture(autouse=True)
def no_settings_around(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever runs the tests may have settings of their own."""
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)


def test_names_each_setting_once_and_no_other() -> None:
    named = [name for name, _ in LINE.findall(EXAMPLE.read_text("utf-8"))]
    assert sorted(named) == sorted(NAMES)


def test_each_setting_is_explained_above_it() -> None:
    lines = EXAMPLE.read_text("utf-8").splitlines()
    bare = [line for above, line in pairwise(lines) if LINE.match(line) and above[:2] != "# "]
    assert bare == []


def test_a_copy_gives_the_defaults(tmp_path: Path) -> None:
    copy = shutil.copy(EXAMPLE, tmp_path / ".env")
    assert read_settings(env_file=Path(copy)) == read_settings(env_file=None)


@pytest.mark.parametrize(("name", "value"), [("DISTRICT", "Distriktet Älvmarken"), ("DOOR_PORT", "8080")])
def test_what_is_filled_in_counts(tmp_path: Path, name: str, value: str) -> None:
    """So that the test above could fail: the copy is really read."""
    filled = EXAMPLE.read_text("utf-8").replace(f"\n{name}=\n", f"\n{name}={value}\n")
    (tmp_path / ".env").write_text(filled, "utf-8")
    assert str(getattr(read_settings(env_file=tmp_path / ".env"), name.lower())) == value
