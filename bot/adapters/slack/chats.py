"""Whose a chat is, by its id: D… is a conversation with one person, U… and W… a person, all else a channel."""

from slack_sdk.web.async_client import AsyncWebClient

from bot.adapters.slack.dig import string


def is_private(chat: str) -> bool:
    return chat.startswith(("D", "U", "W"))


async def conversation(client: AsyncWebClient, chat: str) -> str:
    """The id of the conversation with a person. Messages take the person's own id too; files, edits and questions
    do not.
    """
    if not chat.startswith(("U", "W")):
        return chat
    return string((await client.conversations_open(users=chat)).data, "channel", "id")
