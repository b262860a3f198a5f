"""What comes back: proposed with its days, agreed to, and changed from one on or alone."""

from datetime import date, time, timedelta

import pytest
from sqlmodel import select

from storage import activities
from storage.models import Activity, Shift
from tests.handlers.flyering import labels
from tests.handlers.monthly import (
    MONTHLY,
    TITLE,
    YES,
    begin,
    count,
    days,
    faults,
    hand_in,
    join,
    open_form,
    plan_first,
    rows,
)
from tests.talk import IDS, NOW, Talk


@pytest.fixture
async def talk(start_talk) -> Talk:
    talk = await start_talk(whole_forms=True)
    plan_first(talk.database)
    return talk


async def test_the_days_are_shown_before_anything_is_kept(talk):
    said = await hand_in(talk, f"again:{rows(talk)[0].id}", **MONTHLY)

    assert said.splitlines() == [
        "Så här blir det: Månadsmöte varje månad den 15:e, utom juni–augusti.",
        "Närmast måndag 15 mars, torsdag 15 april, lördag 15 maj, onsdag 15 september. Alltid kl. 18.00–20.00.",
        "8 gånger till läggs in för det närmaste året, och sedan fler efter hand.",
    ]
    assert len(rows(talk)) == 1
    assert await talk.press("ordforande", YES) == (
        "Sparat. Det är 9 gånger framåt just nu, den sista tisdag 15 februari 2028, och fler läggs in efter hand.\n"
        "Månadsmöte återkommer varje månad den 15:e, utom juni–augusti."
    )
    assert len(rows(talk)) == 9


async def test_the_same_form_and_the_same_yes_twice_are_one_series(talk):
    number = await open_form(talk, "ordforande", f"again:{rows(talk)[0].id}")
    for _ in range(2):
        await talk.say("ordforande", "", action=f"form:{number}:send", values=MONTHLY)
    first, again = await talk.press("ordforande", YES), await talk.press("ordforande", YES)

    assert first == again
    assert (count(talk), len(rows(talk))) == (1, 9)


async def test_the_days_that_some_months_lack_are_told_of(talk):
    with talk.database.begin() as session:
        first = session.exec(select(Activity).where(Activity.title == TITLE)).one()
        activities.move(session, first, day=date(2027, 3, 31), starts=time(18), ends=time(20), now=NOW)
    said = await hand_in(talk, f"again:{rows(talk)[0].id}", **MONTHLY | {"rhythm": "varje månad den 31:a"})

    assert "Månader som saknar den dagen hoppas över." in said
    assert "Närmast onsdag 31 mars, måndag 31 maj, lördag 31 juli, tisdag 31 augusti." in said


@pytest.mark.parametrize(
    ("values", "field", "words"),
    [
        ({"rhythm": "ibland"}, "rhythm", "Jag förstår inte hur ofta det är. Skriv till exempel varje måndag, varje"),
        ({"rhythm": "varje dag"}, "rhythm", "Så ofta kan jag inte lägga in något."),
        ({"rhythm": "varje tisdag"}, "rhythm", "Aktiviteten är måndag 15 mars, och det passar inte ihop."),
        ({"rhythm": "den 15:e utom mars"}, "rhythm", "Aktiviteten är själv i uppehållet, måndag 15 mars."),
        ({"pauses": "*sen*"}, "pauses", "Jag förstår inte uppehållet ”*sen*”. Skriv månader eller dagar"),
        ({"pauses": "mars"}, "pauses", "Aktiviteten är själv i uppehållet, måndag 15 mars."),
        ({"until": "2027-03-20"}, "until", "Då blir det bara den här gången, måndag 15 mars."),
    ],
)
async def test_what_cannot_be_is_asked_again(talk, values, field, words):
    await hand_in(talk, f"again:{rows(talk)[0].id}", **MONTHLY | values)

    assert list(faults(talk)) == [field]
    assert faults(talk)[field].startswith(words)
    assert count(talk) == 0


@pytest.mark.parametrize("pauses", ["", "nej", "inga", "-"])
async def test_no_pause_can_be_said_too(talk, pauses):
    await begin(talk, rhythm="varje måndag", pauses=pauses)

    assert len(rows(talk)) > 50


async def test_pauses_in_both_answers_are_all_kept(talk):
    said = await hand_in(
        talk, f"again:{rows(talk)[0].id}", rhythm="den 15:e utom juli", pauses="inte 15 december", until="2028-05-31"
    )

    assert "varje månad den 15:e, utom juli och 15 december, till och med 31 maj 2028." in said


async def test_one_is_called_off_alone(talk):
    await begin(talk)
    april = rows(talk)[1]
    await talk.say("ordforande", "", action=f"change:{april.id}:cancel")
    assert labels(talk) == ["Bara den här", "Den här och alla efter"]
    await hand_in(talk, f"change:{april.id}:cancel-this", reason="Sjuk")

    assert len(rows(talk)) == 8
    assert len(rows(talk, on=False)) == 9
    assert rows(talk, on=False)[1].series_day == date(2027, 4, 15)


async def test_where_nothing_comes_after_it_only_this_one_can_be_meant(talk):
    await begin(talk)

    assert await open_form(talk, "ordforande", f"change:{rows(talk)[-1].id}:cancel")


async def test_all_that_follow_are_called_off_and_each_is_told_once_for_each(start_talk):
    talk = await start_talk(whole_forms=True, reminds=True)
    plan_first(talk.database)
    await begin(talk)
    for one in rows(talk)[:3]:
        join(talk, "medlem", one)
    join(talk, "medlem2", rows(talk)[2])
    said = await hand_in(talk, f"again:{rows(talk)[1].id}:cancel", reason="Ingen lokal")

    assert said.splitlines()[:2] == [
        "Sparat. Månadsmöte är inställd från och med torsdag 15 april, sammanlagt 8 gånger.",
        "2 har sagt ja till någon av gångerna, och får veta det.",
    ]
    await talk.wait(timedelta(minutes=1))
    told = [to.chat for to, reply in talk.adapter().sent if "Inställt" in reply.text]
    assert sorted(told) == sorted([IDS["medlem"], IDS["medlem"], IDS["medlem2"]])
    assert days(talk) == ["03-15"]


async def test_all_that_follow_are_moved(talk):
    await begin(talk)
    with talk.database.begin() as session:
        for one in session.exec(select(Activity).where(Activity.title == TITLE)):
            session.add(Shift(activity_id=one.id, day=one.day, starts=time(17), ends=time(18), starts_at=one.starts_at,
                              ends_at=one.ends_at, minimum=1))  # fmt: skip
    said = await hand_in(talk, f"again:{rows(talk)[3].id}:move", date="16 september", start="19", end="21")

    assert said.startswith(
        "Sparat. Månadsmöte är från och med nu varje månad den 16:e, utom juni–augusti, kl. 19.00–21.00."
    )
    assert days(talk)[:5] == ["03-15", "04-15", "05-15", "09-16", "10-16"]
    with talk.database.read() as session:
        moved = session.exec(select(Shift).where(Shift.activity_id == rows(talk)[4].id)).one()
        assert (moved.day, moved.starts) == (date(2027, 10, 16), time(18))
    assert count(talk) == 2


async def test_moved_into_its_own_pause_is_refused(talk):
    await begin(talk)
    await hand_in(talk, f"again:{rows(talk)[2].id}:move", date="3 juni", start="18", end="20")

    assert faults(talk) == {
        "date": "torsdag 3 juni är i uppehållet. Välj en annan dag, eller ändra upprepningen först."
    }
    assert (count(talk), len(days(talk))) == (1, 9)


async def test_moved_over_the_change_of_the_clocks_the_hour_stays(talk):
    await begin(talk, rhythm="varje måndag")
    await hand_in(talk, f"again:{rows(talk)[0].id}:move", date="14 mars", start="02.30", end="04")

    for one in rows(talk):
        local = one.starts_at.astimezone(talk.settings.zone)
        assert (local.weekday(), local.time()) == (6, time(3, 30) if one.day == date(2027, 3, 28) else time(2, 30))


async def test_one_more_pause(talk):
    await begin(talk)
    said = await hand_in(talk, f"again:{rows(talk)[0].id}:pause", pauses="september 2027")

    assert said.endswith("En gång passar inte längre och ställs in. Den som sagt ja får veta det.")
    await talk.press("ordforande", YES)
    assert days(talk)[:4] == ["03-15", "04-15", "05-15", "10-15"]
    cancelled = next(row for row in rows(talk, on=False) if row.cancelled_at)
    assert (cancelled.day, cancelled.cancel_reason) == (date(2027, 9, 15), "Upprepningen har ändrats")


async def test_another_rhythm_from_one_of_them_on(talk):
    await begin(talk)
    ((_, reply),) = await talk.hear(talk.incoming("ordforande", action=f"again:{rows(talk)[0].id}:form"))
    assert [field.value for field in reply.form.fields] == ["varje månad den 15:e", "utom juni–augusti", ""]
    assert await open_form(talk, "ordforande", f"again:{rows(talk)[1].id}:form")
    await hand_in(talk, f"again:{rows(talk)[1].id}:form", **MONTHLY | {"rhythm": "varje år"})
    await talk.press("ordforande", YES)

    assert days(talk) == ["03-15", "04-15"]


async def test_the_form_handed_in_as_it_stands_changes_nothing(talk):
    await begin(talk)
    before = days(talk)
    said = await hand_in(
        talk, f"again:{rows(talk)[0].id}:form", rhythm="varje månad den 15:e", pauses="utom juni–augusti", until=""
    )
    assert said.endswith("Inget av det som är inlagt ställs in.")
    await talk.press("ordforande", YES)

    assert days(talk) == before


async def test_a_pause_that_has_been_is_not_asked_about_again(talk):
    await begin(talk, pauses="december 2027")
    last = rows(talk)[-1]
    form = await open_form(talk, "ordforande", f"again:{last.id}:form")

    assert last.day.year == 2028
    assert form
    assert [field.value for field in talk.adapter().sent[-1][1].form.fields][1] == "utom juni–augusti"


async def test_it_stops_and_can_begin_again(talk):
    await begin(talk)
    await talk.say("ordforande", "", action=f"again:{rows(talk)[1].id}:stop")
    said = await talk.press("ordforande", "Ja, den blir den sista")

    assert said.startswith("Sparat. Månadsmöte torsdag 15 april blir den sista. 7 gånger efter den är inställda.")
    assert days(talk) == ["03-15", "04-15"]
    await talk.say("ordforande", "", action=f"change:{rows(talk)[1].id}")
    assert "Återkommer" in labels(talk)
    await hand_in(talk, f"again:{rows(talk)[1].id}", **MONTHLY)
    await talk.press("ordforande", YES)
    assert len(days(talk)) == 9


async def test_all_of_them_page_by_page(talk):
    await begin(talk, rhythm="varje måndag", pauses="sommaren")
    seen: list[str] = []
    await talk.say("ordforande", "", action=f"again:{rows(talk)[0].id}:each")
    while True:
        found = labels(talk)
        seen += [label for label in found if label != "Visa fler"]
        if "Visa fler" not in found:
            break
        await talk.press("ordforande", "Visa fler")

    assert len(seen) == len(set(seen)) == len(rows(talk))


async def test_in_a_chat_without_windows_it_is_told_back_at_each_answer(start_talk):
    talk = await start_talk()
    number = plan_first(talk.database)
    await talk.say("ordforande", "", action=f"again:{number}")
    assert labels(talk)[:3] == ["varje måndag", "varannan måndag", "varje månad den 15:e"]
    assert (await talk.say("ordforande", "ibland <b>")).startswith("Jag förstår inte hur ofta det är.")
    await talk.say("ordforande", "femtonde, inte på sommaren")
    assert "Jag förstår inte uppehållet ”kanske”" in await talk.say("ordforande", "kanske")
    await talk.say("ordforande", "15 december")
    await talk.press("ordforande", "Hoppa över")

    assert "Hur ofta? varje månad den 15:e, utom juni–augusti" in talk.texts()[-1]
    assert "När är det uppehåll? 15 december" in talk.texts()[-1]
