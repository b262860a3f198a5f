"""The address that Telegram pushes updates to, and everything that is refused there."""

import asyncio
import hmac
import json
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from bot.errors import SetupError

HEADER = "x-telegram-bot-api-secret-token"
SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
# An update is some kilobytes; whoever sends more, or slower, is not Telegram.
MOST_BYTES = 1024 * 1024
READ_SECONDS = 8

Take = Callable[[dict[str, Any]], Awaitable[bool]]


@dataclass(frozen=True, slots=True)
class Webhook:
    """`url` is the public address with its path, `secret` what Telegram sends along to show that it is Telegram.

    Raises:
        SetupError: without a secret anybody could speak as anybody.

    """

    url: str
    secret: str

    def __post_init__(self) -> None:
        if not SECRET.fullmatch(self.secret):
            raise SetupError("TELEGRAM_WEBHOOK_SECRET: 1 to 256 letters, digits, _ and - (openssl rand -hex 32)")
        if not urlsplit(self.url).netloc:
            raise SetupError("TELEGRAM_WEBHOOK_URL: a whole address, https://bot.example.se/telegram")

    @property
    def path(self) -> str:
        return urlsplit(self.url).path or "/"


class Refused(Exception):
    def __init__(self, status: HTTPStatus) -> None:
        super().__init__(status.phrase)
        self.status = status


def route(webhook: Webhook, take: Take) -> Route:
    """`take` says whether the update is stored; if not, Telegram is told to send it again."""

    async def endpoint(request: Request) -> Response:
        try:
            check(request, webhook.secret)
            update = read_update(await read_body(request))
        except Refused as refused:
            return Response(status_code=refused.status)
        return Response(status_code=HTTPStatus.OK if await take(update) else HTTPStatus.SERVICE_UNAVAILABLE)

    return Route(webhook.path, endpoint, methods=["POST"])


def check(request: Request, secret: str) -> None:
    """Who is not Telegram learns nothing but that."""
    given = request.headers.get(HEADER, "").encode("utf-8", "surrogateescape")
    if not hmac.compare_digest(given, secret.encode()):
        raise Refused(HTTPStatus.FORBIDDEN)
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        raise Refused(HTTPStatus.UNSUPPORTED_MEDIA_TYPE)


async def read_body(request: Request) -> bytes:
    length = request.headers.get("content-length", "0")
    if not length.isdecimal() or int(length) > MOST_BYTES:
        raise Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    try:
        async with asyncio.timeout(READ_SECONDS):
            return await read_at_most(request)
    except (TimeoutError, ClientDisconnect):
        raise Refused(HTTPStatus.REQUEST_TIMEOUT) from None


async def read_at_most(request: Request) -> bytes:
    """The body may be longer than it says, or say nothing."""
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > MOST_BYTES:
            raise Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    return bytes(body)


def read_update(body: bytes) -> dict[str, Any]:
    try:
        update = json.loads(body)
    except (ValueError, RecursionError):
        raise Refused(HTTPStatus.BAD_REQUEST) from None
    if not isinstance(update, dict):
        raise Refused(HTTPStatus.BAD_REQUEST)
    return update
