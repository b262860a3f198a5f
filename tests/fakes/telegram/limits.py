"""Telegram's sending limits, on a clock that is passed in.

30 a second in all, 1 a second in one chat (a burst of 3 is let through), 20 a minute in a group. Edits count like
messages. A refused request counts towards nothing. (Telegram publishes no exact figures; these are its own advice.)
"""

import math
from collections import defaultdict, deque
from collections.abc import Callable

from .errors import too_many

OVERALL = 30
BURST = 3
GROUP = 20
MINUTE = 60.0


class Limits:
    """`early` counts requests that came before the wait they had been told was over."""

    def __init__(self, clock: Callable[[], float], *, on: bool) -> None:
        self.clock = clock
        self.on = on
        self.early = 0
        self.overall: deque[float] = deque()
        self.groups: defaultdict[int, deque[float]] = defaultdict(deque)
        self.ahead: dict[int, float] = {}
        self.shut: dict[int, float] = {}

    def take(self, chat: int, *, group: bool) -> None:
        """Count one message to this chat, or refuse it with 429."""
        if not self.on:
            return
        now = self.clock()
        self.early += now < self.shut.get(chat, now)
        wait = max(
            waiting(self.overall, OVERALL, 1.0, now),
            self.ahead.get(chat, now) - now - (BURST - 1),
            waiting(self.groups[chat], GROUP, MINUTE, now) if group else 0.0,
        )
        if wait > 0:
            seconds = max(1, math.ceil(wait))
            self.shut[chat] = now + seconds
            raise too_many(seconds)
        self.overall.append(now)
        self.groups[chat].append(now)
        self.ahead[chat] = max(self.ahead.get(chat, now), now) + 1


def waiting(times: deque[float], most: int, window: float, now: float) -> float:
    """Seconds until the window has room for one more; forgets what has left it."""
    while times and times[0] <= now - window:
        times.popleft()
    return times[0] + window - now if len(times) >= most else 0.0
