"""What may be shown in which group, by whom, and what whoever asks for it is told."""

import pytest
from sqlmodel import delete, select

from storage.models import Activity, Card, Group, Visibility
from tests.handlers.flyering import activity, add, labels, member
from tests.talk import GROUPS, Talk


@pytest.fixture
async def talk(start_talk) -> Talk:
    return await start_talk(platforms=("telegram", "slack"))


def set_up(talk, number: int = 0, **values: object) -> int:
    """Change an activity; which one it is."""
    with talk.database.begin() as session:
        row = session.get_one(Activity, number or activity(talk).id)
        for name, value in values.items():
            setattr(row, name, value)
        return row.id


def district_s(talk) -> int:
    with talk.database.read() as session:
        return session.exec(select(Activity.id).where(Activity.title == "Ny i rörelsen")).first()


def places(talk) -> list[tuple[str, str]]:
    with talk.database.read() as session:
        return [(card.platform, card.chat) for card in session.exec(select(Card).order_by(Card.id))]


def heard(talk, platform: str = "telegram") -> list[str]:
    """The groups in which something was said."""
    return [to.chat for to, _ in talk.adapter(platform).sent if to.chat.startswith(("-", "C"))]


async def test_from_the_activity_into_its_group_in_each_app(talk):
    await talk.say("ordforande", "/andra-aktivitet flygblad")
    said = await talk.press("ordforande", "Visa i gruppen")

    assert said.startswith("Nu visas Flygblad vid stationen i 2 grupper.")
    assert places(talk) == [("telegram", GROUPS["norrby"]), ("slack", "C0001")]
    assert (heard(talk), heard(talk, "slack")) == ([GROUPS["norrby"]], ["C0001"])


async def test_from_its_shifts_as_well(talk):
    add(talk)
    await talk.say("ordforande", "", action=f"shifts:{activity(talk).id}")

    assert labels(talk)[-1] == "Visa i gruppen"


async def test_twice_it_is_there_already(talk):
    await talk.say("ordforande", "", action=f"post:{activity(talk).id}")

    said = await talk.say("ordforande", "", action=f"post:{activity(talk).id}")
    assert said.startswith("Flygblad vid stationen visas redan i gruppen")
    assert heard(talk) == [GROUPS["norrby"]]


@pytest.mark.parametrize("visibility", [Visibility.MEMBERS, Visibility.BRANCH])
async def test_what_is_not_for_everyone_is_asked_about_first(talk, visibility):
    number = set_up(talk, visibility=visibility)
    said = await talk.say("ordforande", "", action=f"post:{number}")
    assert "även den som inte är medlem" in said
    assert places(talk) == []

    assert (await talk.press("ordforande", "Ja, visa den")).startswith("Nu visas")
    assert len(places(talk)) == 2


async def test_what_is_a_network_s_is_shown_in_no_group(talk):
    number = set_up(talk, visibility=Visibility.NETWORK)
    await talk.say("ordforande", "", action=f"change:{number}")
    assert "Visa i gruppen" not in labels(talk)

    said = await talk.say("ordforande", "", action=f"post:{number}:yes")
    assert said.startswith("Flygblad vid stationen är inte öppen för alla")
    assert places(talk) == []


async def test_the_district_s_goes_into_the_district_s_group_if_it_is_for_everyone(talk):
    number = set_up(talk, district_s(talk), visibility=Visibility.MEMBERS)
    assert "är inte öppen för alla" in await talk.say("ombudsperson", "", action=f"post:{number}:yes")

    set_up(talk, number, visibility=Visibility.PUBLIC)
    await talk.say("ombudsperson", "", action=f"post:{number}")
    assert places(talk) == [("telegram", GROUPS["distriktet"]), ("slack", "C0000")]


async def test_without_a_group_it_is_told_what_to_do(talk):
    with talk.database.begin() as session:
        session.exec(delete(Group).where(Group.branch_id == 1))

    said = await talk.say("ordforande", "", action=f"post:{activity(talk).id}")
    assert said.startswith("Jag är inte med i någon grupp")


@pytest.mark.parametrize("word", ["", ":yes"])
@pytest.mark.parametrize("who", ["medlem", "ordforande2", "styrelse", "ombudsperson", "gast"])
async def test_nobody_else_shows_it(talk, who, word):
    said = await talk.say(who, "", action=f"post:{activity(talk).id}{word}")

    assert said.startswith(("Det där får du inte göra", "Det där är för medlemmar"))
    assert places(talk) == []


async def test_who_is_responsible_for_it_does(talk):
    number = set_up(talk, contact_id=member(talk, "medlem2"))

    assert (await talk.say("medlem2", "", action=f"post:{number}")).startswith("Nu visas")


async def test_what_is_over_or_called_off_is_not_put_up(talk):
    number = set_up(talk, cancelled_at=talk.now)
    assert (await talk.say("ordforande", "", action=f"post:{number}")).endswith("är redan inställd.")

    set_up(talk, cancelled_at=None, ends_at=talk.now)
    assert (await talk.say("ordforande", "", action=f"post:{number}")).endswith("är redan över.")


async def test_a_forged_button(talk):
    assert (await talk.say("ordforande", "", action="post:²")).startswith("Den knappen gäller inte längre.")
    assert (await talk.say("ordforande", "", action="post:99999")).startswith("Det där får du inte göra")
