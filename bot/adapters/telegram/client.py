"""The library's client, set up so that it keeps the token to itself, never retries, and hands over updates raw."""

import json
import logging
import os
from http import HTTPStatus
from typing import Any

from telegram import Bot
from telegram.request import HTTPXRequest

# Long enough for a slow answer: giving up early would make a sent message an unknown one.
READ_SECONDS = 20.0
UPLOAD_SECONDS = 60.0
CONNECT_SECONDS = 5.0
EMPTY = b'{"ok":true,"result":[]}'


class RawUpdates(HTTPXRequest):
    """Keeps each batch as it came, and tells the library that there was none.

    The library makes objects of a whole batch at once: one update that it cannot read costs the other ninety-nine.
    """

    batch: tuple[Any, ...] = ()

    async def do_request(self, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        self.batch = ()
        status, payload = await super().do_request(*args, **kwargs)
        if status != HTTPStatus.OK:
            return status, payload
        # What cannot be read here the library turns into a NetworkError, as it does with all that goes wrong in here.
        self.batch = tuple(json.loads(payload)["result"])
        return status, EMPTY


class Client:
    """`bot` for every method; updates are fetched with `bot.get_updates` and read from `updates.batch`."""

    def __init__(self, token: str, api_url: str) -> None:
        keep_quiet()
        api_url = api_url.rstrip("/")
        self.requests = HTTPXRequest(
            connection_pool_size=32,
            connect_timeout=CONNECT_SECONDS,
            read_timeout=READ_SECONDS,
            write_timeout=READ_SECONDS,
            media_write_timeout=UPLOAD_SECONDS,
            pool_timeout=CONNECT_SECONDS,
        )
        self.updates = RawUpdates(connection_pool_size=1, connect_timeout=CONNECT_SECONDS, read_timeout=READ_SECONDS)
        self.bot = Bot(
            token,
            base_url=f"{api_url}/bot",
            base_file_url=f"{api_url}/file/bot",
            request=self.requests,
            get_updates_request=self.updates,
        )

    async def open(self) -> None:
        """Ready for requests, also after `close`."""
        await self.requests.initialize()
        await self.updates.initialize()

    async def close(self) -> None:
        await self.requests.shutdown()
        await self.updates.shutdown()


def keep_quiet() -> None:
    """The address of every request holds the token, and these log addresses; the library also logs what it sends."""
    for name in ("httpx", "httpcore"):
        logging.getLogger(name).setLevel(logging.WARNING)
    logging.getLogger("telegram").setLevel(logging.CRITICAL)
    # Its waits as timedeltas: the old way warns at each one.
    os.environ.setdefault("PTB_TIMEDELTA", "1")
