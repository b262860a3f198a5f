"""F1 to F4: killed at random moments and at every place, over and over: every promise is kept, and whatever may be said
twice says so. `make soak` is the same a thousand times.
"""

import random
from collections import Counter

import pytest

from tests.processes.killing import ANYWHERE, WIRE, Killing
from tests.processes.places import PLACES
from tests.processes.stage import Stage

KILLS, SEED = 40, 2027


@pytest.mark.timeout(400)
async def test_however_often_it_is_killed_nothing_is_lost_and_nothing_is_said_twice_unseen(stage: Stage):
    killing = Killing(stage, random.Random(SEED))
    await killing.open()
    for _ in range(KILLS):
        await killing.kill()
    await killing.finish()

    check_the_wire(killing)
    check_the_mail(killing)
    check_the_answers(killing)
    assert stage.rows("PRAGMA integrity_check") == [("ok",)]


def check_the_wire(killing: Killing) -> None:
    """It was killed where it should be, and no more was on the wire than may be."""
    places = Counter(kill.place for kill in killing.kills)
    assert places[ANYWHERE] >= KILLS // 2
    assert [place for place in PLACES if not places[place]] == []
    assert max(max(kill.pushes.values(), default=0) for kill in killing.kills) <= WIRE
    assert max(kill.one_chat for kill in killing.kills) <= 1


def check_the_mail(killing: Killing) -> None:
    verdict = killing.verdict
    assert verdict.lost == []
    assert verdict.extra == {}
    assert verdict.unlisted == []
    assert verdict.wrong_reports == {}
    assert verdict.unknown["slack"] == 0, "Slack can be asked"
    assert verdict.unknown["telegram"] == sum(kill.doomed for kill in killing.kills)


def check_the_answers(killing: Killing) -> None:
    asked = killing.crowd.look()
    assert [a for a in asked if a.owed and not a.copies] == []
    assert [a for a in asked if len(a.copies) - a.noted > 1] == []
    assert [a for a in asked if a.way != "telegram" and len(a.copies) > 1] == [], "Slack can be asked"
    assert sum(a.noted for a in asked) <= sum(kill.answers.total() for kill in killing.kills)
    assert out_of_order(killing) == []


def out_of_order(killing: Killing) -> list[int]:
    """Whoever got the answers on Telegram in another order than asked (Slack itself brings late events late)."""
    mixed = []
    for who in sorted({a.who for a in killing.crowd.asked}):
        asked = [a.word for a in killing.crowd.asked if (a.way, a.who) == ("telegram", who)]
        texts = [m.text for m in killing.stage.telegram.messages if m.chat.id == 1000 + who]
        first = sorted(asked, key=lambda word: next(i for i, text in enumerate(texts) if word in text))
        mixed += [who] if first != asked else []
    return mixed
