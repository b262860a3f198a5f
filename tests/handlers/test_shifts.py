"""The shifts of what somebody arranges: new ones, more room, another time, and calling one off."""

from datetime import time, timedelta

import pytest
from sqlmodel import select

from storage.models import Activity, Shift
from tests.handlers.flyering import FLYERING, NEW, activity, add, faults, hand_in, join, labels, new, rows
from tests.talk import NOW, Talk


@pytest.fixture
async def talk(start_talk) -> Talk:
    return await start_talk(whole_forms=True)


async def test_from_the_activity_to_its_shifts(talk):
    add(talk, minimum=2, capacity=4)
    await talk.say("ordforande", f"/andra-aktivitet {FLYERING}")

    assert (await talk.press("ordforande", "Pass och platser")).splitlines() == [
        "Passen på Flygblad vid stationen, tisdag 9 februari:",
        "- kl. 17.00–18.00: 0 av 4 platser är tagna. 2 till behövs.",
    ]
    assert labels(talk) == ["kl. 17.00–18.00", "Nytt pass", "Visa i gruppen"]
    await talk.press("ordforande", "kl. 17.00–18.00")
    assert labels(talk)[:4] == ["Ändra passet", "Ändra platser", "Flytta passet", "Ställ in passet"]


async def test_without_shifts_everyone_is_in_on_all_of_it(talk):
    said = await talk.say("ordforande", "", action=f"shifts:{activity(talk).id}")

    assert said.startswith("Flygblad vid stationen, tisdag 9 februari, har inga pass än")
    assert labels(talk) == ["Nytt pass", "Visa i gruppen"]


async def test_a_new_shift(talk):
    said = await new(talk, role="samordnare", leads="yes", place="Norra ingången", needed="1", room="1")

    assert said.splitlines() == [
        "Sparat.", "Passen på Flygblad vid stationen, tisdag 9 februari:",
        "- kl. 17.00–18.00, samordnare, Norra ingången: 0 av 1 platser är tagna. En till behövs.",
    ]  # fmt: skip
    (row,) = rows(talk)
    assert (row.role, row.leads, row.place) == ("samordnare", True, "Norra ingången")
    assert (row.starts, row.ends, row.minimum, row.capacity) == (time(17), time(18), 1, 1)
    assert row.day == activity(talk).day


async def test_none_need_to_come_and_everyone_has_room(talk):
    await new(talk, needed="0", room="")

    assert [(row.minimum, row.capacity) for row in rows(talk)] == [(0, None)]


@pytest.mark.parametrize("bad", ["-1", "1e9", "3.5", "nan", "²", "１２", "1_000", "501", "1000000", "fem"])
@pytest.mark.parametrize("field", ["needed", "room"])
async def test_only_a_number_that_can_be(talk, field, bad):
    await new(talk, **{field: bad})

    least = 0 if field == "needed" else 1
    assert faults(talk) == {
        field: f"”{bad}” är inget tal jag kan ta emot. Skriv ett heltal mellan {least} och 500, med bara siffror."
    }
    assert rows(talk) == []


async def test_room_for_nobody_is_no_room(talk):
    await new(talk, needed="0", room="0")

    assert faults(talk)["room"].endswith("Skriv ett heltal mellan 1 och 500, med bara siffror.")


async def test_room_for_fewer_than_are_needed(talk):
    await new(talk, needed="5", room="4")

    assert faults(talk)["room"].startswith("5 behövs, så minst 5 måste få plats.")


@pytest.mark.parametrize(
    ("values", "field", "why"),
    [
        ({"end": "17"}, "end", "Passet måste sluta efter att det har börjat, kl. 17.00, och samma dag."),
        ({"end": "9.00"}, "end", "Passet måste sluta efter att det har börjat, kl. 17.00, och samma dag."),
        ({"end": "01.00"}, "end", "Passet måste sluta efter att det har börjat, kl. 17.00, och samma dag."),
        ({"start": "lördag 20 mars kl. 10"}, "start", "Jag förstår inte vilken tid"),
        ({"end": "den 9 februari 2037"}, "end", "Jag förstår inte vilken tid"),
        ({"start": "25.00"}, "start", "Jag förstår inte vilken tid"),
        ({"role": "x" * 41}, "role", "Det där blev för långt: högst 40 tecken får plats"),
    ],
)
async def test_what_cannot_be_is_asked_again(talk, values, field, why):
    await new(talk, **values)

    assert faults(talk)[field].startswith(why)
    assert rows(talk) == []


async def test_what_has_begun_already(talk):
    talk.now += timedelta(days=1, hours=7, minutes=30)
    await new(talk, start="10", end="18")

    assert faults(talk) == {"start": "Den tiden har redan varit. Skriv en senare tid."}


def a_late_one(talk) -> int:
    """What lasts until one in the night, and is ours."""
    with talk.database.begin() as session:
        party = session.exec(select(Activity).where(Activity.ends < Activity.starts)).first()
        party.branch_id = 1
        return party.id


async def test_into_the_night_as_long_as_the_activity_lasts(talk):
    number = a_late_one(talk)
    late = NEW | {"start": "22.00", "end": "01.00"}

    assert (await hand_in(talk, "ordforande", f"shifts:{number}:new", **late)).startswith("Sparat.")
    await hand_in(talk, "ordforande", f"shifts:{number}:new", **late | {"end": "01.30"})
    assert list(faults(talk)) == ["end"]


@pytest.mark.parametrize(("start", "end"), [("00.00", "01.00"), ("00.30", "02.00")])
async def test_after_midnight_of_what_lasts_so_long_is_the_night_after(talk, start, end):
    """And not the morning before; it moves there and back."""
    number = a_late_one(talk)

    said = await hand_in(talk, "ordforande", f"shifts:{number}:new", **NEW | {"start": start, "end": end})

    assert said.startswith("Sparat.")
    assert "utanför" not in said
    with talk.database.read() as session:
        (row,) = session.exec(select(Shift).where(Shift.activity_id == number))
        party = session.get_one(Activity, number)
        assert (row.day - party.day).days == 1
        assert party.starts_at < row.starts_at < party.ends_at
    for hours, apart in (({"start": "21.00", "end": "22.00"}, 0), ({"start": start, "end": end}, 1)):
        await hand_in(talk, "ordforande", f"roster:{row.id}:move", **hours)
        with talk.database.read() as session:
            assert (session.get_one(Shift, row.id).day - party.day).days == apart


@pytest.mark.parametrize(("start", "apart"), [("01.00", 1), ("02.30", 1), ("16.00", 0)])
async def test_what_is_tidied_up_is_right_after_it_and_what_is_set_up_right_before(talk, start, apart):
    number, end = a_late_one(talk), f"{int(start[:2]) + 1:02}.00"
    await hand_in(talk, "ordforande", f"shifts:{number}:new", **NEW | {"start": "00.30", "end": "01.00"})
    with talk.database.read() as session:
        (night,) = session.exec(select(Shift).where(Shift.activity_id == number))
    for action in (f"shifts:{number}:new", f"roster:{night.id}:move"):
        await hand_in(talk, "ordforande", action, **NEW | {"start": start, "end": end})

    with talk.database.read() as session:
        party = session.get_one(Activity, number)
        found = session.exec(select(Shift).where(Shift.activity_id == number)).all()
        assert [(one.day - party.day).days for one in found] == [apart, apart]


async def test_before_what_lasts_into_the_night_is_the_same_day(talk):
    number = a_late_one(talk)
    await hand_in(talk, "ordforande", f"shifts:{number}:new", **NEW | {"start": "14.00", "end": "16.00"})
    await hand_in(talk, "ordforande", f"shifts:{number}:new", **NEW | {"start": "00.30", "end": "00.10"})

    assert list(faults(talk)) == ["end"]
    with talk.database.read() as session:
        (row,) = session.exec(select(Shift).where(Shift.activity_id == number))
        assert row.day == session.get_one(Activity, number).day


async def test_there_can_be_only_so_many(talk):
    for _ in range(50):
        add(talk)

    assert (await talk.say("ordforande", "", action=f"shifts:{activity(talk).id}:new")).startswith("Det finns redan 50")


async def test_many_come_page_by_page(talk):
    for hour in range(8, 18):
        add(talk, hour, hour + 1)
    said = await talk.say("ordforande", "", action=f"shifts:{activity(talk).id}")

    assert len(said.splitlines()) == 9
    said = await talk.press("ordforande", "Fler pass")
    assert [line[:10] for line in said.splitlines()[1:]] == ["- kl. 16.0", "- kl. 17.0"]


async def test_more_room_is_offered_to_who_waits(start_talk):
    talk = await start_talk(whole_forms=True, reminds=True)
    shift = add(talk, capacity=1)
    join(talk, "medlem2", shift)
    join(talk, "medlem3", shift)

    said = await hand_in(talk, "ordforande", f"roster:{shift}:room", needed="1", room="3")
    assert "2 av 3 platser är tagna." in said
    assert any(text.startswith("En plats blev ledig: Flygblad vid stationen") for text in talk.texts())


async def test_who_has_not_answered_an_offer_has_not_said_yes(start_talk):
    talk = await start_talk(whole_forms=True)
    shift = add(talk, capacity=1)
    for who in ("medlem", "medlem2", "medlem3"):
        join(talk, who, shift)
    said = await hand_in(talk, "ordforande", f"roster:{shift}:room", needed="0", room="")

    assert "1 har sagt ja. 2 har fått en plats erbjuden, och inte svarat än." in said


async def test_less_room_than_there_are_is_refused(talk):
    shift = add(talk, capacity=4)
    join(talk, "medlem2", shift, guests=2)
    await hand_in(talk, "ordforande", f"roster:{shift}:room", needed="0", room="2")

    assert faults(talk) == {"room": "3 har redan en plats, så färre än 3 går inte. Skriv ett högre tal."}
    assert [row.capacity for row in rows(talk)] == [4]


async def test_what_stands_there_is_in_the_form(talk):
    shift = add(talk, minimum=2, capacity=4)
    ((_, reply),) = await talk.hear(talk.incoming("ordforande", action=f"roster:{shift}:room"))
    assert [field.value for field in reply.form.fields] == ["2", "4"]

    ((_, reply),) = await talk.hear(talk.incoming("ordforande", action=f"roster:{shift}:move"))
    assert [field.value for field in reply.form.fields] == ["17:00", "18:00"]


async def test_moved_who_is_on_it_is_told_and_who_is_elsewhere_leaves(start_talk):
    talk = await start_talk(whole_forms=True, reminds=True)
    shift, later = add(talk), add(talk, 18, 19)
    for who in ("medlem2", "medlem3", "medlem4"):
        join(talk, who, shift)
    join(talk, "medlem4", later)

    said = await hand_in(talk, "ordforande", f"roster:{shift}:move", start="18", end="19")
    assert said.splitlines()[:3] == [
        "Sparat. Passet är nu kl. 18.00–19.00.",
        "2 står på passet, och får veta det nu.",
        "En är med på något annat då och står inte kvar på passet. Det säger jag också till om.",
    ]
    told = [text.partition(":")[0] for text in talk.texts() if "kl. 18.00–19.00" in text]
    assert told.count("Ny tid för ett pass som du står på") == 2


async def test_moved_those_in_the_line_are_counted_beside_those_on_it(start_talk):
    talk = await start_talk(whole_forms=True, reminds=True)
    shift = add(talk, capacity=1)
    for who in ("medlem2", "medlem3", "medlem4"):
        join(talk, who, shift)

    said = await hand_in(talk, "ordforande", f"roster:{shift}:move", start="18", end="19")
    assert said.splitlines()[1] == "En står på passet, och får veta det nu. 2 står i kö, och får veta det."


async def test_the_same_time_is_no_move(talk):
    shift = add(talk)

    said = await hand_in(talk, "ordforande", f"roster:{shift}:move", start="17", end="18")
    assert said.startswith("Det är samma tid som förut, så inget ändras.")


async def test_called_off_with_a_reason(start_talk):
    talk = await start_talk(whole_forms=True, reminds=True)
    shift = add(talk)
    join(talk, "medlem2", shift)

    said = await hand_in(talk, "ordforande", f"roster:{shift}:cancel", reason="*Det* ösregnar")
    assert said.splitlines()[:2] == [
        "Sparat. Passet kl. 17.00–18.00 är inställt.", "En står på passet, och får veta det nu.",
    ]  # fmt: skip
    assert any(text.endswith("Skälet: *Det* ösregnar") for text in talk.texts())
    assert (await talk.say("ordforande", "", action=f"roster:{shift}")) == "Det passet är redan inställt."


async def test_a_shift_that_has_begun_is_not_changed(talk):
    shift = add(talk, 17, 18)
    talk.now = NOW + timedelta(days=1, hours=8, minutes=10)

    assert (await talk.say("ordforande", "", action=f"roster:{shift}:move")).startswith("Det passet har redan börjat")


async def test_a_shift_wholly_outside_the_activity_s_hours_is_kept_and_said_to_be(talk):
    warning = (
        "Passet ligger helt utanför aktivitetens egna tider, kl. 16.30–18.00. "
        "Är det inte meningen, ändra det med Flytta passet."
    )

    assert (await new(talk, start="15.30", end="16.30")).splitlines()[:2] == ["Sparat.", warning]
    (shift,) = rows(talk)
    assert warning in await hand_in(talk, "ordforande", f"roster:{shift.id}:move", start="18", end="19")
    assert "utanför" not in await hand_in(talk, "ordforande", f"roster:{shift.id}:move", start="17.30", end="19")
    assert "utanför" not in await new(talk, start="16", end="17")
