"""Whoever moves an activity reads how many are told: those with a place apart from those who wait for one."""

from datetime import time

import pytest

from storage import shifts
from tests.handlers.flyering import join
from tests.handlers.test_change_activity import find, move
from tests.talk import Talk


@pytest.fixture
async def talk(start_talk) -> Talk:
    return await start_talk(whole_forms=True, reminds=True)


async def test_those_in_a_line_are_counted_beside_those_who_said_yes(talk):
    with talk.database.begin() as session:
        shift = shifts.add(session, find(talk), starts=time(18, 30), capacity=1).id
    for who in ("medlem2", "medlem3"):
        join(talk, who, shift)
    said = await move(talk)

    assert said.splitlines()[1:3] == ["En har sagt ja, och får veta det.", "En står i kö, och får veta det."]
