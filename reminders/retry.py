"""When a message that could not be sent is tried again. Pure."""

from datetime import timedelta

FIRST = timedelta(seconds=1)
LONGEST = timedelta(minutes=10)
# Ten minutes apart at the end: about a day.
ATTEMPTS = 150


def wait(attempts: int, *, asked: timedelta) -> timedelta | None:
    """How long to wait after so many attempts: what the platform asked for, or ever longer; None is to give up."""
    if attempts >= ATTEMPTS:
        return None
    doubled: timedelta = FIRST * 2 ** min(attempts - 1, 16)
    return max(asked, min(LONGEST, doubled))
