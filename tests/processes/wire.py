"""The line between the bot and a platform: what the platform answers can be held back, as if it were very slow."""

import asyncio
from urllib.parse import urlsplit


class Wire:
    """Passes everything on; while `open` is not set, requests still arrive and no answer comes back."""

    def __init__(self) -> None:
        self.open = asyncio.Event()
        self.open.set()
        self.tasks: set[asyncio.Task[None]] = set()
        self.server: asyncio.Server | None = None

    async def start(self, platform: str) -> str:
        """Listen in front of the platform at that address; the address to use instead."""
        self.platform = urlsplit(platform)
        self.server = await asyncio.start_server(self.connect, "127.0.0.1", 0)
        return f"http://127.0.0.1:{self.server.sockets[0].getsockname()[1]}{self.platform.path}"

    async def connect(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there_reader, there_writer = await asyncio.open_connection(self.platform.hostname, self.platform.port)
        for way in (self.carry(reader, there_writer), self.carry(there_reader, writer, back=True)):
            task = asyncio.create_task(way)
            self.tasks.add(task)
            task.add_done_callback(self.tasks.discard)

    async def carry(self, source: asyncio.StreamReader, to: asyncio.StreamWriter, *, back: bool = False) -> None:
        try:
            while data := await source.read(65_536):
                if back:
                    await self.open.wait()
                to.write(data)
        except ConnectionError:
            """One of the two was killed."""
        finally:
            to.close()

    async def stop(self) -> None:
        if self.server:
            self.server.close()
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)
