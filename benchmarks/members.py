"""People: the import of a register, who may what, the list of a branch, one's own data, being forgotten."""

import asyncio
import json
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from statistics import median

from benchmarks import district, page
from benchmarks.ours import start
from bot.adapters.terminal import Shown, TerminalAdapter
from bot.app import Bot
from bot.logs import set_up_logs
from bot.messages import Address, Incoming
from storage import members
from storage.models import Member
from storage.rights import Right, allowed

BRANCH_OF, DECISIONS, TIMES = 500, 100_000, 20
CHAIR, MEMBER = "ordforande", "medlem"


def run() -> str:
    imported = import_register()
    rows = [
        ("import of 30 000 members, empty register", f"{imported['seconds']:.1f} s", "60 s"),
        ("the most memory it held", f"{imported['peak_mb']} MB", "300 MB"),
        *asyncio.run(asked()),
    ]
    return f"SQLite; medians of {TIMES}.\n\n{page.grid(('what', 'took', 'at most'), rows)}"


def import_register() -> dict[str, float | int]:
    """Started from a process that is small itself: a child's peak counts from its parent's size."""
    command = [sys.executable, "-m", "benchmarks.register"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found: dict[str, float | int] = json.loads(done.stdout)["first"]
    return found


async def asked() -> list[tuple[str, str, str]]:
    """In the sample district, with so many members in the branch."""
    set_up_logs(level="ERROR")

    def show(_shown: Shown) -> None:
        """Nobody looks."""

    with tempfile.TemporaryDirectory() as folder:
        database = district.make(f"sqlite:///{folder}/bench.db", 0)
        with database.begin() as session:
            chair = members.find(session, platform="terminal", user=CHAIR, today=datetime.now(UTC).date())
            assert chair is not None
            session.add_all(Member(name=f"Medlem {n:03}", branch_id=chair.branch_id) for n in range(BRANCH_OF))
        bot = await start(database, TerminalAdapter(show))
        names = f"members:{chair.branch_id}:0"
        found = [
            ("one decision about a right", f"{decide(chair):.2f} µs", "50 µs"),
            (f"`/medlemmar`, a branch of {BRANCH_OF}", await often(bot, CHAIR, "/medlemmar"), "200 ms"),
            ("its names, and that they were looked at noted", await often(bot, CHAIR, "", action=names), "200 ms"),
            ("`/mina-uppgifter`", await often(bot, MEMBER, "/mina-uppgifter"), "2 s"),
            ("`/glom-mig`, confirmed", await once(bot, MEMBER, "", action="forget-me:yes"), "5 s"),
        ]
        await bot.stop()
        return found


def decide(chair: members.Person) -> float:
    """Microseconds."""
    begin = time.perf_counter()
    for _ in range(DECISIONS):
        allowed(chair, Right.EXPORT, chair.branch_id)
    return (time.perf_counter() - begin) / DECISIONS * 1e6


async def often(bot: Bot, who: str, text: str, action: str = "") -> str:
    return f"{median([await took(bot, who, text, f'{n}', action) for n in range(TIMES)]):.1f} ms"


async def once(bot: Bot, who: str, text: str, action: str) -> str:
    return f"{await took(bot, who, text, 'once', action):.1f} ms"


async def took(bot: Bot, who: str, text: str, event: str, action: str) -> float:
    """Milliseconds until the answer is out and written down."""
    event = f"{text}{action}{event}"
    begin = time.perf_counter()
    await bot.dispatcher.receive(Incoming(Address("terminal", who), who, text, event, action=action))
    await bot.dispatcher.idle()
    return (time.perf_counter() - begin) * 1000
