"""The line between the bot and a platform: what the platform answers can be held back, as if it were very slow."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit


class Wire:
    """Passes everything on, but for the answers to requests that are held."""

    def __init__(self) -> None:
        self.held: bytes | None = None
        self.released = asyncio.Event()
        self.tasks: set[asyncio.Task[None]] = set()
        self.server: asyncio.Server | None = None

    async def start(self, platform: str) -> str:
        """Listen in front of the platform at that address; the address to use instead."""
        self.platform = urlsplit(platform)
        self.server = await asyncio.start_server(self.connect, "127.0.0.1", 0)
        return f"http://127.0.0.1:{self.server.sockets[0].getsockname()[1]}{self.platform.path}"

    def hold(self, word: str = "") -> None:
        """Requests with this word in them arrive from now on, and get no answer; "" is every request."""
        self.held = word.encode()
        self.released.clear()

    def release(self) -> None:
        self.held = None
        self.released.set()

    async def connect(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there_reader, there_writer = await asyncio.open_connection(self.platform.hostname, self.platform.port)
        answers = asyncio.Event()
        answers.set()
        for way in (self.ask(reader, there_writer, answers), self.answer(there_reader, writer, answers)):
            task = asyncio.create_task(way)
            self.tasks.add(task)
            task.add_done_callback(self.tasks.discard)

    async def ask(self, bot: asyncio.StreamReader, platform: asyncio.StreamWriter, answers: asyncio.Event) -> None:
        with closing(platform):
            while data := await bot.read(65_536):
                if self.held is not None and self.held in data:
                    answers.clear()
                platform.write(data)

    async def answer(self, platform: asyncio.StreamReader, bot: asyncio.StreamWriter, answers: asyncio.Event) -> None:
        with closing(bot):
            while data := await platform.read(65_536):
                if not answers.is_set():
                    await self.released.wait()
                    answers.set()
                bot.write(data)

    async def stop(self) -> None:
        if self.server:
            self.server.close()
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)


@contextmanager
def closing(writer: asyncio.StreamWriter) -> Iterator[None]:
    """A line is cut on both sides, also when one of them was killed."""
    try:
        yield
    except ConnectionError:
        """Nobody is there any more."""
    finally:
        writer.close()
