"""`/valkomna`: names for who welcomes, numbers for who looks after it; taken on, given back, done."""

from datetime import timedelta

import pytest
from sqlmodel import select

from reminders.welcome import SPEAK
from storage import access, erasure, welcomes
from storage.models import Branch, Member, Post, Role, Welcome


@pytest.fixture
def waiting(talk) -> dict[str, int]:
    """A new member in Norrby and one in Södersjö who has waited long: the welcome's id by name."""
    with talk.database.begin() as session:
        ids = {row.name: row.id for row in session.exec(select(Branch))}
        for name, branch, days in (("Vera Ny", "Norrby", 0), ("Wille Ny", "Södersjö", 9)):
            session.add(member := Member(name=name, branch_id=ids[branch]))
            session.flush()
            made = talk.now - timedelta(days=days)
            welcomes.add(session, member_id=member.id, branch_id=ids[branch], now=made)
        return {one.name: one.id for one in welcomes.waiting(session, today=talk.now.date())}


def row(talk, number: int) -> Welcome:
    with talk.database.read() as session:
        return session.get_one(Welcome, number)


async def test_a_chair_sees_the_own_branch_and_that_is_noted(talk, waiting):
    assert (await talk.say("ordforande", "/valkomna")).splitlines()[:2] == [
        "En ny medlem väntar på att någon hör av sig.", "- Vera Ny, senast måndag 15 februari.",
    ]  # fmt: skip
    with talk.database.read() as session:
        vera = session.exec(select(Member).where(Member.name == "Vera Ny")).one()
        chair = session.exec(select(Member).where(Member.name == "Majken N.")).one()
        assert [(one.actor, one.what) for one in access.about(session, vera.ref)] == [(chair.ref, "welcome")]


async def test_the_ombudsperson_sees_all_the_most_urgent_first(talk, waiting):
    assert (await talk.say("ombudsperson", "/valkomna")).splitlines()[1:3] == [
        "- Wille Ny i Södersjö, senast lördag 6 februari.", "- Vera Ny i Norrby, senast måndag 15 februari.",
    ]  # fmt: skip


async def test_the_board_sees_numbers(talk, waiting):
    assert (await talk.say("styrelse", "/valkomna")).splitlines() == [
        "2 nya medlemmar väntar på att någon hör av sig.", "- Norrby: 1", "- Södersjö: 1, varav 1 längre än en vecka",
    ]  # fmt: skip


@pytest.mark.parametrize("who", ["medlem", "gast"])
async def test_nobody_else_does(talk, waiting, who):
    assert "Ny" not in await talk.say(who, "/valkomna")


async def test_taken_on_given_back_and_done(talk, waiting):
    await talk.say("ordforande", "/valkomna")
    assert (await talk.press("ordforande", "Jag tar Vera Ny")).startswith("Tack! Du hör av dig till Vera Ny.")
    assert row(talk, waiting["Vera Ny"]).host_id is not None
    assert (
        await talk.press("ordforande", "Någon annan får ta Vera Ny") == "Då får någon annan höra av sig till Vera Ny."
    )
    assert row(talk, waiting["Vera Ny"]).host_id is None

    assert await talk.press("ordforande", "Gjort: Vera Ny") == "Tack! Vera Ny är välkomnad."
    assert row(talk, waiting["Vera Ny"]).done_at == talk.now
    assert await talk.press("ordforande", "Gjort: Vera Ny") == "Det är redan gjort, eller så är hen inte medlem längre."
    assert await talk.say("ordforande", "/valkomna") == "Ingen ny medlem väntar. Alla som är nya är kontaktade."


async def test_what_another_has_taken_on(talk, waiting):
    await talk.say("ombudsperson", "", action=f"welcome:take:{waiting['Vera Ny']}")

    assert await talk.say("ordforande", "", action=f"welcome:take:{waiting['Vera Ny']}") == (
        "Pella B. har redan tagit på sig att höra av sig till Vera Ny."
    )


@pytest.mark.parametrize("verb", ["take", "leave", "done"])
@pytest.mark.parametrize("who", ["medlem", "ordforande2", "representant", "gast"])
async def test_a_forged_button_is_refused(talk, waiting, who, verb):
    said = await talk.say(who, "", action=f"welcome:{verb}:{waiting['Vera Ny']}")

    assert "Vera" not in said
    assert row(talk, waiting["Vera Ny"]).done_at is row(talk, waiting["Vera Ny"]).host_id is None


@pytest.fixture
def contact(talk, waiting) -> None:
    """The sample's `styrelse` is the contact person of Norrby only, where nobody else speaks for the branch."""
    with talk.database.begin() as session:
        norrby = session.exec(select(Branch).where(Branch.name == "Norrby")).one().id
        for post in session.exec(select(Post)):
            in_norrby = post.branch_id == norrby
            if (post.role == Role.CONTACT and not in_norrby) or (post.role in SPEAK and in_norrby):
                session.delete(post)


async def test_a_contact_person_welcomes_where_nobody_else_speaks_for_the_branch(talk, waiting, contact):
    assert (await talk.say("styrelse", "/valkomna")).splitlines()[:3] == [
        "2 nya medlemmar väntar på att någon hör av sig.", "- Vera Ny i Norrby, senast måndag 15 februari.",
        "- Södersjö: 1, varav 1 längre än en vecka",
    ]  # fmt: skip
    assert (await talk.press("styrelse", "Jag tar Vera Ny")).startswith("Tack! Du hör av dig till Vera Ny.")
    assert await talk.press("styrelse", "Gjort: Vera Ny") == "Tack! Vera Ny är välkomnad."
    assert row(talk, waiting["Vera Ny"]).done_at == talk.now


@pytest.mark.parametrize("verb", ["take", "leave", "done"])
async def test_but_not_in_another_branch(talk, waiting, contact, verb):
    said = await talk.say("styrelse", "", action=f"welcome:{verb}:{waiting['Wille Ny']}")

    assert "Wille" not in said
    assert row(talk, waiting["Wille Ny"]).done_at is row(talk, waiting["Wille Ny"]).host_id is None


async def test_what_the_contact_person_took_stays_theirs_when_there_is_a_chair_again(talk, waiting, contact):
    await talk.say("styrelse", "", action=f"welcome:take:{waiting['Vera Ny']}")
    with talk.database.begin() as session:
        chair = session.exec(select(Member).where(Member.name == "Majken N.")).one()
        session.add(Post(member_id=chair.id, role=Role.CHAIR, branch_id=chair.branch_id, first_day=talk.now.date()))

    assert "Vera Ny i Norrby" in await talk.say("styrelse", "/valkomna")


@pytest.mark.parametrize(("verb", "moved", "allowed"), [("done", False, True), ("leave", False, True),
                                                        ("take", False, False), ("done", True, False)])  # fmt: skip
async def test_who_took_it_on_and_lost_the_post_may_see_it_through_in_the_branch(talk, waiting, verb, moved, allowed):
    await talk.say("ordforande", "", action=f"welcome:take:{waiting['Vera Ny']}")
    with talk.database.begin() as session:
        chair = session.exec(select(Member).where(Member.name == "Majken N.")).one()
        for post in session.exec(select(Post).where(Post.member_id == chair.id)):
            session.delete(post)
        if moved:
            chair.branch_id = 2

    said = await talk.say("ordforande", "", action=f"welcome:{verb}:{waiting['Vera Ny']}")

    assert ("Vera Ny" in said) is allowed


@pytest.mark.parametrize("action", ["welcome", "welcome:take", "welcome:take:x", "welcome:eat:{id}"])
async def test_an_odd_button(talk, waiting, action):
    said = await talk.say("ordforande", "", action=action.format(id=waiting["Vera Ny"]))
    assert said == "Den knappen gäller inte längre. Skriv kommandot igen så får du en ny."


async def test_an_old_button_does_nothing_to_whoever_came_after(talk, waiting):
    number = waiting["Wille Ny"]
    with talk.database.begin() as session:
        wille = session.exec(select(Member).where(Member.name == "Wille Ny")).one()
        erasure.erase(session, wille.id, talk.now)
        session.add(bo := Member(name="Bo Ny", branch_id=wille.branch_id))
        session.flush()
        welcomes.add(session, bo.id, bo.branch_id, talk.now)

    said = await talk.say("ordforande2", "", action=f"welcome:done:{number}")

    assert said == "Det är redan gjort, eller så är hen inte medlem längre."
    with talk.database.read() as session:
        assert session.exec(select(Welcome.done_at).where(Welcome.member_id == bo.id)).one() is None
