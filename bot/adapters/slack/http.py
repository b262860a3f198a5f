"""The door for Slack's HTTP requests: nothing gets to Bolt that Slack has not signed, or that is not what Slack sends.

docs.slack.dev/authentication/verifying-requests-from-slack
"""

import asyncio
import hmac
import json
import re
from collections.abc import Callable
from hashlib import sha256
from typing import Any
from urllib.parse import parse_qsl

from slack_bolt.adapter.starlette.async_handler import to_starlette_response
from slack_bolt.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.adapters.slack.dig import dig, string

PATH = "/slack/events"
MOST_BYTES = 1_000_000
BODY_SECONDS = 8.0
OLDEST_SECONDS = 300
CHALLENGE_CHARACTERS = 200
JSON, FORM = "application/json", "application/x-www-form-urlencoded"
TIMESTAMP = re.compile(r"[0-9]{1,12}")


class Door:
    """`clock` tells the time in seconds since 1970. `app` is None until the bot listens."""

    def __init__(self, secret: str, clock: Callable[[], float]) -> None:
        self._secret = secret
        self._clock = clock
        self.app: AsyncApp | None = None
        self.routes = [Route(PATH, self.handle, methods=["POST"])]

    async def handle(self, request: Request) -> Response:
        kind = media_type(request)
        body = await read(request, BODY_SECONDS)
        if not self._signed(request, body):
            raise HTTPException(401)
        payload = decode(body, kind)
        if self.app is None:
            raise HTTPException(503)
        return to_starlette_response(await self.app.async_dispatch(wrap(payload)))

    def _signed(self, request: Request, body: bytes) -> bool:
        timestamp = request.headers.get("x-slack-request-timestamp", "")
        if not TIMESTAMP.fullmatch(timestamp) or abs(self._clock() - int(timestamp)) > OLDEST_SECONDS:
            return False
        digest = hmac.new(self._secret.encode(), f"v0:{timestamp}:".encode() + body, sha256).hexdigest()
        signature = request.headers.get("x-slack-signature", "")
        return hmac.compare_digest(f"v0={digest}".encode(), signature.encode("utf-8", "replace"))


def media_type(request: Request) -> str:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in {JSON, FORM} or "content-encoding" in request.headers:
        raise HTTPException(415)
    return kind


async def read(request: Request, seconds: float) -> bytes:
    """The body, if it is small enough and comes in time."""
    length = request.headers.get("content-length", "0")
    if not length.isdecimal() or int(length) > MOST_BYTES:
        raise HTTPException(413)
    body = bytearray()
    try:
        async with asyncio.timeout(seconds):
            async for chunk in request.stream():
                body += chunk
                if len(body) > MOST_BYTES:
                    raise HTTPException(413)
    except TimeoutError:
        raise HTTPException(408) from None
    return bytes(body)


def decode(body: bytes, kind: str) -> dict[str, Any]:
    """What is in it: JSON as it is, a form's `payload` if it has one, else the form itself (a command)."""
    try:
        text = body.decode()
        form = dict(parse_qsl(text, keep_blank_values=True)) if kind == FORM else {"payload": text}
        payload = json.loads(form["payload"]) if "payload" in form else form
    except (ValueError, RecursionError):
        raise HTTPException(400) from None
    if not isinstance(payload, dict) or not isinstance(payload.get("event", {}), dict):
        raise HTTPException(400)
    if string(payload, "type") == "url_verification" and not is_challenge(dig(payload, "challenge")):
        raise HTTPException(400)
    return payload


def is_challenge(challenge: object) -> bool:
    return isinstance(challenge, str) and len(challenge) <= CHALLENGE_CHARACTERS


def wrap(payload: dict[str, Any]) -> AsyncBoltRequest:
    """As Socket Mode hands it over, read and checked. (Bolt's own reading loses commands that say "payload".)"""
    try:
        return AsyncBoltRequest(body=payload, mode="socket_mode")
    except (AttributeError, KeyError, TypeError, ValueError, RecursionError):
        raise HTTPException(400) from None
