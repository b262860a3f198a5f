"""What comes back is only for whoever may plan it, whatever a button carries."""

from datetime import date, time, timedelta

import pytest
from sqlmodel import col, select

from storage import activities
from storage.models import Account, Activity, Network, Post, Series
from tests.handlers.monthly import MONTHLY, TITLE, YES, begin, days, hand_in, plan_first, rows
from tests.talk import IDS, NOW, Talk


@pytest.fixture
async def talk(start_talk) -> Talk:
    talk = await start_talk(whole_forms=True)
    plan_first(talk.database)
    return talk


@pytest.mark.parametrize("who", ["medlem", "ordforande2", "ombudsperson", "styrelse", "gast"])
@pytest.mark.parametrize("verb", ["", ":form", ":pause", ":stop", ":end", ":move", ":cancel", ":each", ":yes:1"])
async def test_nobody_else_s(talk, who, verb):
    await begin(talk)
    before = days(talk)
    said = await talk.say(who, "", action=f"again:{rows(talk)[0].id}{verb}")

    assert TITLE not in said
    assert days(talk) == before


@pytest.mark.parametrize(
    "action", ["", "x", ":yes", "9" * 30, "1:yes:", "1:yes:x", "1:yes:-1", "1:nonsense", "1:each:x"]
)
async def test_a_forged_button_does_nothing(talk, action):
    await begin(talk)
    first = rows(talk)[0].id
    before = days(talk)
    said = await talk.say("ordforande", "", action=f"again:{action.replace('1:', f'{first}:', 1)}")

    assert said
    assert days(talk) == before


async def test_another_s_proposal_is_nobody_s_to_agree_to(talk):
    with talk.database.begin() as session:
        other = activities.plan(
            session, key="other", kind="meeting", title="Hemligt", day=date(2027, 3, 15), starts=time(18), ends=None,
            zone="Europe/Stockholm", place="Kajen", branch_id=2,
        )  # fmt: skip
        number = other.id
    await hand_in(talk, f"again:{number}", "ordforande2", **MONTHLY)
    with talk.database.read() as session:
        draft = session.exec(select(Series.id)).one()
    said = await talk.say("ordforande", "", action=f"again:{rows(talk)[0].id}:yes:{draft}")

    assert "Hemligt" not in said
    assert len(rows(talk)) == 1
    with talk.database.read() as session:
        assert len(session.exec(select(Activity).where(Activity.title == "Hemligt")).all()) == 1


async def test_a_proposal_is_over_when_the_activity_has_moved(talk):
    await hand_in(talk, f"again:{rows(talk)[0].id}", **MONTHLY)
    with talk.database.begin() as session:
        first = session.exec(select(Activity).where(Activity.title == TITLE)).one()
        activities.move(session, first, day=date(2027, 3, 16), starts=time(18), ends=None, now=NOW)
    await talk.press("ordforande", YES)

    assert len(rows(talk)) == 1


async def test_the_right_is_looked_at_when_it_is_agreed_to(talk):
    await hand_in(talk, f"again:{rows(talk)[0].id}", **MONTHLY)
    with talk.database.begin() as session:
        for post in session.exec(select(Post).where(col(Post.branch_id) == 1)):
            post.last_day = NOW.date() - timedelta(days=1)
    await talk.press("ordforande", YES)

    assert len(rows(talk)) == 1


async def test_what_is_over_or_called_off_does_not_come_back(talk):
    with talk.database.begin() as session:
        first = session.exec(select(Activity).where(Activity.title == TITLE)).one()
        activities.cancel(session, first, reason="", now=NOW)
        number = first.id

    assert await talk.say("ordforande", "", action=f"again:{number}") == "Aktiviteten Månadsmöte är redan inställd."


@pytest.fixture
def contact(talk) -> int:
    """Who is responsible for one of them, and plans for nobody or for another branch."""
    with talk.database.begin() as session:
        one = session.exec(select(Activity).where(Activity.title == TITLE)).first()
        one.contact_id = session.exec(select(Account.member_id).where(Account.user == IDS["ordforande2"])).one()
        return one.id


async def test_who_is_responsible_for_one_sees_to_that_one_alone(talk, contact):
    await begin(talk)
    before = days(talk)
    said = await talk.say("ordforande2", "", action=f"change:{contact}:cancel")
    assert "Vad ska ställas in?" not in said
    assert said.endswith("Ställ in aktivitet.")

    for verb in ("", ":cancel", ":move", ":stop", ":end", ":each", ":pause"):
        said = await talk.say("ordforande2", "", action=f"again:{contact}{verb}")
        assert said.startswith("Det där får du inte göra"), verb
    assert days(talk) == before


async def test_what_a_network_repeats_and_copies_is_its_convener_s(talk):
    """The ombudsperson plans what is the district's, and a network's is not."""
    with talk.database.begin() as session:
        one = session.exec(select(Activity).where(Activity.title == TITLE)).first()
        network = session.exec(select(Network.id).where(Network.name == "Klimatnätverket")).one()
        one.branch_id, one.network_id, number = None, network, one.id

    for word in ("again", "copy"):
        assert (await talk.say("ombudsperson", "", action=f"{word}:{number}")).startswith("Det där får du inte göra")
        assert (await talk.say("medlem2", "", action=f"{word}:{number}")).startswith("Tryck på knappen för att fylla i")
    assert (await talk.say("ombudsperson", f"/kopiera-aktivitet {TITLE}")).startswith("Jag hittar inget som heter")
    assert (await talk.say("medlem2", f"/kopiera-aktivitet {TITLE}")).startswith("Tryck på knappen")
