"""How many messages a minute are taken from one person: the rest of the minute is quiet, and nobody else waits."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum

from bot.messages import Incoming

MINUTE = timedelta(minutes=1)
# A press of a button that is one of many in a row, like a tick beside each name, is so much less than a message.
QUICK = 6
# So many people are remembered before those whose minute is over are forgotten.
CROWD = 10_000


class Room(Enum):
    """Whether there is room for a message: yes, or for a word that it is enough, or none."""

    YES = "yes"
    LAST = "last"
    NONE = "none"


@dataclass(slots=True)
class Bucket:
    """Each person's own minute begins with their first message. `size` 0: there is always room."""

    size: int
    begun: dict[tuple[str, str], tuple[datetime, int]] = field(default_factory=dict)

    def take(self, msg: Incoming, now: datetime) -> Room:
        """Count a message. What the platform itself tells (an event) is nobody's."""
        if not self.size or not msg.sender or msg.event:
            return Room.YES
        return self.count((msg.address.platform, msg.sender), now)

    def count(self, who: tuple[str, str], now: datetime) -> Room:
        """One more of theirs."""
        since, count = self.begun.get(who, (now, 0))
        if not since <= now < since + MINUTE:
            since, count = now, 0
        if not count and len(self.begun) >= CROWD:
            self.forget(now)
        self.begun[who] = (since, count + 1)
        if count < self.size:
            return Room.YES
        return Room.LAST if count == self.size else Room.NONE

    def forget(self, now: datetime) -> None:
        self.begun = {who: (since, n) for who, (since, n) in self.begun.items() if since <= now < since + MINUTE}
