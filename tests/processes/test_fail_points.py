"""F1 to F6 and F15: killed at one place after another, and what there is to see after the next start."""

import asyncio
import signal
import sys
from asyncio.subprocess import DEVNULL
from datetime import UTC, datetime
from pathlib import Path

import pytest

from storage import occurrences, schema
from storage.database import open_database
from tests.processes.crowd import Asked, Crowd
from tests.processes.places import IMPORT, MIGRATION
from tests.processes.stage import Stage

# Where it is killed with one push: what becomes of the row, and how many copies arrive.
ENDS = {
    "telegram": {
        "recover.written": ("sent", 1),
        "lease.committed": ("sent", 1),
        "sending.written": ("sent", 1),
        "sending.committed": ("unknown", 0),
        "wire.answered": ("unknown", 1),
        "wait.told": ("unknown", 0),
        "mark.committed": ("sent", 1),
    },
    "slack": {
        "recover.written": ("sent", 1),
        "lease.committed": ("sent", 1),
        "sending.written": ("sent", 1),
        "sending.committed": ("sent", 1),
        "wire.answered": ("sent", 1),
        "wait.told": ("sent", 1),
        "mark.committed": ("sent", 1),
        "doubt.looked": ("sent", 1),
    },
}
TABLES = "SELECT name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' ORDER BY name"


@pytest.mark.parametrize("platform", ENDS)
async def test_one_push_and_a_kill_at_each_place(stage: Stage, platform: str):
    await stage.hasten()
    found = {place: await killed_at(stage, place, platform) for place in ENDS[platform]}

    assert found == ENDS[platform]


async def killed_at(stage: Stage, place: str, platform: str) -> tuple[str, int]:
    stage.write("DELETE FROM outbox")
    stage.queue(2)
    stage.write(f"DELETE FROM outbox WHERE platform <> '{platform}'")
    before = stage.sent
    if place == "wait.told":
        stage.telegram.fail("sendmessage", 429, retry_after=1)
        stage.slack.fail("chat.postMessage", error="ratelimited", retry_after=1)
    if place == "doubt.looked":
        stage.slack.fail("chat.postMessage", status=502, after_effect=True)
    assert await (await stage.launch(FAIL_AT=place)).end() == -signal.SIGKILL

    stage.telegram.server.faults.waiting.clear()
    stage.slack.api.faults.waiting.clear()
    life = await stage.launch()
    settled = "SELECT count(*) FROM outbox WHERE finished_at IS NOT NULL"
    await stage.written(lambda: stage.rows(settled) == [(1,)])
    await life.stop()
    ((state,),) = stage.rows("SELECT state FROM outbox")
    return state, stage.sent - before


async def test_f5_of_a_thousand_letters_all_are_written_or_none(stage: Stage):
    with open_database(f"sqlite:///{stage.database}") as database, database.begin() as session:
        due = {"due_at": datetime.now(UTC), "deliver_until": None}
        occurrences.put(session, key="soak-1", topic="notice", subject="500:1", **due)
    await stage.hasten()
    written = []
    for place in ("plan.written", "plan.committed"):
        assert await (await stage.launch(FAIL_AT=place)).end() == -signal.SIGKILL
        written += stage.rows(
            "SELECT (SELECT count(*) FROM outbox WHERE topic = 'notice'), fate, audience FROM occurrence "
            "WHERE topic = 'notice'"
        )

    assert written == [(0, "pending", 0), (1000, "done", 1000)]


@pytest.mark.parametrize("place", [*MIGRATION, f"{MIGRATION[0]}:2"])
async def test_f6_killed_while_the_tables_change_they_are_the_old_or_the_new_ones_and_the_next_start_goes_on(
    stage: Stage, crowd: Crowd, place: str
):
    with open_database(f"sqlite:///{stage.database}") as database:
        schema.downgrade(database, "0002")
        before = stage.rows(TABLES)

        assert await (await stage.launch(FAIL_AT=place)).end() == -signal.SIGKILL

        is_new = place == "migration.committed"
        assert schema.revision(database) == (schema.newest() if is_new else "0002")
        assert (stage.rows(TABLES) == before) is not is_new
        life = await stage.start()
        assert schema.is_current(database)
        assert schema.differences(database) == []
    await crowd.send(Asked("/qx000001", "telegram", 1))
    await crowd.until_answered()
    assert (await life.stop())[0] == 0


async def test_f15_an_import_that_is_killed_leaves_nothing_half_and_the_bot_lives(
    stage: Stage, crowd: Crowd, tmp_path: Path
):
    life = await stage.start()
    files = [tmp_path / f"plan {number}.txt" for number in range(3)]
    for number, file in enumerate(files):
        file.write_text(f"Verksamhetsplan {2020 + number}\n\n1. Inledning\n\nDistriktet ska ordna {number} möten.\n")
    (before,) = library(stage)

    assert await import_plans(stage, files, FAIL_AT=f"{IMPORT}:2") == -signal.SIGKILL
    (half,) = library(stage)
    assert half[0] == before[0] + 1
    assert await import_plans(stage, files) == 0
    (after,) = library(stage)

    assert after[0] == before[0] + 3
    assert (after[1] - before[1]) % (half[1] - before[1]) == 0
    await crowd.send(Asked("/qx000001", "telegram", 1))
    await crowd.until_answered()
    assert (await life.stop())[0] == 0


def library(stage: Stage) -> list[tuple[int, int]]:
    return stage.rows("SELECT (SELECT count(*) FROM plan), (SELECT count(*) FROM passage)")


async def import_plans(stage: Stage, files: list[Path], **env: str) -> int:
    """The exit code of `bot plan import`."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "plan", "import", *files,
        cwd=stage.database.parent, env=stage.inherited() | stage.env | env, stdout=DEVNULL,
    )  # fmt: skip
    return await process.wait()
