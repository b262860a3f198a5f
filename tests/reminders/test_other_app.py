"""When somebody's app does not take a message, their other one gets it: through the bot as it runs."""

from datetime import timedelta

import pytest

from bot.errors import Refused, TryLater, Unknown, Unreachable
from storage import members
from storage.models import State

SECOND = timedelta(seconds=1)
GONE = Unreachable("telegram: Forbidden: bot was blocked by the user")


def alva(two) -> int:
    with two.database.read() as session:
        return members.find(session, platform="telegram", user="1001", today=two.now.date()).id


async def test_a_push_that_is_refused_for_good_comes_in_the_other_app(two):
    two.adapter().broken["1001"] = GONE
    two.push("1001", "hej", member_id=alva(two))
    await two.wait(SECOND)
    await two.wait(SECOND)

    assert two.texts() == []
    assert two.texts("slack") == ["hej"]
    assert [(row.key, row.platform, row.state) for row in two.mail()] == [
        ("hej", "telegram", State.FAILED),
        ("hej:other", "slack", State.SENT),
    ]


async def test_those_behind_it_come_there_too_each_once(two):
    two.adapter().broken["1001"] = GONE
    for text in ("ett", "två", "tre"):
        two.push("1001", text, member_id=alva(two))
    two.push("1001", "sedan", member_id=alva(two), due_at=two.now + timedelta(hours=1))
    await two.wait(SECOND)
    await two.wait(timedelta(hours=1))

    assert two.texts() == []
    assert sorted(two.texts("slack")) == ["ett", "sedan", "tre", "två"]


async def test_when_neither_works_it_is_tried_once_in_each(two):
    two.adapter().broken["1001"] = GONE
    two.adapter("slack").broken["U0001"] = Unreachable("slack: account_inactive")
    two.push("1001", "hej", member_id=alva(two))
    await two.wait(SECOND)
    await two.wait(timedelta(days=1))

    assert [row.state for row in two.mail()] == [State.FAILED, State.FAILED]


@pytest.mark.parametrize("error", [Unknown("telegram: no answer"), Refused("telegram: message is too long")])
async def test_not_what_may_have_arrived_nor_what_is_written_wrong(two, error):
    two.adapter().broken["1001"] = error
    two.push("1001", "hej", member_id=alva(two))
    await two.wait(SECOND)
    await two.wait(SECOND)

    assert two.texts("slack") == []


async def test_not_while_the_app_only_asks_to_wait(two):
    two.adapter().failures.append(TryLater("429", after=timedelta(seconds=30)))
    two.push("1001", "hej", member_id=alva(two))
    await two.wait(SECOND)
    await two.wait(timedelta(minutes=1))

    assert (two.texts(), two.texts("slack")) == (["hej"], [])


async def test_killed_right_after_it_failed_it_still_comes_once(two):
    """What failed and its second way are written in one transaction."""
    two.adapter().broken["1001"] = GONE
    two.adapter("slack").failures.append(TryLater("later", after=timedelta(hours=1)))
    two.push("1001", "hej", member_id=alva(two))
    await two.wait(SECOND)
    assert two.texts("slack") == []

    await two.kill()
    two.begin()
    two.now += timedelta(hours=2)
    await two.start()
    await two.wait(SECOND)

    assert two.texts("slack").count("hej") == 1
    assert "hej" not in two.texts()


async def test_a_reminder_is_worded_for_the_app_that_it_ends_in(start_talk):
    talk = await start_talk(platforms=("telegram", "slack"), reminds=True)
    talk.adapter().broken["1001"] = GONE
    for _ in range(30):
        await talk.wait(timedelta(hours=1))

    mine = [reply.text for to, reply in talk.adapter("slack").sent if to.chat == "U0001"]
    assert [text.partition("\n")[0] for text in mine if "Flygblad vid stationen" in text] == [
        "Påminnelse: i morgon är det dags.",
        "Påminnelse: i dag kl. 16.30 är det dags.",
    ]
