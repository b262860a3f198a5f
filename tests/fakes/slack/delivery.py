"""What Slack sends to the bot, once or again: over the socket, or signed over HTTP.

Events that are not acknowledged are sent again at once, after 1 and after 5 minutes; commands and interactions are not.
"""

import asyncio
import hmac
import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any
from urllib.parse import urlencode

import aiohttp

from .sockets import Sockets

ACK_SECONDS = 3.0
RETRY_DELAYS = (0.0, 60.0, 300.0)


@dataclass(eq=False)
class Delivery:
    """One request to the bot. `answer` is what it was acknowledged with, `latency` how many seconds that took."""

    id: str
    kind: str  # events_api, slash_commands or interactive
    body: dict[str, Any]
    attempts: int = 0
    sent_at: float = 0.0
    failed: str = ""
    answer: dict[str, Any] | None = None
    latency: float = 0.0
    begun: float = 0.0
    done: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def acked(self) -> bool:
        return self.answer is not None

    def acknowledge(self, answer: dict[str, Any]) -> None:
        if not self.acked:
            self.answer, self.latency = answer, time.perf_counter() - self.begun
        self.done.set()

    def due_at(self) -> float:
        """When the next try is due, on the workspace's clock."""
        known = self.sent_at if self.failed else self.sent_at + ACK_SECONDS
        return known + RETRY_DELAYS[self.attempts - 1]


class Courier:
    """`request_url`: where HTTP mode delivers; "" for Socket Mode."""

    def __init__(self, clock: Callable[[], float], secret: str, sockets: Sockets, request_url: str) -> None:
        self.clock = clock
        self.secret = secret
        self.sockets = sockets
        self.request_url = request_url
        self.deliveries: list[Delivery] = []
        self.tasks: set[asyncio.Task[None]] = set()

    async def send(self, delivery: Delivery, reason: str = "") -> Delivery:
        if delivery not in self.deliveries:
            self.deliveries.append(delivery)
        retry = delivery.attempts
        delivery.attempts += 1
        delivery.sent_at, delivery.begun, delivery.failed = self.clock(), time.perf_counter(), ""
        if self.request_url:
            task = asyncio.create_task(self.post(delivery, retry, reason))
            self.tasks.add(task)
            task.add_done_callback(self.tasks.discard)
        elif not await self.sockets.send(delivery, retry, reason):
            delivery.failed = "no_socket"
        return delivery

    async def post(self, delivery: Delivery, retry: int, reason: str) -> None:
        body, kind = encode(delivery)
        headers = self.sign(body) | {"Content-Type": kind}
        if retry:
            headers |= {"X-Slack-Retry-Num": str(retry), "X-Slack-Retry-Reason": reason}
        try:
            status, text = await asyncio.wait_for(self.post_raw(body, headers), ACK_SECONDS)
        except (TimeoutError, aiohttp.ClientError):
            delivery.failed = "http_timeout"
            return
        if status != 200:
            delivery.failed = "http_error"
            return
        delivery.acknowledge(json.loads(text) if text.startswith("{") else {})

    async def post_raw(self, body: bytes, headers: dict[str, str]) -> tuple[int, str]:
        """Whatever a stranger might send to the bot's address: the status and text that come back."""
        async with aiohttp.ClientSession() as session, session.post(self.request_url, data=body, headers=headers) as r:
            return r.status, await r.text()

    def sign(self, body: bytes, *, timestamp: str = "") -> dict[str, str]:
        timestamp = timestamp or str(int(self.clock()))
        digest = hmac.new(self.secret.encode(), f"v0:{timestamp}:".encode() + body, sha256).hexdigest()
        return {"X-Slack-Request-Timestamp": timestamp, "X-Slack-Signature": f"v0={digest}"}

    async def retry_due(self) -> list[Delivery]:
        """Send again every event whose time for it has come."""
        due = [
            d
            for d in self.deliveries
            if d.kind == "events_api" and not d.acked and d.attempts <= len(RETRY_DELAYS) and d.due_at() <= self.clock()
        ]
        return [await self.send(delivery, delivery.failed or "timeout") for delivery in due]

    async def settle(self) -> None:
        """Until no HTTP request is under way."""
        while self.tasks:
            await asyncio.wait(self.tasks)


def encode(delivery: Delivery) -> tuple[bytes, str]:
    """Events as JSON, commands as a form, interactions as JSON in a form."""
    if delivery.kind == "events_api":
        return json.dumps(delivery.body).encode(), "application/json"
    interactive = delivery.kind == "interactive"
    form = {"payload": json.dumps(delivery.body)} if interactive else delivery.body
    return urlencode(form).encode(), "application/x-www-form-urlencoded"
