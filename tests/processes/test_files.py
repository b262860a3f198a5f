"""Bad inputs 69 and 82: what a file is called leads nowhere, and a picture that somebody sends is not looked into."""

import re
import struct
import zlib
from pathlib import Path

from tests.processes.life import Life
from tests.processes.stage import Stage

NAMES = (
    "../../etc/passwd", "/etc/passwd", "C:\\x", "CON", "plan\u202etxt.exe", "x" * 300 + ".docx", "..", "a\x00b", "a\nb",
    "-rf", "%2e%2e%2fx", "~/.bashrc",
)  # fmt: skip
SIDE = 50_000
MEGABYTE = 1024


def chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def huge_picture() -> bytes:
    """A PNG of a few megabytes that takes 7.5 GB when it is unpacked."""
    packed = zlib.compress(bytes(SIDE * 3 + 1) * 50, 1)
    header = struct.pack(">IIBBBBB", SIDE, SIDE, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", packed) * 50 + chunk(b"IEND", b"")


def lying_about(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*")}


def largest(life: Life) -> int:
    """The most memory that it has had so far, in kB."""
    found = re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{life.process.pid}/status").read_text())
    assert found
    return int(found[1])


def fetched(stage: Stage) -> int:
    """How often a file was asked for."""
    return stage.telegram.requests["getfile"] + stage.slack.requests["files.info"]


async def answered(stage: Stage, times: int) -> None:
    await stage.until(lambda: len(stage.seen()) == times)


async def test_whatever_a_file_is_called_nothing_is_written_and_the_sender_is_answered(stage: Stage):
    life = await stage.start()
    folder = stage.database.parent
    before = lying_about(folder)

    for number, name in enumerate(NAMES, 1):
        stage.telegram.say(stage.telegram.world.chats[1000 + number], document=(name, b"plan", "text/plain"))
        await stage.slack.say(f"U{number:04d}", " hej", files=[(name, b"plan")])
    await answered(stage, 2 * len(NAMES))

    assert lying_about(folder) == before
    assert fetched(stage) == 0
    assert (await life.stop())[0] == 0
    assert life.told("dispatch.bug") == []


async def test_a_picture_that_is_far_too_large_is_neither_fetched_nor_unpacked(stage: Stage):
    life = await stage.start()
    alva, picture = stage.telegram.world.chats[1001], huge_picture()
    stage.telegram.say(alva, "hej")
    await answered(stage, 1)
    before = largest(life)

    stage.telegram.say(alva, photo=picture)
    await answered(stage, 2)
    stage.telegram.say(alva, document=("stor.png", picture, "image/png"))
    await stage.slack.say("U0002", " hej", files=[("stor.png", picture)])
    await answered(stage, 4)

    assert fetched(stage) == 0
    assert largest(life) - before < 64 * MEGABYTE
    assert (await life.stop())[0] == 0
