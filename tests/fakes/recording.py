"""An adapter that keeps what it is given to send, and fails when it is told to."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.messages import UNLIMITED, Address, Attachment, Incoming, Pace, Receive, Reply


@dataclass(slots=True)
class RecordingAdapter:
    """`failures` are raised one by one (None lets one through), `broken` again and again, by chat or by person.

    `arrived` is what `find` knows: the ids of the messages that carried a mark, also of those whose answer was lost.
    It keeps what it was asked in `looked`, and raises `riddles` one by one instead.

    What is `gone` was taken away by somebody: it cannot be edited, and comes as a new message.

    While `held` is there and not set, what is being sent stays on the wire: it is in `sent`, and no answer comes.
    """

    platform: str = "telegram"
    health: str = "ok"
    routes: Sequence[Any] = ()
    home: str = "https://example.org/bot"
    whole_forms: bool = False
    pace: Pace = UNLIMITED
    remembers: bool = False
    receive: Receive | None = None
    sent: list[tuple[Address, Reply]] = field(default_factory=list)
    edited: list[tuple[str, Reply]] = field(default_factory=list)
    failures: list[Exception | None] = field(default_factory=list)
    broken: dict[str, Exception] = field(default_factory=dict)
    arrived: dict[str, str] = field(default_factory=dict)
    looked: list[tuple[str, str, datetime]] = field(default_factory=list)
    riddles: list[Exception] = field(default_factory=list)
    held: asyncio.Event | None = None
    gone: set[str] = field(default_factory=set)
    tried: int = 0
    files: dict[str, bytes | Exception] = field(default_factory=dict)
    fetched: list[str] = field(default_factory=list)

    async def fetch(self, file: Attachment) -> bytes:
        """What a test put there under that id, or the trouble with it."""
        self.fetched.append(file.id)
        found = self.files.get(file.id, b"")
        if isinstance(found, Exception):
            raise found
        return found

    async def start(self, receive: Receive) -> None:
        self.receive = receive

    async def send(self, to: Address, reply: Reply, *, answers: str = "", mark: str = "") -> str:
        del answers
        self.tried += 1
        if self.failures and (failure := self.failures.pop(0)):
            raise failure
        if (to.only or to.chat) in self.broken:
            raise self.broken[to.only or to.chat]
        self.sent.append((to, reply))
        message_id = f"m{len(self.sent)}"
        if mark:
            self.arrived[mark] = message_id
        if self.held:
            await self.held.wait()
        return message_id

    async def find(self, to: Address, mark: str, since: datetime) -> str:
        self.looked.append((to.chat, mark, since))
        if self.riddles:
            raise self.riddles.pop(0)
        return self.arrived.get(mark, "")

    def is_group(self, chat: str) -> bool:
        return chat.startswith("-")

    async def edit(self, to: Address, message_id: str, reply: Reply) -> str:
        self.edited.append((message_id, reply))
        sent = await self.send(to, reply)
        return sent if message_id in self.gone else message_id

    async def delete(self, to: Address, message_id: str) -> None:
        del to, message_id

    async def stop(self) -> None:
        self.receive = None

    async def hear(self, msg: Incoming) -> None:
        """The platform hands over a message."""
        assert self.receive is not None
        await self.receive(msg)
