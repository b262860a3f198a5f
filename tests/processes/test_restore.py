"""F13: an older copy of the database is put back, and what it still had to send waits for a person's word."""

import asyncio
import json
import shutil
import sys
from asyncio.subprocess import PIPE
from datetime import UTC, datetime

from bot.texts import texts
from storage import doubt, life
from storage.database import open_database
from tests.processes.crowd import Asked, Crowd
from tests.processes.stage import Stage

TOLD = texts("sv").say("trouble.restored").replace("*", "")


async def doctor(stage: Stage) -> tuple[int, dict[str, bool]]:
    """Its exit code, and what it finds in order."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "doctor", "--json",
        cwd=stage.database.parent, env=stage.inherited() | stage.env, stdout=PIPE,
    )  # fmt: skip
    out, _ = await process.communicate()
    return process.returncode, {row["what"]: row["ok"] for row in map(json.loads, out.splitlines())}


def arrived(stage: Stage) -> list[str]:
    return sorted(text for text in stage.seen() if text.startswith("utskick"))


async def test_a_restored_backup_sends_nothing_until_it_is_released(stage: Stage, crowd: Crowd):
    await (await stage.start()).stop()
    words = stage.queue(6)
    backup = shutil.copy(stage.database, stage.database.with_name("backup.db"))
    life_one = await stage.start()
    await stage.until(lambda: arrived(stage) == words)
    await life_one.stop()

    shutil.copy(backup, stage.database)
    life_two = await stage.start()
    await stage.until(lambda: TOLD in stage.seen())
    await crowd.send(Asked("/qx000001", "telegram", 1))
    await crowd.until_answered()

    assert arrived(stage) == words
    assert stage.rows("SELECT count(*) FROM outbox WHERE state = 'unknown' AND error = 'restored'") == [(6,)]
    assert life_two.told("database.restored")
    code, found = await doctor(stage)
    assert (code, found["held"]) == (1, False)

    with open_database(f"sqlite:///{stage.database}") as database, database.begin() as session:
        assert life.release(session) is not None
        assert doubt.send_held(session, datetime.now(UTC)) == 6
    await life_two.stop()
    await stage.start()
    await stage.until(lambda: arrived(stage) == sorted(words * 2))
    assert (await doctor(stage))[0] == 0
