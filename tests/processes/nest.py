"""Runs of the program that begin at once: forked from a process that has imported all of it (see quick.py)."""

import asyncio
import json
import os
import signal
import sys
from asyncio.subprocess import PIPE, STDOUT, Process
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path

from tests.processes.quick import ENDED


class Forked:
    """One such run, with as much of asyncio's `Process` as `Life` asks for."""

    def __init__(self, nest: Process, number: int) -> None:
        self.nest = nest
        self.pid = number
        self.returncode: int | None = None
        self.stdout = self.lines()

    async def lines(self) -> AsyncIterator[bytes]:
        """What it writes, until its parent tells how it ended."""
        assert self.nest.stdout is not None
        async for line in self.nest.stdout:
            if line.startswith(f"{ENDED} ".encode()):
                self.returncode = int(line.split()[1])
                return
            yield line

    async def wait(self) -> int | None:
        """It has ended when its lines have."""
        return self.returncode

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    def send_signal(self, number: int) -> None:
        with suppress(ProcessLookupError):  # it ended by itself a moment ago
            os.kill(self.pid, number)


class Nest:
    """One run at a time."""

    process: Process

    async def open(self, env: dict[str, str], folder: Path) -> None:
        self.process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tests.processes.quick", "nest",
            cwd=folder, env=env, stdin=PIPE, stdout=PIPE, stderr=STDOUT, limit=16_000_000,
        )  # fmt: skip

    async def fork(self, env: dict[str, str]) -> Forked:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps(env).encode() + b"\n")
        await self.process.stdin.drain()
        while not (line := await self.process.stdout.readline()).strip():
            """The empty line before the last one's end."""
        return Forked(self.process, int(line))

    async def close(self) -> None:
        assert self.process.stdin is not None
        self.process.stdin.close()
        await self.process.wait()
