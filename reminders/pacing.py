"""Keeps just under a platform's limits, so that it never has to say "too many", and lets people's answers go first.

Sources: core.telegram.org/bots/faq (30 messages a second, one a second in a chat, 20 a minute in a group),
docs.slack.dev/apis/web-api/rate-limits (one a second in a channel).
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from bot.messages import Pace

# Requests arrive less evenly than they are sent: a window is taken a little longer than the platform's own.
SLACK = 0.03
# Pushes leave so much of a platform's pace to people who ask meanwhile.
SHARE = 0.95
MINUTE = 60.0
# So often, chats that have rested are forgotten.
REST = 120.0


@dataclass(slots=True)
class Window:
    """At most `most` within so many seconds; 0 is no limit."""

    most: int
    seconds: float
    times: deque[float] = field(default_factory=deque)

    def wait(self, now: float) -> float:
        while self.times and self.times[0] <= now - self.seconds:
            self.times.popleft()
        return self.times[0] + self.seconds - now if self.most and len(self.times) >= self.most else 0.0

    def take(self, now: float) -> None:
        if self.most:
            self.times.append(now)

    def move(self, taken: float, now: float) -> None:
        """Count what was counted then from now on."""
        if taken in self.times:
            self.times.remove(taken)
        self.take(now)


@dataclass(slots=True)
class Pacer:
    """One platform's pace. `steady` is seconds on a clock that is never set, `sleep` waits on it."""

    pace: Pace
    is_group: Callable[[str], bool]
    steady: Callable[[], float]
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    overall: Window = field(init=False)
    groups: dict[str, Window] = field(default_factory=dict)
    rested: dict[str, float] = field(default_factory=dict)  # when a chat has its whole burst again
    next_push: float = 0.0
    asking: int = 0  # answers that wait for their turn
    forgotten_at: float = 0.0

    def __post_init__(self) -> None:
        self.overall = Window(int(self.pace.per_second), 1.0 + SLACK)

    def wait(self, chat: str, *, push: bool) -> float:
        """Seconds until a message may go to this chat; 0 for now. An answer may use up the chat's burst."""
        now = self.steady()
        burst = 0 if push else self.pace.chat_burst - 1
        waits = [
            self.overall.wait(now),
            self.rested.get(chat, 0.0) - now - burst * self.pace.chat_seconds,
            self.window(chat).wait(now) if self.in_group(chat) else 0.0,
        ]
        if push:
            waits += [self.next_push - now, self.share if self.asking else 0.0]
        return max(0.0, *waits)

    def take(self, chat: str, *, push: bool) -> float:
        """Count one message to this chat, which goes on the wire now; when that is."""
        now = self.steady()
        self.overall.take(now)
        if self.in_group(chat):
            self.groups[chat] = self.window(chat)
            self.groups[chat].take(now)
        if self.pace.chat_seconds:
            self.rested[chat] = max(self.rested.get(chat, 0.0), now) + self.pace.chat_seconds
        if push:
            late = now - self.next_push
            self.next_push = (self.next_push if late < self.share else now) + self.share
        if now - self.forgotten_at > REST:
            self.forget(now)
        return now

    def leave(self, chat: str, taken: float) -> None:
        """What was counted then goes on the wire only now, since the database kept it: so it counts from now on.

        Otherwise several that were kept leave closer together than the platform allows.
        """
        now = self.steady()
        self.overall.move(taken, now)
        if chat in self.groups:
            self.groups[chat].move(taken, now)
        if chat in self.rested:
            self.rested[chat] += now - taken

    async def turn(self, chat: str, *, within: float) -> bool:
        """Wait until an answer may go to this chat, before all pushes, and count it; not when it takes longer."""
        until = self.steady() + within
        self.asking += 1
        try:
            while (seconds := self.wait(chat, push=False)) > 0:
                if self.steady() + seconds > until:
                    return False
                await self.sleep(seconds)
            self.take(chat, push=False)
            return True
        finally:
            self.asking -= 1

    @property
    def share(self) -> float:
        """Seconds from one push to the next."""
        return 1 / (self.pace.per_second * SHARE) if self.pace.per_second else 0.0

    def in_group(self, chat: str) -> bool:
        return bool(self.pace.group_per_minute) and self.is_group(chat)

    def window(self, chat: str) -> Window:
        return self.groups.get(chat) or Window(self.pace.group_per_minute, MINUTE + 1)

    def forget(self, now: float) -> None:
        self.forgotten_at = now
        self.rested = {chat: until for chat, until in self.rested.items() if until > now}
        busy = {chat: window for chat, window in self.groups.items() if window.times}
        self.groups = {chat: window for chat, window in busy.items() if window.times[-1] > now - window.seconds}
