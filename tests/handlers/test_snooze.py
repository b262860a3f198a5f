"""The buttons under a reminder, pressed by who was given it and by who was not."""

from datetime import timedelta

import pytest
from sqlmodel import select

from bot.markup import plain
from storage import activities
from storage.models import Activity, Occurrence
from tests.talk import IDS, Talk


@pytest.fixture
async def talk(start_talk) -> Talk:
    """It is the afternoon when medlem was reminded of the flyers of the next day."""
    talk = await start_talk(reminds=True)
    await talk.wait(timedelta(0))
    await talk.wait(timedelta(hours=8))
    return talk


def reminder(talk, who: str = "medlem", title: str = "Flygblad vid stationen") -> str:
    """The action of the first button under a reminder."""
    found = [r for to, r in talk.adapter().sent if to.chat == IDS[who] and title in plain(r.text)]
    return found[-1].buttons[0].action


def snoozed(talk) -> list[Occurrence]:
    with talk.database.read() as session:
        return list(session.exec(select(Occurrence).where(Occurrence.lead == "snooze")))


async def test_in_an_hour(talk):
    said = await talk.say("medlem", "", action=reminder(talk))
    assert said == "Jag påminner dig igen måndag 8 februari kl. 18.00, i dag."

    before = len(talk.adapter().sent)
    await talk.wait(timedelta(hours=1))
    ((to, reply),) = talk.adapter().sent[before:]
    assert to.chat == IDS["medlem"]
    assert plain(reply.text).startswith("Påminnelse: i morgon är det dags.\nFlygblad vid stationen")
    assert [button.label for button in reply.buttons] == ["Om en timme", "I morgon kl. 9"]


async def test_twice_says_when_it_comes(talk):
    action = reminder(talk)
    await talk.say("medlem", "", action=action)
    talk.now += timedelta(seconds=10)

    assert await talk.say("medlem", "", action=action) == (
        "Det har du redan bett om: jag påminner dig igen måndag 8 februari kl. 18.00, i dag."
    )
    assert len(snoozed(talk)) == 1


@pytest.mark.parametrize(
    ("choice", "when"), [("d1", "tisdag 9 februari kl. 09.00, i morgon"), ("h1", "måndag 8 februari kl. 18.10, i dag")]
)
async def test_another_choice_moves_it(talk, choice, when):
    action = reminder(talk)
    await talk.say("medlem", "", action=action)
    talk.now += timedelta(minutes=10)

    said = await talk.say("medlem", "", action=action.replace("h1", choice))

    assert said == f"I stället påminner jag dig {when}."
    before = len(talk.texts())
    await talk.wait(timedelta(minutes=55))
    assert len(talk.texts()) == before
    await talk.wait(timedelta(hours=15))
    assert len(snoozed(talk)) == 1
    assert [text for text in talk.texts()[before:] if "Flygblad vid stationen" in text]


async def test_once_it_has_come_the_latest_one_is_put_off(talk):
    action = reminder(talk)
    await talk.say("medlem", "", action=action)
    await talk.wait(timedelta(hours=2))

    assert (await talk.say("medlem", "", action=action)).startswith(
        "Den påminde jag dig om igen måndag 8 februari kl. 18.00, i dag."
    )
    assert (await talk.say("medlem", "", action=reminder(talk))).startswith("Jag påminner dig igen")


async def test_too_late_to_be_of_use(talk):
    action = reminder(talk)
    await talk.wait(timedelta(hours=22, minutes=45))

    assert await talk.say("medlem", "", action=action) == (
        "Då har det redan börjat, så den påminnelsen skulle inte vara till någon nytta."
    )
    assert snoozed(talk) == []


@pytest.mark.parametrize("who", ["medlem2", "ordforande2", "ombudsperson"])
async def test_another_s_reminder_is_not_theirs_to_put_off(talk, who):
    assert (await talk.say(who, "", action=reminder(talk))).startswith("Den påminnelsen gäller inte längre.")
    assert snoozed(talk) == []


async def test_one_that_nobody_was_given_yet(talk):
    with talk.database.read() as session:
        later = session.exec(select(Occurrence).where(Occurrence.fate == "pending")).first()

    assert (await talk.say("medlem", "", action=f"snooze:{later.id}:h1")).startswith(
        "Den påminnelsen gäller inte längre."
    )


@pytest.mark.parametrize("action", ["snooze:1", "snooze:1:h9", "snooze:x:h1", "snooze:-1:h1", "snooze:²:h1", "snooze:"])
async def test_a_forged_button(talk, action):
    assert (await talk.say("medlem", "", action=action)).startswith("Den knappen gäller inte längre.")


@pytest.mark.parametrize("number", ["999999999", "0"])
async def test_a_number_of_nothing(talk, number):
    assert (await talk.say("medlem", "", action=f"snooze:{number}:h1")).startswith(
        "Den påminnelsen gäller inte längre."
    )


async def test_what_was_called_off_meanwhile(talk):
    action = reminder(talk)
    with talk.database.begin() as session:
        activity = session.exec(select(Activity).where(Activity.title == "Flygblad vid stationen")).first()
        activities.cancel(session, activity, reason="", now=talk.now)

    assert (await talk.say("medlem", "", action=action)).startswith("Den påminnelsen gäller inte längre.")


async def test_one_s_own(talk):
    await talk.say("medlem", "/paminn om en timme ring kommunen")
    await talk.wait(timedelta(hours=1))
    said = await talk.say("medlem", "", action=reminder(talk, title="ring kommunen").replace("h1", "d1"))

    assert said == "Jag påminner dig igen tisdag 9 februari kl. 09.00, i morgon."
    await talk.wait(timedelta(hours=15))
    assert "Du bad mig påminna dig: ring kommunen" in talk.texts()[-1]


async def test_one_s_own_that_was_taken_away(talk):
    await talk.say("medlem", "/paminn varje tisdag kl 9 ring kommunen")
    await talk.wait(timedelta(hours=16))
    await talk.press("medlem", "Sluta påminna")

    said = await talk.say("medlem", "", action=reminder(talk, title="Du bad mig"))
    assert said.startswith("Den påminnelsen gäller inte längre.")
