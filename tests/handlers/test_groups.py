"""Which group is whose: said in it by who speaks for the branch, looked at again at each press."""

from datetime import timedelta

import pytest
from sqlmodel import select

from storage.models import Group, Post, Role
from tests.talk import GROUPS, Talk

NORRBY = GROUPS["norrby"]
NEW = "-4711"


@pytest.fixture
async def talk(start_talk) -> Talk:
    return await start_talk(platforms=("telegram", "slack"))


def tied(talk, platform: str = "telegram") -> dict[str, str]:
    """The groups and whose they are; "" is the district."""
    with talk.database.read() as session:
        rows = session.exec(select(Group).where(Group.platform == platform))
        return {row.chat: row.title for row in rows}


def end_post(talk, role: Role) -> None:
    with talk.database.begin() as session:
        for post in session.exec(select(Post).where(Post.role == role)):
            session.delete(post)


async def test_a_new_group_becomes_theirs_and_is_written_to(talk):
    await talk.say("ordforande", "/grupp", group=NEW)
    said = await talk.press("ordforande", "Ja, det är vår grupp", group=NEW)

    assert said.startswith("Klart, det här är gruppen för Norrby.")
    assert tied(talk)[NEW] == "Norrby"
    await talk.say("ordforande", "/andra-aktivitet flygblad")
    assert (await talk.press("ordforande", "Visa i gruppen")).startswith("Nu visas Flygblad vid stationen i 3 grupper.")
    assert NEW in [to.chat for to, _ in talk.adapter().sent]


async def test_pressed_twice_it_is_one_group(talk):
    await talk.say("ordforande", "/grupp", group=NEW)
    for _ in range(2):
        await talk.press("ordforande", "Ja, det är vår grupp", group=NEW)

    assert list(tied(talk)).count(NEW) == 1


@pytest.mark.parametrize("who", ["medlem", "styrelse", "gast", "tekniker"])
async def test_who_speaks_for_nobody_ties_none(talk, who):
    before = tied(talk)
    assert "Ska det här" not in await talk.say(who, "/grupp", group=NEW)
    await talk.say(who, "", action="group:tie:1", group=NEW, message_id="m1")
    assert tied(talk) == before


@pytest.mark.parametrize("word", ["2", "0", "99999", "x", ""])
async def test_a_forged_button_of_a_branch_that_is_not_theirs(talk, word):
    before = tied(talk)
    await talk.say("ordforande", "", action=f"group:tie:{word}", group=NEW, message_id="m1")
    assert tied(talk) == before


async def test_the_right_is_looked_at_again_when_it_is_pressed(talk):
    await talk.say("ordforande", "/grupp", group=NEW)
    end_post(talk, Role.CHAIR)

    await talk.press("ordforande", "Ja, det är vår grupp", group=NEW)
    assert NEW not in tied(talk)


async def test_another_s_group_is_not_taken(talk):
    said = await talk.say("ordforande", "/grupp", group="sodersjo")
    await talk.say("ordforande", "", action="group:tie:1", group="sodersjo", message_id="m1")

    assert said.startswith("Det här är gruppen för Södersjö.")
    assert tied(talk)[GROUPS["sodersjo"]] == "Södersjö pf"


async def test_the_ombudsperson_ties_the_district_s_and_anyone_s(talk):
    await talk.say("ombudsperson", "/grupp", group=NEW)
    await talk.press("ombudsperson", "Ja, det är vår grupp", group=NEW)
    assert tied(talk)[NEW] == "Distriktet Älvmarken"

    await talk.say("ombudsperson", "/grupp Sodersjo", group=NEW)
    await talk.press("ombudsperson", "Ja, det är vår grupp", group=NEW)
    assert tied(talk)[NEW] == "Södersjö"


async def test_no_leaves_it_alone(talk):
    await talk.say("ordforande", "/grupp", group=NEW)
    assert await talk.press("ordforande", "Nej", group=NEW) == "Då låter jag gruppen vara."
    assert NEW not in tied(talk)


async def test_untied_nothing_that_waits_is_said_there(talk):
    with talk.database.begin() as session:
        group = session.exec(select(Group).where(Group.chat == NORRBY, Group.platform == "telegram")).one()
        number = group.id
    talk.push(NORRBY, "till gruppen", due_at=talk.now + timedelta(hours=1))

    said = await talk.say("ordforande", "", action=f"group:untie:{number}")
    assert said.startswith("Klart. Jag skriver inte längre i gruppen för Norrby på Telegram.")
    assert [row.state for row in talk.mail() if row.chat == NORRBY] == ["suppressed"]
    assert (await talk.say("ordforande", "", action=f"group:untie:{number}")).startswith(
        "Den gruppen är redan borttagen"
    )


async def test_another_s_is_not_untied(talk):
    with talk.database.read() as session:
        number = session.exec(select(Group.id).where(Group.chat == GROUPS["sodersjo"])).first()
    before = tied(talk)

    await talk.say("ordforande", "", action=f"group:untie:{number}")
    assert tied(talk) == before


async def test_privately_one_cannot_tie(talk):
    before = tied(talk)
    await talk.say("ordforande", "", action="group:tie:1")
    assert tied(talk) == before


async def test_a_group_that_is_lost_is_told_so(talk):
    await talk.happens("lost", NORRBY)
    said = await talk.say("ordforande", "/grupp")
    assert "Norrby på Telegram. Dit når jag inte längre" in said
    assert "Södersjö" not in said
