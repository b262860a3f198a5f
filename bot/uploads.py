"""Fetches the picture that an open form waits for, before the form is answered: handlers wait for no network."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

import structlog
from sqlmodel import Session

from bot.context import is_number
from bot.errors import DeliveryError
from bot.messages import Adapter, Attachment, Incoming
from bot.patience import persist
from bot.worker import Worker
from storage import posters

log = structlog.get_logger(__name__)

# One at a time is painted anew: a large one takes a hundred megabytes for a moment.
LARGEST = 5 * 1024 * 1024
SECONDS = 30.0


@dataclass(slots=True)
class Uploads:
    """Nothing is fetched that nobody asked for."""

    worker: Worker
    adapters: Mapping[str, Adapter]
    now: Callable[[], datetime]
    one: asyncio.Lock

    async def take(self, msg: Incoming) -> None:
        """Keep the file that comes with a message, if a form of theirs asks for one."""
        adapter = self.adapters.get(msg.address.platform)
        if adapter is None or not msg.files or not (msg.private or msg.action) or msg.event:
            return
        form_id = await persist(lambda: self.worker.run(self.wanted, msg))
        if form_id is not None:
            content, refused = await self.fetch(adapter, msg.files[0])
            await persist(lambda: self.worker.run(self.keep, form_id, msg.files[0].id, content, refused))

    def wanted(self, session: Session, msg: Incoming) -> int | None:
        word, _, rest = msg.action.partition(":")
        number = rest.partition(":")[0]
        if msg.action and (word != "form" or not is_number(number)):
            return None
        return posters.wanted(
            session, platform=msg.address.platform, chat=msg.address.chat, sender=msg.sender,
            form_id=int(number) if msg.action else None, now=self.now(),
        )  # fmt: skip

    def keep(self, session: Session, form_id: int, file: str, content: bytes, refused: str) -> None:
        posters.keep(session, form_id, file, content=content, refused=refused)

    async def fetch(self, adapter: Adapter, file: Attachment) -> tuple[bytes, str]:
        """The picture, or a word for why there is none."""
        from bot.pictures.posters import UnfitError, repaint  # noqa: PLC0415 - brings in Pillow, which few need

        if file.size > LARGEST:
            return b"", "large"
        try:
            async with self.one, asyncio.timeout(SECONDS):
                content = await adapter.fetch(file)
                return await asyncio.to_thread(repaint, content), ""
        except UnfitError as unfit:
            return b"", unfit.why
        except (DeliveryError, TimeoutError) as error:
            log.warning("uploads.not_fetched", platform=adapter.platform, why=type(error).__name__)
            return b"", "lost"
