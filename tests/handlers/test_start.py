"""`/start`: a first hello, and a one-time code that ties an account to a member."""

from datetime import timedelta

import pytest
from sqlalchemy import event
from sqlmodel import select

from bot.sample.load import CODE, NEWCOMER
from storage import invitations
from storage.models import Account, Guess, Member, Purpose
from tests.talk import IDS

WRONG = "Den koden går inte att använda. Se efter att du skrev av den rätt, eller be din partiförening om en ny."
WELCOME = "Välkommen, Vera N.! Nu vet jag att du är med i partiföreningen Norrby."


def guesses(talk) -> int:
    with talk.database.read() as session:
        return len(session.exec(select(Guess)).all())


async def test_hello_to_somebody_new(talk):
    said = await talk.say("gast", "/start")

    assert said.startswith("Hej! Jag är boten för Distriktet Älvmarken.")
    assert "sparas i högst två dygn" in said
    assert "Det är frivilligt" in said


async def test_hello_to_a_member(talk):
    assert (await talk.say("medlem", "/start")).startswith("Hej igen, Alva N.!")


async def test_a_code_ties_the_account(talk):
    assert (await talk.join("gast", CODE)).startswith(WELCOME)
    assert (await talk.say("gast", "/nasta-aktivitet")).startswith("Härnäst för dig i Norrby:")


async def expire(talk):
    talk.now += invitations.LIFE[Purpose.JOIN]


async def use_up(talk):
    await talk.join("4711", CODE)


async def nothing(_talk):
    """The code is as it was."""


@pytest.mark.parametrize(
    ("before", "code"),
    [
        (use_up, CODE),
        (expire, CODE),
        (nothing, CODE.upper()),
        (nothing, CODE.lower()),
        (nothing, CODE[:-1]),
        (nothing, CODE + "x"),
        (nothing, f"{CODE} {CODE}"),
        (nothing, "x"),
        (nothing, "A" * 65),
        (nothing, "å" * 30),
        (nothing, "' OR 1=1--"),
        (nothing, "../../etc/passwd-och-mera-till"),
    ],
)
async def test_every_code_that_does_not_work_gets_the_same_words(talk, before, code):
    await before(talk)

    assert await talk.say("gast", f"/start {code}") == WRONG
    assert guesses(talk) == 1
    assert (await talk.say("gast", "/start")).startswith("Hej! Jag är boten för")


async def move(talk):
    with talk.database.begin() as session:
        session.exec(select(Member).where(Member.name == NEWCOMER)).one().branch_id = 2


async def asked_of_the_database(talk, code: str) -> list[str]:
    """The statements that answering somebody with this code takes."""
    asked: list[str] = []

    def note(_connection, _cursor, statement, *_rest):
        asked.append(statement)

    event.listen(talk.database.engine, "before_cursor_execute", note)
    await talk.adapter().hear(talk.incoming("gast", f"/start {code}"))
    await talk.bot.dispatcher.idle()
    event.remove(talk.database.engine, "before_cursor_execute", note)
    return asked


@pytest.mark.parametrize(("before", "code"), [(use_up, CODE), (expire, CODE), (move, CODE), (nothing, CODE.swapcase())])
async def test_whatever_is_the_matter_with_a_code_takes_the_same_work(talk, before, code):
    """So that the time it takes tells nothing."""
    plain_wrong = await asked_of_the_database(talk, "gissat-gissat-gissat-gissat")
    await before(talk)

    assert await asked_of_the_database(talk, code) == plain_wrong
    assert len(plain_wrong) > 3


async def test_after_five_guesses_it_is_locked_for_an_hour(talk):
    for n in range(5):
        said = await talk.say("gast", f"/start gissning-nummer-{n}-som-inte-stammer")
        assert said.partition("\n\n")[0] == WRONG
    assert said.count("fem koder som inte stämmer på en timme") == 2  # to the technician and the ombudsperson

    said = await talk.say("gast", f"/start {CODE}")
    assert said.startswith("Det blev för många försök. Vänta en timme")
    assert guesses(talk) == 5
    await talk.wait(timedelta(hours=1))
    assert (await talk.join("gast", CODE)).startswith(WELCOME)


async def test_one_persons_guesses_lock_nobody_else(talk):
    for n in range(5):
        await talk.say("4711", f"/start gissning-nummer-{n}-som-inte-stammer")

    assert (await talk.join("gast", CODE)).startswith(WELCOME)


async def test_who_is_a_member_already_needs_no_code_and_uses_none_up(talk):
    assert (await talk.say("medlem", f"/start {CODE}")).startswith(
        "Du är redan med, Alva N., i partiföreningen Norrby."
    )
    assert (await talk.join("gast", CODE)).startswith(WELCOME)


async def test_a_code_in_a_group_is_not_used_and_the_warning_is_private(talk):
    heard = await talk.hear(talk.incoming("gast", f"/start {CODE}", group="norrby"))

    ((to, reply),) = [one for one in heard if one[0].chat != IDS["ombudsperson"]]
    assert (to.only, reply.private) == ("1099", True)
    assert reply.text.startswith("En kod ska ingen annan se, så den gäller inte längre. Radera den här i gruppen")
    assert await talk.join("gast", CODE) == WRONG


async def test_who_had_blocked_us_and_says_hello_is_open_again(talk):
    await talk.happens("blocked", "1001")

    await talk.say("medlem", "/start")

    with talk.database.read() as session:
        muted = session.exec(
            select(Account.muted_at).where(Account.platform == "telegram", Account.user == "1001")
        ).one()
    assert muted is None
