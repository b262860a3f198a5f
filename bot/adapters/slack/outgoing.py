"""Puts messages, pictures and modals on the wire to Slack. Raises the library's own errors; see faults.py."""

import json
from dataclasses import replace
from typing import Any

import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.adapters.slack import marks
from bot.adapters.slack.chats import conversation, is_private
from bot.adapters.slack.faults import code, delivery_errors
from bot.adapters.slack.parse import Me
from bot.adapters.slack.render import blocks, clip, message
from bot.errors import DeliveryError
from bot.messages import Address, Reply

log = structlog.get_logger(__name__)

# Commands work where the bot is no member, and ephemeral messages do not reach people outside the channel.
CLOSED_TO_US = {"channel_not_found", "not_in_channel", "user_not_in_channel"}
NOT_EDITABLE = {"message_not_found", "cant_update_message", "edit_window_closed"}
TRIGGER_GONE = {"expired_trigger_id", "exchanged_trigger_id", "invalid_trigger_id", "trigger_expired"}
# Nothing that stands in a text becomes a mention or a preview.
LITERAL: dict[str, Any] = {"parse": "none", "link_names": False}
ALT_TEXT = 1000
# files.completeUploadExternal takes its arguments in the address line, which has room for 8 kB.
CAPTION = 2000


class Outgoing:
    def __init__(self, client: AsyncWebClient, me: Me) -> None:
        self.client = client
        self.me = me

    async def post(self, to: Address, reply: Reply, *, person: str = "", mark: str = "") -> str:
        """The message's id. Where the bot may not write, it goes to the `person` who asked, in private."""
        person = to.only or person
        try:
            return await self._post(to, reply, mark)
        except SlackApiError as error:
            if not person or code(error) not in CLOSED_TO_US:
                raise
        return await self._post(Address(to.platform, person), reply, mark)

    async def _post(self, to: Address, reply: Reply, mark: str) -> str:
        if reply.pictures:
            return await self._share(to, reply, mark)
        content = message(reply) | LITERAL | ({"thread_ts": to.thread} if to.thread else {})
        if to.only and not is_private(to.chat):
            sent = await self.client.chat_postEphemeral(channel=to.chat, user=to.only, **content)
            return str(sent["message_ts"])
        sent = await self.client.chat_postMessage(
            channel=to.chat, mrkdwn=False, unfurl_links=False, unfurl_media=False, **content, **marks.put(mark)
        )
        return str(sent["ts"])

    async def _share(self, to: Address, reply: Reply, mark: str) -> str:
        """Pictures with the text above them. Buttons, long texts and a mark need a message of their own before them;
        then it has arrived and says everything, and a picture that does not must not make it come twice.
        """
        if to.only and not is_private(to.chat):
            to = Address(to.platform, to.only)
        caption = json.dumps(blocks(reply.text))
        chat = await conversation(self.client, to.chat)
        if not (mark or reply.buttons) and len(caption) <= CAPTION:
            return await self._upload(chat, to.thread, reply, blocks=caption)
        sent = await self._post(Address(to.platform, chat, to.thread), replace(reply, pictures=()), mark)
        try:
            with delivery_errors():
                await self._upload(chat, to.thread, reply)
        except DeliveryError as error:
            log.warning("slack.picture_not_sent", error=type(error).__name__, reason=str(error))
        return sent

    async def _upload(self, chat: str, thread: str, reply: Reply, **shown: Any) -> str:
        shared = await self.client.files_upload_v2(
            file_uploads=[
                {"filename": p.name, "title": p.name, "content": p.content, "alt_txt": clip(p.alt, ALT_TEXT)}
                for p in reply.pictures
            ],
            channel=chat,
            thread_ts=thread or None,
            **shown,
        )
        return str(shared["files"][0]["id"])

    async def edit(self, to: Address, message_id: str, reply: Reply) -> str:
        """The id of what stands there now: ephemeral and old messages cannot be changed, so they are sent anew."""
        if reply.pictures:
            return await self.post(to, reply)
        try:
            chat = await conversation(self.client, to.chat)
            await self.client.chat_update(channel=chat, ts=message_id, **message(reply) | LITERAL)
        except SlackApiError as error:
            if code(error) not in NOT_EDITABLE:
                raise
            return await self.post(to, reply)
        return message_id

    async def delete(self, to: Address, message_id: str) -> None:
        try:
            await self.client.chat_delete(channel=await conversation(self.client, to.chat), ts=message_id)
        except SlackApiError as error:
            if code(error) != "message_not_found":
                raise

    async def open_modal(self, trigger: str, view: dict[str, Any]) -> str:
        """The view's id, "" when it came too late."""
        try:
            opened = await self.client.views_open(trigger_id=trigger, view=view)
        except SlackApiError as error:
            if code(error) not in TRIGGER_GONE:
                raise
            return ""
        return str(opened["view"]["id"])
