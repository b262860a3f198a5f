"""The way in by a code: consent first, then the tie; and an alarm when somebody guesses."""

from datetime import timedelta

import pytest
from sqlmodel import col, select

from bot.sample.load import CODE, NEWCOMER
from storage import invitations
from storage.models import Account, Branch, Consent, Guess, Invitation, Member
from tests.handlers.test_start import WELCOME, WRONG
from tests.talk import IDS

MENDERS = {IDS["tekniker"], IDS["ombudsperson"]}


def rows(talk, model, *where):
    with talk.database.read() as session:
        return session.exec(select(model).where(*where)).all()


async def change(talk, **values: object) -> None:
    with talk.database.begin() as session:
        member = session.exec(select(Member).where(Member.name == NEWCOMER)).one()
        for name, value in values.items():
            setattr(member, name, value)
        session.add(member)


async def test_what_is_kept_and_who_sees_it_is_said_before_anything_is_tied(talk):
    said = await talk.say("gast", f"/start {CODE}")

    for word in ("Distriktet Älvmarken ansvarar", "Den som driver Telegram ser", "/glom-mig", "/installningar"):
        assert word in said
    assert NEWCOMER not in said  # whoever found the code is not told whose it is
    assert rows(talk, Account, Account.user == "1099") == []


async def test_yes_is_kept_as_a_consent(talk):
    await talk.join("gast", CODE)

    (account,) = rows(talk, Account, Account.user == "1099")
    (consent,) = rows(talk, Consent, Consent.member_id == account.member_id)
    assert (consent.platform, consent.given_at, consent.withdrawn_at) == ("telegram", talk.now, None)


async def test_no_leaves_nothing_behind(talk):
    await talk.say("gast", f"/start {CODE}")
    assert (await talk.press("gast", "Nej tack")).startswith("Då gör jag ingenting.")

    assert rows(talk, Account, Account.user == "1099") == []
    assert rows(talk, Guess) == []
    assert [row.used_at for row in rows(talk, Invitation)] == [None]
    assert (await talk.join("gast", CODE)).startswith(WELCOME)


async def test_a_second_yes_ties_nothing_more(talk):
    await talk.join("gast", CODE)

    assert (await talk.press("gast", "Ja, koppla mitt konto")).startswith("Du är redan med")
    assert len(rows(talk, Account, Account.user == "1099")) == 1


async def test_of_two_who_say_yes_to_one_code_the_first_gets_in(talk):
    await talk.say("4711", f"/start {CODE}")
    await talk.say("gast", f"/start {CODE}")
    assert (await talk.press("gast", "Ja, koppla mitt konto")).startswith(WELCOME)

    assert await talk.press("4711", "Ja, koppla mitt konto") == WRONG


@pytest.mark.parametrize("action", ["join:yes", "join:yes:", "join:yes:gissat-gissat-gissat-gissat", "join:yes:x:y"])
async def test_a_forged_yes_is_a_guess(talk, action):
    assert await talk.say("gast", action=action, text="") == WRONG
    assert len(rows(talk, Guess)) == 1


@pytest.mark.parametrize("action", ["join:", "join:maybe", f"join:maybe:{CODE}"])
async def test_another_forged_button(talk, action):
    assert (await talk.say("gast", action=action, text="")).startswith("Den knappen gäller inte längre.")


async def test_a_forged_yes_in_a_group_ties_nobody(talk):
    await talk.say("gast", "", action=f"join:yes:{CODE}", group="norrby")

    assert rows(talk, Account, Account.user == "1099") == []


async def test_the_code_is_bound_to_the_branch(talk):
    await talk.say("gast", f"/start {CODE}")
    (other,) = rows(talk, Branch, Branch.name == "Södersjö")
    await change(talk, branch_id=other.id)

    assert await talk.press("gast", "Ja, koppla mitt konto") == WRONG
    assert await talk.say("gast", f"/start {CODE}") == WRONG


async def test_who_has_left_gets_the_same_words(talk):
    await change(talk, left_on=talk.now.date())

    assert await talk.say("gast", f"/start {CODE}") == WRONG


async def test_guesses_by_button_lock_as_well(talk):
    await talk.say("gast", f"/start {CODE}")
    for n in range(5):
        await talk.say("gast", action=f"join:yes:gissat-gissat-gissat-{n}", text="")

    assert (await talk.press("gast", "Ja, koppla mitt konto")).startswith("Det blev för många försök.")


async def guess(talk, who: str, times: int = 5) -> None:
    for n in range(times):
        await talk.say(who, f"/start gissning-nummer-{n}-som-inte-stammer")


def alarms(talk) -> list[str]:
    sent = talk.adapter().sent
    return [to.chat for to, reply in sent if "fem koder som inte stämmer" in reply.text]


async def test_a_guesser_is_told_of_once_an_hour(talk):
    await guess(talk, "gast", 4)
    assert alarms(talk) == []
    for who in ("gast", "4711", "4712"):
        await guess(talk, who)
    assert len(alarms(talk)) == 2
    assert set(alarms(talk)) == MENDERS

    await talk.wait(timedelta(hours=1))
    await guess(talk, "gast")
    assert len(alarms(talk)) == 4


async def test_a_thousand_guesses_are_five(talk):
    talk.bot.dispatcher.bucket.size = 0
    for n in range(1000):
        await talk.adapter().hear(talk.incoming("gast", f"/start gissning-nummer-{n}-som-inte-stammer"))
    await talk.bot.settle()

    assert len(rows(talk, Guess)) == 5
    assert len(alarms(talk)) == 2


async def test_no_code_is_logged(talk, logged):
    await talk.join("gast", CODE)

    assert CODE not in logged.getvalue()
    assert all(CODE not in row.payload for row in talk.mail())


@pytest.mark.parametrize("command", ["/start", "/koppla"])
async def test_a_member_who_has_the_app_already_cannot_be_two(talk, command):
    """A code that leaked lets nobody take the place of somebody who is in."""
    await talk.join("gast", CODE)
    with talk.database.begin() as session:
        member = session.exec(select(Account.member_id).where(col(Account.user) == "1099")).one()
        code = invitations.make(session, member_id=member, now=talk.now)

    said = await talk.say("4711", f"{command} {code}")

    assert said.startswith("Den som koden gäller är redan kopplad i Telegram med ett annat konto.")
    assert rows(talk, Account, Account.user == "4711") == []


async def new_code(talk) -> str:
    said = await talk.say("ordforande", "/bjud-in Tove Lind")
    return next(line for line in said.splitlines() if line.startswith("/start ")).removeprefix("/start ")


@pytest.mark.parametrize("command", ["/start", "/koppla"])
async def test_a_code_in_a_group_is_void_and_who_made_it_is_told(talk, command):
    code = await new_code(talk)
    assert (await talk.say("gast", f"{command} {code}", group="norrby")).startswith("En kod ska ingen annan se")

    assert (await talk.join("gast", code)).startswith("Den koden går inte att använda.")
    told = [(to.chat, reply.text) for to, reply in talk.adapter().sent if "skrevs i en grupp" in reply.text]
    assert [chat for chat, _ in told] == [IDS["ordforande"]]
    assert told[0][1].startswith("Koden för Tove Lind skrevs i en grupp")


async def test_the_program_s_own_code_in_a_group_is_told_to_the_ombudsperson(talk):
    await talk.say("gast", f"/start {CODE}", group="norrby")

    told = [to.chat for to, reply in talk.adapter().sent if "Koden för Vera N. skrevs" in reply.text]
    assert told == [IDS["ombudsperson"]]


async def test_what_is_no_code_makes_no_noise(talk):
    before = len(talk.mail())
    said = await talk.say("gast", "/start nagot-annat-som-ser-ut-som-en-kod", group="norrby")

    assert said.startswith("En kod ska ingen annan se")
    assert len(talk.mail()) == before + 1
