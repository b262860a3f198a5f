"""F9 to F12: a database that is full, cannot be written, is held by somebody else, or is damaged."""

import asyncio
import resource

from tests.processes.stage import Stage


def limit(stage: Stage, room: int) -> None:
    """How large a file the running bot may write: with no room it is as if the disk were full."""
    resource.prlimit(stage.lives[-1].process.pid, resource.RLIMIT_FSIZE, (room, resource.RLIM_INFINITY))


async def test_while_the_disk_is_full_nothing_is_taken_or_sent_and_then_it_goes_on_by_itself(stage, crowd):
    life = await stage.start()
    await crowd.ask(10)
    await crowd.until_answered()
    await crowd.ask(60)
    await stage.until(lambda: stage.sent > 15)
    limit(stage, 0)
    sent = stage.sent
    await crowd.ask(10)
    await life.until("telegram.not_stored")
    print("SENT", sent, stage.sent)

    limit(stage, resource.RLIM_INFINITY)
    await stage.redeliver()
    try:
        async with asyncio.timeout(8):
            await crowd.until_answered()
    except TimeoutError:
        print("MISSING", crowd.unanswered())
    await life.stop()
    print("\n".join(l[:300] for l in life.lines))
    print([a for a in crowd.asked if len(a.copies) != 1])
    print(stage.states())
    assert 0
