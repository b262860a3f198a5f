"""`/medlemmar`: numbers first, names where they are needed and noted, the list when it was confirmed."""

import pytest
from sqlmodel import select

from storage import access
from storage.models import Access, Account, Branch, Incident, Member
from tests.talk import IDS, Talk


@pytest.fixture
async def talk(start_talk) -> Talk:
    return await start_talk(platforms=("telegram", "slack"))


def ref(talk, who: str) -> str:
    with talk.database.read() as session:
        number = session.exec(select(Account.member_id).where(Account.user == IDS[who])).one()
        return session.get_one(Member, number).ref


def noted(talk) -> list[Access]:
    with talk.database.read() as session:
        return list(session.exec(select(Access).order_by(Access.id)))


async def test_a_chair_sees_how_many_and_nobody_s_name(talk):
    said = await talk.say("ordforande", "/medlemmar")

    assert said.splitlines()[0] == "- Norrby: 3 medlemmar, 2 kan jag skriva till"
    assert "Alva" not in said
    assert noted(talk) == []


async def test_names_are_noted(talk):
    await talk.say("ordforande", "/medlemmar")
    said = await talk.press("ordforande", "Visa namnen")

    assert said.splitlines() == ["Medlemmar i Norrby (3):", "- Alva N.", "- Majken N.", "- Vera N."]
    assert [(row.actor, row.what, row.branch_id) for row in noted(talk)] == [(ref(talk, "ordforande"), "name", 1)] * 3
    assert ref(talk, "medlem") in {row.subject for row in noted(talk)}
    with talk.database.read() as session:
        assert access.broken(session) is None


async def test_many_come_page_by_page(talk):
    with talk.database.begin() as session:
        session.add_all(Member(name=f"Nr {n:03}", branch_id=1) for n in range(70))
    await talk.say("ordforande", "", action="members:1:0")
    assert len((await talk.press("ordforande", "Visa fler")).splitlines()) == 31
    assert (await talk.press("ordforande", "Visa fler")).splitlines()[-1] == "- Vera N."


async def test_who_has_left_is_not_there(talk):
    with talk.database.begin() as session:
        session.exec(select(Member).where(Member.name == "Vera N.")).one().left_on = talk.now.date()

    assert (await talk.say("ordforande", "/medlemmar")).startswith("- Norrby: 2 medlemmar")
    assert "Vera" not in await talk.say("ordforande", "", action="members:1:0")


@pytest.mark.parametrize("who", ["medlem", "styrelse", "tekniker", "gast"])
@pytest.mark.parametrize("asked", [{"text": "/medlemmar"}, {"action": "members:1:0"}, {"action": "export:1"}])
async def test_nobody_else_sees_anything(talk, who, asked):
    said = await talk.say(who, asked.get("text", ""), action=asked.get("action", ""))

    assert said.startswith(("Det där får du inte göra", "Det där är för medlemmar"))


@pytest.mark.parametrize("action", ["members:2:0", "export:2", "export:all"])
async def test_a_chair_sees_nothing_of_another_branch(talk, action):
    assert (await talk.say("ordforande", "", action=action)).startswith("Det där får du inte göra")
    assert noted(talk) == []


async def test_the_ombudsperson_sees_one_that_is_named_in_any_spelling(talk):
    assert (await talk.say("ombudsperson", "/medlemmar Sodersjo")).startswith("- Södersjö: 2 medlemmar")
    assert (await talk.say("ombudsperson", "/medlemmar Norby")) == "Jag känner inte till ”Norby”. Menade du Norrby?"


@pytest.mark.parametrize("named", ["Södersjö", "sodersjo"])
async def test_a_chair_who_names_another_branch_is_told_that_it_is_another(talk, named):
    said = await talk.say("ordforande", f"/medlemmar {named}")

    assert said.startswith("Södersjö är en annan partiförening")
    assert said.endswith("Skriv /medlemmar så ser du Norrby.")
    assert (await talk.say("ordforande", "/medlemmar Norrby")).startswith("- Norrby: 3 medlemmar")


async def export(talk, who: str, user: str, which: str) -> str:
    await talk.say(who, "", action=f"export:{which}")
    action = talk.button("Ja, gör det", "slack").action
    return await talk.say(user, "", action=action, platform="slack", message_id="m1")


async def test_the_list_is_handed_out_when_it_was_confirmed(talk):
    assert (await export(talk, "ordforande", "U0013", "1")).startswith("Här är listan för Norrby, 3 personer.")

    (file,) = talk.adapter("slack").sent[-1][1].pictures
    table = file.content.decode("utf-8-sig")
    assert (file.name, file.media_type) == ("medlemmar.csv", "text/csv")
    assert "Alva N." in table
    assert "Birk S." not in table
    assert [row.what for row in noted(talk)] == ["export"] * 3


async def test_the_whole_district_s(talk):
    with talk.database.read() as session:
        everyone = len(session.exec(select(Member)).all())

    assert f"{everyone} personer" in await export(talk, "ombudsperson", "U0016", "all")


async def test_nothing_is_handed_out_during_an_incident(talk):
    await talk.say("ordforande", "", action="export:1")
    with talk.database.begin() as session:
        session.add(Incident(opened_at=talk.now, opened_by="", what="läcka"))

    action = talk.button("Ja, gör det", "slack").action
    said = await talk.say("U0013", "", action=action, platform="slack", message_id="m1")
    assert said == "Inget lämnas ut just nu: det pågår en dataskyddsincident."
    assert noted(talk) == []


async def test_a_branch_without_members(talk):
    with talk.database.begin() as session:
        session.add(Branch(name="Tomheden", town="Tomheden"))

    assert (await talk.say("ombudsperson", "/medlemmar Tomheden")).startswith("- Tomheden: 0 medlemmar")


async def test_no_names_while_a_data_breach_is_open(talk):
    with talk.database.begin() as session:
        session.add(Incident(opened_at=talk.now, opened_by="r", what="w"))

    assert (await talk.say("ordforande", "", action="members:1:0")).startswith("Inget lämnas ut just nu")
    assert noted(talk) == []
