"""Telegram: life cycle and sending. What came in is read by parse.py, what goes out is written by render.py."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from datetime import UTC, datetime
from typing import Any, TypeVar

import structlog
from starlette.routing import Route
from telegram import LinkPreviewOptions
from telegram.error import BadRequest, TelegramError

from bot.errors import DeliveryError, Refused
from bot.messages import Address, Attachment, Menu, Pace, Picture, Receive, Reply

from .client import Client
from .errors import translate
from .intake import Intake
from .menus import publish
from .outage import Outage
from .parse import KINDS, PLATFORM
from .polling import Polling
from .render import is_photo, render_caption, render_keyboard, render_text
from .running import Running
from .webhook import Webhook, route

T = TypeVar("T")

log = structlog.get_logger(__name__)

STOP_SECONDS = 4.0
# How often a bot that is pushed to, and so never asks, sees whether its token still works.
CHECK_SECONDS = 300.0
# What a bot may fetch (core.telegram.org/bots/api#getfile).
LARGEST_FILE = 20 * 1024 * 1024

UNCHANGED = "message is not modified"
# The message is gone, too old, or no text: then the new words come as a new message.
PAST_EDITING = ("message to edit not found", "message can't be edited", "no text in the message", "message_id_invalid")


def utc_now() -> datetime:
    return datetime.now(UTC)


class TelegramAdapter:
    """`health` is one word for /health, `ignored` counts updates that were not for us, by reason."""

    platform = PLATFORM
    whole_forms = False
    # 30 messages a second in all, one a second in a chat (short bursts are let through), 20 a minute in a group:
    # core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this
    pace = Pace(per_second=30, chat_seconds=1.0, chat_burst=3, group_per_minute=20)
    remembers = False  # a bot cannot read what it has sent

    def __init__(
        self,
        *,
        token: str,
        api_url: str,
        menus: Sequence[Menu] = (),
        webhook: Webhook | None = None,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        self.home = ""
        self.menus = menus
        self.webhook = webhook
        self.sleep = sleep
        self.client = Client(token, api_url)
        self.running = Running()
        self.intake = Intake(self.client.bot, self.running)
        self.outage = Outage(self.intake.store, sleep, now)
        self.polling = Polling(self.client, self.intake, self.outage)
        self.routes: Sequence[Route] = [route(webhook, self.take_pushed)] if webhook else []
        self.listening: asyncio.Task[None] | None = None
        self.tried_once = asyncio.Event()

    @property
    def health(self) -> str:
        return "stopped" if self.listening is None or self.listening.done() else self.outage.health

    @property
    def ignored(self) -> Counter[str]:
        return self.intake.ignored

    # Life cycle

    async def start(self, receive: Receive) -> None:
        """Begin to listen. Returns after the first try to reach Telegram; if it failed, it is tried again for ever."""
        await self.client.open()
        self.intake.receive = receive
        self.tried_once.clear()
        self.listening = asyncio.create_task(self.listen())
        self.listening.add_done_callback(self.ended)
        await self.tried_once.wait()

    def ended(self, listening: asyncio.Task[None]) -> None:
        self.tried_once.set()
        if not listening.cancelled() and (error := listening.exception()):
            log.critical("telegram.stopped", error=type(error).__name__)

    async def listen(self) -> None:
        while not await self.works(self.connect):
            pass
        while True:
            await self.works(self.check if self.webhook else self.polling.turn)

    async def works(self, step: Callable[[], Awaitable[None]]) -> bool:
        """Whether the step went well; if not, the time to wait has passed."""
        try:
            await step()
        except TelegramError as error:
            self.tried_once.set()
            await self.outage.failed(error)
            return False
        return True

    async def connect(self) -> None:
        """Learn the bot's own name, choose between push and poll, publish the menus."""
        bot = self.client.bot
        me = await bot.get_me()
        self.home = f"https://t.me/{me.username}"
        if self.webhook:
            await bot.set_webhook(self.webhook.url, secret_token=self.webhook.secret, allowed_updates=KINDS)
        else:
            await bot.delete_webhook()
        self.intake.username = me.username or ""
        self.tried_once.set()
        await publish(bot, self.menus)

    async def check(self) -> None:
        await self.client.bot.get_me()
        self.outage.over()
        await self.sleep(CHECK_SECONDS)

    async def take_pushed(self, update: dict[str, Any]) -> bool:
        """Not before we know our own name: without it we cannot tell what is for us."""
        return bool(self.intake.username) and await self.intake.take(update)

    async def stop(self) -> None:
        """No more updates; what is being stored or sent is finished first."""
        if self.listening:
            self.listening.cancel()
            await asyncio.wait({self.listening})
        await self.running.settle(STOP_SECONDS)
        self.intake.receive = None
        await self.client.close()

    # Sending

    async def send(self, to: Address, reply: Reply, *, answers: str = "", mark: str = "") -> str:  # noqa: ARG002
        chat = to.only or to.chat
        thread = None if to.only or not to.thread else int(to.thread)
        message = await self.call(
            self.client.bot.send_message(
                chat,
                render_text(reply.text),
                parse_mode="HTML",
                reply_markup=render_keyboard(reply.buttons),
                link_preview_options=LinkPreviewOptions(is_disabled=True),
                message_thread_id=thread,
            ),
        )
        await self.send_pictures(chat, thread, reply.pictures)
        return str(message.message_id)

    async def find(self, to: Address, mark: str, since: datetime) -> str:  # noqa: ARG002
        """Nothing can be found: see `remembers`."""
        return ""

    def is_group(self, chat: str) -> bool:
        """Groups, supergroups and channels have negative ids."""
        return chat.startswith("-")

    async def edit(self, to: Address, message_id: str, reply: Reply) -> str:
        """Put new words in an old message; where that cannot be done any more, send them anew."""
        if to.only and to.only != to.chat:
            return await self.send(to, reply)
        try:
            await self.running.finish(
                self.client.bot.edit_message_text(
                    render_text(reply.text),
                    to.chat,
                    int(message_id),
                    parse_mode="HTML",
                    reply_markup=render_keyboard(reply.buttons),
                    link_preview_options=LinkPreviewOptions(is_disabled=True),
                )
            )
        except TelegramError as error:
            if says(error, *PAST_EDITING):
                return await self.send(to, reply)
            if not says(error, UNCHANGED):
                raise translate(error) from None
        await self.send_pictures(to.chat, int(to.thread) if to.thread else None, reply.pictures)
        return message_id

    async def delete(self, to: Address, message_id: str) -> None:
        """Take a message back, for up to 48 hours."""
        chat = to.only or to.chat
        try:
            await self.running.finish(self.client.bot.delete_message(chat, int(message_id)))
        except TelegramError as error:
            if not says(error, "message to delete not found"):
                raise translate(error) from None

    async def fetch(self, file: Attachment) -> bytes:
        """What is in a file that somebody sent.

        Raises:
            Refused: it is larger than a bot may fetch (20 MB), or gone.

        """
        if file.size > LARGEST_FILE:
            raise Refused("file is too big")
        found = await self.call(self.client.bot.get_file(file.id))
        return bytes(await self.call(found.download_as_bytearray()))

    async def send_pictures(self, chat: str, thread: int | None, pictures: Sequence[Picture]) -> None:
        """The text has arrived and says everything: a picture that does not must not make it come twice."""
        for picture in pictures:
            try:
                await self.call(self.picture(chat, thread, picture))
            except DeliveryError as error:
                log.warning("telegram.picture_not_sent", error=type(error).__name__, reason=str(error))

    async def picture(self, chat: str, thread: int | None, picture: Picture) -> object:
        bot, caption = self.client.bot, render_caption(picture)
        if is_photo(picture):
            return await bot.send_photo(
                chat, picture.content, caption=caption, filename=picture.name, message_thread_id=thread
            )
        return await bot.send_document(
            chat, picture.content, caption=caption, filename=picture.name, message_thread_id=thread
        )

    async def call(self, request: Coroutine[Any, Any, T]) -> T:
        """The request's answer, its errors translated. Their causes stay behind: they can hold the token."""
        try:
            return await self.running.finish(request)
        except TelegramError as error:
            raise translate(error) from None


def says(error: TelegramError, *words: str) -> bool:
    return isinstance(error, BadRequest) and any(word in str(error).casefold() for word in words)
