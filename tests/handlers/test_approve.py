"""The second look: what may confirm and from when, and who hears that it has changed."""

from datetime import timedelta

import pytest
from sqlmodel import col, select

from bot.keys import keyring
from bot.settings import Settings
from handlers.approve import GRAVE
from storage import totp
from storage.models import Account, Approval, Guess, Member, Totp
from storage.rights import RIGHTS, Right
from storage.sealing import new_key
from tests.storage.test_totp import code
from tests.talk import IDS, Talk

ASKED = "För säkerhets skull frågar jag dig i"
TOO_NEW = "Det går inte än."
CODE = "Det här behöver din kod:"
CHAIR, THIEF = "U0013", "4711"
DAY = timedelta(days=1)


@pytest.fixture
def settings() -> Settings:
    return Settings(_env_file=None, district="Distriktet Älvmarken", data_keys=new_key())


@pytest.fixture
async def talk(two) -> Talk:
    return two


async def ask(talk, who: str = CHAIR, platform: str = "slack") -> str:
    return await talk.say(who, "", action="export:1", platform=platform)


async def untie(talk, platform: str = "telegram") -> str:
    return await talk.say(CHAIR, "", action=f"settings:left:{platform}", platform="slack", message_id="m")


async def steal(talk) -> None:
    """Somebody has got hold of the chair's Slack, and puts their own Telegram in the place of hers."""
    await untie(talk)
    said = await talk.say(CHAIR, "/koppla", platform="slack")
    written = next(line for line in said.splitlines() if line.startswith("/koppla ")).removeprefix("/koppla ")
    assert (await talk.join(THIEF, written)).startswith("Klart, Majken N.!")


def of(talk, who: str) -> int:
    with talk.database.read() as session:
        return session.exec(select(Account.member_id).where(col(Account.user) == IDS[who])).one()


def authenticator(talk, who: str = "ordforande", *, since: timedelta = 3 * DAY) -> str:
    keys, then, number = keyring(talk.settings), talk.now - since, of(talk, who)
    with talk.database.begin() as session:
        secret = totp.begin(session, number, keys)
        assert totp.confirm(session, number, code(secret, then), keys=keys, now=then)
    return secret


def told(talk, who: str, platform: str = "telegram") -> list[str]:
    """What was sent there."""
    chat = IDS.get(who, who)
    sent = zip(talk.adapter(platform).sent, talk.texts(platform), strict=True)
    return [text for (to, _), text in sent if to.chat == chat]


async def test_a_new_app_neither_confirms_nor_asks(talk):
    await steal(talk)

    assert (await ask(talk)).startswith(TOO_NEW)
    assert (await ask(talk, THIEF, "telegram")).startswith(TOO_NEW)
    await talk.wait(2 * DAY - timedelta(seconds=1))
    assert (await ask(talk)).startswith(TOO_NEW)
    await talk.wait(timedelta(seconds=1))
    assert (await ask(talk)).startswith(ASKED)


async def test_not_by_a_forged_button_either(talk):
    """It was asked for while the other app was the right one."""
    assert (await ask(talk)).startswith(ASKED)
    action = talk.button("Ja, gör det").action
    await steal(talk)

    assert (await talk.say(THIEF, "", action=action)).startswith(TOO_NEW)
    with talk.database.read() as session:
        assert session.exec(select(Approval.used_at)).all() == [None]


async def test_the_app_that_is_untied_hears_of_it_and_so_do_those_who_look_after_the_bot(talk):
    await steal(talk)

    assert told(talk, "ordforande")[-1].startswith("Den här appen är bortkopplad, så jag skriver inget mer här.")
    for who in ("ombudsperson", "tekniker"):
        untied, tied = told(talk, who)
        assert untied.startswith("Majken N. har kopplat bort Telegram. Fråga hen")
        assert tied.startswith("Majken N. har kopplat Telegram till sig. Fråga hen")


async def test_also_while_all_else_stands_still(talk):
    await talk.say("tekniker", "/larma-dataskydd")
    await talk.say("tekniker", "En telefon är borta")
    await talk.say("tekniker", "Alla")
    await talk.press("tekniker", "Stoppa allt")
    await untie(talk)

    assert told(talk, "ordforande")[-1].startswith("Den här appen är bortkopplad")


async def test_who_unties_the_app_they_write_in_is_told_once(talk):
    await untie(talk, "slack")

    assert [said[:5] for said in told(talk, CHAIR, "slack")] == ["Klart"]


async def test_of_a_member_nobody_else_is_told(talk):
    await talk.say("U0001", "", action="settings:left:telegram", platform="slack", message_id="m")

    assert told(talk, "medlem")[-1].startswith("Den här appen är bortkopplad")
    assert told(talk, "tekniker") == []


async def test_where_there_is_an_authenticator_its_code_confirms_and_nothing_else(talk):
    secret = authenticator(talk)

    assert (await ask(talk, "ordforande", "telegram")).startswith(CODE)
    assert told(talk, CHAIR, "slack") == []
    with talk.database.read() as session:
        number = session.exec(select(Approval.id)).one()
    said = await talk.say(CHAIR, "", action=f"approve:yes:{number}", platform="slack", message_id="m")
    assert said.startswith("Det är för sent")
    await talk.say("ordforande", code(secret, talk.now))
    assert (await talk.press("ordforande", "Ja, gör det")).startswith("Här är listan för Norrby")


async def test_a_new_authenticator_is_passed_over(talk):
    authenticator(talk, since=DAY)

    assert (await ask(talk)).startswith(ASKED)
    await untie(talk)
    assert (await ask(talk)).startswith(TOO_NEW)


async def test_an_authenticator_is_told_to_the_other_app(talk):
    await talk.say("ordforande", "/tvasteg")
    with talk.database.begin() as session:
        secret = keyring(talk.settings).open(session.get_one(Totp, of(talk, "ordforande")).secret)
    await talk.say("ordforande", code(secret, talk.now))
    assert (await talk.press("ordforande", "Spara")).startswith("Klart. Om två dygn börjar den gälla")

    assert told(talk, CHAIR, "slack")[-1].startswith("Nu har du en kod-app")
    assert told(talk, "tekniker")[-1].startswith("Majken N. har lagt till en kod-app.")


async def set_up(talk, who: str) -> str:
    """They add an authenticator, and two days go by; its secret."""
    await talk.say(who, "/tvasteg")
    with talk.database.begin() as session:
        secret = keyring(talk.settings).open(session.get_one(Totp, of(talk, who)).secret)
    await talk.say(who, code(secret, talk.now))
    await talk.press(who, "Spara")
    talk.now += 2 * DAY
    return secret


async def test_a_technician_with_one_app_lifts_a_freeze_with_an_authenticator(talk):
    await talk.say("U0018", "", action="settings:left:slack", platform="slack", message_id="m")
    secret = await set_up(talk, "tekniker")
    for said in ("/larma-dataskydd", "En telefon är borta", "Alla"):
        await talk.say("tekniker", said)
    await talk.press("tekniker", "Stoppa allt")

    assert (await talk.press("tekniker", "Släpp spärren")).startswith(CODE)
    await talk.say("tekniker", code(secret, talk.now))
    assert (await talk.press("tekniker", "Ja, gör det")).startswith("Spärren är släppt.")


@pytest.mark.parametrize("who", ["medlem", "styrelse", "representant"])
async def test_who_has_nothing_to_confirm_sets_up_no_authenticator(talk, who):
    assert (await talk.say(who, "/tvasteg")).startswith("Det där får du inte göra")
    with talk.database.read() as session:
        assert session.exec(select(Totp)).all() == []


def test_whoever_may_do_what_is_grave_may_have_an_authenticator():
    assert set(RIGHTS[Right.CONFIRM]) == {role for right in GRAVE for role in RIGHTS[right]}


async def test_a_wrong_code_is_asked_for_again(talk):
    secret = authenticator(talk)
    await ask(talk, "ordforande", "telegram")
    await talk.say("ordforande", "000000")

    assert (await talk.press("ordforande", "Ja, gör det")).startswith("Koden stämmer inte. Skriv de sex siffror")
    await talk.say("ordforande", code(secret, talk.now))
    assert (await talk.press("ordforande", "Ja, gör det")).startswith("Här är listan för Norrby")
    with talk.database.read() as session:
        assert len(session.exec(select(Guess)).all()) == 1


async def test_when_it_is_too_late_no_code_is_asked_for(talk):
    authenticator(talk)
    await ask(talk, "ordforande", "telegram")
    await talk.say("ordforande", "000000")
    talk.now += timedelta(minutes=10)

    assert (await talk.press("ordforande", "Ja, gör det")).startswith("Det är för sent")


async def wrong(talk, who: str, platform: str) -> str:
    await ask(talk, who, platform)
    await talk.say(who, "000000", platform=platform)
    return await talk.press(who, "Ja, gör det", platform=platform)


async def test_wrong_codes_are_counted_for_the_member_in_all_their_apps(talk):
    secret = authenticator(talk)
    talk.bot.dispatcher.bucket.size = 0
    for who, platform in 2 * [("ordforande", "telegram"), (CHAIR, "slack")]:
        assert (await wrong(talk, who, platform)).startswith("Koden stämmer inte.")
    assert told(talk, "tekniker") == []

    assert (await wrong(talk, "ordforande", "telegram")).startswith("Det blev fel kod för många gånger.")
    for who in ("tekniker", "ombudsperson"):
        assert told(talk, who)[-1].startswith("Någon har skrivit fel kod fem gånger för Majken N. Jag tar inte emot")
    await ask(talk)
    await talk.say(CHAIR, code(secret, talk.now), platform="slack")
    assert (await talk.press(CHAIR, "Ja, gör det", platform="slack")).startswith("Det blev fel kod för många gånger.")


async def test_a_lost_authenticator_is_taken_away_by_the_ombudsperson(talk):
    authenticator(talk)
    assert "be en ombudsperson skriva /tvasteg och ditt namn" in await talk.say("ordforande", "/tvasteg")

    assert (await talk.say("ombudsperson", "/tvasteg majken n.")).startswith(ASKED)
    assert (await talk.press("U0016", "Ja, gör det", platform="slack")).startswith("Klart: Majken N. har ingen kod-app")
    assert told(talk, "ordforande")[-1].startswith("Din kod-app är borttagen av ombudspersonen.")
    with talk.database.read() as session:
        assert session.exec(select(Totp)).all() == []
    assert (await ask(talk)).startswith(ASKED)


async def test_nobody_takes_away_their_own_or_as_a_chair_another_s(talk):
    authenticator(talk)
    authenticator(talk, "ombudsperson")

    assert (await talk.say("ombudsperson", "/tvasteg Pella B.")).startswith("Din egen kan du inte ta bort.")
    assert (await talk.say("ombudsperson", "/tvasteg Alva N.")).startswith("Jag hittar ingen som har en kod-app")
    assert not (await talk.say("ordforande2", "/tvasteg Majken N.")).startswith((ASKED, CODE))
    with talk.database.read() as session:
        assert len(totp.owners(session)) == 2


async def test_without_a_key_it_is_told_in_plain_words(start_talk):
    talk = await start_talk()
    talk.bot.dispatcher.answers.settings = Settings(_env_file=None)

    said = await talk.say("ordforande", "/tvasteg")
    assert said.startswith("Kod-app går inte att använda här än. Koppla en app till med /koppla i stället")
    assert "DATA_KEYS" not in said


async def test_who_has_left_confirms_nothing(talk):
    assert (await ask(talk)).startswith(ASKED)
    action = talk.button("Ja, gör det").action
    with talk.database.begin() as session:
        session.get_one(Member, of(talk, "ordforande")).left_on = talk.now.date()

    assert not (await talk.say("ordforande", "", action=action)).startswith("Här är")
