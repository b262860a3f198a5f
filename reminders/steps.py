"""Notices when the machine's clock is set, so that nothing is reminded of hours too early."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog

log = structlog.get_logger(__name__)

# A clock that is kept right is moved by less; one that was wrong by more is looked at for a while first.
JUMP = timedelta(minutes=1)
WATCH = timedelta(minutes=2)


@dataclass(slots=True)
class Steps:
    """`now` is what the clock on the wall says, `steady` seconds on one that nobody sets."""

    now: Callable[[], datetime]
    steady: Callable[[], float]
    offset: timedelta | None = field(default=None)  # between the two, as it was
    doubted_until: float = 0.0

    def trusted(self) -> bool:
        """Whether the time may be acted on. After a jump ahead it must stay there for two minutes."""
        steady = self.steady()
        offset = timedelta(seconds=self.now().timestamp() - steady)
        if self.offset is None:
            self.offset = offset
        jump = offset - self.offset
        if abs(jump) <= JUMP:
            self.doubted_until = 0.0
            return True
        if jump > JUMP and not self.doubted_until:
            log.warning("clock.jumped", seconds=round(jump.total_seconds()))
            self.doubted_until = steady + WATCH.total_seconds()
        if jump > JUMP and steady < self.doubted_until:
            return False
        if jump < -JUMP:
            log.warning("clock.set_back", seconds=round(-jump.total_seconds()))
        self.offset, self.doubted_until = offset, 0.0
        return True
