"""Leaving what one may not see any more, and saying yes where a part was called off."""

from datetime import timedelta

from sqlmodel import select

from storage import shift_changes
from storage.models import Activity, Member, Shift, Signup
from tests.handlers import flyering


async def test_who_may_not_see_it_any_more_can_still_leave_it(talk):
    shift = flyering.add(talk, 17, 18, capacity=1)
    flyering.join(talk, "medlem", shift)
    with talk.database.begin() as session:
        session.get_one(Activity, flyering.activity(talk).id).visibility = "branch"
        session.get_one(Member, flyering.member(talk, "medlem")).branch_id = 2

    assert (await talk.say("medlem", "/mina-pass")).startswith("Du har inte sagt ja till något")
    said = await talk.say("medlem", "", action=f"leave:{shift}")

    assert said.startswith("Då vet vi: du kommer inte.")
    assert "Var:" not in said
    assert talk.adapter().sent[-1][1].buttons == ()
    assert (await talk.say("medlem", "", action=f"leave:{shift}")).startswith("Det där finns inte längre")


async def test_of_two_shifts_the_one_that_stands_is_taken_when_the_first_is_off(talk):
    first, second = flyering.add(talk, 17, 18), flyering.add(talk, 18, 19)
    with talk.database.begin() as session:
        shift_changes.cancel(session, session.get_one(Shift, first), reason="regn", now=talk.now)

    said = await talk.say("medlem", "", action=f"come:{flyering.activity(talk).id}")

    assert said.startswith("Du är med: Flygblad vid stationen, tisdag 9 februari kl. 18.00–19.00")
    with talk.database.read() as session:
        assert list(session.exec(select(Signup.shift_id))) == [second]


async def test_who_was_on_a_shift_that_is_off_is_not_counted_again_and_says_no_need(start_talk):
    talk = await start_talk(whole_forms=True)
    first, second = flyering.add(talk, 17, 18), flyering.add(talk, 18, 19)
    flyering.join(talk, "medlem", first)
    flyering.join(talk, "medlem3", second)
    with talk.database.begin() as session:
        shift_changes.cancel(session, session.get_one(Shift, first), reason="regn", now=talk.now)
    talk.now += timedelta(minutes=1)
    number = flyering.activity(talk).id

    assert (await talk.say("medlem", "", action=f"need:{number}")).startswith("Säg först att du kommer: Flygblad")
    said = await flyering.hand_in(talk, "ordforande", f"change:{number}:cancel", reason="")
    assert "En har sagt ja, och får veta det." in said


async def test_whose_only_shift_is_off_can_still_be_joined_and_is_in_on_all_of_it(start_talk):
    talk = await start_talk(whole_forms=True)
    shift, number = flyering.add(talk, 17, 18), flyering.activity(talk).id
    flyering.join(talk, "medlem", shift)
    await flyering.hand_in(talk, "ordforande", f"roster:{shift}:cancel", reason="regn")

    await talk.say("medlem", "", action=f"see:{number}")
    said = await talk.press("medlem", "Jag kommer")

    assert said.startswith("Du är med: Flygblad vid stationen, tisdag 9 februari kl. 16.30–18.00")
    assert len(flyering.rows(talk)) == 2


async def test_who_calls_off_the_only_shift_hears_how_all_of_it_is_called_off(start_talk):
    talk = await start_talk(whole_forms=True)
    only = flyering.add(talk, 17, 18)
    all_of_it = "Ska hela *Flygblad vid stationen* ställas in: avbryt här"

    ((_, asked),) = await talk.hear(talk.incoming("ordforande", action=f"roster:{only}:cancel"))
    assert all_of_it in asked.form.intro
    flyering.add(talk, 18, 19)
    ((_, asked),) = await talk.hear(talk.incoming("ordforande", action=f"roster:{only}:cancel"))
    assert all_of_it not in asked.form.intro


async def test_whoever_comes_after_all_comes_with_those_they_were_to_bring(talk):
    shift = flyering.add(talk, 17, 18, capacity=3)
    flyering.join(talk, "medlem", shift, guests=2)

    await talk.say("medlem", "", action=f"leave:{shift}")
    said = await talk.press("medlem", "Jag kommer ändå")

    assert said.startswith("Du är med: Flygblad vid stationen")
    assert "Du tar med 2 vänner." in said
    assert (await talk.say("medlem3", "", action=f"shift:{shift}:9")).startswith("Det finns bara 3 platser i allt")
