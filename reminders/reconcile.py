"""Asks a platform that remembers whether a message arrived of which no answer came, and goes on from there."""

from functools import partial

import structlog

from bot import failpoints
from bot.errors import DeliveryError, TryLater
from bot.messages import Address
from bot.worker import Urgency
from reminders.deliver import Deliverer
from storage import doubt
from storage.doubt import SHOWS_WITHIN, Doubtful

log = structlog.get_logger(__name__)

CHUNK = 20


async def look_for_lost(deliverer: Deliverer, platform: str) -> None:
    """Settle what is open on that platform: it arrived, it never did and goes again, or nobody can tell."""
    adapter, now = deliverer.adapters[platform], deliverer.now()
    if not adapter.remembers or platform in deliverer.starting or deliverer.waits(platform):
        return
    ask = partial(doubt.doubtful, platform=platform, now=now, limit=CHUNK)
    for row in await deliverer.worker.run_at(Urgency.RECORD, ask):
        try:
            message = await adapter.find(Address(platform, row.chat, row.thread, row.only), row.mark, row.sending_at)
        except TryLater as later:
            await deliverer.write(partial(doubt.look_again, row=row.id, at=now + later.after))
            return
        except DeliveryError:
            await deliverer.write(partial(doubt.give_up, row=row.id, now=now))
        else:
            await settle(deliverer, row, message)


async def settle(deliverer: Deliverer, row: Doubtful, message: str) -> None:
    now, shows = deliverer.now(), row.sending_at + SHOWS_WITHIN
    failpoints.reach("doubt.looked")
    log.info("deliver.looked", row=row.id, platform=row.platform, arrived=bool(message))
    if message:
        await deliverer.write(partial(doubt.arrived, row=row.id, message=message, now=now))
    elif now >= shows:
        await deliverer.write(partial(doubt.never_arrived, row=row.id, now=now))
    else:
        await deliverer.write(partial(doubt.look_again, row=row.id, at=shows))
