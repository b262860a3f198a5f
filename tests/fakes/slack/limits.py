"""Slack's pace limits, on a clock that is passed in.

1 message a second in one channel (a burst of 3 is let through); every other method by its tier, per minute
(docs.slack.dev/apis/web-api/rate-limits). A refused request counts towards nothing.
"""

import math
from collections import defaultdict, deque
from collections.abc import Callable

from .errors import ApiError

BURST = 3
MINUTE = 60.0
TIERS = {
    "chat.update": 50,
    "chat.delete": 50,
    "chat.postEphemeral": 100,
    "conversations.history": 50,
    "conversations.info": 50,
    "conversations.open": 50,
    "conversations.replies": 50,
    "files.completeUploadExternal": 100,
    "files.getUploadURLExternal": 100,
    "files.info": 100,
    "users.info": 100,
    "views.open": 100,
    "views.publish": 100,
    "views.update": 100,
}


class Limits:
    """`early` counts requests that came before the wait they had been told was over."""

    def __init__(self, clock: Callable[[], float], *, on: bool) -> None:
        self.clock = clock
        self.on = on
        self.early = 0
        self.ahead: dict[str, float] = {}
        self.calls: defaultdict[str, deque[float]] = defaultdict(deque)
        self.shut: dict[str, float] = {}

    def take(self, method: str, channel: str) -> None:
        """Count one request, or refuse it with 429."""
        if not self.on:
            return
        now = self.clock()
        key = f"{method} {channel}" if method == "chat.postMessage" else method
        self.early += now < self.shut.get(key, now)
        wait = self.posts(key, now) if method == "chat.postMessage" else self.tier(key, now)
        if wait > 0:
            self.shut[key] = now + math.ceil(wait)
            raise ApiError("ratelimited", status=429, retry_after=math.ceil(wait))

    def posts(self, key: str, now: float) -> float:
        """Seconds to wait; none when the burst has room."""
        ahead = max(self.ahead.get(key, now), now)
        wait = ahead - now - (BURST - 1)
        if wait <= 0:
            self.ahead[key] = ahead + 1
        return wait

    def tier(self, key: str, now: float) -> float:
        calls = self.calls[key]
        while calls and calls[0] <= now - MINUTE:
            calls.popleft()
        if len(calls) >= TIERS.get(key, math.inf):
            return calls[0] + MINUTE - now
        calls.append(now)
        return 0
