"""F9 to F12: a database that is full, cannot be written, is held by somebody else, or is damaged."""

import os
import resource
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.processes.crowd import Asked, Crowd
from tests.processes.stage import Stage


@contextmanager
def full_disk(stage: Stage) -> Iterator[None]:
    """The running bot may make no file longer than nothing, so that every write fails."""
    life = stage.lives[-1]
    resource.prlimit(life.process.pid, resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))
    yield
    if not life.ended:
        resource.prlimit(life.process.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))


async def test_while_the_disk_is_full_nothing_is_taken_or_sent_and_then_all_goes_on_by_itself(
    stage: Stage, crowd: Crowd
):
    life = await stage.start()
    await crowd.ask(10)
    await crowd.until_answered()
    await crowd.ask(60)
    await stage.until(lambda: stage.sent > 15)
    with full_disk(stage):
        before = len(crowd.asked)
        for number, way in enumerate(("telegram", "event", "telegram", "event")):
            await crowd.send(Asked(f"/qx80000{number}", way, number + 1))
        await life.until("slack.not_taken", times=2)
        await life.until("telegram.not_stored")

        status, found = await stage.health()
        assert (status, found["telegram"]) == (503, "storage")
        assert not life.ended
        assert [asked.copies for asked in crowd.look()[before:]] == [[], [], [], []]
        assert not any(asked.delivery.acked for asked in crowd.asked[before:] if asked.delivery)

    await stage.redeliver()
    await crowd.until_answered()
    assert (await life.stop())[0] == 0
    assert [asked for asked in crowd.look() if asked.owed and len(asked.copies) != 1] == []
    assert sum(asked.noted for asked in crowd.asked) == 0


async def test_a_stop_while_the_disk_is_full_loses_nothing(stage: Stage, crowd: Crowd):
    life = await stage.start()
    with full_disk(stage):
        await crowd.send(Asked("/qx000001", "telegram", 1))
        await life.until("telegram.not_stored")
        code, seconds = await life.stop()

    assert code == 0, life.lines
    assert seconds < 10
    assert [line for line in life.lines if not line.startswith("timestamp=")] == []
    await stage.start()
    await crowd.until_answered()


async def test_a_full_disk_at_the_start_is_one_clear_line(stage: Stage):
    life = await stage.launch()
    with full_disk(stage):
        assert await life.end() == 1

    (line,) = (line for line in life.lines if not line.startswith("timestamp="))
    assert "disk is full" in line


def forbid(folder: Path) -> Callable[[], object]:
    """Nothing can be written in this folder any more, until what comes back is called."""
    if os.geteuid() != 0:
        folder.chmod(0o555)
        return lambda: folder.chmod(0o755)
    # No right stops root; a file system that is mounted for reading only does.
    try:
        subprocess.run(["mount", "--bind", folder, folder], check=True, capture_output=True)
        subprocess.run(["mount", "-o", "remount,ro,bind", folder], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("root may write everywhere, and may not mount here: run the tests as somebody else to see this one")
    return lambda: subprocess.run(["umount", folder], check=True)


async def test_a_folder_that_may_not_be_written_is_one_clear_line(stage: Stage):
    allow = forbid(stage.database.parent)
    try:
        (line,) = await stage.fail_to_start()
    finally:
        allow()

    assert line.startswith("bot: The database cannot be written (district.db); give the bot's user the right")


async def test_a_folder_where_the_file_should_be_is_one_clear_line(stage: Stage, tmp_path: Path):
    (line,) = await stage.fail_to_start(DATABASE_URL=f"sqlite:///{tmp_path}")

    assert line.startswith("bot: The database cannot be written")


async def test_what_comes_while_another_program_holds_the_database_is_answered_afterwards(stage: Stage, crowd: Crowd):
    life = await stage.start()
    with sqlite3.connect(stage.database, isolation_level=None) as other:
        other.execute("BEGIN EXCLUSIVE")
        await crowd.ask(30)
        await crowd.send(Asked("/qx800000", "command", 1))
        with pytest.raises(TimeoutError):  # Slack's three seconds
            await stage.slack.acked(crowd.asked[-1].delivery)
        assert stage.sent == 0
        other.execute("ROLLBACK")
    other.close()

    await crowd.until_answered()
    assert (await life.stop())[0] == 0
    assert [len(asked.copies) for asked in crowd.look()] == [1] * 31


def scribble(file: Path) -> None:
    """Something else was written over the beginning."""
    with file.open("r+b") as opened:
        opened.write(b"Det har ar ingen databas. " * 40)


def rot(file: Path) -> None:
    """The disk gave back something else in the middle."""
    size = file.stat().st_size
    with file.open("r+b") as opened:
        opened.seek(size // 3)
        opened.write(b"\xaa" * (size // 3))


def cut(file: Path) -> None:
    """A copy that was broken off."""
    os.truncate(file, file.stat().st_size // 2)


@pytest.mark.parametrize("damage", [scribble, rot, cut])
async def test_a_damaged_database_points_to_the_backup_and_is_left_alone(stage: Stage, damage: Callable[[Path], None]):
    damage(stage.database)
    before = stage.database.read_bytes()

    (line,) = await stage.fail_to_start()

    assert line.startswith("bot: The database is damaged")
    assert "restore the latest backup" in line
    assert stage.database.read_bytes() == before
    assert stage.telegram.requests["getme"] == 0
