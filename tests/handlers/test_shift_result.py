"""How a shift went: who is asked and when, what is kept, and who is thanked."""

import pytest
from sqlmodel import select

from storage.models import Result, Shift
from tests.handlers.saturday import (
    EARLY,
    LATE,
    LEADS,
    hand_in,
    join,
    labels,
    last,
    shift,
    told,
    until,
)
from tests.talk import Talk

OVER, AGAIN, THANKS = "Nu är passet slut", "Jag frågar inte igen", "Tack för att du var med"


@pytest.fixture
async def talk(start_saturday) -> Talk:
    """Forms are shown whole (lordag-kvall.txt asks one by one)."""
    return await start_saturday(whole_forms=True)


async def saturday(talk) -> None:
    """medlem2 has led the early shift: medlem3 came with a friend, medlem4 did not, of medlem5 nobody said."""
    join(talk, "medlem2", LEADS)
    join(talk, "medlem3", EARLY, guests=1)
    join(talk, "medlem4", EARLY)
    join(talk, "medlem5", EARLY)
    await until(talk, 13, 10, 30)
    for label in ("Cleo Ä. +1", "Dag B.", "✓ Dag B."):
        await talk.press("medlem2", label)


def rows(talk) -> dict[int, Result]:
    with talk.database.read() as session:
        return {row.shift_id: row for row in session.exec(select(Result))}


async def test_whoever_checked_in_is_asked_when_it_is_over_and_once_more(talk):
    await saturday(talk)
    await until(talk, 13, 11, 59)
    assert told(talk, "medlem2", OVER) == []
    await until(talk, 13, 12)
    assert len(told(talk, "medlem2", OVER)) == 1
    assert labels(talk) == ["Lämna resultat", "Se vilka som kom"]
    await until(talk, 14, 9, 59)
    assert told(talk, "medlem2", AGAIN) == []
    for day in (14, 15, 16):
        await until(talk, day, 10)

    assert len(told(talk, "medlem2", AGAIN)) == 1
    assert told(talk, "ordforande2", OVER) == []


async def test_nobody_is_asked_of_what_is_told(talk):
    await saturday(talk)
    await until(talk, 13, 11, 30)
    await hand_in(talk, "ordforande2", EARLY)
    await until(talk, 13, 12)
    await until(talk, 14, 11)

    assert told(talk, "medlem2", OVER) == []
    assert told(talk, "medlem2", AGAIN) == []


async def test_who_leads_no_longer_is_not_asked(talk):
    await saturday(talk)
    with talk.database.begin() as session:
        session.get_one(Shift, shift(talk, LEADS)).leads = False
    await until(talk, 13, 12)

    assert told(talk, "medlem2", OVER) == []


async def test_friends_are_counted_and_who_was_never_marked_is_no_no_show(talk):
    await saturday(talk)
    await until(talk, 13, 12)

    said = await hand_in(talk, "medlem2", EARLY, note="Många ville prata om hyrorna.")
    assert said == (
        "Tack, sparat! Flygblad på lördagstorget, lördag 13 februari kl. 11.00–12.00: "
        "2 kom, en kom inte, 400 flygblad.\nDe som kom får ett tack söndag 14 februari kl. 10.00."
    )
    kept = rows(talk)
    early, leads = kept[shift(talk, EARLY)], kept[shift(talk, LEADS)]
    assert (early.came, early.missed, early.flyers, early.note) == (2, 1, 400, "Många ville prata om hyrorna.")
    assert (leads.came, leads.missed, leads.flyers) == (1, 0, 0)


async def test_sent_again_it_is_one_row_corrected(talk):
    await saturday(talk)
    await until(talk, 13, 12)
    for flyers in ("400", "350"):
        await hand_in(talk, "medlem2", EARLY, flyers=flyers)

    assert {row.flyers for row in rows(talk).values()} == {0, 350}
    assert len(rows(talk)) == 2


async def test_the_form_shows_what_stands_there(talk):
    await saturday(talk)
    await until(talk, 13, 12)
    await hand_in(talk, "medlem2", EARLY, note="Kallt.")
    await talk.say("ordforande2", "", action=f"result:{shift(talk, EARLY)}")

    assert [one.value for one in last(talk).form.fields] == ["400", "Kallt."]


async def test_who_is_marked_afterwards_is_counted(talk):
    await saturday(talk)
    await until(talk, 13, 12)
    await hand_in(talk, "medlem2", EARLY)
    await talk.press("medlem2", "Se vilka som kom")
    await talk.press("medlem2", "✗ Dag B.")

    kept = rows(talk)[shift(talk, EARLY)]
    assert (kept.came, kept.missed) == (3, 0)


@pytest.mark.parametrize("flyers", ["-1", "100001", "3.5", "nan", "²", "１２", "1_000", "1e3", ""])
async def test_only_so_many_flyers_in_ascii_digits(talk, flyers):
    await saturday(talk)
    await until(talk, 13, 12)
    await hand_in(talk, "medlem2", EARLY, flyers=flyers)

    assert rows(talk) == {}


async def test_the_line_is_a_line(talk):
    await saturday(talk)
    await until(talk, 13, 12)
    await hand_in(talk, "medlem2", EARLY, note="o" * 301)
    assert rows(talk) == {}
    await hand_in(talk, "medlem2", EARLY, note="o" * 300)
    assert len(rows(talk)[shift(talk, EARLY)].note) == 300


async def test_before_it_has_begun_there_is_nothing_to_tell(talk):
    await saturday(talk)

    said = await talk.say("medlem2", "", action=f"result:{shift(talk, EARLY)}")
    assert said.startswith("Det passet har inte börjat än")
    assert last(talk).form is None


@pytest.mark.parametrize("who", ["medlem3", "ordforande", "styrelse", "gast"])
async def test_nobody_else_tells(talk, who):
    await saturday(talk)
    await until(talk, 13, 12)

    said = await talk.say(who, "", action=f"result:{shift(talk, EARLY)}")
    assert said.startswith(("Det där får du inte göra", "Det där är för medlemmar"))


async def test_the_right_may_end_while_the_form_is_open(talk):
    await saturday(talk)
    await until(talk, 13, 12)
    ((_, reply),) = await talk.hear(talk.incoming("medlem2", action=f"result:{shift(talk, EARLY)}"))
    with talk.database.begin() as session:
        session.get_one(Shift, shift(talk, LEADS)).leads = False
    said = await talk.say("medlem2", "", action=f"form:{reply.form.id}:send", values={"flyers": "5", "note": ""})

    assert said.startswith("Det där får du inte göra")
    assert rows(talk) == {}


async def test_those_who_came_are_thanked_the_morning_after(talk):
    await saturday(talk)
    await until(talk, 13, 12)
    await hand_in(talk, "medlem2", EARLY, note="Dag B. kom inte.")
    await until(talk, 14, 9, 59)
    assert told(talk, "medlem3", THANKS) == []
    await until(talk, 14, 10)

    thanks = f"{THANKS} på Flygblad på lördagstorget, lördag 13 februari!\nNi delade ut 400 flygblad, 3 kom."
    assert told(talk, "medlem3", THANKS) == told(talk, "medlem2", THANKS) == [thanks]
    assert told(talk, "medlem4", THANKS) == told(talk, "medlem5", THANKS) == []


async def test_two_shifts_of_a_day_are_one_thanks(talk):
    await saturday(talk)
    join_late(talk)
    await until(talk, 13, 12)
    await hand_in(talk, "medlem2", EARLY)
    await talk.say("medlem2", "", action=f"came-all:{shift(talk, LATE)}:0")
    await until(talk, 13, 13)
    await hand_in(talk, "medlem2", LATE, flyers="100")
    await until(talk, 14, 10)
    await until(talk, 14, 12)

    assert [text.splitlines()[-1] for text in told(talk, "medlem2", THANKS)] == ["Ni delade ut 500 flygblad, 4 kom."]
    assert [text.splitlines()[-1] for text in told(talk, "medlem6", "Thank you for")] == [
        "You handed out 500 flyers, 4 came."
    ]


def join_late(talk) -> None:
    talk.now, then = talk.now.replace(hour=8, minute=0), talk.now
    join(talk, "medlem6", LATE)
    talk.now = then


async def test_told_late_they_are_thanked_at_once_and_nobody_twice(talk):
    await saturday(talk)
    join_late(talk)
    await until(talk, 13, 12)
    await hand_in(talk, "medlem2", EARLY)
    await until(talk, 14, 11)
    assert len(told(talk, "medlem3", THANKS)) == 1
    await talk.say("ordforande2", "", action=f"came-all:{shift(talk, LATE)}:0")
    said = await hand_in(talk, "ordforande2", LATE, flyers="100")

    assert "De som kom får ett tack nu." in said
    assert [text.splitlines()[-1] for text in told(talk, "medlem6", "Thank you for")] == [
        "You handed out 500 flyers, 4 came."
    ]
    assert len(told(talk, "medlem3", THANKS)) == len(told(talk, "medlem2", THANKS)) == 1


async def test_who_is_marked_as_missing_before_the_morning_is_not_thanked(talk):
    await saturday(talk)
    await until(talk, 13, 12)
    await hand_in(talk, "medlem2", EARLY)
    await talk.press("medlem2", "Se vilka som kom")
    for label in ("✓ Cleo Ä. +1", "✓ Cleo Ä."):
        await talk.press("medlem2", label)
    await until(talk, 14, 10)

    assert told(talk, "medlem3", THANKS) == []


async def test_where_nobody_is_marked_nobody_is_thanked_and_that_is_told(talk):
    join(talk, "medlem3", EARLY)
    await until(talk, 13, 12)

    assert "Ingen är markerad" in await hand_in(talk, "ordforande2", EARLY)
    await until(talk, 14, 10)
    assert told(talk, "medlem3", THANKS) == []


async def test_who_came_is_thanked_though_nobody_tells_how_it_went(talk):
    await saturday(talk)
    await until(talk, 14, 17, 59)
    assert told(talk, "medlem3", THANKS) == []
    for day in (14, 15, 16):
        await until(talk, day, 18)

    thanks = f"{THANKS} på Flygblad på lördagstorget, lördag 13 februari!"
    assert told(talk, "medlem3", THANKS) == told(talk, "medlem2", THANKS) == [thanks]
    assert told(talk, "medlem4", THANKS) == told(talk, "medlem5", THANKS) == []


async def test_who_was_thanked_in_the_morning_is_not_in_the_evening_as_well(talk):
    await saturday(talk)
    await until(talk, 13, 12)
    await hand_in(talk, "medlem2", EARLY)
    await until(talk, 14, 18)
    assert len(told(talk, "medlem3", THANKS)) == 1

    # Nor those who are marked later, and thanked then, a second time.
    await talk.say("medlem2", "", action=f"came-all:{shift(talk, EARLY)}:0")
    for hour in (19, 20, 21):
        await until(talk, 14, hour)
    await until(talk, 15, 12)
    assert [len(told(talk, who, THANKS)) for who in ("medlem3", "medlem5", "medlem4")] == [1, 1, 0]
