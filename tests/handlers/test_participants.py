"""Who is on a shift, by name: who may see it, in which order, and that it is noted."""

from datetime import timedelta

import pytest
from sqlmodel import select

from storage import access, signups
from storage.models import Access, Account, Activity, Incident, Member, Shift
from tests.handlers.flyering import activity, add, join, labels, member, rows
from tests.talk import IDS, Talk


@pytest.fixture
async def talk(start_talk) -> Talk:
    return await start_talk()


def noted(talk) -> list[tuple[str, str]]:
    """Who looked at whose: refs of the sample's people as their names in it."""
    with talk.database.read() as session:
        cast = {number: who for who, number in IDS.items()}
        found = session.exec(select(Member.ref, Account.user).join(Account, Account.member_id == Member.id))
        known = {ref: cast.get(user, "") for ref, user in found if user in cast}
        return [(known[one.actor], known.get(one.subject, "?")) for one in session.exec(select(Access)) if one.actor]


async def test_those_who_are_in_and_those_who_wait_in_their_order(talk):
    shift = add(talk, capacity=3)
    join(talk, "medlem4", shift, guests=2)
    join(talk, "medlem3", shift, guests=1)
    join(talk, "medlem2", shift)

    await talk.say("ordforande", "", action=f"roster:{shift}")
    said = await talk.press("ordforande", "Visa vilka")
    assert said.splitlines() == [
        "Flygblad vid stationen, tisdag 9 februari kl. 17.00–18.00, i morgon",
        "Med (3):", "1. Dag B. och 2 vänner",
        "I kön (3):", "1. Cleo Ä. och en vän", "2. Birk S.",
    ]  # fmt: skip
    assert talk.adapter().sent[-1][1].private


async def test_a_place_that_is_offered_is_told(talk):
    shift = add(talk, capacity=1)
    join(talk, "medlem2", shift)
    join(talk, "medlem3", shift)
    with talk.database.begin() as session:
        signups.cancel(session, shift, member(talk, "medlem2"), said_at=talk.now, now=talk.now)

    said = await talk.say("ordforande", "", action=f"who:{shift}")
    assert said.splitlines()[1:] == ["Med (1):", "1. Cleo Ä. (har fått en plats erbjuden och inte svarat än)"]


async def test_nobody_yet(talk):
    assert (await talk.say("ordforande", "", action=f"who:{add(talk)}")).endswith("\nIngen har sagt ja än.")


async def test_a_look_is_noted_for_each_who_is_shown(talk):
    shift = add(talk)
    for who in ("medlem2", "medlem3"):
        join(talk, who, shift)
    await talk.say("ordforande", "", action=f"who:{shift}")

    assert noted(talk) == [("ordforande", "medlem2"), ("ordforande", "medlem3")]
    with talk.database.read() as session:
        assert access.broken(session) is None
    assert "såg vilka som sagt ja" in await talk.say("ombudsperson", "/loggen")


async def test_many_come_page_by_page(talk):
    shift = add(talk, capacity=15)
    with talk.database.begin() as session:
        for n in range(45):
            session.add(one := Member(name=f"Nr {n:02}", branch_id=1))
            session.flush()
            signups.sign_up(session, shift, one.id, platform="telegram", said_at=talk.now, now=talk.now)

    pages = [(await talk.say("ordforande", "", action=f"who:{shift}")).splitlines()]
    pages += [(await talk.press("ordforande", "Visa fler")).splitlines() for _ in range(2)]
    assert [len(page) for page in pages] == [23, 22, 7]
    assert (pages[0][1], pages[0][17], pages[0][22]) == ("Med (15):", "I kön (30):", "5. Nr 19")
    assert (pages[2][1], pages[2][2], pages[2][6]) == ("I kön (30):", "26. Nr 40", "30. Nr 44")
    assert "Visa fler" not in labels(talk)
    assert len(noted(talk)) == 45


async def test_whoever_checks_the_others_in_sees_all_the_shifts_of_it(talk):
    lead, other = add(talk, role="samordnare", leads=True, capacity=2), add(talk)
    join(talk, "medlem3", other)
    talk.now += timedelta(days=1)
    await talk.say("medlem", "", action=f"shift:{lead}")

    assert "Visa vilka" in labels(talk)
    assert "Alva N." in await talk.press("medlem", "Visa vilka")
    assert "Cleo Ä." in await talk.say("medlem", "", action=f"who:{other}")
    await talk.say("medlem", "", action=f"leave:{lead}")
    assert (await talk.say("medlem", "", action=f"who:{other}")).startswith("Det där får du inte göra")


@pytest.mark.parametrize(("after", "sees"), [(-25, False), (-24, True), (0, True), (49, True), (50, False)])
async def test_who_leads_sees_them_only_about_the_time_of_it(talk, after, sees):
    """Hours from its beginning; it takes one."""
    lead = add(talk, role="samordnare", leads=True, capacity=2)
    join(talk, "medlem", lead)
    with talk.database.begin() as session:
        starts = session.get_one(Shift, lead).starts_at
    talk.now = starts + timedelta(hours=after)

    said = await talk.say("medlem", "", action=f"who:{lead}")
    assert ("Alva N." in said) is sees


async def test_who_only_waits_to_lead_sees_nobody(talk):
    lead = add(talk, leads=True, capacity=1)
    join(talk, "medlem3", lead)
    join(talk, "medlem2", lead)

    assert (await talk.say("medlem2", "", action=f"who:{lead}")).startswith("Det där får du inte göra")


@pytest.mark.parametrize("who", ["medlem", "medlem2", "ordforande2", "styrelse", "ombudsperson", "tekniker", "gast"])
async def test_nobody_else_sees_anybody(talk, who):
    shift = add(talk)
    join(talk, "medlem2", shift)

    said = await talk.say(who, "", action=f"who:{shift}")
    assert said.startswith(("Det där får du inte göra", "Det där är för medlemmar"))
    assert noted(talk) == []


async def test_who_is_responsible_sees_them_also_when_it_is_over(talk):
    shift = add(talk)
    join(talk, "medlem3", shift)
    with talk.database.begin() as session:
        session.get_one(Activity, activity(talk).id).contact_id = member(talk, "medlem2")
    talk.now = rows(talk)[0].ends_at

    assert "Cleo Ä." in await talk.say("medlem2", "", action=f"who:{shift}")


async def test_while_a_leak_is_looked_into_nobody_sees_them(talk):
    shift = add(talk)
    join(talk, "medlem3", shift)
    with talk.database.begin() as session:
        session.add(Incident(opened_at=talk.now, opened_by="", what="nyckel"))

    assert "Cleo" not in await talk.say("ordforande", "", action=f"who:{shift}")
    assert noted(talk) == []


@pytest.mark.parametrize("action", ["who:", "who:x", "who:1:²", "who:-1"])
async def test_a_forged_button(talk, action):
    said = await talk.say("ordforande", "", action=action.replace("1", str(add(talk))))

    assert said.startswith("Den knappen gäller inte längre.")
