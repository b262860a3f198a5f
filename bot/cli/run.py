"""`bot run`: every platform that has a token, and the clock."""

import asyncio

from bot.cli.options import Db, settings_for


def run(db: Db = "") -> None:
    """Run on every platform that has a token in .env, until Ctrl-C or a signal to stop."""
    from bot import app  # noqa: PLC0415 - the other commands need none of it, and it costs a second

    asyncio.run(app.run(settings_for(db)))
