"""A broadcast as the bot sends it: rows in the outbox, and the clock's pump that works them off at the true pace."""

import asyncio
import time
from datetime import UTC, datetime

from sqlmodel import Session

from benchmarks.audience import LETTERS
from bot.app import connect, keep_start
from bot.markup import Markup
from bot.messages import Reply, dump
from bot.settings import Settings
from storage import outbox
from storage.database import open_database

# The first tick plans a year ahead, which is no part of a broadcast.
SETTLED = 5.0


async def cast(platform: str) -> None:
    settings = Settings(_env_file=None, district="Distriktet")
    bot = connect(settings, open_database(settings.database_url))
    keep_start()
    await bot.start()
    await asyncio.sleep(SETTLED)
    begun = time.perf_counter()
    await bot.worker.run(put, platform)
    print(f"written {(time.perf_counter() - begun) * 1000:.0f}", flush=True)
    bot.deliverer.wake()
    await asyncio.Event().wait()


def put(session: Session, platform: str) -> None:
    now = datetime.now(UTC)
    for number, (chat, text) in enumerate(LETTERS[platform]()):
        to, payload = (platform, chat, "", ""), dump(Reply(Markup(text)))
        outbox.put(session, key=f"cast:{number}", to=to, payload=payload, now=now, batch="cast")
