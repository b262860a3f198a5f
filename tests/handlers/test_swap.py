"""Asking for another shift: those who are there are asked once, and what is settled is told so."""

from datetime import timedelta

import pytest

from storage.models import Place, Signup
from tests.handlers import flyering
from tests.handlers.saturday import told
from tests.talk import Talk


@pytest.fixture
def shifts(talk) -> tuple[int, int]:
    """`medlem` is on the first, and two are on the other, which is full."""
    first, other = flyering.add(talk, 17, 18, capacity=3), flyering.add(talk, 18, 19, capacity=2)
    flyering.join(talk, "medlem", first)
    for who in ("medlem3", "medlem4"):
        flyering.join(talk, who, other)
    return first, other


async def test_pressed_again_nobody_is_asked_again(talk: Talk, shifts):
    first, other = shifts
    for _ in range(3):
        said = await talk.say("medlem", "", action=f"swap:{first}:{other}")

    assert said.startswith("Där är det fullt, så jag frågar dem som står där")
    assert len(told(talk, "medlem3", "vill byta pass med dig")) == 1


async def test_asked_for_in_turns_nobody_is_asked_again(talk: Talk, shifts):
    first, other = shifts
    third = flyering.add(talk, 19, 20, capacity=1)
    flyering.join(talk, "medlem5", third)
    for wanted in (other, third, other, third):
        await talk.say("medlem", "", action=f"swap:{first}:{wanted}")

    assert len(told(talk, "medlem3", "vill byta pass med dig")) == 1
    assert len(told(talk, "medlem5", "vill byta pass med dig")) == 1


async def test_with_nobody_to_ask_a_company_is_told_how_much_room_there_is(talk: Talk):
    first, other = flyering.add(talk, 17, 18, capacity=3), flyering.add(talk, 18, 19, capacity=3)
    flyering.join(talk, "medlem", first, guests=2)
    with talk.database.begin() as session:
        session.add(Signup(
            shift_id=other, member_id=2, place=Place.OFFERED, offered_until=talk.now, made_at=talk.now, said_at=talk.now
        ))  # fmt: skip
    said = await talk.say("medlem", "", action=f"swap:{first}:{other}")

    assert said.startswith("Där finns 2 platser kvar, så ni får inte rum, och det finns ingen att byta med.")
    assert flyering.labels(talk) == ["Se passen"]


async def test_who_answers_when_it_is_settled_is_told_so(talk: Talk, shifts):
    first, other = shifts
    await talk.say("medlem", "", action=f"swap:{first}:{other}")
    yes = talk.button("Ja, vi byter").action
    assert (await talk.say("medlem3", "", action=yes)).startswith("Ni har bytt.")

    assert (await talk.say("medlem4", "", action=yes)).startswith("Det bytet är redan avgjort")


@pytest.mark.parametrize("wanted", ["full", "free"])
async def test_whoever_swapped_can_leave_at_once_though_the_platform_s_clock_is_behind(talk: Talk, shifts, wanted):
    first, other = shifts if wanted == "full" else (shifts[0], flyering.add(talk, 19, 20, capacity=1))
    talk.now, pressed = talk.now + timedelta(minutes=1), talk.now + timedelta(seconds=58)
    await talk.say("medlem", "", action=f"swap:{first}:{other}", sent_at=pressed)
    who, has = ("medlem3", first) if wanted == "full" else ("medlem", other)
    if wanted == "full":
        await talk.say("medlem3", "", action=talk.button("Ja, vi byter").action, sent_at=pressed)

    said = await talk.say(who, "", action=f"leave:{has}", sent_at=pressed + timedelta(seconds=1))

    assert said.startswith("Då vet vi: du kommer inte.")


async def test_what_whoever_asked_is_on_meanwhile_is_nobody_else_s_to_know(talk: Talk, shifts):
    first, other = shifts
    await talk.say("medlem", "", action=f"swap:{first}:{other}")
    yes = talk.button("Ja, vi byter").action
    flyering.join(talk, "medlem", flyering.add(talk, 18, 19, place="Hemma hos Kim"))

    said = await talk.say("medlem3", "", action=yes)

    assert said.startswith("Det bytet är redan avgjort, eller så gäller frågan inte längre.")
    assert "Kim" not in said
    assert flyering.labels(talk) == []
