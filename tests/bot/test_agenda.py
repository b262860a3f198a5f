"""What a member's calendar shows of the shifts that they are on, when those move or are called off."""

from datetime import time, timedelta

import pytest
from sqlmodel import col, select

from storage import shift_changes, shifts, signups, swaps
from storage.models import Activity, Member, Shift
from tests.bot.reading import Reading
from tests.talk import NOW


@pytest.fixture
def reading(sample) -> Reading:
    return Reading(sample)


def of_norrby(session) -> Activity:
    found = select(Activity).where(Activity.branch_id == 1, col(Activity.starts_at) > NOW).order_by(Activity.starts_at)
    return session.exec(found).first()


async def test_a_shift_that_moves_is_a_newer_event_and_one_that_is_off_is_called_off_at_its_hours(reading):
    secret = reading.make()

    def sign_up(session):
        activity = of_norrby(session)
        shift = shifts.add(session, activity, starts=time(17), ends=time(18))
        alva = session.exec(select(Member.id).where(Member.name == "Alva N.")).one()
        signups.sign_up(session, shift.id, alva, platform="telegram", said_at=NOW, now=NOW)

    def mine(session):
        return session.exec(select(Shift).where(Shift.activity_id == of_norrby(session).id)).one()

    def move(session):
        day = of_norrby(session).day
        hours = {"starts": time(18), "ends": time(19)}
        shift_changes.move(session, mine(session), of_norrby(session), day=day, now=NOW, **hours)

    reading.change(sign_up)
    reading.change(move)
    moved = await changed(reading, secret)
    reading.change(lambda session: shift_changes.cancel(session, mine(session), reason="Snö", now=NOW))
    off = await changed(reading, secret)

    assert [(one["SEQUENCE"], one["STATUS"], one.start.hour) for one in (moved, off)] == [
        (1, "CONFIRMED", 18), (2, "CANCELLED", 18),
    ]  # fmt: skip
    assert moved["LAST-MODIFIED"].dt == moved["DTSTAMP"].dt == NOW
    assert off["SUMMARY"].startswith("Inställt: ")
    assert str(off["DESCRIPTION"]).startswith("Skälet: Snö\n")


async def test_who_changes_to_another_shift_has_a_newer_event(reading):
    secret = reading.make()

    def sign_up(session):
        activity = of_norrby(session)
        early, late = (shifts.add(session, activity, starts=time(hour), ends=time(hour + 1)) for hour in (17, 18))
        alva = session.exec(select(Member.id).where(Member.name == "Alva N.")).one()
        signups.sign_up(session, early.id, alva, platform="telegram", said_at=NOW, now=NOW)
        swaps.ask(session, signups.find(session, early.id, alva), late.id, now=NOW + timedelta(hours=1))

    reading.change(sign_up)
    (mine,) = [one for one in (await reading.read(secret)).walk("VEVENT") if "LAST-MODIFIED" in one]

    assert mine.start.hour == 18
    assert mine["LAST-MODIFIED"].dt == mine["DTSTAMP"].dt == NOW + timedelta(hours=1)


async def changed(reading, secret: str):
    (found,) = [one for one in (await reading.read(secret)).walk("VEVENT") if one["SEQUENCE"]]
    return found
