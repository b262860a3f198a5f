"""When a message that could not be sent is tried again. Pure."""

from datetime import timedelta

FIRST = timedelta(seconds=1)
# Not longer: when the network is back, people who write shall not wait for the bot to notice.
LONGEST = timedelta(seconds=30)


def wait(attempts: int, *, asked: timedelta) -> timedelta:
    """How long to wait after so many attempts: what the platform asked for, or ever longer up to half a minute.

    It is never given up for the number of attempts: a message has its time (`deliver_until`), and expires after it.
    """
    doubled: timedelta = FIRST * 2 ** min(attempts - 1, 16)
    return max(asked, min(LONGEST, doubled))
