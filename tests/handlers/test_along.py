"""What whoever moves an activity is told of its shifts, which go with it."""

from datetime import time

import pytest

from storage import activities, shifts
from storage.models import Activity
from tests.handlers import flyering, monthly
from tests.talk import Talk


@pytest.fixture
async def talk(start_talk) -> Talk:
    return await start_talk(whole_forms=True)


async def move(talk: Talk, start: str, end: str) -> list[str]:
    action = f"change:{flyering.activity(talk).id}:move"
    return (await flyering.hand_in(talk, "ordforande", action, date="9 februari", start=start, end=end)).splitlines()


async def test_who_is_in_on_all_of_it_is_so_also_when_only_its_end_is_another(talk):
    await talk.say("medlem", "", action=f"come:{flyering.activity(talk).id}")

    assert (await move(talk, "16.30", "17.30"))[1:] == ["En har sagt ja, och får veta det."]
    (whole,) = flyering.rows(talk)
    assert (whole.starts, whole.ends) == (time(16, 30), time(17, 30))


async def test_how_many_shifts_end_too_late_and_where_that_is_mended(talk):
    flyering.join(talk, "medlem", flyering.add(talk, 17, 18))

    assert (await move(talk, "16.30", "17.30"))[1:] == [
        "Ett pass slutar nu senare än aktiviteten själv. Se över det under Pass och platser.",
    ]  # fmt: skip
    assert flyering.labels(talk) == ["Pass och platser"]
    assert (await talk.press("ordforande", "Pass och platser")).startswith("Passen på Flygblad vid stationen")


async def test_how_many_are_elsewhere_then(talk):
    flyering.join(talk, "medlem3", flyering.add(talk, 17, 18))
    flyering.join(talk, "medlem", flyering.rows(talk)[0].id)
    with talk.database.begin() as session:
        there = session.get_one(Activity, flyering.activity(talk).id)
        other = activities.plan(
            session, key="x", kind="party", title="Fest", day=there.day, starts=time(19), ends=time(21),
            zone=there.zone, place="Parken",
        )  # fmt: skip
        party = shifts.whole(session, other).id
    flyering.join(talk, "medlem", party)

    assert (await move(talk, "18.30", "20"))[1:] == [
        "En har sagt ja, och får veta det.", "En är med på något annat då och står inte kvar. Det säger jag till om.",
    ]  # fmt: skip


@pytest.mark.parametrize(("end", "told"), [
    ("19", "En har sagt ja till någon av gångerna, och får veta det."),
    ("20", "De som har sagt ja har samma tider som förut, så ingen behöver få veta."),
])  # fmt: skip
async def test_of_all_that_come_back_they_are_told_whose_times_are_others(talk, end, told):
    monthly.plan_first(talk.database)
    await monthly.begin(talk)
    monthly.join(talk, "medlem", monthly.rows(talk)[1])

    action = f"again:{monthly.rows(talk)[0].id}:move"
    said = await monthly.hand_in(talk, action, date="15 mars", start="18", end=end)

    assert said.splitlines()[1] == told
