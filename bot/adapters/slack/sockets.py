"""Socket Mode: the connection that Slack sends requests through, opened and closed without leaving anything behind."""

import asyncio
from contextlib import suppress

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

OPEN_SECONDS = 15.0
CLOSE_SECONDS = 2.0


async def open_socket(app: AsyncApp, client: AsyncWebClient, app_token: str) -> AsyncSocketModeHandler:
    """Connected when it returns; from then on the library reconnects by itself.

    Raises:
        SlackApiError: Slack refuses the app token. (The library alone would try for ever.)
        TimeoutError: no connection in 15 seconds.

    """
    address = (await client.apps_connections_open(app_token=app_token))["url"]
    handler = AsyncSocketModeHandler(app, app_token, logger=app.logger, web_client=client)
    handler.client.wss_uri = address
    try:
        await asyncio.wait_for(handler.connect_async(), OPEN_SECONDS)  # type: ignore[no-untyped-call]
    except BaseException:
        await close_socket(handler)
        raise
    return handler


async def close_socket(handler: AsyncSocketModeHandler) -> None:
    """The library waits up to 10 seconds for Slack's goodbye, and leaves its tasks to end by themselves."""
    client = handler.client
    with suppress(TimeoutError):
        await asyncio.wait_for(handler.close_async(), CLOSE_SECONDS)  # type: ignore[no-untyped-call]
    await handler.close_async()  # type: ignore[no-untyped-call]
    tasks = (client.message_processor, client.current_session_monitor, client.message_receiver)
    await asyncio.gather(*(task for task in tasks if task is not None), return_exceptions=True)
