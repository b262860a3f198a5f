"""How many messages a minute are taken from one person."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import select

from bot.bucket import CROWD, Bucket, Room
from bot.messages import Address, Incoming
from storage.models import Inbox
from tests.talk import NOW

MSG = Incoming(Address("telegram", "1"), "1", "hej", "e1")
SECOND = timedelta(seconds=1)


def taken(bucket: Bucket, times: int, msg: Incoming = MSG, now=NOW) -> list[Room]:
    return [bucket.take(msg, now) for _ in range(times)]


def test_as_many_as_there_is_room_for_then_a_word_then_nothing():
    assert taken(Bucket(3), 6) == [Room.YES] * 3 + [Room.LAST] + [Room.NONE] * 2


def test_a_minute_later_there_is_room_again():
    bucket = Bucket(2)
    taken(bucket, 9)

    assert taken(bucket, 1, now=NOW + 59 * SECOND) == [Room.NONE]
    assert taken(bucket, 3, now=NOW + 60 * SECOND) == [Room.YES, Room.YES, Room.LAST]


def test_a_clock_that_is_set_back_locks_nobody_out():
    bucket = Bucket(1)
    taken(bucket, 9)

    assert taken(bucket, 1, now=NOW - timedelta(hours=1)) == [Room.YES]


@pytest.mark.parametrize(
    "other", [replace(MSG, sender="2"), replace(MSG, address=Address("slack", "1")), replace(MSG, event="lost")]
)
def test_others_are_not_held_up(other):
    bucket = Bucket(1)
    taken(bucket, 9)

    assert taken(bucket, 1, other) == [Room.YES]


def test_another_chat_is_the_same_person():
    bucket = Bucket(1)
    taken(bucket, 1)

    assert taken(bucket, 1, replace(MSG, address=Address("telegram", "-5"), private=False)) == [Room.LAST]


def test_without_a_size_there_is_always_room():
    assert set(taken(Bucket(0), 100)) == {Room.YES}


def test_a_crowd_is_forgotten_when_its_minute_is_over():
    bucket = Bucket(1)
    for n in range(CROWD):
        bucket.take(replace(MSG, sender=str(n)), NOW)
    taken(bucket, 1, replace(MSG, sender="late"), NOW + timedelta(minutes=2))

    assert len(bucket.begun) == 1


async def test_who_writes_too_much_is_told_once_and_others_are_answered(talk):
    answers = [await talk.say("medlem", "/hjalp") for _ in range(1000)]

    assert [answer.startswith("Jag är boten") for answer in answers].count(True) == 20
    assert answers[20].startswith("Ta det lugnt!")
    assert set(answers[21:]) == {""}
    assert talk.bot.dispatcher.counts["silenced"] == 979
    with talk.database.read() as session:
        assert len(session.exec(select(Inbox)).all()) == 21, "nothing was written down of the others"
    assert (await talk.say("medlem2", "/hjalp")).startswith("Jag är boten")
    await talk.wait(timedelta(minutes=1))
    assert (await talk.say("medlem", "/hjalp")).startswith("Jag är boten")


async def test_ticks_have_more_room_than_messages_and_still_an_end(talk):
    answers = [await talk.say("medlem", "", action="came:1:yes:0") for _ in range(123)]

    assert not any(answer.startswith("Ta det lugnt!") for answer in answers[:120])
    assert all(answers[:120])
    assert answers[120].startswith("Ta det lugnt!")
    assert answers[121:] == ["", ""]
    assert (await talk.say("medlem", "/hjalp")).startswith("Jag är boten"), "what they write is counted apart"


async def test_every_button_of_the_check_in_is_a_tick(talk):
    words = ("checkin", "came", "came-all", "came-too", "came-done")
    assert all(talk.bot.dispatcher.router.is_quick(f"{word}:1:0") for word in words)
    assert not talk.bot.dispatcher.router.is_quick("come:1")


async def test_in_a_group_only_who_writes_too_much_sees_it(talk):
    for _ in range(20):
        await talk.say("medlem", "/hjalp", group="norrby")

    ((to, reply),) = await talk.hear(talk.incoming("medlem", "/hjalp", group="norrby"))
    assert (to.only, reply.private) == ("1001", True)
