"""The mark that a message carries unseen, and how one that may have arrived is found by it.

Every app in the workspace can read a mark: docs.slack.dev/messaging/message-metadata.
"""

from datetime import datetime, timedelta
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.adapters.slack.chats import conversation
from bot.adapters.slack.dig import items, string
from bot.adapters.slack.parse import Me
from bot.messages import Address

KIND = "delivery"
# More at once is possible, and not recommended.
PAGE = 200
# Slack's clock and ours need not agree; to look through a little too much costs nothing.
EARLIER = timedelta(minutes=5)


def put(mark: str) -> dict[str, Any]:
    """What chat.postMessage is given for it."""
    return {"metadata": {"event_type": KIND, "event_payload": {"id": mark}}} if mark else {}


def read(message: object) -> str:
    ours = string(message, "metadata", "event_type") == KIND
    return string(message, "metadata", "event_payload", "id") if ours else ""


async def find(client: AsyncWebClient, me: Me, to: Address, mark: str, since: datetime) -> str:
    """The id of our message with this mark, "" when it is not there. `since`: when it was sent.

    The history leaves out what stands in threads. Those of channels Slack's documentation gives to people's tokens
    only; where that is so, it says no.
    """
    oldest = f"{(since - EARLIER).timestamp():.6f}"
    span: dict[str, Any] = {"oldest": oldest, "inclusive": True, "include_all_metadata": True, "limit": PAGE}
    chat = await conversation(client, to.chat)
    if to.thread:
        pages = await client.conversations_replies(channel=chat, ts=to.thread, **span)
    else:
        pages = await client.conversations_history(channel=chat, **span)
    async for page in pages:
        for message in items(page.data, "messages"):
            if string(message, "user") == me.user and read(message) == mark:
                return string(message, "ts")
    return ""
