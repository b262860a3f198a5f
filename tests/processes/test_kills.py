"""Killed at random moments, over and over: every promise is kept, and whatever may be said twice says so.

KILLS=1000 makes it a long run (with -n 0 -s -o timeout=0, to see the figures), SEED another one.
"""

import asyncio
import os
import random
import sys
from collections import Counter
from contextlib import suppress

from tests.processes.crowd import Asked, Crowd
from tests.processes.stage import Stage

KILLS = int(os.environ.get("KILLS", "12"))
SEED = int(os.environ.get("SEED", "2027"))
# A start takes about so many seconds; one kill in four comes before it is over.
START = 1.5
# Nobody writes while so many wait for their answers.
BACKLOG = 40


async def kill_somewhere(stage: Stage, crowd: Crowd, dice: random.Random) -> int:
    """A run that ends by SIGKILL, while people write; how many messages it had marked as being sent."""
    await crowd.ask(dice.randrange(5))
    life = await stage.launch()
    with suppress(TimeoutError):
        await asyncio.wait_for(life.until("bot.started"), dice.uniform(0, START) if dice.random() < 0.25 else None)
    if life.told("bot.started"):
        await stage.redeliver()
        goal = stage.sent + dice.randrange(1, 50)
        most = len(crowd.asked) - stage.sent + BACKLOG
        while stage.sent < goal:
            await crowd.ask(dice.randint(0, 3) if len(crowd.asked) - stage.sent < most else 0)
            await asyncio.sleep(dice.uniform(0, 0.01))
    await life.kill()
    return stage.states().get("sending", 0)


async def test_every_command_is_answered_once_however_often_the_bot_is_killed(stage: Stage):
    dice = random.Random(SEED)
    crowd = Crowd(stage, dice)
    on_the_wire = [await kill_somewhere(stage, crowd, dice) for _ in range(KILLS)]
    life = await stage.start()
    await stage.redeliver()
    await crowd.until_answered()
    await life.stop()

    asked = crowd.look()
    report(on_the_wire, asked)
    assert [a for a in asked if a.owed and not a.copies] == []
    assert [a for a in asked if len(a.copies) - a.noted > 1] == []
    assert sum(a.noted for a in asked) <= sum(on_the_wire)
    assert max(on_the_wire) <= 2 * 12, "one at a time for each person on each platform"
    assert out_of_order(stage, crowd) == []
    assert stage.rows("PRAGMA integrity_check") == [("ok",)]
    assert [life.lines for life in stage.lives if life.told("Traceback")] == []


def report(on_the_wire: list[int], asked: list[Asked]) -> None:
    ways = Counter(a.way for a in asked)
    taken = Counter(a.way for a in asked if a.copies)
    sys.stdout.write(
        f"\n{len(on_the_wire)} kills; asked {dict(ways)}, answered {dict(taken)}, "
        f"owed and lost {sum(a.owed and not a.copies for a in asked)}, "
        f"twice {sum(len(a.copies) > 1 for a in asked)}, may be a repeat {sum(a.noted for a in asked)}, "
        f"being sent at the kills {sum(on_the_wire)} (at most {max(on_the_wire)} at once)\n"
    )


def out_of_order(stage: Stage, crowd: Crowd) -> list[int]:
    """Whoever got the answers on Telegram in another order than asked (Slack itself brings late events late)."""
    mixed = []
    for who in sorted({a.who for a in crowd.asked}):
        asked = [a.word for a in crowd.asked if (a.way, a.who) == ("telegram", who)]
        texts = [m.text for m in stage.telegram.messages if m.chat.id == 1000 + who]
        first = sorted(asked, key=lambda word: next(i for i, text in enumerate(texts) if word in text))
        mixed += [who] if first != asked else []
    return mixed


async def test_a_push_that_may_have_gone_out_is_unknown_and_never_sent_again(stage: Stage):
    words = stage.queue(40 * max(KILLS // 3, 1))
    dice = random.Random(SEED)
    on_the_wire = []
    for _ in range(max(KILLS // 3, 1)):
        life = await stage.launch()
        goal = stage.sent + dice.randrange(1, 30)
        await stage.until(lambda goal=goal: stage.sent >= goal)
        await asyncio.sleep(dice.uniform(0, 0.01))
        await life.kill()
        on_the_wire.append(stage.states().get("sending", 0))
    life = await stage.launch()
    await stage.until(lambda: stage.sent >= len(words) - sum(on_the_wire))
    await stage.written(lambda: not stage.states().keys() & {"queued", "sending"})
    await life.stop()

    states = stage.states()
    sys.stdout.write(f"\n{len(on_the_wire)} kills in {len(words)} pushes: {states}, {len(stage.seen())} arrived\n")
    assert max(on_the_wire) <= 2, "one at a time on each platform"
    assert states.get("unknown", 0) == sum(on_the_wire)
    assert states["sent"] + states.get("unknown", 0) == len(words)
    assert len(set(stage.seen())) == len(stage.seen()) >= states["sent"]
