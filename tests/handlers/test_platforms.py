"""What a platform tells: a group moved or is lost, somebody wants no messages, a token is refused."""

from datetime import timedelta

import pytest
from sqlmodel import select

from storage import chats
from storage.models import Account, Group
from tests.talk import IDS, NOW

MENDERS = {IDS["tekniker"], IDS["ombudsperson"]}


def group(talk, chat: str) -> Group | None:
    with talk.database.read() as session:
        return chats.find(session, platform="telegram", chat=chat)


def muted(talk, user: str = "1001") -> object:
    with talk.database.read() as session:
        return session.exec(select(Account.muted_at).where(Account.platform == "telegram", Account.user == user)).one()


def told(talk, platform: str = "telegram") -> dict[str, str]:
    return {to.chat: reply.text for to, reply in talk.adapter(platform).sent}


async def test_a_group_that_moved_takes_its_messages_along(talk):
    for _ in range(2):
        await talk.happens("moved", "-2001", "-100")

    assert (group(talk, "-2001"), group(talk, "-100").title) == (None, "Norrby pf")
    assert (await talk.say("medlem", "/nasta-aktivitet", group="-100")).startswith("Härnäst i Norrby:")


async def test_a_lost_group_is_told_to_the_ombudsperson_once(talk):
    for _ in range(2):
        await talk.happens("lost", "-2001")

    assert told(talk) == {
        IDS["ombudsperson"]: "Jag når inte längre gruppen för Norrby på Telegram. "
        "Lägg till mig igen, om ni vill ha påminnelser där."
    }
    assert len(talk.adapter().sent) == 1


async def test_the_districts_group_goes_by_its_own_name(talk):
    await talk.happens("lost", "-2000")

    assert "Jag når inte längre gruppen för Distriktet Älvmarken" in told(talk)[IDS["ombudsperson"]]


async def test_back_in_it_it_can_be_lost_again(talk):
    await talk.happens("lost", "-2001")
    await talk.happens("back", "-2001")
    assert group(talk, "-2001").lost_at is None
    talk.now += timedelta(hours=1)

    await talk.happens("lost", "-2001")

    assert len(talk.adapter().sent) == 2


@pytest.mark.parametrize("event", ["lost", "blocked"])
async def test_who_wants_nothing_gets_nothing_and_nobody_is_told(talk, event):
    talk.now += timedelta(minutes=1)
    talk.push("1001", "sedan")
    talk.now = NOW

    await talk.happens(event, "1001")
    await talk.wait(timedelta(hours=1))

    assert muted(talk) == NOW
    assert talk.adapter().sent == []
    assert [row.state for row in talk.mail()] == ["suppressed"]


async def test_who_is_back_gets_messages_again(talk):
    await talk.happens("blocked", "1001")
    await talk.happens("back", "1001")

    assert muted(talk) is None


async def test_an_outsider_is_told_nothing_about_members(talk):
    said = await talk.happens("outsider", "U999")

    assert said.startswith("Jag svarar bara dem som är med i den här arbetsytan fullt ut.")


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("conflict", "Två kopior av mig är igång på Slack samtidigt"),
        ("token", "Slack godtar inte min nyckel längre."),
        ("removed", "Någon har tagit bort mig från Slack."),
    ],
)
async def test_trouble_is_told_where_it_can_be_heard(two, word, said):
    await two.say("", word, platform="slack", event="trouble", event_id="trouble:1")

    assert set(told(two)) == MENDERS
    assert all(text.startswith(said) for text in told(two).values())
    assert told(two, "slack") == {}


async def test_the_same_trouble_is_told_once(two):
    for _ in range(2):
        await two.say("", "token", platform="slack", event="trouble", event_id="trouble:token:2027-02-08")

    assert len(two.adapter().sent) == 2


async def test_each_is_told_in_their_own_language(talk):
    await talk.say("ombudsperson", "/installningar")
    await talk.press("ombudsperson", "Byt språk")
    await talk.press("ombudsperson", "English")
    await talk.press("ombudsperson", "Spara")

    await talk.happens("lost", "-2001")

    assert "Norrby" in talk.texts()[-1]
    assert talk.texts()[-1].startswith("I ")
