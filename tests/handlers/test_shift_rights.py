"""Whose shifts somebody may change: looked up at each press, and again when a form comes back."""

from datetime import time

import pytest
from sqlmodel import select

from storage.models import Activity, Post
from tests.handlers.flyering import activity, add, hand_in, member, rows
from tests.talk import Talk


@pytest.fixture
async def talk(start_talk) -> Talk:
    return await start_talk(whole_forms=True)


@pytest.mark.parametrize("who", ["medlem", "ordforande2", "styrelse", "ombudsperson", "gast"])
@pytest.mark.parametrize("action", ["shifts:A", "shifts:A:new", "roster:S", "roster:S:room", "roster:S:cancel"])
async def test_nobody_else_arranges_it(talk, who, action):
    shift = add(talk)

    said = await talk.say(who, "", action=action.replace("A", str(activity(talk).id)).replace("S", str(shift)))
    assert said.startswith(("Det där får du inte göra", "Det där är för medlemmar"))


@pytest.mark.parametrize("verb", ["room", "move", "cancel"])
async def test_who_is_chair_no_longer_when_it_is_handed_in(talk, verb):
    shift = add(talk, capacity=4)
    ((_, reply),) = await talk.hear(talk.incoming("ordforande", action=f"roster:{shift}:{verb}"))
    with talk.database.begin() as session:
        session.exec(select(Post).where(Post.branch_id == 1, Post.role == "chair")).one().branch_id = 2
    values = {"start": "18", "end": "19", "needed": "1", "room": "9", "reason": ""}

    said = await talk.say("ordforande", "", action=f"form:{reply.form.id}:send", values=values)
    assert said.startswith("Det där får du inte göra")
    assert [(row.starts, row.capacity, row.cancelled_at) for row in rows(talk)] == [(time(17), 4, None)]


async def test_who_is_responsible_for_it_arranges_it(talk):
    shift = add(talk)
    with talk.database.begin() as session:
        session.get_one(Activity, activity(talk).id).contact_id = member(talk, "medlem2")

    assert (await hand_in(talk, "medlem2", f"roster:{shift}:room", needed="1", room="2")).startswith("Sparat.")
    assert (await talk.say("medlem3", "", action=f"roster:{shift}")).startswith("Det där får du inte göra")


@pytest.mark.parametrize("action", ["shifts:x", "shifts:", "shifts:-1", "shifts:1:²", "roster:", "roster:²:move"])
async def test_a_forged_button(talk, action):
    said = await talk.say("ordforande", "", action=action.replace("1", str(activity(talk).id)))

    assert said.startswith("Den knappen gäller inte längre.")


async def test_another_verb_and_another_number(talk):
    shift = add(talk)

    assert (await talk.say("ordforande", "", action=f"roster:{shift}:eat")).startswith("Den knappen gäller inte")
    assert (await talk.say("ordforande", "", action="roster:999999")).startswith("Det där får du inte göra")


async def test_of_what_is_called_off_nothing_is_changed(talk):
    add(talk)
    await hand_in(talk, "ordforande", f"change:{activity(talk).id}:cancel", reason="")

    said = await talk.say("ordforande", "", action=f"shifts:{activity(talk).id}:new")
    assert said == "Aktiviteten Flygblad vid stationen är redan inställd."
