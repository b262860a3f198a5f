"""What is changed of something that comes back: of one alone, or of that one and all after it."""

from datetime import timedelta

import pytest
from sqlmodel import select

from storage import activities, following, series, shifts
from storage.models import Activity
from tests.handlers.flyering import NEW, labels
from tests.handlers.meeting import fill, open_form
from tests.handlers.meeting import hand_in as send
from tests.handlers.monthly import begin, join, plan_first, rows
from tests.talk import IDS, NOW, Talk

REACHES = ["Bara den här", "Den här och alla efter"]


@pytest.fixture
async def talk(start_talk) -> Talk:
    talk = await start_talk(whole_forms=True, reminds=True)
    plan_first(talk.database)
    await begin(talk)
    return talk


def make_later(talk: Talk) -> Activity:
    """What is made of it as time passes: the last of them."""
    with talk.database.begin() as session:
        found = series.find(session, rows(talk)[-1].series_id)
        assert series.extend(session, found, today=(talk.now + timedelta(days=60)).date())
    return rows(talk)[-1]


def alone(talk: Talk, activity: Activity, **values: object) -> None:
    with talk.database.begin() as session:
        activities.change(session, session.get_one(Activity, activity.id), now=NOW, **values)


@pytest.mark.parametrize("part", ["name", "about", "contact", "seen", "all"])
async def test_how_far_it_reaches_is_asked(talk, part):
    said = await talk.say("ordforande", "", action=f"details:{rows(talk)[0].id}:{part}")

    assert said == "Månadsmöte återkommer varje månad den 15:e, utom juni–augusti. Vad gäller ändringen?"
    assert labels(talk) == REACHES


async def test_only_this_one(talk):
    await fill(talk, "ordforande", f"details:{rows(talk)[1].id}:name:this", place="Nya huset")

    assert [row.place for row in rows(talk)[:3]] == ["Torget", "Nya huset", "Torget"]
    assert make_later(talk).place == "Torget"


async def test_this_and_all_after_it_and_those_that_are_made_later(talk):
    for one in rows(talk)[1:3]:
        join(talk, "medlem", one)
    said = await fill(
        talk, "ordforande", f"details:{rows(talk)[1].id}:name:following", place="Nya huset", title="Månadsmöte",
        kind="course",
    )  # fmt: skip

    assert said.splitlines()[:3] == [
        "Sparat för Månadsmöte: plats, typ.",
        "Det gäller också 7 gånger efter den, och dem som läggs in efter hand. Det du har ändrat för sig står kvar.",
        "Platsen är ny: en har sagt ja, och får veta det.",
    ]
    assert [(row.place, row.kind) for row in rows(talk)[:2]] == [("Torget", "meeting"), ("Nya huset", "course")]
    assert {(row.place, row.kind) for row in [*rows(talk)[1:], make_later(talk)]} == {("Nya huset", "course")}
    await talk.wait(timedelta(minutes=1))
    told = [reply.text for to, reply in talk.adapter().sent if to.chat == IDS["medlem"] and "Nya huset" in reply.text]
    assert len(told) == 2


async def test_what_was_changed_alone_stays_so(talk):
    alone(talk, rows(talk)[2], place="Parken")
    await fill(talk, "ordforande", f"details:{rows(talk)[1].id}:name:following", place="Nya huset")

    assert [row.place for row in rows(talk)[:4]] == ["Torget", "Nya huset", "Parken", "Nya huset"]


async def test_the_form_shows_what_all_have_and_spreads_nothing_of_one_alone(talk):
    alone(talk, rows(talk)[1], place="Parken")
    form = await open_form(talk, "ordforande", f"details:{rows(talk)[1].id}:name:following")
    assert {field.name: field.value for field in form.fields}["place"] == "Torget"
    await send(talk, "ordforande", form, title="Medlemsmöte")

    with talk.database.read() as session:
        there = session.exec(select(Activity).where(Activity.title == "Medlemsmöte").order_by(Activity.day))
        assert [row.place for row in there][:3] == ["Parken", "Torget", "Torget"]


async def test_a_form_made_before_somebody_changed_them_all_saves_nothing(talk):
    form = await open_form(talk, "ordforande", f"details:{rows(talk)[1].id}:name:following")
    with talk.database.begin() as session:
        other = session.get_one(Activity, rows(talk)[3].id)
        following.describe(session, other, series.find(session, other.series_id), now=talk.now, place="Nya huset")

    assert (await send(talk, "ordforande", form, title="Annat")).startswith("Någon annan har ändrat uppgifterna")


async def test_those_after_it_must_be_able_to_see_it_too(talk):
    join(talk, "medlem2", rows(talk)[3])
    await fill(talk, "ordforande", f"details:{rows(talk)[0].id}:seen:following", visibility="branch")

    assert {row.visibility for row in rows(talk)} == {"members"}


async def test_whoever_only_answers_for_one_changes_that_one(talk):
    with talk.database.begin() as session:
        session.get_one(Activity, rows(talk)[1].id).contact_id = 1
    said = await talk.say("medlem", "", action=f"details:{rows(talk)[1].id}:about:following")

    assert said.startswith(("Månadsmöte återkommer inte längre.", "Det där får du inte göra"))


async def test_a_yes_to_a_pause_keeps_the_new_place(talk):
    await fill(talk, "ordforande", f"again:{rows(talk)[0].id}:pause", pauses="september 2027")
    yes = talk.button("Ja, så blir det").action
    await fill(talk, "ordforande", f"details:{rows(talk)[0].id}:name:following", place="Nya huset")
    await talk.say("ordforande", "", action=yes)

    assert make_later(talk).place == "Nya huset"


async def test_a_new_shift_for_this_one_and_all_after_it(talk):
    alone(talk, rows(talk)[3], starts=rows(talk)[3].starts.replace(hour=10), ends=None)
    said = await talk.say("ordforande", "", action=f"shifts:{rows(talk)[1].id}:new")
    assert said.endswith("Vilka ska ha passet?")
    assert labels(talk) == REACHES
    said = await fill(talk, "ordforande", f"shifts:{rows(talk)[1].id}:new:following", **NEW | {"role": "dukar"})

    assert said.startswith("Sparat. Passet finns också 7 gånger efter den här, och de gånger som läggs in efter hand.")
    with talk.database.read() as session:
        there = [shifts.of(session, row.id) for row in rows(talk)]
        assert [[one.role for one in found] for found in there[:4]] == [[], ["dukar"], ["dukar"], ["dukar"]]
    later = make_later(talk)
    with talk.database.read() as session:
        (made,) = shifts.of(session, later.id)
        assert (made.role, made.minimum, made.starts_at) == ("dukar", 2, later.starts_at - timedelta(hours=1))


async def test_a_new_shift_for_one_alone(talk):
    await fill(talk, "ordforande", f"shifts:{rows(talk)[1].id}:new:this", **NEW)

    with talk.database.read() as session:
        assert [len(shifts.of(session, row.id)) for row in rows(talk)[:3]] == [0, 1, 0]
