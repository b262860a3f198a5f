"""One way to sign up, in a process of its own: `python -m benchmarks.pressing WAY URL` prints its figures as JSON."""

import asyncio
import json
import logging
import sys
import time
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import structlog
from sqlalchemy import event, func
from sqlalchemy.ext.asyncio import async_sessionmaker
from sqlmodel import Session, col, insert, select
from sqlmodel.ext.asyncio.session import AsyncSession

from benchmarks.bare import SECRET, engine_for
from benchmarks.district import NOW, make
from benchmarks.measure import percentile
from benchmarks.ours import answered, start
from benchmarks.people import person
from benchmarks.wire import Wire
from bot.adapters.telegram.adapter import TelegramAdapter
from bot.adapters.telegram.webhook import Webhook
from bot.app import keep_start
from storage.database import Database
from storage.models import Account, Member, Place, Shift, Signup

PEOPLE, PLACES, OTHERS = 200, 10, 5000

Press = Callable[[int], Awaitable[None]]


def prepare(session: Session) -> int:
    """A shift with so many places left, and sign-ups for others; the shift's id."""
    shifts = list(session.exec(select(Shift).order_by(col(Shift.id))))
    shift = shifts[-1]
    shift.capacity, shift.minimum = PLACES, 0
    members = list(session.exec(select(Member.id)).all())
    rows = []
    for n in range(OTHERS // len(members) + 1):
        other = Shift(**shift.model_dump(exclude={"id"}))
        later = timedelta(days=n + 1)
        other.day, other.starts_at, other.ends_at = shift.day + later, shift.starts_at + later, shift.ends_at + later
        session.add(other)
        session.flush()
        rows += [{"shift_id": other.id, "member_id": member, "guests": 0, "place": Place.GOING, "platform": "",
                  "made_at": NOW, "said_at": NOW} for member in members]  # fmt: skip
    session.execute(insert(Signup), rows)
    assert shift.id is not None
    return shift.id


async def with_bot(database: Database, shift: int) -> tuple[Press, Callable[[], Awaitable[None]]]:
    adapter = TelegramAdapter(
        token="42:" + "a" * 35,
        api_url="http://127.0.0.1:1",
        webhook=Webhook("https://bot.example.org/telegram", SECRET),
    )
    bot = await start(database, adapter)

    async def press(number: int) -> None:
        assert await adapter.intake.take(pressed(number, shift))
        await answered(bot, "telegram", str(number))

    return press, bot.stop


def pressed(number: int, shift: int) -> dict[str, Any]:
    """A press of [Jag kommer]."""
    user = int(person(number))
    who = {"id": user, "is_bot": False, "first_name": "A", "language_code": "sv"}
    chat = {"id": user, "type": "private", "first_name": "A"}
    message = {"message_id": 1, "date": int(NOW.timestamp()), "chat": chat, "text": "x"}
    query = {"id": str(number), "from": who, "message": message, "chat_instance": "1", "data": f"shift:{shift}"}
    return {"update_id": number, "callback_query": query}


async def with_session(
    database: Database, shift: int, *, immediate: bool
) -> tuple[Press, Callable[[], Awaitable[None]]]:
    """The usual way: how many are there, is there room, put them in."""
    engine = engine_for(database.url.render_as_string(hide_password=False))
    if immediate:
        begin_immediately(engine.sync_engine)
    sessions = async_sessionmaker(engine, class_=AsyncSession, expire_on_commit=False)

    async def press(number: int) -> None:
        async with sessions() as session:
            asks = select(Account.member_id).where(Account.platform == "telegram", Account.user == person(number))
            member = (await session.exec(asks)).one()
            row = await session.get_one(Shift, shift)
            there = select(func.count()).where(Signup.shift_id == shift, Signup.place == Place.GOING)
            free = (await session.exec(there)).one() < (row.capacity or 0)
            place = Place.GOING if free else Place.WAITING
            session.add(Signup(shift_id=shift, member_id=member, place=place, made_at=NOW, said_at=NOW))
            await session.commit()

    return press, engine.dispose


def begin_immediately(engine: Any) -> None:
    """As SQLAlchemy's page on SQLite says: the driver begins nothing by itself, and every transaction may write."""

    @event.listens_for(engine, "connect")
    def leave_alone(connection: Any, _record: Any) -> None:
        connection.isolation_level = None

    @event.listens_for(engine, "begin")
    def begin(connection: Any) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")


async def measure(way: str, url: str) -> dict[str, Any]:
    database = make(url, PEOPLE)
    with database.begin() as session:
        shift = prepare(session)
    found = with_bot(database, shift) if way == "bot" else with_session(database, shift, immediate=way == "immediate")
    press, stop = await found
    keep_start()  # as the bot does: else now the one and now the other is stopped by the garbage of what came before
    begin, times, errors = time.perf_counter(), [], 0

    async def timed(number: int) -> None:
        nonlocal errors
        try:
            await press(number)
        except Exception:  # noqa: BLE001 - that is what is counted
            errors += 1
        times.append(time.perf_counter() - begin)

    await asyncio.gather(*(timed(number) for number in range(PEOPLE)))
    await stop()
    figures = {"errors": errors, "last": max(times) * 1000, "p99": percentile(times, 0.99)}
    return figures | {"rate": PEOPLE / max(times)} | look(database, shift, way)


def look(database: Database, shift: int, way: str) -> dict[str, Any]:
    """How many got a place, and whether the line is in the order in which they pressed."""
    with database.read() as session:
        here = select(Signup, Account.user).join(Account, col(Account.member_id) == col(Signup.member_id))
        rows = session.exec(
            here.where(Signup.shift_id == shift, Account.platform == "telegram").order_by(col(Signup.id))
        )
        found = [(signup.place, user) for signup, user in rows]
    in_order = [user for _, user in found] == [person(number) for number in range(PEOPLE)]
    accepted = sum(place == Place.GOING for place, _ in found)
    first = all(place == Place.GOING for place, _ in found[:PLACES])
    return {"accepted": accepted, "ordered": in_order and first if way == "bot" else None}


if __name__ == "__main__":
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    logging.disable(logging.ERROR)
    wire = Wire()
    wire.cut()
    print(json.dumps(asyncio.run(measure(*sys.argv[1:]))))
