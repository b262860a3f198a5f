"""What a network arranges: its members are reminded of it and told of changes, and nobody else hears of it."""

from datetime import timedelta

import pytest

from bot.markup import plain
from bot.texts import texts
from bot.voice import Voice
from reminders import subject
from storage import activities
from storage.models import Activity
from tests.handlers.meeting import TITLE, plan
from tests.talk import IDS

ITS_OWN = {IDS[who] for who in ("medlem2", "medlem7", "medlem10", "ordforande9")}


@pytest.fixture
async def talk(start_talk):
    return await start_talk(reminds=True)


def heard(talk) -> set[str]:
    return {to.chat for to, reply in talk.adapter().sent if TITLE in plain(reply.text)}


@pytest.mark.parametrize("visibility", ["network", "members", "public"])
async def test_its_members_are_reminded_whoever_may_see_it(talk, visibility):
    plan(talk, visibility=visibility)
    await talk.bot.settle()
    await talk.wait(timedelta(days=15, hours=9, minutes=10))

    assert heard(talk) == ITS_OWN


@pytest.mark.parametrize("visibility", ["network", "public"])
async def test_only_they_are_told_that_it_does_not_happen(talk, visibility):
    number = plan(talk, visibility=visibility)
    await talk.bot.settle()
    await talk.wait(timedelta(days=15))
    before = len(talk.adapter().sent)
    with talk.database.begin() as session:
        activities.cancel(session, session.get_one(Activity, number), reason="", now=talk.now)
    await talk.bot.settle()

    assert {to.chat for to, _ in talk.adapter().sent[before:]} == ITS_OWN


async def test_it_stands_in_the_list_of_what_is_to_come_for_them_alone(talk):
    plan(talk)
    await talk.bot.settle()

    assert f"{TITLE} (Klimatnätverket)" in await talk.say("medlem7", "/paminnelser")
    assert TITLE not in await talk.say("medlem", "/paminnelser")
    assert TITLE not in await talk.say("ombudsperson", "/paminnelser")


@pytest.mark.parametrize("word", ["reminder", "change"])
@pytest.mark.parametrize(("visibility", "named"), [("network", False), ("public", True)])
async def test_what_came_too_late_is_not_named_to_who_may_not_see_it(talk, word, visibility, named):
    number = plan(talk, visibility=visibility)
    with talk.database.read() as session:
        voice = Voice(session, talk.now, talk.settings.zone, texts("sv"), "")
        said = plain(subject.line(voice, session.get_one(Activity, number), word=word))

    assert "Klimatnätverket" in said
    assert (TITLE in said) is named
