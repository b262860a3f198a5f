"""One sender in a process of its own: `python -m benchmarks.senders PLATFORM WHO`, settings in the environment."""

import asyncio
import logging
import sys
from collections.abc import Awaitable, Callable

import structlog

from bot.messages import Pace

# Beside each other, in this order.
NAMED = {
    "telegram": {"ours": "the bot", "library": "python-telegram-bot, AIORateLimiter with retries"},
    "slack": {"ours": "the bot", "library": "slack_sdk, AsyncRateLimitErrorRetryHandler"},
}
# Telegram's own advice; Slack's is for one channel, and the pace in all is the bot's (see docs/benchmarks.md).
PACES = {"telegram": Pace(30, 1.0, 3, 20), "slack": Pace(20, 1.0, 3)}


def sender(platform: str, who: str) -> Callable[[], Awaitable[None]]:
    """Each imports only what it needs."""
    if who == "ours":
        from benchmarks import casting  # noqa: PLC0415

        return lambda: casting.cast(platform)
    from benchmarks import gathering  # noqa: PLC0415

    return {"telegram": gathering.telegram, "slack": gathering.slack}[platform]


def main(platform: str, who: str) -> None:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    logging.disable(logging.ERROR)
    asyncio.run(sender(platform, who)())  # type: ignore[arg-type]


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
