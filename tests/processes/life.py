"""One run of the program as a process of its own: what it writes, and how it ends."""

import asyncio
import signal
import time
from asyncio.subprocess import Process

from tests.fakes.telegram.bell import Bell

# Seconds. A start takes one or two, and many times that when the machine is busy.
PATIENCE = 60.0


class Life:
    """One run of the program, and the lines that it writes."""

    def __init__(self, process: Process) -> None:
        self.process = process
        self.lines: list[str] = []
        self.bell = Bell()
        self.reading = asyncio.create_task(self.read())

    async def read(self) -> None:
        assert self.process.stdout is not None
        async for line in self.process.stdout:
            self.lines.append(line.decode().rstrip("\n"))
            self.bell.ring()
        await self.process.wait()
        self.bell.ring()

    @property
    def ended(self) -> bool:
        return self.process.returncode is not None

    def told(self, words: str) -> list[str]:
        """The lines with these words in them."""
        return [line for line in self.lines if words in line]

    async def until(self, words: str, *, times: int = 1) -> None:
        """Wait for so many lines with these words, or for the end."""
        try:
            async with asyncio.timeout(PATIENCE):
                await self.bell.until(lambda: len(self.told(words)) >= times or self.ended)
        except TimeoutError:
            raise AssertionError("\n".join(["it only said", *(line[:200] for line in self.lines[-20:])])) from None

    async def end(self) -> int:
        """Wait for the end; the exit code."""
        async with asyncio.timeout(PATIENCE):
            await self.reading
        assert self.process.returncode is not None
        return self.process.returncode

    async def kill(self) -> None:
        if not self.ended:
            self.process.kill()
        await self.end()

    async def stop(self) -> tuple[int, float]:
        """SIGTERM; the exit code, and the seconds that it took."""
        begun = time.perf_counter()
        self.process.send_signal(signal.SIGTERM)
        return await self.end(), time.perf_counter() - begun
