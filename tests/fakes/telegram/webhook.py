"""Pushes updates to the bot's own address, in order, each until it is taken."""

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import aiohttp

from .account import listed
from .bell import Bell
from .errors import bad_request
from .params import Params
from .updates import Updates

HEADER = "X-Telegram-Bot-Api-Secret-Token"
SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
LONGEST_WAIT = 60.0


@dataclass
class Webhook:
    """`answers` are the HTTP statuses that the bot gave, in order; 0 where nobody answered."""

    updates: Updates
    bell: Bell
    sleep: Callable[[float], Awaitable[None]]
    url: str = ""
    secret: str = ""
    answers: list[int] = field(default_factory=list)
    trouble: str = ""

    def set(self, params: Params) -> object:
        url, secret = params.text("url"), params.text("secret_token")
        parts = urlsplit(url)
        if url and parts.scheme != "https" and parts.hostname not in {"127.0.0.1", "localhost"}:
            raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
        if secret and not SECRET.fullmatch(secret):
            raise bad_request("secret token contains unallowed characters")
        self.drop_pending(params)
        self.updates.allowed = listed(params.text("allowed_updates"))
        self.url, self.secret = url, secret
        self.bell.ring()
        return True

    def delete(self, params: Params) -> object:
        self.drop_pending(params)
        self.url = ""
        return True

    def drop_pending(self, params: Params) -> None:
        if params.yes("drop_pending_updates"):
            self.updates.waiting.clear()

    def info(self, _params: Params) -> object:
        return {
            "url": self.url,
            "has_custom_certificate": False,
            "pending_update_count": len(self.updates.waiting),
            "allowed_updates": sorted(self.updates.allowed),
        } | ({"last_error_message": self.trouble, "last_error_date": 1} if self.trouble else {})

    async def run(self) -> None:
        """Push for as long as the server lives: again at once when refused, then after 1, 2, 4 … seconds."""
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=10)) as session:
            wait = 0.0
            while True:
                await self.bell.until(lambda: bool(self.url and self.updates.waiting))
                number, raw = self.updates.waiting[0]
                if await self.push(session, raw):
                    self.updates.confirm(number + 1)
                    wait = 0.0
                else:
                    await self.sleep(wait)
                    wait = min(wait * 2 or 1.0, LONGEST_WAIT)

    async def push(self, session: aiohttp.ClientSession, raw: Any) -> bool:
        headers = {HEADER: self.secret} if self.secret else {}
        try:
            async with session.post(self.url, json=raw, headers=headers) as answer:
                status = answer.status
        except (TimeoutError, aiohttp.ClientError):
            status = 0
        self.answers.append(status)
        self.trouble = "" if 200 <= status < 300 else f"Wrong response from the webhook: {status}"
        self.bell.ring()
        return not self.trouble
