"""A picture is painted right before it is sent, and never takes the text with it."""

from datetime import timedelta

import pytest

from bot.messages import Picture, Reply, dump
from bot.pictures import paint, sketch
from storage import outbox
from storage.models import State
from tests.bot.pictures.samples import wheel


async def deliver(talk, sketched: str) -> Reply:
    """What the adapter is handed."""
    reply = Reply("året", pictures=(Picture("year.png", "image/png", alt="Årshjulet", sketch=sketched),))
    with talk.database.begin() as session:
        outbox.put(session, key="k", to=("telegram", "1001", "", ""), payload=dump(reply), now=talk.now)
    await talk.wait(timedelta(0))
    assert [row.state for row in talk.mail()] == [State.SENT]
    ((_, sent),) = talk.adapter().sent
    return sent


async def test_a_sketch_goes_out_painted(talk):
    sketched = sketch(wheel())

    sent = await deliver(talk, sketched)

    assert sent == Reply("året", pictures=(Picture("year.png", "image/png", paint(sketched), "Årshjulet"),))
    assert sketched.split('"')[1] in talk.mail()[0].payload
    assert len(talk.mail()[0].payload) < 2000


@pytest.mark.parametrize("wrong", ["{", '{"board":{}}', '{"wheel":{"year":0}}'])
async def test_one_that_cannot_be_painted_does_not_take_the_text_with_it(talk, wrong):
    assert await deliver(talk, wrong) == Reply("året")
