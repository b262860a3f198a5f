"""What is typed into a form where a button was expected, told along with a day, or written too late."""

from datetime import timedelta

from storage import forms as rows
from tests.handlers.kept import kept

RAN_OUT = "Det du höll på att fylla i hann gå ut. Skriv /paminn igen."


async def test_an_hour_that_is_told_with_the_day_stands_at_the_next_question(talk):
    await talk.say("medlem", "/paminn")
    await talk.say("medlem", "ring")

    said = await talk.say("medlem", "på fredag kl 17.30")

    assert said.endswith("Nu står det: 17.30")
    assert (await talk.press("medlem", "Behåll")).startswith("Fråga 4 av 5")


async def test_a_part_of_the_day_stands_there_as_its_hour(talk):
    await talk.say("medlem", "/paminn")
    await talk.say("medlem", "ring")

    assert (await talk.say("medlem", "på fredag eftermiddag")).endswith("Nu står det: 15.00")


async def test_from_when_to_when(talk):
    await talk.say("ordforande", "/ny-aktivitet")
    for answer in ("Vårfest", "fest"):
        await talk.say("ordforande", answer)

    assert (await talk.say("ordforande", "20 mars 18-21")).endswith("Nu står det: 18.00")
    assert (await talk.press("ordforande", "Behåll")).endswith("Nu står det: 21.00")


async def test_it_is_put_before_what_stood_there(talk):
    await talk.say("ordforande", "/andra-aktivitet")
    await talk.press("ordforande", talk.adapter().sent[-1][1].buttons[0].label)
    await talk.press("ordforande", "Flytta")

    assert (await talk.say("ordforande", "20 mars kl 19")).endswith("Nu står det: 19.00")
    assert (await talk.press("ordforande", "Tillbaka")).startswith("Fråga 1 av 3")


async def test_an_hour_that_can_be_two_is_asked(talk):
    await talk.say("medlem", "/paminn")
    await talk.say("medlem", "ring")

    assert "Nu står det" not in await talk.say("medlem", "på fredag kl 6")


async def test_with_one_question_what_is_typed_at_the_end_is_the_answer(talk):
    await talk.say("medlem", "/paminn ring")
    await talk.say("medlem", "imorgon kl 9")

    assert await talk.say("medlem", "nej, kl 25") == (
        "Jag förstår inte ”nej, kl 25”. Skriv till exempel 8 mars, på fredag kl. 17.30 eller 8/3 18–20.\n"
        "Stämmer det här?\n- När? tisdag 9 februari kl. 09.00"
    )
    assert await talk.say("medlem", "imorgon kl 10") == "Stämmer det här?\n- När? tisdag 9 februari kl. 10.00"
    assert (await talk.say("medlem", "spara")).startswith("Sparat: ring. Jag påminner dig tisdag 9 februari kl. 10.00")


async def test_with_several_it_is_told_which_button_changes_them(talk):
    await talk.say("medlem", "/paminn den 31 april")
    await talk.say("medlem", "30 april kl 9")
    await talk.say("medlem", "ring")

    said = await talk.say("medlem", "1 maj")

    assert said.startswith("Vill du ändra ett svar, tryck Tillbaka. Stämmer allt, tryck Spara.\nStämmer det här?")
    assert (await talk.say("medlem", "Ja")).startswith("Sparat: ring.")


async def test_one_that_was_not_finished_in_time_is_told_once(talk):
    await talk.say("medlem", "/paminn ring")
    await talk.wait(rows.LIFE)

    assert await talk.say("medlem", "imorgon kl 9") == RAN_OUT
    assert await talk.say("medlem", "imorgon kl 9") != RAN_OUT
    assert kept(talk) == []


async def test_it_is_known_after_the_answers_are_forgotten(talk):
    await talk.say("medlem", "/paminn ring Eva")
    with talk.database.begin() as session:
        rows.purge(session, talk.now + rows.LIFE)
        row = rows.get(session, 1, platform="telegram", sender="1001", now=talk.now)
        assert row is not None
        assert "Eva" not in row.definition

    await talk.wait(timedelta(days=3))
    assert await talk.say("medlem", "imorgon kl 9") == RAN_OUT


async def test_one_that_was_left_is_not_told_of(talk):
    await talk.say("medlem", "/paminn ring")
    await talk.say("medlem", "/avbryt")
    await talk.wait(rows.LIFE)

    assert await talk.say("medlem", "imorgon kl 9") != RAN_OUT
