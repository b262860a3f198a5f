"""What of the plan an activity carries out: found by words, chosen, shown, and taken away."""

import pytest

from storage.models import Activity, Passage
from tests.handlers.meeting import fill, find, plan


@pytest.fixture
async def talk(start_talk):
    return await start_talk(whole_forms=True)


@pytest.fixture
def meeting(talk) -> int:
    return plan(talk)


def labels(talk) -> list[str]:
    return [button.label for button in talk.adapter().sent[-1][1].buttons]


async def choose(talk, meeting: int) -> str:
    await fill(talk, "medlem2", f"details:{meeting}:plan", serves="kollektivtrafik")
    return await talk.press("medlem2", labels(talk)[0])


async def test_a_passage_is_found_by_words_and_chosen(talk, meeting):
    said = await fill(talk, "medlem2", f"details:{meeting}:plan", serves="kollektivtrafik")
    assert said.startswith("Det här ligger närmast. Vilket passar?\n1. ”En arbetsgrupp tar fram en rapport om")
    assert labels(talk)[-1] == "Sök med andra ord"
    assert 1 < len(labels(talk)) <= 6

    assert "Ur planen: ”En arbetsgrupp tar fram" in await talk.press("medlem2", labels(talk)[0])
    assert find(talk, meeting).serves is not None
    assert find(talk, meeting).sequence == 0  # no calendar shows it
    assert "Ur planen: ”En arbetsgrupp" in await talk.say("medlem10", "", action=f"see:{meeting}")
    assert (await talk.press("medlem10", "Läs i planen")).startswith("> En arbetsgrupp tar fram en rapport")


@pytest.mark.parametrize("words", ["xyzzy", "'; --", "????", "ö" * 200])
async def test_words_that_the_plan_does_not_have(talk, meeting, words):
    said = await fill(talk, "medlem2", f"details:{meeting}:plan", serves=words)

    assert said.startswith(f"Jag hittar inget i planen om ”{words}”.")
    assert labels(talk) == ["Sök med andra ord"]
    assert find(talk, meeting).serves is None


async def test_it_is_taken_away(talk, meeting):
    await choose(talk, meeting)
    await talk.say("medlem2", "", action=f"details:{meeting}:plan")
    assert labels(talk) == ["Läs i planen", "Välj ett annat stycke", "Ta bort"]

    assert "Ur planen" not in await talk.press("medlem2", "Ta bort")
    assert find(talk, meeting).serves is None


async def test_a_plan_that_is_gone_leaves_the_activity(talk, meeting):
    await choose(talk, meeting)
    with talk.database.begin() as session:
        session.delete(session.get_one(Passage, session.get_one(Activity, meeting).serves))

    assert "Ur planen" not in await talk.say("medlem10", "", action=f"see:{meeting}")


@pytest.mark.parametrize("who", ["medlem", "medlem10", "ordforande", "ombudsperson", "gast"])
async def test_nobody_else_chooses(talk, meeting, who):
    said = await talk.say(who, "", action=f"serves:{meeting}:1")

    assert said.startswith(("Det där får du inte göra", "Det där är för medlemmar."))
    assert find(talk, meeting).serves is None


@pytest.mark.parametrize("word", ["999999", "x", "", "-1", "²"])
async def test_a_passage_that_is_not_there(talk, meeting, word):
    assert (await talk.say("medlem2", "", action=f"serves:{meeting}:{word}")).startswith("Den knappen gäller inte")
    assert find(talk, meeting).serves is None
