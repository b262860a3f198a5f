"""`/kopiera-aktivitet`: what was arranged before is arranged again, with its shifts, by whoever may plan there."""

from datetime import date, time

import pytest
from sqlmodel import col, select

from storage import activities, series, shifts
from storage.models import Activity, Post, Shift
from tests.handlers.flyering import labels
from tests.talk import NOW, Talk

TITLE = "Årsmöte 2026"


@pytest.fixture
async def talk(start_talk) -> Talk:
    talk = await start_talk(whole_forms=True)
    with talk.database.begin() as session:
        old = activities.plan(
            session, key="old", kind="meeting", title=TITLE, day=date(2026, 3, 17), starts=time(18), ends=time(20),
            zone="Europe/Stockholm", place="Salen", branch_id=1, accessibility="Ramp", visibility="public",
            material="Papper", how_to_join="Kom",
        )  # fmt: skip
        shifts.add(session, old, starts=time(17), ends=time(18), role="fika", minimum=2, capacity=3)
    return talk


def find(talk: Talk, title: str = TITLE) -> Activity:
    with talk.database.read() as session:
        return session.exec(select(Activity).where(Activity.title == title)).one()


async def form(talk: Talk, who: str = "ordforande"):
    ((_, reply),) = await talk.hear(talk.incoming(who, action=f"copy:{find(talk).id}"))
    return reply.form


async def hand_in(talk: Talk, who: str = "ordforande", **values: str) -> str:
    asked = await form(talk, who)
    told = {field.name: field.value for field in asked.fields} | values
    return await talk.say(who, "", action=f"form:{asked.id}:send", values=told)


async def test_named_in_words_it_is_there_at_once(talk):
    await talk.say("ordforande", "/kopiera-aktivitet arsmote 2026")

    opened = talk.adapter().sent[-1][1].form
    assert (opened.name, opened.ref) == ("copy_activity", str(find(talk).id))


async def test_the_form_holds_what_it_would_be(talk):
    asked = await form(talk)

    assert {field.name: field.value for field in asked.fields} == {
        "title": "Årsmöte 2027", "date": "2027-03-23", "start": "18:00", "end": "20:00", "place": "Salen",
    }  # fmt: skip


async def test_all_that_it_was_it_is_again_with_its_shifts(talk):
    said = await hand_in(talk, start="19", end="21")

    assert said.startswith("Sparat: Årsmöte 2027, tisdag 23 mars kl. 19.00–21.00, om 6 veckor.")
    new = find(talk, "Årsmöte 2027")
    assert (new.accessibility, new.visibility, new.material, new.how_to_join, new.branch_id) == (
        "Ramp", "public", "Papper", "Kom", 1,
    )  # fmt: skip
    with talk.database.read() as session:
        shift = session.exec(select(Shift).where(Shift.activity_id == new.id)).one()
    assert (shift.day, shift.starts, shift.ends, shift.role, shift.minimum, shift.capacity) == (
        new.day, time(18), time(19), "fika", 2, 3,
    )  # fmt: skip
    assert labels(talk)[:3] == ["Lägg till pass", "Fler uppgifter", "Återkommer"]


async def test_the_same_form_twice_is_one_copy(talk):
    asked = await form(talk)
    values = {field.name: field.value for field in asked.fields}
    for _ in range(2):
        await talk.say("ordforande", "", action=f"form:{asked.id}:send", values=values)

    with talk.database.read() as session:
        assert len(session.exec(select(Activity).where(Activity.title == "Årsmöte 2027")).all()) == 1
        assert len(session.exec(select(Shift).where(Shift.role == "fika")).all()) == 2


async def test_a_day_that_has_been_is_asked_again(talk):
    await hand_in(talk, date="2027-02-08", start="08")

    faults = {field.name for field in talk.adapter().sent[-1][1].form.fields if field.error}
    assert faults == {"start"}


async def test_the_list_begins_a_year_ago_and_goes_on(talk):
    await talk.say("ordforande", "/kopiera-aktivitet")
    seen: list[str] = []
    while "Visa fler" in labels(talk):
        seen += [label for label in labels(talk) if ": " in label]
        await talk.press("ordforande", "Visa fler")
    seen += [label for label in labels(talk) if ": " in label]

    assert f"tisdag 17 mars 2026: {TITLE}" in seen
    with talk.database.read() as session:
        past = select(Activity).where(col(Activity.branch_id) == 1, col(Activity.ends_at) <= NOW)
        assert len(seen) == len(session.exec(past).all())


async def test_what_nobody_named_so_is_told_and_the_list_shown(talk):
    said = await talk.say("ordforande", "/kopiera-aktivitet *nejdå*")

    assert said.startswith("Jag hittar inget som heter *nejdå*.\nVad ska vi göra igen?")


async def test_from_the_list_of_what_can_be_changed(talk):
    await talk.say("ordforande", "/andra-aktivitet")

    assert "Vad ska vi göra igen?" in await talk.press("ordforande", "Kopiera en från förr")


@pytest.mark.parametrize("who", ["medlem", "ordforande2", "ombudsperson", "gast"])
async def test_another_s_is_not_theirs_to_copy(talk, who):
    assert await form(talk, who) is None
    assert TITLE not in await talk.say(who, "/kopiera-aktivitet årsmöte 2026")


async def test_the_right_is_looked_at_again_when_it_is_saved(talk):
    asked = await form(talk)
    with talk.database.begin() as session:
        for post in session.exec(select(Post).where(col(Post.branch_id) == 1)):
            post.last_day = date(2027, 2, 1)
    values = {field.name: field.value for field in asked.fields}
    await talk.say("ordforande", "", action=f"form:{asked.id}:send", values=values)

    with talk.database.read() as session:
        assert session.exec(select(Activity).where(Activity.title == "Årsmöte 2027")).first() is None


@pytest.mark.parametrize("action", ["copy:", "copy:x", "copy:999999", "copy:-1", "copies:x", "copies:99999", "copies:"])
async def test_a_forged_button_does_nothing(talk, action):
    assert await talk.say("ordforande", "", action=action)


async def test_where_nothing_was_there_is_nothing_to_copy(talk):
    with talk.database.begin() as session:
        for row in session.exec(select(Activity).where(col(Activity.branch_id) == 1, col(Activity.ends_at) <= NOW)):
            row.branch_id = 2

    assert await talk.say("ordforande", "/kopiera-aktivitet") == (
        "Här finns inget från förr att kopiera. Lägg in en ny aktivitet med /ny-aktivitet."
    )


async def test_a_copy_of_one_of_a_series_is_no_longer_one_of_it(talk):
    with talk.database.begin() as session:
        old = session.exec(select(Activity).where(Activity.title == TITLE)).one()
        found = series.draft(session, old, key="k", rule="FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=17", exceptions="",
                             first=old.day)  # fmt: skip
        series.begin(session, found, old, today=date(2026, 3, 1))
    with talk.database.begin() as session:
        session.exec(
            select(Activity).where(Activity.day == date(2027, 3, 17), Activity.title == TITLE)
        ).one().title = "x"
    await hand_in(talk)

    assert find(talk, "Årsmöte 2027").series_id is None
