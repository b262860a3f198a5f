"""Of one that comes back and all after it: the plan, hours outside its own, and who is told."""

from datetime import time, timedelta

from storage import shifts
from storage.models import Activity
from tests.handlers.flyering import NEW, labels
from tests.handlers.meeting import fill
from tests.handlers.monthly import join, rows
from tests.handlers.test_following import REACHES, alone, make_later, talk
from tests.talk import Talk

__all__ = ["talk"]


def served(talk: Talk) -> list[int | None]:
    return [row.serves for row in rows(talk)]


async def link(talk: Talk, number: int, far: str) -> str:
    await fill(talk, "ordforande", f"details:{rows(talk)[number].id}:plan:{far}", serves="kollektivtrafik")
    return await talk.press("ordforande", labels(talk)[0])


async def test_how_far_it_belongs_to_the_plan_is_asked(talk):
    await talk.say("ordforande", "", action=f"details:{rows(talk)[1].id}:plan")

    assert labels(talk) == REACHES


async def test_only_this_one_belongs_to_it(talk):
    await link(talk, 1, "this")

    assert [one is not None for one in served(talk)][:3] == [False, True, False]
    assert make_later(talk).serves is None


async def test_this_one_and_all_after_it_belong_to_it_and_those_that_are_made_later(talk):
    said = await link(talk, 1, "following")

    assert "Det gäller också 7 gånger efter den" in said
    first, *others = served(talk)
    assert first is None
    assert len(set(others)) == 1
    assert make_later(talk).serves == others[0] is not None


async def test_where_one_belongs_to_it_already_the_others_do_now(talk):
    await link(talk, 1, "this")
    number = rows(talk)[1].id
    await fill(talk, "ordforande", f"serves:{number}:ask:following", serves="kollektivtrafik")
    await talk.press("ordforande", labels(talk)[0])

    assert None not in served(talk)[1:]


async def test_none_of_them_belongs_to_it_any_more_but_one_that_was_chosen_alone(talk):
    await link(talk, 1, "following")
    with talk.database.begin() as session:
        other = session.get_one(Activity, rows(talk)[3].id)
        other.serves = other.serves + 1
    await talk.say("ordforande", "", action=f"details:{rows(talk)[1].id}:plan:following")
    await talk.press("ordforande", "Ta bort")

    assert [one is not None for one in served(talk)] == [number == 3 for number in range(len(rows(talk)))]


async def test_whoever_only_answers_for_one_links_that_one(talk):
    with talk.database.begin() as session:
        session.get_one(Activity, rows(talk)[1].id).contact_id = 1
    await talk.say("medlem", "", action=f"serves:{rows(talk)[1].id}:1:following")

    assert set(served(talk)) == {None}


async def test_a_shift_outside_the_hours_of_some_of_them_is_told_of(talk):
    shorter = rows(talk)[3]
    alone(talk, shorter, ends=time(18, 30), ends_at=shorter.starts_at + timedelta(minutes=30))
    new = NEW | {"start": "19", "end": "20"}
    said = await fill(talk, "ordforande", f"shifts:{rows(talk)[1].id}:new:following", **new)

    warned = "Av dem efter ligger passet en gång helt utanför aktivitetens tider: onsdag 15 september."
    assert [line for line in said.splitlines() if "utanför" in line] == [warned]

    number = next(button for button in talk.adapter().sent[-1][1].buttons if button.action.startswith("roster:"))
    said = await fill(talk, "ordforande", f"{number.action}:move:following", start="19.30", end="20")
    assert [line for line in said.splitlines() if "utanför" in line] == [warned]


def fill_up(talk: Talk, *who: str) -> None:
    """One place on the third of them; whoever comes after the first waits for it."""
    with talk.database.begin() as session:
        shift = shifts.whole(session, session.get_one(Activity, rows(talk)[2].id))
        shift.capacity = 1
    for one in who:
        join(talk, one, rows(talk)[2])


async def test_who_stands_in_line_is_counted_apart_of_a_new_place(talk):
    fill_up(talk, "medlem", "medlem2", "medlem3")
    join(talk, "medlem2", rows(talk)[3])
    said = await fill(talk, "ordforande", f"details:{rows(talk)[1].id}:name:following", place="Nya huset")

    assert said.splitlines()[2:4] == [
        "Platsen är ny: 2 har sagt ja, och får veta det.", "Platsen är ny: en står i kö, och får veta det.",
    ]  # fmt: skip


async def test_who_stands_in_line_is_counted_apart_where_all_are_moved(talk):
    fill_up(talk, "medlem", "medlem2")
    new = {"date": str(rows(talk)[1].day), "start": "17", "end": "19"}
    said = await fill(talk, "ordforande", f"again:{rows(talk)[1].id}:move", **new)

    assert (
        said.splitlines()[1]
        == "En har sagt ja till någon av gångerna, och får veta det. En står i kö, och får veta det."
    )


async def test_who_stands_in_line_is_counted_apart_where_all_are_called_off(talk):
    fill_up(talk, "medlem", "medlem2")
    said = await fill(talk, "ordforande", f"again:{rows(talk)[1].id}:cancel", reason="")

    assert (
        said.splitlines()[1]
        == "En har sagt ja till någon av gångerna, och får veta det. En står i kö, och får veta det."
    )
