"""The rules of the time zone change: the hour on the wall stays, and the reminders follow."""

from datetime import UTC, date, datetime, time, timedelta

from sqlmodel import select

from storage import activities, shifts, zones
from storage.models import Activity, Shift

NOW = datetime(2027, 2, 8, 8, tzinfo=UTC)
HOUR = timedelta(hours=1)


def plan(session, key: str, day: date, ends: time | None = time(20)) -> Activity:
    made = activities.plan(
        session, key=key, kind="meeting", title=key, day=day, starts=time(18), ends=ends, zone="Europe/Stockholm",
        place="P",
    )  # fmt: skip
    shifts.add(session, made, starts=time(18), ends=time(19))
    return made


def as_if_summer_time_went_on(session) -> None:
    """What was planned while other rules held lies an hour beside, and its reminders are planned."""
    for row in [*session.exec(select(Activity)), *session.exec(select(Shift))]:
        row.starts_at, row.ends_at, row.scheduled_for = row.starts_at - HOUR, row.ends_at - HOUR, NOW
    session.flush()


def test_what_is_to_come_is_at_its_hour_again_and_planned_anew(session):
    coming, open_end = plan(session, "a", date(2027, 3, 1)), plan(session, "b", date(2027, 7, 1), ends=None)
    before = {row.key: (row.starts_at, row.ends_at) for row in (coming, open_end)}
    part = session.exec(select(Shift).where(Shift.activity_id == coming.id)).one()
    begins = part.starts_at
    as_if_summer_time_went_on(session)

    assert zones.keep_hours(session, NOW) == 4
    for row in (coming, open_end, part):
        session.refresh(row)
    assert {row.key: (row.starts_at, row.ends_at) for row in (coming, open_end)} == before
    assert part.starts_at == begins
    assert [row.scheduled_for for row in (coming, open_end, part)] == [None, None, None]
    assert zones.keep_hours(session, NOW) == 0


def test_what_has_been_stays_as_it_was(session):
    been = plan(session, "a", date(2027, 2, 1))
    as_if_summer_time_went_on(session)
    begun = been.starts_at

    assert zones.keep_hours(session, NOW) == 0
    session.refresh(been)
    assert been.starts_at == begun
