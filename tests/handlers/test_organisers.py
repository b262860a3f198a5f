"""For whom an activity is: a network's is its convener's to arrange, and its members' alone to see."""

import pytest
from sqlmodel import select

from storage.models import Activity, NetworkMember
from tests.handlers.meeting import CLIMATE, TITLE, find, hand_in, leave, member, network, open_form, plan

GOOD = {
    "title": TITLE, "kind": "network", "date": "24 februari", "start": "18", "end": "20", "place": "Biblioteket",
    "accessibility": "", "how_to_join": "", "visibility": "network",
}  # fmt: skip
SEEN = {"medlem2": True, "medlem7": True, "medlem10": True, "medlem": False, "ombudsperson": False, "gast": False}


@pytest.fixture
async def talk(start_talk):
    return await start_talk(whole_forms=True)


def all_of(talk) -> list[Activity]:
    with talk.database.read() as session:
        return list(session.exec(select(Activity).where(Activity.title == TITLE)))


async def ask(talk, who: str = "medlem2"):
    ((_, reply),) = await talk.hear(talk.incoming(who, "/ny-aktivitet"))
    return reply


async def test_a_convener_puts_in_what_the_network_arranges(talk):
    form = (await ask(talk)).form
    said = await hand_in(talk, "medlem2", form, **GOOD)

    assert "för medlemmar i nätverket" in said
    (found,) = all_of(talk)
    assert (found.network_id, found.branch_id, found.visibility) == (network(talk), None, "network")
    await hand_in(talk, "medlem2", form, **GOOD)
    assert len(all_of(talk)) == 1


async def test_who_arranges_for_several_is_asked_for_whom(talk):
    with talk.database.begin() as session:
        there = NetworkMember(network_id=network(talk), member_id=member(talk, "Majken N."), convenes=True)
        session.add(there)
    reply = await ask(talk, "ordforande")

    assert [button.label for button in reply.buttons] == ["Partiföreningen Norrby", CLIMATE]
    form = await open_form(talk, "ordforande", reply.buttons[1].action)
    assert [choice.value for choice in form.fields[-1].choices] == ["public", "members", "network"]
    form = await open_form(talk, "ordforande", reply.buttons[0].action)
    assert [choice.value for choice in form.fields[-1].choices] == ["public", "members", "branch"]


@pytest.mark.parametrize("word", ["n2", "n999999", "n", "nx", "1", "2", "", "n-1"])
async def test_for_another_organiser_nothing_is_begun(talk, word):
    assert (await talk.say("medlem2", "", action=f"new-for:{word}")).startswith("Det där får du inte göra")


async def test_who_convenes_it_no_more_saves_nothing(talk):
    form = (await ask(talk)).form
    leave(talk, "Birk S.")

    assert (await hand_in(talk, "medlem2", form, **GOOD)).startswith("Det där får du inte göra")
    assert all_of(talk) == []


@pytest.mark.parametrize("who", ["medlem7", "medlem10", "medlem", "gast"])
async def test_who_is_only_in_it_arranges_nothing_for_it(talk, who):
    number = network(talk)
    said = await talk.say(who, "", action=f"new-for:n{number}")

    assert said.startswith(("Det där får du inte göra", "Det där är för medlemmar."))


@pytest.mark.parametrize(("who", "sees"), SEEN.items())
async def test_its_own_is_seen_by_those_in_it(talk, who, sees):
    number = plan(talk)

    assert ((await talk.say(who, "", action=f"see:{number}")).startswith(TITLE)) is sees
    assert (TITLE in await talk.say(who, "/aktiviteter nätverksträff")) is sees


@pytest.mark.parametrize(("who", "sees"), SEEN.items())
async def test_what_is_next_in_ones_networks_is_shown(talk, who, sees):
    plan(talk)
    said = await talk.say(who, "/nasta-aktivitet")

    assert (f"Härnäst i dina nätverk:\n{TITLE} (nätverksträff)" in said) is sees
    assert said.count(TITLE) == sees


async def test_in_a_group_nothing_of_it_is_shown(talk):
    plan(talk)

    assert TITLE not in await talk.say("medlem2", "/nasta-aktivitet", group="sodersjo")
    assert TITLE not in await talk.say("medlem2", "/aktiviteter vecka 8", group="distriktet")


@pytest.mark.parametrize("who", ["ombudsperson", "ordforande", "representant", "medlem10"])
@pytest.mark.parametrize("verb", ["", ":move", ":cancel"])
async def test_nobody_but_its_convener_changes_it(talk, who, verb):
    number = plan(talk, visibility="public")

    assert (await talk.say(who, "", action=f"change:{number}{verb}")).startswith("Det där får du inte göra")
    assert (await talk.say(who, "", action=f"shifts:{number}")).startswith("Det där får du inte göra")
    assert (await talk.say(who, "", action=f"post:{number}")).startswith("Det där får du inte göra")


async def test_its_convener_calls_it_off(talk):
    number = plan(talk)
    form = await open_form(talk, "medlem2", f"change:{number}:cancel")

    assert (await hand_in(talk, "medlem2", form, reason="Sjukdom")).startswith("Sparat.")
    assert find(talk, number).cancelled_at is not None


async def test_a_convener_changes_nothing_of_the_branch_with_the_same_number(talk):
    with talk.database.read() as session:
        there = select(Activity.id).where(Activity.branch_id == network(talk))
        other = session.exec(there).first()

    assert (await talk.say("medlem2", "", action=f"change:{other}")).startswith("Det där får du inte göra")


async def test_it_is_not_posted_in_the_districts_group(talk):
    number = plan(talk, visibility="public")
    said = await talk.say("medlem2", "", action=f"post:{number}")

    assert said.startswith(f"{TITLE} är inte öppen för alla")
