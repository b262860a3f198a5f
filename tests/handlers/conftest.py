"""A bot to talk to about the flyering Saturday, for the tests of who came."""

from collections.abc import AsyncIterator

import pytest

from bot.settings import Settings
from storage.database import Database
from tests.conftest import StartTalk
from tests.handlers.saturday import OF_ACTIVITIES
from tests.talk import Talk


@pytest.fixture
async def start_saturday(sample: Database, settings: Settings) -> AsyncIterator[StartTalk]:
    """Starts one on both engines, with what comes by itself; the chain and the other reminders are not looked at."""
    begun: list[Talk] = []

    async def start(**options: object) -> Talk:
        begun.append(Talk(sample, settings, reminds=True, silent=OF_ACTIVITIES, **options))
        await begun[-1].start()
        return begun[-1]

    yield start
    for talk in begun:
        await talk.bot.stop()
