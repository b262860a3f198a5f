"""Every transcript, on every platform, through the real libraries: one core, the same words coming out."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.play import player
from tests.hatchery import Hatchery

FOLDER = Path(__file__).with_name("transcripts")
TEXTS = {path.name: path.read_text("utf-8") for path in sorted(FOLDER.glob("*.txt"))}


def test_there_are_transcripts():
    assert TEXTS


@pytest.fixture(scope="module")
def hatchery(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hatchery]:
    found = Hatchery(tmp_path_factory.mktemp("hatchery"))
    yield found
    found.close()


@pytest.mark.parametrize("platform", ["terminal", "telegram", "slack"])
@pytest.mark.parametrize("name", TEXTS)
async def test_it_plays_as_it_is_written(name: str, platform: str, hatchery: Hatchery):
    played = await player.play(TEXTS[name], platform=platform, launch=hatchery.launch)

    assert any(step.heard for step in played), "nobody was answered"
    differences = [str(found) for step in played if (found := step.difference())]
    if differences:
        pytest.fail("\n".join([f"{name} on {platform}", *differences]), pytrace=False)
