"""A shift of something that comes back is changed for one time alone, or for that one and all after it."""

from datetime import time, timedelta

import pytest
from sqlmodel import col, select

from storage import shifts, signups
from storage.models import Account, Activity, Shift
from tests.handlers.flyering import NEW, labels
from tests.handlers.meeting import fill
from tests.handlers.monthly import begin, plan_first, rows
from tests.handlers.test_following import REACHES, alone, make_later
from tests.talk import IDS, Talk

AS_IT_IS = {"role": "dukar", "leads": "no", "place": ""}


@pytest.fixture
async def talk(start_talk) -> Talk:
    """Seven times after the second one somebody sets the tables."""
    talk = await start_talk(whole_forms=True, reminds=True)
    plan_first(talk.database)
    await begin(talk)
    await fill(talk, "ordforande", f"shifts:{rows(talk)[1].id}:new:following", **NEW | {"role": "dukar"})
    return talk


def there(talk: Talk, activity: Activity) -> list[Shift]:
    with talk.database.read() as session:
        mine = select(Shift).where(Shift.activity_id == activity.id).order_by(col(Shift.id))
        return list(session.exec(mine))


def second(talk: Talk) -> Shift:
    return there(talk, rows(talk)[1])[0]


def join(talk: Talk, who: str, shift: Shift) -> None:
    with talk.database.begin() as session:
        member = session.exec(select(Account.member_id).where(Account.user == IDS[who])).one()
        signups.sign_up(session, shift.id, member, platform="telegram", said_at=talk.now, now=talk.now)


async def change(talk: Talk, verb: str, far: str = "following", **values: str) -> str:
    return await fill(talk, "ordforande", f"roster:{second(talk).id}:{verb}:{far}", **values)


async def told(talk: Talk, who: str, words: str) -> int:
    await talk.wait(timedelta(minutes=1))
    return sum(to.chat == IDS[who] and words in reply.text for to, reply in talk.adapter().sent)


@pytest.mark.parametrize(
    ("verb", "asks"), [("edit", "gäller ändringen"), ("room", "gäller ändringen"), ("move", "gäller ändringen"),
                       ("cancel", "ska ställas in")],
)  # fmt: skip
async def test_how_far_it_reaches_is_asked(talk, verb, asks):
    said = await talk.say("ordforande", "", action=f"roster:{second(talk).id}:{verb}")

    assert said == f"Månadsmöte återkommer varje månad den 15:e, utom juni–augusti. Vad {asks}?"
    assert labels(talk) == REACHES
    await talk.press("ordforande", REACHES[1])
    assert "Det gäller den här gången och alla efter." in talk.adapter().sent[-1][1].form.intro


async def test_only_this_one(talk):
    said = await change(talk, "edit", "this", **AS_IT_IS | {"role": "diskar"})

    assert "gånger efter" not in said
    assert [[one.role for one in there(talk, row)] for row in rows(talk)[:4]] == [[], ["diskar"], ["dukar"], ["dukar"]]
    assert [one.role for one in there(talk, make_later(talk))] == ["dukar"]


async def test_what_one_does_and_where_of_this_one_and_all_after_it(talk):
    for row in rows(talk)[1:3]:
        join(talk, "medlem", there(talk, row)[0])
    said = await change(talk, "edit", role="diskar", leads="yes", place="Köket")

    assert said.splitlines()[:3] == [
        "Sparat.",
        "Det gäller också 7 gånger efter den, och dem som läggs in efter hand. Det du har ändrat för sig står kvar.",
        "En står på passet, och får veta det nu.",
    ]
    found = [there(talk, row)[0] for row in [*rows(talk)[1:], make_later(talk)]]
    assert {(one.role, one.leads, one.place) for one in found} == {("diskar", True, "Köket")}
    assert await told(talk, "medlem", "Köket") == 2


async def test_room_of_this_one_and_all_after_it(talk):
    await change(talk, "room", needed="1", room="4")

    found = [there(talk, row)[0] for row in [*rows(talk)[1:], make_later(talk)]]
    assert {(one.minimum, one.capacity) for one in found} == {(1, 4)}


async def test_one_of_them_has_more_than_that_already_and_nothing_is_changed(talk):
    for who in ("medlem", "medlem2"):
        join(talk, who, there(talk, rows(talk)[3])[0])
    await change(talk, "room", needed="1", room="1")

    (fault,) = (field.error for field in talk.adapter().sent[-1][1].form.fields if field.error)
    assert fault.startswith("På passet onsdag 15 september har redan 2 en plats, så färre än 2 går inte.")
    assert {there(talk, row)[0].capacity for row in rows(talk)[1:]} == {4}


async def test_the_hours_of_this_one_and_all_after_it_as_long_before_the_start_as_there(talk):
    alone(talk, rows(talk)[3], starts=time(10), ends=None)
    with talk.database.begin() as session:
        other = session.get_one(Shift, there(talk, rows(talk)[3])[0].id)
        shifts.put_at(session, other, rows(talk)[3], day=other.day, starts=time(9), ends=time(10))
    join(talk, "medlem", there(talk, rows(talk)[2])[0])
    said = await change(talk, "move", start="16", end="17.30")

    assert "Det gäller också 7 gånger efter den" in said
    found = [(one.starts, one.ends) for row in rows(talk)[1:5] for one in there(talk, row)]
    usual = (time(16), time(17, 30))
    assert found == [usual, usual, (time(8), time(9, 30)), usual]
    later = make_later(talk)
    assert [(one.day, one.starts) for one in there(talk, later)] == [(later.day, time(16))]
    assert await told(talk, "medlem", "Ny tid") == 1


async def test_called_off_this_one_and_all_after_it(talk):
    join(talk, "medlem", there(talk, rows(talk)[2])[0])
    said = await change(talk, "cancel", reason="Ingen vill")

    assert said.startswith("Sparat. Passet kl. 17.00–18.00 (dukar) är inställt.\nDet gäller också 7 gånger efter den")
    assert all(one.cancelled_at and one.cancel_reason for row in rows(talk) for one in there(talk, row))
    assert there(talk, make_later(talk)) == []
    assert await told(talk, "medlem", "Ingen vill") == 1


async def test_what_was_changed_alone_stays_so(talk):
    alone_id = there(talk, rows(talk)[2])[0].id
    await fill(talk, "ordforande", f"roster:{alone_id}:edit:this", **AS_IT_IS | {"role": "diskar"})
    await change(talk, "cancel", reason="")

    assert [one.cancelled_at is None for row in rows(talk)[1:4] for one in there(talk, row)] == [False, True, False]


async def test_only_what_is_new_to_all_of_them_is_changed_of_each(talk):
    """Of one the room was changed alone, and of another who leads: both stand, whatever else is changed of all."""
    more, leads = there(talk, rows(talk)[2])[0].id, second(talk).id
    await fill(talk, "ordforande", f"roster:{more}:room:this", needed="3", room="6")
    await fill(talk, "ordforande", f"roster:{leads}:edit:this", **AS_IT_IS | {"leads": "yes"})
    said = await change(talk, "room", needed="1", room="5")

    assert "Det gäller också 6 gånger efter den" in said
    rooms = [(one.minimum, one.capacity) for row in rows(talk)[1:4] for one in there(talk, row)]
    assert rooms == [(1, 5), (3, 6), (1, 5)]
    await change(talk, "edit", **AS_IT_IS | {"leads": "yes", "place": "Köket"})
    assert {(one.leads, one.place) for row in rows(talk)[1:4] for one in there(talk, row)} == {(True, "Köket")}


async def test_who_may_not_see_the_names_keeps_all_of_them_from_leading(talk):
    join(talk, "medlem2", there(talk, rows(talk)[2])[0])
    await fill(talk, "ordforande", f"roster:{second(talk).id}:edit:this", **AS_IT_IS | {"leads": "yes"})
    await change(talk, "edit", **AS_IT_IS | {"leads": "yes", "place": "Köket"})

    (fault,) = (field.error for field in talk.adapter().sent[-1][1].form.fields if field.error)
    assert fault.startswith("En på passet är inte med i den partiförening som ordnar")
    assert [one.leads for row in rows(talk)[1:4] for one in there(talk, row)] == [True, False, False]


async def test_the_form_for_all_of_them_shows_what_all_have(talk):
    await fill(talk, "ordforande", f"roster:{second(talk).id}:room:this", needed="3", room="6")
    await talk.say("ordforande", "", action=f"roster:{second(talk).id}:room:following")

    assert [one.value for one in talk.adapter().sent[-1][1].form.fields] == ["2", "4"]


async def test_the_same_hours_are_no_move_and_nobody_is_told(talk):
    join(talk, "medlem", there(talk, rows(talk)[2])[0])
    said = await change(talk, "move", start="17", end="18")

    assert said.startswith("Det är samma tid som förut")
    assert await told(talk, "medlem", "Ny tid") == 0


async def test_whoever_leads_at_the_same_hours_is_not_taken_for_the_others(talk):
    await fill(talk, "ordforande", f"shifts:{rows(talk)[1].id}:new:following", **NEW | AS_IT_IS | {"leads": "yes"})
    await change(talk, "edit", **AS_IT_IS | {"role": "diskar"})

    kinds = [[(one.role, one.leads) for one in there(talk, row)] for row in [*rows(talk)[1:3], make_later(talk)]]
    assert [sorted(found) for found in kinds] == [[("diskar", False), ("dukar", True)]] * 3


async def test_what_was_called_off_alone_is_no_other_time_of_it(talk):
    off = there(talk, rows(talk)[2])[0]
    await fill(talk, "ordforande", f"roster:{off.id}:cancel:this", reason="")
    await change(talk, "edit", **AS_IT_IS | {"role": "diskar"})

    assert [one.role for row in rows(talk)[1:4] for one in there(talk, row)] == ["diskar", "dukar", "diskar"]


async def test_one_that_is_somewhere_else_is_another(talk):
    other = there(talk, rows(talk)[2])[0]
    await fill(talk, "ordforande", f"roster:{other.id}:edit:this", **AS_IT_IS | {"place": "Köket"})
    await change(talk, "edit", **AS_IT_IS | {"role": "diskar"})

    assert [one.role for row in rows(talk)[1:4] for one in there(talk, row)] == ["diskar", "dukar", "diskar"]


async def test_after_midnight_it_stays_after_midnight(talk):
    with talk.database.begin() as session:
        for row in rows(talk)[1:]:
            one = session.get_one(Shift, there(talk, row)[0].id)
            shifts.put_at(session, one, row, day=row.day + timedelta(days=1), starts=time(0, 30), ends=time(2))
    await fill(talk, "ordforande", f"roster:{second(talk).id}:move:this", start="01.00", end="02.00")

    (moved,) = there(talk, rows(talk)[1])
    assert (moved.day - rows(talk)[1].day, moved.starts) == (timedelta(days=1), time(1))


async def test_what_has_no_parts_is_changed_for_one_time_alone(start_talk):
    talk = await start_talk(whole_forms=True)
    plan_first(talk.database)
    await begin(talk)
    for row in rows(talk)[1:3]:
        with talk.database.begin() as session:
            shifts.whole(session, session.get_one(Activity, row.id))
    said = await talk.say("ordforande", "", action=f"roster:{second(talk).id}")

    assert "Det du ändrar på passet gäller bara torsdag 15 april." in said
    await talk.press("ordforande", "Ändra platser")
    assert talk.adapter().sent[-1][1].form.ref == str(second(talk).id)


async def test_one_that_the_others_have_not_is_changed_alone_and_that_is_told(talk):
    await fill(talk, "ordforande", f"shifts:{rows(talk)[1].id}:new:this", **NEW | {"role": "sjunger"})
    number = there(talk, rows(talk)[1])[1].id
    said = await talk.say("ordforande", "", action=f"roster:{number}")
    assert "Det du ändrar på passet gäller bara torsdag 15 april." in said
    await talk.say("ordforande", "", action=f"roster:{number}:edit")
    assert talk.adapter().sent[-1][1].form.ref == str(number)
    assert "gäller bara" not in await talk.say("ordforande", "", action=f"roster:{second(talk).id}")


async def test_whoever_only_answers_for_one_changes_that_one(talk):
    with talk.database.begin() as session:
        session.get_one(Activity, rows(talk)[1].id).contact_id = 1
    said = await talk.say("medlem", "", action=f"roster:{second(talk).id}")
    assert "Det du ändrar på passet gäller bara torsdag 15 april." in said
    await talk.say("medlem", "", action=f"roster:{second(talk).id}:cancel:following")
    number = talk.adapter().sent[-1][1].form.id
    said = await talk.say("medlem", "", action=f"form:{number}:send", values={"reason": ""})

    assert said.startswith("Månadsmöte återkommer inte längre.")
    assert not any(one.cancelled_at for row in rows(talk) for one in there(talk, row))
