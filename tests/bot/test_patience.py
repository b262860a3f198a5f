"""While the database cannot take anything it is tried again; what does not pass by itself is raised."""

import sqlite3

import pytest
from sqlalchemy.exc import IntegrityError, OperationalError

from bot.patience import FIRST, LONGEST, persist


def error(kind: type, name: str):
    orig = sqlite3.OperationalError("hemliga ord")
    orig.sqlite_errorname = name
    return kind("INSERT", {}, orig)


FULL = error(OperationalError, "SQLITE_FULL")


class Database:
    """Takes it when its faults are used up."""

    def __init__(self, *faults: Exception) -> None:
        self.faults = list(faults)
        self.slept: list[float] = []

    async def write(self) -> str:
        if self.faults:
            raise self.faults.pop(0)
        return "taken"

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)


async def test_what_is_taken_at_once_is_not_waited_for():
    database = Database()

    assert await persist(database.write, sleep=database.sleep) == "taken"
    assert database.slept == []


async def test_it_is_tried_ever_more_seldom_until_it_is_taken(logged):
    database = Database(*[FULL] * 9)

    assert await persist(database.write, sleep=database.sleep) == "taken"
    assert database.slept[:3] == [FIRST, FIRST * 2, FIRST * 4]
    assert database.slept[-2:] == [LONGEST, LONGEST]
    assert logged.getvalue().count("event=database.cannot_take") == 9
    assert "hemliga" not in logged.getvalue()


@pytest.mark.parametrize("fault", [error(IntegrityError, "SQLITE_CONSTRAINT_UNIQUE"), RuntimeError("en bugg"),
                                   error(OperationalError, "SQLITE_ERROR")])  # fmt: skip
async def test_what_does_not_pass_is_raised(fault):
    database = Database(FULL, fault)

    with pytest.raises(type(fault)):
        await persist(database.write, sleep=database.sleep)
    assert len(database.slept) == 1
