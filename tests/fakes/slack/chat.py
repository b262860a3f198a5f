"""chat.*: messages are posted, shown to one person, changed and deleted."""

from typing import Any

from .blocks import ALL_CHARACTERS, characters, check_message
from .errors import ApiError, invalid
from .metadata import read_metadata
from .params import Params, flag, need
from .pings import pings
from .shown import Block
from .state import BOT_ID, BOT_USER, Channel, Message, Workspace

MOST_TEXT = 40_000


def post(space: Workspace, params: Params) -> dict[str, Any]:
    channel = open_channel(space, need(params, "channel"))
    message = write(space, channel, params)
    message.metadata = read_metadata(params)
    space.messages.append(message)
    return {"channel": channel.id, "ts": message.ts, "message": payload(message)}


def post_ephemeral(space: Workspace, params: Params) -> dict[str, Any]:
    channel, person = open_channel(space, need(params, "channel")), need(params, "user")
    if person not in channel.members:
        raise ApiError("user_not_in_channel")
    message = write(space, channel, params)
    message.only = person
    space.messages.append(message)
    return {"message_ts": message.ts}


def update(space: Workspace, params: Params) -> dict[str, Any]:
    message = own(space, params, "cant_update_message")
    new = write(space, space.channels[message.channel], params)
    if "metadata" in params:
        message.metadata = read_metadata(params)
    message.text, message.blocks, message.edited = new.text, new.blocks, True
    return {"channel": message.channel, "ts": message.ts, "text": message.text}


def delete(space: Workspace, params: Params) -> dict[str, Any]:
    message = own(space, params, "cant_delete_message")
    space.messages.remove(message)
    return {"channel": message.channel, "ts": message.ts}


def own(space: Workspace, params: Params, otherwise: str) -> Message:
    """One of the bot's own messages. Here a person's id is no channel."""
    if need(params, "channel") not in space.channels:
        raise ApiError("channel_not_found")
    message = space.find_message(params["channel"], need(params, "ts"))
    if message.user != BOT_USER:
        raise ApiError(otherwise)
    return message


def open_channel(space: Workspace, reference: str) -> Channel:
    """A channel that the bot may write in."""
    channel = space.find_channel(reference)
    if channel.archived:
        raise ApiError("is_archived")
    if BOT_USER not in channel.members:
        raise ApiError("channel_not_found" if channel.private or channel.person else "not_in_channel")
    return channel


def write(space: Workspace, channel: Channel, params: Params) -> Message:
    text, blocks = str(params.get("text") or ""), read_blocks(space, params)
    if not text.strip() and not blocks:
        raise ApiError("no_text")
    if len(text) > MOST_TEXT:
        raise ApiError("msg_too_long")
    names = flag(params, "link_names") or params.get("parse") == "full"
    previews = flag(params, "unfurl_links") or flag(params, "unfurl_media", default=True)
    return Message(
        ts=space.new_ts(),
        channel=channel.id,
        user=BOT_USER,
        text=text,
        blocks=blocks,
        thread_ts=str(params.get("thread_ts") or ""),
        pings=pings(text, blocks, names=names),
        unfurls=previews and "http" in text,
    )


def read_blocks(space: Workspace, params: Params) -> list[Block]:
    blocks = params.get("blocks") or []
    if problems := check_message(blocks):
        raise invalid("invalid_blocks", problems)
    if characters(blocks) > ALL_CHARACTERS:
        raise ApiError("msg_blocks_too_long")
    return [{"block_id": space.new_id("b")} | block for block in blocks]


def payload(message: Message) -> dict[str, Any]:
    """As events and conversations.history show it."""
    bot = {"bot_id": BOT_ID} if message.user == BOT_USER else {}
    thread = {"thread_ts": message.thread_ts} if message.thread_ts else {}
    head = {"type": "message", "user": message.user, "ts": message.ts, "text": message.text}
    return head | {"blocks": message.blocks} | bot | thread


METHODS = {
    "chat.postMessage": post,
    "chat.postEphemeral": post_ephemeral,
    "chat.update": update,
    "chat.delete": delete,
}
