"""How much memory and idle processor `bot run` takes on both platforms, and how soon `bot chat` answers."""

import asyncio
import os
import sys
import tempfile
import time
from asyncio.subprocess import DEVNULL, PIPE, Process
from pathlib import Path

from tests.fakes.slack import SlackFake
from tests.fakes.telegram import TelegramFake

IDLE_SECONDS = 20.0
TICKS = os.sysconf("SC_CLK_TCK")


async def run_footprint() -> dict[str, float]:
    """Resident memory in MB and share of one processor in percent, connected and idle."""
    telegram, slack = TelegramFake(), SlackFake()
    await telegram.start()
    await slack.start()
    with tempfile.TemporaryDirectory() as folder:
        env = os.environ | {
            "DATABASE_URL": f"sqlite:///{folder}/run.db",
            "TELEGRAM_TOKEN": telegram.token,
            "TELEGRAM_API_URL": telegram.url,
            "SLACK_BOT_TOKEN": slack.bot_token,
            "SLACK_APP_TOKEN": slack.app_token,
            "SLACK_API_URL": f"{slack.url}/api/",
        }
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "run", cwd=Path.cwd(), env=env, stdout=DEVNULL, stderr=DEVNULL
        )
        await telegram.until(lambda: telegram.requests["getupdates"] > 0)
        await asyncio.sleep(3)
        before = processor_seconds(process)
        await asyncio.sleep(IDLE_SECONDS)
        spent = processor_seconds(process) - before
        memory = resident(process)
        start = time.perf_counter()
        process.terminate()
        await process.wait()
        stopped = time.perf_counter() - start
    await slack.stop()
    await telegram.stop()
    return {"rss_mb": memory, "idle_percent": 100 * spent / IDLE_SECONDS, "stop_s": stopped}


def resident(process: Process) -> float:
    status = Path(f"/proc/{process.pid}/status").read_text("ascii")
    return int(status.split("VmRSS:")[1].split()[0]) / 1024


def processor_seconds(process: Process) -> float:
    fields = Path(f"/proc/{process.pid}/stat").read_text("ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


async def chat_seconds() -> float:
    """From typing `bot chat` to the answer of `/nasta-aktivitet`, when it has run before; the best of three."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/chat.db"
        times = [await one_chat(url) for _ in range(4)]
    return min(times[1:])


async def one_chat(url: str) -> float:
    start = time.perf_counter()
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "chat", "--db", url, stdin=PIPE, stdout=PIPE, stderr=DEVNULL
    )
    assert process.stdin
    assert process.stdout
    process.stdin.write(b"/nasta-aktivitet\n")
    await process.stdin.drain()
    while b"Var:" not in await process.stdout.readline():
        pass
    spent = time.perf_counter() - start
    process.stdin.close()
    await process.communicate()
    return spent
