"""More shifts than have room: a page at a time, and none out of reach."""

from datetime import timedelta

import pytest

from storage import activities
from storage.models import Activity
from tests.handlers.flyering import activity, add, join, labels, member, rows
from tests.talk import NOW, Talk

# One begins each hour, and nobody is on two at once.
MANY = 12
MORE = {"Fler pass", "Fler"}


@pytest.fixture
async def talk(start_talk) -> Talk:
    talk = await start_talk()
    for hour in range(9, 9 + MANY):
        add(talk, hour, hour + 1, capacity=3)
    return talk


def hours(labels: list[str]) -> set[str]:
    return {f"{hour:02}.00" for hour in range(9, 9 + MANY) if any(f"{hour:02}.00–" in label for label in labels)}


async def press_on(talk: Talk, who: str = "medlem") -> list[str]:
    """All buttons of all pages."""
    seen = labels(talk)
    for _ in range(9):
        if not MORE & set(labels(talk)):
            break
        await talk.press(who, (MORE & set(labels(talk))).pop())
        seen += labels(talk)
    return seen


async def test_each_can_be_signed_up_for(talk):
    await talk.say("medlem", "", action=f"see:{activity(talk).id}")
    first = labels(talk)
    assert len(hours(first)) == 8
    assert "Fler pass" in first

    assert len(hours(await press_on(talk))) == MANY


async def test_each_of_one_s_own_can_be_seen(talk):
    there = await mine(talk)
    await talk.say("medlem", "/mina-pass")
    assert len(labels(talk)) == 9

    assert len(hours(await press_on(talk))) == there


async def mine(talk: Talk) -> int:
    for shift in rows(talk):
        join(talk, "medlem", shift.id)
    return len(rows(talk))


async def test_what_they_are_responsible_for_comes_after_it(talk):
    await mine(talk)
    with talk.database.begin() as session:
        activities.change(
            session, session.get_one(Activity, activity(talk).id), now=NOW, contact_id=member(talk, "medlem")
        )
    await talk.say("medlem", "/mina-pass")
    assert not any("Flygblad vid stationen: ansvarig" in label for label in labels(talk))

    assert any(label.startswith("Sköt") or "Flygblad" in label for label in (await press_on(talk))[9:])


async def test_each_other_can_be_had_instead(talk):
    shift = rows(talk)[-1].id
    join(talk, "medlem", shift)
    await talk.say("medlem", "", action=f"swap:{shift}")

    assert len(hours(await press_on(talk))) == MANY - 1


async def test_each_can_be_checked_in(talk):
    there = await mine(talk)
    start = activity(talk).starts_at.replace(hour=22)
    await talk.wait(start - talk.now + timedelta(minutes=30))
    await talk.say("ordforande", "/incheckning")
    assert len(labels(talk)) <= 11

    seen = await press_on(talk, "ordforande")
    assert len([label for label in seen if label not in MORE]) >= there
    assert len(hours(seen)) == MANY
