"""Bad input 45: whatever is asked or pressed in a group, no member's name is in what the others there see."""

from collections.abc import Iterator

import pytest
from sqlmodel import select

import handlers
from bot.markup import plain
from bot.messages import Address, Reply
from bot.router import Command
from storage.models import Member, Shift
from tests.talk import GROUPS, Talk

COMMANDS = sorted({route.name for route in handlers.build().listed if isinstance(route, Command)})
CHAIR, HELPER, GROUP = "ordforande2", "medlem2", "sodersjo"


@pytest.fixture
async def saturday(talk) -> Talk:
    """Somebody is on each shift, has a need and an idea, so that there are names to tell."""
    with talk.database.read() as session:
        shifts = session.exec(select(Shift.id)).all()
    for shift in shifts:
        await talk.say(HELPER, "", action=f"shift:{shift}")
    talk.bot.dispatcher.bucket.size = 0
    return talk


def names(talk: Talk) -> list[str]:
    with talk.database.read() as session:
        return list(session.exec(select(Member.name)))


def seen_by_all(heard: list[tuple[Address, Reply]]) -> Iterator[str]:
    for to, reply in heard:
        if to.chat == GROUPS[GROUP] and not to.only:
            yield plain(reply.text)
            yield from (button.label for button in reply.buttons)
            yield from (picture.alt for picture in reply.pictures)


@pytest.mark.parametrize("command", COMMANDS)
async def test_in_a_group_no_command_and_no_button_of_its_answer_names_anybody_to_all(saturday, command):
    talk, told = saturday, []
    for who in (CHAIR, "ombudsperson"):
        heard = await talk.hear(talk.incoming(who, f"/{command}", group=GROUP))
        told += seen_by_all(heard)
        for action in [button.action for _, reply in heard for button in reply.buttons if button.action]:
            told += seen_by_all(await talk.hear(talk.incoming(who, action=action, message_id="m1", group=GROUP)))

    assert [text for text in told if any(name in text for name in names(talk))] == []


async def test_the_same_answers_do_name_people_to_whoever_asks(saturday):
    """So that the test above has something to miss."""
    talk = saturday
    heard = await talk.hear(talk.incoming(CHAIR, "/deltagarlista", group=GROUP))
    heard += await talk.hear(talk.incoming(HELPER, "/mina-uppgifter", group=GROUP))

    private = [plain(reply.text) for to, reply in heard if to.only]
    assert any(name in text for text in private for name in names(talk))
