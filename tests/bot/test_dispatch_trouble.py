"""When the database cannot take a message, the platform is told nothing, and hands it over again."""

import threading
from collections.abc import Iterator

import pytest
from sqlalchemy import event
from sqlalchemy.exc import OperationalError
from sqlmodel import select

from storage.models import Inbox, State
from tests.talk import Talk


class Disk:
    """How many pages every connection may fill; none more than there are when it is full."""

    def __init__(self) -> None:
        self.pages = 2**30

    def limit(self, connection: object, *_: object) -> None:
        connection.execute(f"PRAGMA max_page_count = {self.pages}")


@pytest.fixture
def disk(talk) -> Iterator[Disk]:
    disk = Disk()
    event.listen(talk.database.engine, "checkout", disk.limit)
    yield disk
    event.remove(talk.database.engine, "checkout", disk.limit)


def inbox(talk: Talk) -> list[str]:
    with talk.database.read() as session:
        return list(session.exec(select(Inbox.event)))


async def test_a_full_disk(talk, disk):
    msg = talk.incoming("medlem", "/plan " + "vad gör vi " * 3000)
    disk.pages = 1

    with pytest.raises(OperationalError, match="full"):
        await talk.adapter().hear(msg)
    await talk.bot.settle()
    assert (inbox(talk), talk.adapter().sent) == ([], [])

    disk.pages = 2**30
    assert len(await talk.hear(msg)) == 1
    assert inbox(talk) == [msg.event_id]


async def test_a_database_that_somebody_else_holds_is_waited_for(talk):
    """In the whole: ten seconds. Here it is a short while, because what waits is SQLite itself."""
    held = talk.database.engine.raw_connection()
    held.execute("BEGIN IMMEDIATE")
    release = threading.Timer(0.5, held.rollback)
    release.start()

    said = await talk.say("medlem", "/hjalp")
    release.join()
    held.close()

    assert said.startswith("Jag är boten för")
    assert [row.state for row in talk.mail()] == [State.SENT]


async def test_how_long_it_is_waited_for(talk):
    with talk.database.engine.connect() as connection:
        waits = connection.exec_driver_sql("PRAGMA busy_timeout").scalar()

    assert waits >= 10_000
