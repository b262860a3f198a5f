"""The clock makes more of what comes back, and reminds of it as of anything else."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlmodel import select

from reminders.series import SERIES
from storage import activities, occurrences, series
from storage.models import Activity, Fate
from tests.talk import Talk

DAY = date(2027, 2, 15)


@pytest.fixture
async def talk(start_talk) -> Talk:
    return await start_talk(reminds=True)


def begin(talk: Talk, rule: str = "FREQ=MONTHLY;BYMONTHDAY=15") -> int:
    with talk.database.begin() as session:
        first = activities.plan(
            session, key="first", kind="meeting", title="Månadsmöte", day=DAY, starts=time(18), ends=time(20),
            zone="Europe/Stockholm", place="Torget", branch_id=1,
        )  # fmt: skip
        found = series.draft(session, first, key="k", rule=rule, exceptions="", first=DAY)
        series.begin(session, found, first, today=date(2027, 2, 8))
        return found.id


def days(talk: Talk) -> list[date]:
    with talk.database.read() as session:
        mine = select(Activity.series_day).where(Activity.title == "Månadsmöte").order_by(Activity.series_day)
        return list(session.exec(mine))


def test_it_is_the_first_of_all_that_is_seen_to(talk):
    assert next(iter(talk.bot.clock.planner.topics)) == SERIES


async def test_time_makes_more_once(talk):
    begin(talk)
    await talk.wait(timedelta(0))
    before = days(talk)

    with talk.database.begin() as session:
        talk.bot.clock.planner.ahead(session, talk.now + timedelta(days=60), SERIES)
        talk.bot.clock.planner.ahead(session, talk.now + timedelta(days=60), SERIES)

    assert days(talk) == [*before, date(2028, 3, 15), date(2028, 4, 15)]


async def test_what_was_made_is_planned_in_the_same_tick(talk):
    begin(talk)
    await talk.wait(timedelta(0))

    with talk.database.read() as session:
        for row in session.exec(select(Activity).where(Activity.title == "Månadsmöte")):
            told = occurrences.about(session, topic="activity", subject=str(row.id))
            assert {one.lead for one in told if one.fate == Fate.PENDING} >= {"d1"}, row.day


async def test_a_restart_in_between_makes_none_twice(talk):
    begin(talk)
    await talk.wait(timedelta(0))
    before = days(talk)
    await talk.kill()
    talk.begin()
    await talk.start()
    await talk.wait(timedelta(minutes=1))

    assert days(talk) == before
    assert len(set(before)) == len(before)


async def test_a_member_is_reminded_of_the_next_one_only(talk):
    begin(talk)
    await talk.wait(timedelta(0))
    talk.now = datetime(2027, 2, 14, 8, tzinfo=UTC)
    await talk.wait(timedelta(hours=10))

    mine = [text for text in talk.texts() if "Månadsmöte (möte)" in text]
    assert mine
    assert all("När: måndag 15 februari kl. 18.00–20.00" in text for text in mine)
    assert all("Återkommer varje månad den 15:e\n" in text for text in mine)
