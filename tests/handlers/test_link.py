"""`/koppla`: one person in two apps, and out of one of them again."""

from datetime import timedelta

import pytest
from sqlmodel import delete, select

from bot.sample.load import CODE
from reminders.subject import REMINDER
from storage import members, preferences
from storage.models import Account, Consent, Outbox, Post, Role, State
from tests.handlers.test_start import WRONG
from tests.talk import IDS

LINK = "/koppla "


def rows(talk, model, *where):
    with talk.database.read() as session:
        return session.exec(select(model).where(*where)).all()


async def code_for(talk, who: str, platform: str = "telegram") -> str:
    said = await talk.say(who, "/koppla", platform=platform)
    return next(line for line in said.splitlines() if line.startswith(LINK)).removeprefix(LINK)


async def begin(two) -> str:
    """Somebody new is in on Telegram; a code for Slack."""
    await two.join("gast", CODE)
    return await code_for(two, "gast")


async def link(two, code: str, who: str = "U0099") -> str:
    asked = await two.say(who, f"/koppla {code}", platform="slack")
    if "[" not in asked and "behöver jag ditt ja" not in asked:
        return asked
    return await two.press(who, "Ja, koppla mitt konto", platform="slack")


async def test_the_other_app_is_the_same_person(two):
    code = await begin(two)

    assert (await link(two, code)).startswith("Klart, Vera N.! Nu är du samma person i båda apparna.")
    (telegram,), (slack,) = (rows(two, Account, Account.user == user) for user in ("1099", "U0099"))
    assert telegram.member_id == slack.member_id
    consents = rows(two, Consent, Consent.member_id == slack.member_id)
    assert {row.platform for row in consents} == {"telegram", "slack"}


async def test_consent_is_asked_for_that_app(two):
    code = await begin(two)

    said = await two.say("U0099", f"/koppla {code}", platform="slack")
    assert "Den som driver Slack ser" in said
    assert rows(two, Account, Account.user == "U0099") == []


async def test_the_first_app_is_told(two):
    await link(two, await begin(two))

    assert two.texts()[-1].startswith("Nu är du kopplad i Slack också. Var det inte du?")


async def test_start_takes_the_code_as_well(two):
    """A deep link writes /start."""
    code = await begin(two)
    await two.say("U0099", f"/start {code}", platform="slack")

    assert (await two.press("U0099", "Ja, koppla mitt konto", platform="slack")).startswith("Klart, Vera N.!")


async def test_a_link_for_telegram_comes_along_where_that_is_the_other_app(two):
    await two.join("U0099", CODE, platform="slack")

    said = await two.say("U0099", "/koppla", platform="slack")
    assert "Skriv den här raden till mig i Telegram." in said
    assert "https://example.org/bot?start=" in said


@pytest.mark.parametrize(("after", "works"), [(timedelta(minutes=14), True), (timedelta(minutes=15), False)])
async def test_the_code_lives_for_a_quarter_of_an_hour(two, after, works):
    code = await begin(two)
    await two.wait(after)

    assert (await link(two, code)).startswith("Klart") is works


async def test_once(two):
    code = await begin(two)
    await link(two, code)

    assert await link(two, code, who="U4711") == WRONG


async def test_a_newer_code_takes_the_place_of_the_older(two):
    old = await begin(two)
    await code_for(two, "gast")

    assert await link(two, old) == WRONG


async def test_who_is_somebody_else_already_stays_so(two):
    code = await begin(two)

    assert (await link(two, code, who="U0001")).startswith("Du är redan med, Alva N., i partiföreningen Norrby.")
    assert (await link(two, code)).startswith("Klart")


async def test_an_app_that_the_person_has_already(two):
    code = await begin(two)

    said = await two.say("4711", f"/koppla {code}")
    assert said.startswith("Den som koden gäller är redan kopplad i Telegram med ett annat konto.")


async def test_who_has_every_app_needs_no_code(two):
    assert (await two.say("medlem", "/koppla")).startswith("Du är redan kopplad i alla appar")


async def test_who_is_nobody_has_no_other_app(two):
    assert (await two.say("gast", "/koppla")).startswith("Det där är för medlemmar.")


async def test_in_a_group_no_code_is_taken(two):
    code = await begin(two)

    said = await two.say("U0099", f"/koppla {code}", platform="slack", group="norrby")
    assert said.startswith("En kod ska ingen annan se")


# Out again


async def leave(two, who: str, app: str, platform: str = "telegram") -> str:
    await two.say(who, "/installningar", platform=platform)
    asked = await two.press(who, f"Koppla bort {app}", platform=platform)
    if "Ska jag" not in asked:
        return asked
    return await two.press(who, "Ja, koppla bort", platform=platform)


async def test_untied_from_the_other_app(two):
    assert (await leave(two, "medlem", "Slack")).startswith(
        "Klart: jag har kopplat bort Slack, och ditt medgivande är återkallat."
    )

    assert rows(two, Account, Account.user == "U0001") == []
    (mine,) = rows(two, Account, Account.user == "1001")
    consents = rows(two, Consent, Consent.member_id == mine.member_id)
    assert {row.platform: row.withdrawn_at for row in consents} == {
        "telegram": None, "slack": two.now, "terminal": None,
    }  # fmt: skip
    assert (await two.say("U0001", "/installningar", platform="slack")).startswith("Det där är för medlemmar.")


async def test_from_the_app_itself(two):
    assert (await leave(two, "medlem", "Telegram")).startswith("Klart: jag har kopplat bort Telegram")
    assert (await two.say("medlem", "/installningar")).startswith("Det där är för medlemmar.")


async def test_no_keeps_it(two):
    await two.say("medlem", "/installningar")
    await two.press("medlem", "Koppla bort Slack")

    assert await two.press("medlem", "Nej, behåll") == "Då är allt som det var."
    assert len(rows(two, Account, Account.user == "U0001")) == 1


async def test_what_waited_there_goes_to_the_app_that_is_left(two):
    with two.database.begin() as session:
        me = members.find(session, platform="slack", user="U0001", today=two.now.date()).id
    two.push("U0001", "väntar", platform="slack", member_id=me, due_at=two.now + timedelta(hours=1))

    await leave(two, "medlem", "Slack")
    await two.wait(timedelta(hours=1))

    assert two.texts("slack").count("väntar") == 0
    assert two.texts().count("väntar") == 1


@pytest.mark.parametrize(
    "action", ["settings:", "settings:leave", "settings:leave:x", "settings:left:x", "settings:x:y"]
)
async def test_forged_buttons(two, action):
    assert (await two.say("medlem", action=action, text="")).startswith("Den knappen gäller inte längre.")


async def to_the_last_door(two, who: str) -> str:
    await leave(two, who, "Slack")
    await leave(two, who, "terminalen")
    await two.say(who, "/installningar")
    return await two.press(who, "Koppla bort Telegram")


@pytest.mark.parametrize(("who", "role"), [("ombudsperson", "ombudsperson"), ("tekniker", "tekniker")])
async def test_the_last_of_a_role_cannot_leave_by_the_last_door(two, who, role):
    assert (await to_the_last_door(two, who)).startswith(f"Du är den enda som har uppdraget {role}")

    said = await two.say(who, action="settings:left:telegram", text="")
    assert said.startswith("Du är den enda")
    assert len(rows(two, Account, Account.user == IDS[who])) == 1


async def test_who_is_not_the_only_one_may_leave(two):
    with two.database.begin() as session:
        other = members.find(session, platform="telegram", user=IDS["styrelse"], today=two.now.date()).id
        session.add(Post(member_id=other, role=Role.OMBUDSPERSON, first_day=two.now.date()))

    assert (await to_the_last_door(two, "ombudsperson")).startswith("Ska jag koppla bort Telegram? Det är den sista")


async def test_somebody_in_the_role_who_is_nowhere_in_the_bot_is_nobody_to_lean_on(two):
    with two.database.begin() as session:
        other = members.find(session, platform="telegram", user=IDS["styrelse"], today=two.now.date()).id
        session.add(Post(member_id=other, role=Role.OMBUDSPERSON, first_day=two.now.date()))
        session.exec(delete(Account).where(Account.member_id == other))

    assert (await to_the_last_door(two, "ombudsperson")).startswith("Du är den enda")


async def test_a_member_may_leave_by_the_last_door(two):
    said = await to_the_last_door(two, "medlem")

    assert "så sedan når jag dig inte alls" in said
    assert (await two.press("medlem", "Ja, koppla bort")).startswith("Klart: jag har kopplat bort Telegram")


# One person, one message (F46)


async def test_one_reminder_in_the_app_that_is_chosen(start_talk):
    talk = await start_talk(platforms=("telegram", "slack"), reminds=True)
    await talk.join("gast", CODE)
    await link(talk, await code_for(talk, "gast"))
    with talk.database.begin() as session:
        me = members.find(session, platform="slack", user="U0099", today=talk.now.date()).id
        preferences.change(session, me, app="slack")

    for _ in range(30):
        await talk.wait(timedelta(hours=1))

    mine = rows(talk, Outbox, Outbox.member_id == me, Outbox.topic == REMINDER)
    assert mine
    assert {(row.platform, row.state) for row in mine} == {("slack", State.SENT)}
    assert len({row.ref for row in mine}) == len(mine)
