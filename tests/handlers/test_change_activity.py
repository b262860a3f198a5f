"""`/andra-aktivitet`: whoever arranges it moves it or calls it off, and who was reminded is told."""

from datetime import date, time, timedelta

import pytest
from sqlmodel import col, delete, select

from storage import activities, chain
from storage.chain import Matter
from storage.models import Activity, Occasion, Post, Stand
from tests.talk import NOW, Talk

MEETING = "måndag 15 februari kl. 18.30: Medlemsmöte i Norrby"


def find(talk, title: str = "Medlemsmöte i Norrby") -> Activity:
    with talk.database.read() as session:
        found = select(Activity).where(Activity.title == title, col(Activity.starts_at) > NOW)
        return session.exec(found.order_by(Activity.starts_at)).first()


@pytest.fixture
async def talk(start_talk) -> Talk:
    return await start_talk(whole_forms=True)


async def labels(talk, who: str, text: str = "/andra-aktivitet", **more: object) -> list[str]:
    ((_, reply),) = await talk.hear(talk.incoming(who, text, **more))
    return [button.label for button in reply.buttons]


async def hand_in(talk, who: str, action: str, **values: str) -> str:
    """Press what opens a form, and hand it in."""
    ((_, reply),) = await talk.hear(talk.incoming(who, action=action))
    return await talk.say(who, "", action=f"form:{reply.form.id}:send", values=values)


async def move(talk, who: str = "ordforande", *, day: str = "18 februari", start: str = "19", end: str = "") -> str:
    return await hand_in(talk, who, f"change:{find(talk).id}:move", date=day, start=start, end=end)


async def test_a_chair_sees_what_the_branch_arranges(talk):
    assert (await labels(talk, "ordforande"))[:2] == [
        "tisdag 9 februari kl. 16.30: Flygblad vid stationen", MEETING,
    ]  # fmt: skip


async def test_the_ombudsperson_sees_what_the_district_arranges(talk):
    first, *rest = await labels(talk, "ombudsperson")

    assert first == "lördag 13 februari kl. 19.00: Digital frågestund om planen"
    assert rest[-2:] == ["Visa fler", "Kopiera en från förr"]
    assert len(rest) == 7


async def test_page_by_page_to_the_end(talk):
    seen, skip = [], 0
    while found := await labels(talk, "ombudsperson", "", action=f"changes:{skip}"):
        seen, skip = seen + [label for label in found if ": " in label], skip + 6

    with talk.database.read() as session:
        coming = select(Activity.title).where(col(Activity.branch_id).is_(None), col(Activity.ends_at) > NOW)
        everything = session.exec(coming).all()
        assert sorted(label.partition(": ")[2] for label in seen) == sorted(everything)


async def test_who_holds_both_posts_sees_both(talk):
    with talk.database.begin() as session:
        member = session.exec(select(Post.member_id).where(Post.role == "ombudsperson")).one()
        session.add(Post(member_id=member, role="chair", branch_id=1, first_day=NOW.date()))

    found = await labels(talk, "ombudsperson")
    assert found[0] == "tisdag 9 februari kl. 16.30: Flygblad vid stationen"
    assert "lördag 13 februari kl. 19.00: Digital frågestund om planen" in found


async def test_a_long_title_is_cut(talk):
    with talk.database.begin() as session:
        session.get_one(
            Activity, find(talk).id
        ).title = "Ett mycket långt namn på ett möte som ingen orkar läsa till slut"

    assert "måndag 15 februari kl. 18.30: Ett mycket långt namn på ett möte som i…" in await labels(talk, "ordforande")


async def test_none(talk):
    with talk.database.begin() as session:
        session.exec(delete(Activity).where(col(Activity.branch_id) == 1))

    assert await talk.say("ordforande", "/flytta") == "Du har inga aktiviteter på väg. Lägg in en med /ny-aktivitet."


async def test_it_is_shown_with_what_can_be_done(talk):
    await labels(talk, "ordforande")
    assert (await talk.press("ordforande", MEETING)).startswith(
        "Medlemsmöte i Norrby (möte)\nMånadens möte. Någon berättar om en fråga i kommunen, sedan fikar vi.\n"
        "När: måndag 15 februari kl. 18.30–20.30, om en vecka\n"
    )
    assert [b.action for b in talk.adapter().sent[-1][1].buttons] == [
        f"change:{find(talk).id}:move", f"change:{find(talk).id}:cancel", f"shifts:{find(talk).id}",
        f"details:{find(talk).id}", f"again:{find(talk).id}", f"post:{find(talk).id}",
    ]  # fmt: skip


async def test_the_form_holds_what_stands(talk):
    ((_, reply),) = await talk.hear(talk.incoming("ordforande", action=f"change:{find(talk).id}:move"))

    assert [field.value for field in reply.form.fields] == ["2027-02-15", "18:30", "20:30"]


async def test_a_move(talk):
    said = await move(talk, end="20.30")

    assert said == (
        "Sparat. Medlemsmöte i Norrby är nu torsdag 18 februari kl. 19.00–20.30, om 10 dagar.\n"
        "Ingen har fått någon annan tid av mig. Påminnelserna följer med till den nya tiden."
    )
    row = find(talk)
    assert (row.day, row.starts, row.ends) == (date(2027, 2, 18), time(19), time(20, 30))


async def test_who_was_reminded_is_told_that_it_moved(start_talk):
    talk = await start_talk(whole_forms=True, reminds=True)
    await talk.wait(timedelta(0))
    await talk.wait(timedelta(hours=8))

    assert (await move(talk)).startswith(
        "Sparat. Medlemsmöte i Norrby är nu torsdag 18 februari kl. 19.00, om 10 dagar.\n"
        "2 har redan fått en påminnelse, och får veta det nu."
    )
    assert talk.texts()[-1].startswith("Ny tid! Så här blir det i stället:\nMedlemsmöte i Norrby")


async def test_at_night_they_are_told_when_the_night_is_over(start_talk):
    talk = await start_talk(whole_forms=True, reminds=True)
    await talk.wait(timedelta(0))
    await talk.wait(timedelta(hours=8))
    await talk.wait(timedelta(hours=5, minutes=30))

    said = await hand_in(talk, "ordforande", f"change:{find(talk).id}:cancel", reason="")
    assert said.endswith("2 har redan fått en påminnelse, och får veta det kl. 08.00, efter de tysta timmarna.")
    assert talk.texts()[-1].startswith("Sparat.")


async def test_and_why_it_is_called_off(start_talk):
    talk = await start_talk(whole_forms=True, reminds=True)
    await talk.wait(timedelta(0))
    await talk.wait(timedelta(hours=8))
    said = await hand_in(talk, "ordforande", f"change:{find(talk).id}:cancel", reason="*Salen* är upptagen")

    assert said.startswith(
        "Sparat. Aktiviteten Medlemsmöte i Norrby, som skulle ha varit måndag 15 februari kl. 18.30–20.30, "
        "om en vecka, är inställd.\n"
        "2 har redan fått en påminnelse, och får veta det nu."
    )
    assert talk.texts()[-1].endswith("Skälet: *Salen* är upptagen")


async def test_without_a_reason(talk):
    assert (await hand_in(talk, "ordforande", f"change:{find(talk).id}:cancel", reason="")).startswith("Sparat.")
    assert find(talk).cancelled_at == NOW


async def test_what_goes_on_is_broken_off(talk):
    talk.now += timedelta(days=7, hours=10)
    said = await hand_in(talk, "ordforande", f"change:{find(talk).id}:cancel", reason="")

    first = "Sparat. Aktiviteten Medlemsmöte i Norrby, som började måndag 15 februari kl. 18.30, är avbruten."
    assert said.splitlines()[0] == first


async def test_the_same_time_is_no_move(talk):
    said = await move(talk, day="15 februari", start="18.30", end="20.30")

    assert said == "Det är samma tid som förut, så inget ändras för Medlemsmöte i Norrby."


@pytest.mark.parametrize(
    ("answers", "field", "why"),
    [
        ({"day": "31 april"}, "date", "31 april finns inte i almanackan. Menade du fredag 30 april?"),
        ({"day": "8 februari", "start": "8"}, "start", "Den tiden har redan varit i dag."),
        ({"day": "8 mars 2099"}, "date", "Så långt fram kan jag inte planera."),
        ({"end": "18"}, "end", "Slutet måste komma efter början, kl. 19.00."),
        ({"day": "28 mars", "start": "02.30"}, "start", "Klockan ställs fram då, så kl. 02.30 finns inte den dagen."),
        ({"day": "27 mars", "start": "22", "end": "02.30"}, "end", "Klockan ställs fram då, så kl. 02.30 finns inte"),
        ({"start": "25.00"}, "start", "Jag förstår inte vilken tid ”25.00” är."),
    ],
)
async def test_what_cannot_be_is_asked_again(talk, answers, field, why):
    ((_, reply),) = await talk.hear(talk.incoming("ordforande", action=f"change:{find(talk).id}:move"))
    given = {"day": "18 februari", "start": "19", "end": "", **answers}
    values = {"date": given["day"], "start": given["start"], "end": given["end"]}
    action = f"form:{reply.form.id}:send"

    ((_, again),) = await talk.hear(talk.incoming("ordforande", action=action, values=values))
    (wrong,) = [asked for asked in again.form.fields if asked.error]
    assert (wrong.name, wrong.error.startswith(why)) == (field, True)
    assert find(talk).day == date(2027, 2, 15)


@pytest.mark.parametrize("verb", ["", ":move", ":cancel"])
@pytest.mark.parametrize("who", ["medlem", "ordforande2", "styrelse", "ombudsperson"])
async def test_another_s_cannot_be_changed(talk, who, verb):
    assert (await talk.say(who, "", action=f"change:{find(talk).id}{verb}")).startswith("Det där får du inte göra")


async def test_a_chair_cannot_change_the_district_s(talk):
    number = find(talk, "Ny i rörelsen").id

    assert (await talk.say("ordforande", "", action=f"change:{number}:cancel")).startswith("Det där får du inte göra")


async def test_who_is_chair_no_longer_when_it_is_handed_in(talk):
    ((_, reply),) = await talk.hear(talk.incoming("ordforande", action=f"change:{find(talk).id}:cancel"))
    with talk.database.begin() as session:
        post = session.exec(select(Post).where(Post.branch_id == 1, Post.role == "chair")).one()
        post.branch_id = 2

    said = await talk.say("ordforande", "", action=f"form:{reply.form.id}:send", values={"reason": ""})
    assert said.startswith("Det där får du inte göra")
    assert find(talk).cancelled_at is None


async def test_who_calls_off_what_they_do_on_the_day_is_asked_what_they_do_instead(talk):
    activity = find(talk)
    with talk.database.begin() as session:
        matter = Matter(Occasion.WOMENS_DAY, 2027, activity.branch_id)
        chain.answer(session, matter, Stand.ORGANISES, by=None, now=NOW, activity_id=activity.id)

    said = await hand_in(talk, "ordforande", f"change:{activity.id}:cancel", reason="")
    assert said.splitlines()[-2:] == [
        "Internationella kvinnodagen, måndag 8 mars, om 4 veckor", "Vad gör Norrby i stället?",
    ]  # fmt: skip
    assert (await talk.press("ordforande", "Inte i år")).splitlines()[-1].startswith("Norrby")


async def test_what_was_called_off_meanwhile_is_not_moved(talk):
    ((_, reply),) = await talk.hear(talk.incoming("ordforande", action=f"change:{find(talk).id}:move"))
    with talk.database.begin() as session:
        activities.cancel(session, session.get_one(Activity, find(talk).id), reason="", now=NOW)

    values = {"date": "18 februari", "start": "19", "end": ""}
    said = await talk.say("ordforande", "", action=f"form:{reply.form.id}:send", values=values)
    assert said == "Aktiviteten Medlemsmöte i Norrby är redan inställd."
    assert find(talk).day == date(2027, 2, 15)


async def test_what_is_over_is_not_changed(talk):
    number = find(talk).id
    talk.now += timedelta(days=8)

    assert await talk.say("ordforande", "", action=f"change:{number}:move") == "Medlemsmöte i Norrby är redan över."


@pytest.mark.parametrize("action", ["change:", "change:x", "change:-1", "change:²:move", "changes:x", "changes:-1"])
async def test_a_forged_button(talk, action):
    assert (await talk.say("ordforande", "", action=action)).startswith("Den knappen gäller inte längre.")


@pytest.mark.parametrize("action", ["change:999999", "change:0:cancel"])
async def test_a_number_of_nothing(talk, action):
    assert (await talk.say("ordforande", "", action=action)).startswith("Det där får du inte göra")


async def test_another_verb(talk):
    said = await talk.say("ordforande", "", action=f"change:{find(talk).id}:delete")

    assert said.startswith("Den knappen gäller inte längre.")


async def test_members_cannot(talk):
    assert (await talk.say("medlem", "/stall-in")).startswith("Det där får du inte göra")
    assert (await talk.say("gast", "/stall-in")).startswith("Det där är för medlemmar.")


async def test_what_is_named_is_shown_at_once(talk):
    assert (await talk.say("ordforande", "/andra-aktivitet flygblad")).startswith("Flygblad vid stationen (")
    shown = [button.label for button in talk.adapter().sent[-1][1].buttons]
    assert shown[:3] == ["Flytta", "Ställ in", "Pass och platser"]


async def test_of_several_that_are_named_one_is_chosen(talk):
    assert await talk.say("ordforande", "/andra-aktivitet möte") == "Vilken aktivitet gäller det?"
    shown = [button.label for button in talk.adapter().sent[-1][1].buttons]
    assert [label.partition(": ")[2] for label in shown] == ["Medlemsmöte i Norrby", "Styrelsemöte med kaffe"]


async def test_what_is_not_found_is_told(talk):
    said = await talk.say("ordforande", "/andra-aktivitet julbord")

    assert said == "Jag hittar inget som heter julbord.\nVilken aktivitet gäller det?"
