"""Every transcript, on every platform, through the real libraries: one core, the same words coming out."""

from pathlib import Path

import pytest

from bot.play import player

FOLDER = Path(__file__).with_name("transcripts")
TEXTS = {path.name: path.read_text("utf-8") for path in sorted(FOLDER.glob("*.txt"))}


def test_there_are_transcripts():
    assert TEXTS


@pytest.mark.parametrize("platform", ["terminal", "telegram", "slack"])
@pytest.mark.parametrize("name", TEXTS)
async def test_it_plays_as_it_is_written(name: str, platform: str):
    played = await player.play(TEXTS[name], platform=platform)

    assert any(step.heard for step in played), "nobody was answered"
    differences = [str(found) for step in played if (found := step.difference())]
    if differences:
        pytest.fail("\n".join([f"{name} on {platform}", *differences]), pytrace=False)
