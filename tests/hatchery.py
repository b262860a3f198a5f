"""Stages of `bot play` that begin at once: forked from a process that has imported all that they need.

`python -m tests.hatchery` forks one for each line on its standard input, says its number, and last how it ended.
"""

import asyncio
import itertools
import json
import os
import signal
import subprocess
import sys
from asyncio import StreamReader, StreamReaderProtocol
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO


class Hatched:
    """One stage, with as much of asyncio's `Process` as the company asks for."""

    def __init__(self, nest: subprocess.Popen[bytes], number: int, stdin: BinaryIO, stdout: StreamReader) -> None:
        self.nest, self.number, self.stdout = nest, number, stdout
        self.stdin = Pipe(stdin)
        self.returncode: int | None = None

    async def wait(self) -> int:
        if self.returncode is None:
            self.returncode = int(await asyncio.to_thread(read, self.nest))
            self.stdin.file.close()
        return self.returncode

    def kill(self) -> None:
        os.kill(self.number, signal.SIGKILL)


class Pipe:
    """What is written has arrived: a line is far shorter than a pipe holds."""

    def __init__(self, file: BinaryIO) -> None:
        self.file = file

    def write(self, line: bytes) -> None:
        self.file.write(line)

    async def drain(self) -> None:
        self.file.flush()


class Hatchery:
    """One stage at a time."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.numbers = itertools.count()
        command = [sys.executable, "-m", "tests.hatchery"]
        self.nest = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    async def launch(self, arguments: Sequence[str], env: dict[str, str]) -> Hatched:
        """A stage with these arguments and this environment alone."""
        heard, said = (self.folder / f"{next(self.numbers)}.{end}" for end in ("in", "out"))
        for path in (heard, said):
            os.mkfifo(path)
        assert self.nest.stdin is not None
        order = {"arguments": list(arguments), "env": env, "in": str(heard), "out": str(said)}
        self.nest.stdin.write(json.dumps(order).encode() + b"\n")
        self.nest.stdin.flush()
        number = int(await asyncio.to_thread(read, self.nest))
        # Each waits here until the other end is opened, and the stage opens them in this order.
        stdin, stdout = await asyncio.to_thread(heard.open, "wb"), await asyncio.to_thread(said.open, "rb")
        reader = StreamReader(limit=16_000_000)
        await asyncio.get_running_loop().connect_read_pipe(lambda: StreamReaderProtocol(reader), stdout)
        return Hatched(self.nest, number, stdin, reader)

    def close(self) -> None:
        assert self.nest.stdin is not None
        self.nest.stdin.close()
        self.nest.wait(10)
        assert self.nest.stdout is not None
        self.nest.stdout.close()


def read(nest: subprocess.Popen[bytes]) -> bytes:
    assert nest.stdout is not None
    return nest.stdout.readline()


def main() -> None:
    import bot.adapters.slack.adapter
    import bot.adapters.telegram.adapter
    import bot.play.stage  # noqa: F401

    for line in sys.stdin:
        if not (number := os.fork()):
            hatch(json.loads(line))
        sys.stdout.write(f"{number}\n")
        sys.stdout.flush()
        _, status = os.waitpid(number, 0)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(status)}\n")
        sys.stdout.flush()


def hatch(order: dict[str, Any]) -> None:
    from bot.logs import set_up_logs
    from bot.play import stage

    os.environ.clear()
    os.environ.update(order["env"])
    code = 1
    try:
        # Open as long as the stage lives.
        sys.stdin, sys.stdout = open(order["in"]), open(order["out"], "w")  # noqa: SIM115, PTH123
        set_up_logs(level=os.environ.get("LOG_LEVEL", "ERROR"))
        platform, now = order["arguments"]
        asyncio.run(stage.main(platform, datetime.fromisoformat(now)))
        code = 0
    finally:
        sys.stdout.flush()
        os._exit(code)


if __name__ == "__main__":
    main()
