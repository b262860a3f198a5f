"""Many tasks, one transaction: each waits for its own item, and none is lost."""

import asyncio

import pytest

from bot.batch import Batch


class Writer:
    """Keeps the batches it is given; waits at the gate while it is closed."""

    def __init__(self) -> None:
        self.batches: list[list[int]] = []
        self.gate = asyncio.Event()
        self.gate.set()
        self.failures: list[Exception] = []

    async def write(self, items: list[int]) -> list[str]:
        self.batches.append(list(items))
        await self.gate.wait()
        if self.failures:
            raise self.failures.pop(0)
        return [f"rad {item}" for item in items]


@pytest.fixture
async def writer():
    return Writer()


async def settle() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


async def test_one_alone_is_written_at_once(writer):
    assert await Batch(writer.write).add(1) == "rad 1"
    assert writer.batches == [[1]]


async def test_each_gets_its_own_answer(writer):
    batch = Batch(writer.write)

    assert await asyncio.gather(*(batch.add(n) for n in range(5))) == [f"rad {n}" for n in range(5)]
    assert writer.batches == [[0, 1, 2, 3, 4]]


async def test_while_one_is_written_the_next_gathers(writer):
    batch = Batch(writer.write)
    writer.gate.clear()
    tasks = [asyncio.create_task(batch.add(1))]
    await settle()
    tasks += [asyncio.create_task(batch.add(n)) for n in (2, 3)]
    await settle()
    begun = list(writer.batches)
    writer.gate.set()

    assert await asyncio.gather(*tasks) == ["rad 1", "rad 2", "rad 3"]
    assert (begun, writer.batches) == ([[1]], [[1], [2, 3]])


async def test_an_error_reaches_everyone_of_that_batch_and_nobody_else(writer):
    batch = Batch(writer.write)
    writer.failures.append(OSError("full"))

    outcomes = await asyncio.gather(batch.add(1), batch.add(2), return_exceptions=True)

    assert [str(outcome) for outcome in outcomes] == ["full", "full"]
    assert await batch.add(3) == "rad 3"


async def test_an_error_does_not_stop_what_gathered_behind_it(writer):
    batch = Batch(writer.write)
    writer.gate.clear()
    writer.failures.append(OSError("full"))
    first = asyncio.create_task(batch.add(1))
    await settle()
    second = asyncio.create_task(batch.add(2))
    await settle()
    writer.gate.set()

    with pytest.raises(OSError, match="full"):
        await first
    assert await second == "rad 2"


async def test_one_who_stops_waiting_takes_nobody_along(writer):
    batch = Batch(writer.write)
    writer.gate.clear()
    impatient, patient = asyncio.create_task(batch.add(1)), asyncio.create_task(batch.add(2))
    await settle()
    impatient.cancel()
    writer.gate.set()

    assert await patient == "rad 2"
    assert writer.batches == [[1, 2]]
