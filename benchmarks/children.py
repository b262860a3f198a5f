"""Processes that are measured from outside."""

import asyncio
import os
import sys
from asyncio.subprocess import DEVNULL, PIPE, STDOUT
from pathlib import Path

from tests.processes.life import Life

ROOT = Path(__file__).parents[1]


async def launch(module: str, *arguments: str, env: dict[str, str]) -> Life:
    """`python -m module arguments`; what it inherits is enough to run and nothing else."""
    whole = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", module, *arguments,
        cwd=ROOT, env=whole | env, stdin=DEVNULL, stdout=PIPE, stderr=STDOUT, limit=16_000_000,
    )  # fmt: skip
    return Life(process)


async def heard(life: Life, words: str) -> str:
    """What stands behind those words, once the process has said them."""
    await life.until(words)
    lines = life.told(words)
    if not lines:
        raise RuntimeError("\n".join(life.lines))
    return lines[0].partition(words)[2].strip()


def resident(life: Life) -> float:
    """Its memory in MB."""
    status = Path(f"/proc/{life.process.pid}/status").read_text("ascii")
    return int(status.split("VmRSS:")[1].split()[0]) / 1024
