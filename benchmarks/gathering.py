"""A broadcast as the libraries have it: everything at once, and what the library has to keep the limits."""

import asyncio
import os
from collections.abc import Awaitable, Sequence

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp, AsyncSay
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient
from telegram import Update
from telegram.ext import AIORateLimiter, Application, ContextTypes, MessageHandler, filters

from benchmarks import audience

ANSWER = "Nästa aktivitet: årsmöte den 14 mars kl 10."
RETRIES = 5


async def telegram() -> None:
    """Answers go through the same limiter; several updates are handled at once, which is the kinder setting."""
    limiter = AIORateLimiter(max_retries=RETRIES)
    builder = (
        Application.builder().token(os.environ["TELEGRAM_TOKEN"]).base_url(f"{os.environ['TELEGRAM_API_URL']}/bot")
    )
    app = builder.rate_limiter(limiter).concurrent_updates(concurrent_updates=True).build()

    async def answer(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        assert update.message
        await update.message.reply_text(ANSWER)

    app.add_handler(MessageHandler(filters.Regex(r"^/nasta-aktivitet"), answer))
    async with app:
        assert app.updater
        await app.start()
        await app.updater.start_polling()
        await gather([app.bot.send_message(int(chat), text) for chat, text in audience.telegram()])


async def slack() -> None:
    """The retries are set as high, and answers go through the same client."""
    client = AsyncWebClient(os.environ["SLACK_BOT_TOKEN"], os.environ["SLACK_API_URL"])
    client.retry_handlers.append(AsyncRateLimitErrorRetryHandler(max_retry_count=RETRIES))
    app = AsyncApp(client=client)

    @app.event("message")
    async def answer(say: AsyncSay) -> None:
        await say(ANSWER)

    handler = AsyncSocketModeHandler(app, os.environ["SLACK_APP_TOKEN"])
    await handler.connect_async()  # type: ignore[no-untyped-call]
    await gather([client.chat_postMessage(channel=chat, text=text) for chat, text in audience.slack()])


async def gather(sends: Sequence[Awaitable[object]]) -> None:
    print("written", flush=True)
    await asyncio.gather(*sends, return_exceptions=True)
    print("sent all", flush=True)
    await asyncio.Event().wait()
