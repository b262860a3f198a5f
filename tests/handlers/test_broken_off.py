"""What had begun when all of it was called off: who was there is checked in and thanked, and how it went is told."""

import pytest

from storage import activities, shift_changes
from storage.models import Activity
from tests.handlers.saturday import (
    EARLY,
    LATE,
    LEADS,
    OF_ACTIVITIES,
    activity,
    came,
    hand_in,
    join,
    told,
    until,
)
from tests.talk import Talk

THANKS = "Tack för att du var med"


@pytest.fixture
async def talk(sample, settings):
    """On both engines. Medlem2 leads; of those on the early shift medlem3 is there when the rain comes, at half past
    eleven.
    """
    talk = Talk(sample, settings, reminds=True, silent=OF_ACTIVITIES, whole_forms=True)
    await talk.start()
    for who, which in (("medlem2", LEADS), ("medlem3", EARLY), ("medlem4", EARLY), ("medlem5", LATE)):
        join(talk, who, which)
    await until(talk, 13, 10, 30)
    await talk.press("medlem2", "Cleo Ä.")
    await until(talk, 13, 11, 30)
    with talk.database.begin() as session:
        rained_off = session.get_one(Activity, activity(talk).id)
        activities.cancel(session, rained_off, reason="Ösregn", now=talk.now)
        session.refresh(rained_off)
        shift_changes.cancel_all(session, rained_off, reason="Ösregn", now=talk.now)
    await until(talk, 13, 11, 31)
    yield talk
    await talk.bot.stop()


async def test_how_it_went_can_be_told_and_who_came_is_thanked(talk):
    await until(talk, 13, 12)
    assert len(told(talk, "medlem2", "Nu är passet slut")) == 1

    said = await hand_in(talk, "medlem2", EARLY, flyers="50")

    assert "en kom, 50 flygblad" in said
    await until(talk, 14, 10)
    assert [len(told(talk, who, THANKS)) for who in ("medlem2", "medlem3", "medlem4", "medlem5")] == [1, 1, 0, 0]


async def test_who_was_there_can_still_be_ticked_off(talk):
    await talk.say("medlem2", "/incheckning")
    await talk.press("medlem2", "Checka in kl. 11.00–12.00: Flygblad på lördagstorget")
    await talk.press("medlem2", "Alla andra kom")

    assert came(talk, EARLY) == [True, True]


async def test_what_had_not_begun_is_off(talk):
    listed = await talk.say("ordforande2", "/incheckning")

    assert "kl. 11.00–12.00" in listed
    assert "kl. 12.00–13.00" not in listed
