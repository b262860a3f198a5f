"""Whoever is responsible: chosen among names that one may see, told, and free to look after what is theirs."""

import pytest
from sqlmodel import select

from bot.markup import plain
from reminders.chain_again import AGAIN
from storage import chain
from storage.chain import Matter
from storage.models import Activity, Member, Occasion, Occurrence, Post, Role, Stand
from tests.handlers.meeting import change, faults, fill, find, hand_in, leave, member, open_form, plan
from tests.talk import IDS


@pytest.fixture
async def talk(start_talk):
    return await start_talk(whole_forms=True)


@pytest.fixture
def meeting(talk) -> int:
    return plan(talk)


def of_branch(talk) -> int:
    with talk.database.read() as session:
        return session.exec(select(Activity.id).where(Activity.title == "Medlemsmöte i Norrby")).first()


def choices(form) -> list[str]:
    return [choice.label for choice in form.fields[0].choices]


async def test_a_chair_chooses_among_those_with_posts_and_by_name(talk):
    form = await open_form(talk, "ordforande", f"details:{of_branch(talk)}:contact")

    assert choices(form)[0] == "Jag själv"
    assert choices(form)[-2:] == ["Någon annan", "Ingen"]
    assert "Oda Ä." in choices(form)  # the branch's contact person
    assert [field.name for field in form.fields] == ["contact", "contact_name"]


async def test_a_deputy_sees_the_posts_and_finds_nobody_by_name(talk):
    with talk.database.begin() as session:
        norrby = session.get_one(Activity, of_branch(talk)).branch_id
        deputy = Post(member_id=member(talk, "Alva N."), role=Role.DEPUTY, branch_id=norrby, first_day=talk.now.date())
        session.add(deputy)
    form = await open_form(talk, "medlem", f"details:{of_branch(talk)}:contact")

    assert "Någon annan" not in choices(form)
    assert [field.name for field in form.fields] == ["contact"]
    await hand_in(talk, "medlem", form, contact="other", contact_name="Birk S.")
    assert find(talk, of_branch(talk)).contact_id is None


@pytest.mark.parametrize("name", ["Alva", "Ingen Alls", "%", "'; DROP TABLE member; --", "\u202e", " "])
async def test_who_is_not_in_the_network_is_not_told_from_who_is_nobody(talk, meeting, name):
    await fill(talk, "medlem2", f"details:{meeting}:contact", contact="other", contact_name=name)

    assert faults(talk) == {
        "contact_name": "Jag hittar ingen som heter så bland medlemmarna. Skriv namnet som det står i registret."
    }
    assert find(talk, meeting).contact_id is None


async def test_whoever_is_chosen_is_told_once_and_sees_what_is_theirs(talk, meeting):
    await fill(talk, "medlem2", f"details:{meeting}:contact", contact="other", contact_name="gunnel")
    told = [plain(reply.text) for to, reply in talk.adapter().sent if to.chat == IDS["medlem7"]]

    assert find(talk, meeting).contact_id == member(talk, "Gunnel T.")
    assert len(told) == 1
    assert told[0].startswith("Du står som kontaktperson för Träff om bussarna")
    assert (await talk.say("medlem7", "/mina-pass")).startswith("Du är kontaktperson för:\n- Träff om bussarna,")
    assert (await talk.press("medlem7", "Sköt 24/2: Träff om bussarna")).startswith("Träff om bussarna (nätverksträff)")


async def test_nobody_is_responsible_any_more(talk, meeting):
    change(talk, meeting, contact_id=member(talk, "Gunnel T."))
    await fill(talk, "medlem2", f"details:{meeting}:contact", contact="none")

    assert find(talk, meeting).contact_id is None


async def test_who_is_gone_by_then_is_not_chosen(talk, meeting):
    change(talk, meeting, contact_id=member(talk, "Gunnel T."))
    form = await open_form(talk, "medlem2", f"details:{meeting}:contact")
    chosen = next(choice.value for choice in form.fields[0].choices if choice.label == "Gunnel T.")
    with talk.database.begin() as session:
        session.get_one(Activity, meeting).contact_id = None
        session.get_one(Member, int(chosen[1:])).left_on = talk.now.date()
    await hand_in(talk, "medlem2", form, contact=chosen)

    assert faults(talk) == {"contact": "Den personen är inte med längre. Välj någon annan."}


@pytest.mark.parametrize(("who", "sees"), [("medlem10", True), ("gast", False)])
async def test_the_name_is_for_members(talk, meeting, who, sees):
    change(talk, meeting, contact_id=member(talk, "Gunnel T."), visibility="public")
    shown = await talk.say(who, "", action=f"see:{meeting}")

    assert shown.startswith("Träff om bussarna")
    assert ("Kontaktperson: Gunnel T." in shown) is sees
    await talk.hear(talk.incoming(who, action=f"ics:{meeting}"))
    file = talk.adapter().sent[-1][1].pictures[0].content.decode()
    assert ("CONTACT:Gunnel T." in file) is sees
    assert ("Gunnel" in file) is sees


@pytest.mark.parametrize("verb", ["", ":move", ":cancel"])
async def test_who_is_no_chair_moves_and_calls_off_what_is_theirs_and_plans_nothing(talk, meeting, verb):
    assert (await talk.say("medlem7", "", action=f"change:{meeting}{verb}")).startswith("Det där får du inte göra")
    change(talk, meeting, contact_id=member(talk, "Gunnel T."))

    assert not (await talk.say("medlem7", "", action=f"change:{meeting}{verb}")).startswith("Det där får du inte göra")
    assert (await talk.say("medlem7", "/ny-aktivitet")).startswith("Det där får du inte göra")
    assert (await talk.say("medlem7", "", action="new-for:")).startswith("Det där får du inte göra")


async def test_whoever_is_responsible_lists_it_and_nobody_else_does(talk, meeting):
    assert (await talk.say("medlem7", "/andra-aktivitet")).startswith("Det där får du inte göra")
    change(talk, meeting, contact_id=member(talk, "Gunnel T."))

    assert (await talk.say("medlem7", "/andra-aktivitet bussarna")).startswith("Träff om bussarna")
    assert (await talk.say("medlem", "/andra-aktivitet bussarna")).startswith("Det där får du inte göra")
    assert "/andra-aktivitet" not in await talk.say("medlem7", "/hjalp")


async def test_who_left_the_network_is_responsible_no_longer(talk, meeting):
    change(talk, meeting, contact_id=member(talk, "Gunnel T."), visibility="members")
    leave(talk, "Gunnel T.")

    assert (await talk.say("medlem7", "/andra-aktivitet bussarna")).startswith("Det där får du inte göra")
    assert (await talk.say("medlem7", "", action=f"change:{meeting}")).startswith("Det där får du inte göra")
    assert "Gunnel T." not in await talk.say("medlem2", "", action=f"see:{meeting}")


async def test_the_new_contact_is_told_in_their_own_language(talk, meeting):
    with talk.database.begin() as session:
        session.get_one(Member, member(talk, "Gunnel T.")).language = "en"
    since = len(talk.adapter().sent)
    await fill(talk, "medlem2", f"details:{meeting}:contact", contact="other", contact_name="Gunnel T.")

    (told,) = [reply for to, reply in talk.adapter().sent[since:] if to.chat == IDS["medlem7"]]
    assert plain(told.text).startswith("You are the contact for Träff om bussarna")
    assert [button.label for button in told.buttons] == ["Show it"]


async def test_a_contact_who_calls_off_what_the_branch_does_that_day_does_not_answer_for_the_branch(talk):
    number = of_branch(talk)
    with talk.database.begin() as session:
        activity = session.get_one(Activity, number)
        activity.contact_id = member(talk, "Alva N.")
        matter = Matter(Occasion.WOMENS_DAY, 2027, activity.branch_id)
        chain.answer(session, matter, Stand.ORGANISES, by=None, now=talk.now, activity_id=number)
    said = await fill(talk, "medlem", f"change:{number}:cancel", reason="")

    assert said.startswith("Sparat.")
    assert "i stället" not in said
    with talk.database.read() as session:
        about = select(Occurrence).where(Occurrence.topic == AGAIN, Occurrence.branch_id == matter.branch_id)
        assert len(session.exec(about).all()) == 1  # the chair is asked anew
