"""Times in rows: aware in, the same moment in UTC out, on every engine."""

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy.exc import StatementError
from sqlmodel import SQLModel, select

from storage.models import Inbox
from storage.types import UtcDateTime

STOCKHOLM = ZoneInfo("Europe/Stockholm")


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        (datetime(2027, 2, 8, 9, 0, tzinfo=STOCKHOLM), datetime(2027, 2, 8, 8, 0, tzinfo=UTC)),
        (datetime(2027, 7, 8, 9, 0, tzinfo=STOCKHOLM), datetime(2027, 7, 8, 7, 0, tzinfo=UTC)),
        (datetime(2026, 10, 25, 2, 30, tzinfo=STOCKHOLM), datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        (datetime(2026, 10, 25, 2, 30, tzinfo=STOCKHOLM, fold=1), datetime(2026, 10, 25, 1, 30, tzinfo=UTC)),
        (
            datetime(2027, 1, 1, tzinfo=timezone(timedelta(hours=-9, minutes=-30))),
            datetime(2027, 1, 1, 9, 30, tzinfo=UTC),
        ),
        (datetime(2027, 2, 8, 8, 0, 0, 123456, tzinfo=UTC), datetime(2027, 2, 8, 8, 0, 0, 123456, tzinfo=UTC)),
    ],
)
def test_a_moment_comes_back_in_utc(session, given, kept):
    session.add(Inbox(platform="telegram", event="1", payload="", received_at=given))
    session.flush()
    session.expunge_all()

    found = session.exec(select(Inbox)).one()

    assert (found.received_at, found.received_at.tzinfo) == (kept, UTC)
    assert found.done_at is None


def test_they_are_in_the_order_of_time(session):
    for hour in (9, 1, 12):
        at = datetime(2027, 2, 8, hour, tzinfo=STOCKHOLM)
        session.add(Inbox(platform="telegram", event=str(hour), payload="", received_at=at))

    assert list(session.exec(select(Inbox.event).order_by(Inbox.received_at))) == ["1", "9", "12"]


def test_a_time_without_a_zone_is_refused(session):
    session.add(Inbox(platform="telegram", event="1", payload="", received_at=datetime(2027, 2, 8)))  # noqa: DTZ001

    with pytest.raises(StatementError, match="a time without a zone"):
        session.flush()


def test_every_time_in_every_table_is_of_this_kind():
    naive = [
        f"{table.name}.{column.name}"
        for table in SQLModel.metadata.tables.values()
        for column in table.columns
        if column.name.endswith("_at") or column.name in {"not_before", "deliver_until"}
        if not isinstance(column.type, UtcDateTime)
    ]
    assert naive == []
