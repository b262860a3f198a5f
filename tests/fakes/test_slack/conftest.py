"""A local Slack, and the unmodified library against it."""

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.fakes.slack import SlackFake


class Clock:
    now = 1_801_821_600.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
async def fake(clock):
    peer = SlackFake(clock=clock, commands=["/hjalp"])
    await peer.start()
    member = peer.person("U7", "medlem")
    peer.person("U8", "annan")
    peer.channel("C9", "torget", [member, peer.me])
    yield peer
    await peer.stop()


@pytest.fixture
async def client(fake):
    async with aiohttp.ClientSession() as session:
        yield AsyncWebClient(fake.bot_token, f"{fake.url}/api/", session=session, retry_handlers=[])


async def refused(call):
    with pytest.raises(SlackApiError) as error:
        await call
    return error.value.response["error"]
