"""Rides: suggested to whoever is responsible, both are asked, and told each other's first name when both say yes."""

from datetime import timedelta

import pytest
from sqlmodel import select

from bot.markup import plain
from storage import needs, shifts, signups
from storage.models import Account, Activity, Carpool, Need, Want
from tests.talk import Talk

# Alva (Norrby) needs a ride to Norrby's meeting, Birk (Södersjö) has a seat; Majken chairs Norrby.
RIDER, DRIVER, CHAIR = "medlem", "medlem2", "ordforande"
PROPOSE = "Föreslå skjutsen: Alva N. med Birk S."
CHATS = {RIDER: "1001", DRIVER: "1002"}
OVER = "Den frågan gäller inte längre."


@pytest.fixture
async def talk(start_talk) -> Talk:
    talk = await start_talk(whole_forms=True, reminds=True)
    for who, want in ((RIDER, "ride"), (DRIVER, "lift")):
        await talk.say(who, "", action=f"come:{meeting(talk)}")
        ((_, reply),) = await talk.hear(talk.incoming(who, "", action=f"need:{meeting(talk)}:{want}"))
        await talk.say(who, "", action=f"form:{reply.form.id}:send", values={"count": "1", "words": "Storgatan"})
    return talk


def meeting(talk: Talk) -> int:
    with talk.database.read() as session:
        return session.exec(select(Activity.id).where(Activity.title == "Medlemsmöte i Norrby")).first()


def to(talk: Talk, who: str) -> list[str]:
    return [plain(reply.text) for address, reply in talk.adapter().sent if address.chat == CHATS[who]]


async def propose(talk: Talk) -> None:
    await talk.say(CHAIR, "/behov")
    await talk.press(CHAIR, PROPOSE)


def state(talk: Talk) -> list[tuple[bool | None, bool | None]]:
    with talk.database.read() as session:
        return [(one.rider_says, one.driver_says) for one in session.exec(select(Carpool))]


async def say(talk: Talk, who: str, verb: str) -> str:
    return await talk.say(who, "", action=f"ride:1:{verb}")


async def test_the_responsible_sees_the_pair_and_both_are_asked_without_a_name(talk):
    assert (await talk.say(CHAIR, "/behov")).splitlines()[-1] == (
        "- Skjuts: Alva N. (Norrby) kan åka med Birk S. (Södersjö)."
    )
    assert (await talk.press(CHAIR, PROPOSE)).startswith("Båda är tillfrågade.")

    assert to(talk, RIDER)[-1].startswith("Det finns plats i en bil till Medlemsmöte i Norrby")
    assert to(talk, DRIVER)[-1].startswith("Någon behöver skjuts till Medlemsmöte i Norrby")
    assert "Birk" not in "".join(to(talk, RIDER))
    assert "Alva" not in "".join(to(talk, DRIVER))
    assert await talk.press(CHAIR, PROPOSE) == OVER


@pytest.mark.parametrize(("first", "second", "name"), [(RIDER, DRIVER, "Birk"), (DRIVER, RIDER, "Alva")])
async def test_told_the_first_names_only_when_both_have_said_yes(talk, first, second, name):
    other = "Alva" if name == "Birk" else "Birk"
    await propose(talk)

    said = await say(talk, first, "yes")
    assert said.startswith("Tack! Jag säger till")
    assert name not in "".join(to(talk, first))

    assert other in await say(talk, second, "yes")
    assert name in to(talk, first)[-1]
    assert "S." not in to(talk, first)[-1].split("Medlemsmöte")[0]
    assert "Storgatan" not in "".join(to(talk, first) + to(talk, second))
    with talk.database.read() as session:
        assert [need.met for need in session.exec(select(Need))] == [True, True]
    assert (await talk.say(CHAIR, "/behov")).splitlines()[-1] == "- Skjuts: Alva N. åker med Birk S."


async def test_pressed_twice_it_is_told_once(talk):
    await propose(talk)
    for who in (RIDER, DRIVER, DRIVER):
        await say(talk, who, "yes")

    assert len([text for text in to(talk, RIDER) if text.startswith("Klart:")]) == 1


async def test_a_no_ends_it_and_tells_no_name(talk):
    await propose(talk)
    assert (await say(talk, DRIVER, "no")).startswith("Då blir det inget av den skjutsen")

    assert await say(talk, RIDER, "yes") == OVER
    assert state(talk) == [(None, False)]
    assert "Birk" not in "".join(to(talk, RIDER))
    assert PROPOSE not in [button.label for button in await labels(talk)]


async def labels(talk: Talk):
    ((_, reply),) = await talk.hear(talk.incoming(CHAIR, "/behov"))
    return reply.buttons


@pytest.mark.parametrize("who", [CHAIR, "medlem3", "ombudsperson"])
async def test_nobody_else_answers_for_them(talk, who):
    await propose(talk)

    assert await say(talk, who, "yes") == OVER
    assert state(talk) == [(None, None)]


@pytest.mark.parametrize("who", [RIDER, DRIVER, "ordforande2", "ombudsperson"])
async def test_only_the_responsible_proposes(talk, who):
    with talk.database.read() as session:
        ride, lift = session.exec(select(Need.id).order_by(Need.id)).all()
    said = await talk.say(who, "", action=f"pair:{ride}:{lift}")

    assert said.startswith("Det gäller inte längre")
    assert state(talk) == []


async def test_a_pair_that_is_none_is_not_asked(talk):
    with talk.database.read() as session:
        ride, lift = session.exec(select(Need.id).order_by(Need.id)).all()

    for action in (f"pair:{lift}:{ride}", f"pair:{ride}:{ride}", f"pair:{ride}:999"):
        assert await talk.say(CHAIR, "", action=action) == OVER
    assert state(talk) == []


async def agreed(talk: Talk) -> dict[str, int]:
    """Both have said yes; the ids of what they asked for."""
    await propose(talk)
    for who in (RIDER, DRIVER):
        await say(talk, who, "yes")
    with talk.database.read() as session:
        return {need.want: need.id for need in session.exec(select(Need))}


async def test_a_car_that_is_not_needed_after_all_leaves_nobody_waiting_for_it(talk):
    lift = (await agreed(talk))["lift"]
    said = await talk.say(CHAIR, "", action=f"need-met:{lift}:no")

    assert said.splitlines()[:2] == [
        "Nu vet Birk S. att bilen inte behövs den här gången.",
        "Den andra i den skjutsen får veta att den inte blir av. Skriv /behov så ser du vem som väntar nu.",
    ]
    assert to(talk, DRIVER)[-1].startswith("Tack för att du erbjöd skjuts")
    await talk.wait(timedelta(minutes=1))
    assert to(talk, RIDER)[-1].startswith("Skjutsen till Medlemsmöte i Norrby")
    here = await talk.say(CHAIR, "/behov")
    assert "åker med" not in here
    assert "- Alva N.: skjuts från Storgatan\n" in here + "\n"  # without an answer, so she waits


async def test_a_ride_that_is_refused_after_all_is_told_the_driver(talk):
    ride = (await agreed(talk))["ride"]
    await talk.say(CHAIR, "", action=f"need-met:{ride}:no")
    await talk.wait(timedelta(minutes=1))

    assert to(talk, DRIVER)[-1].startswith("Den som skulle åka med dig till Medlemsmöte i Norrby")
    assert to(talk, RIDER)[-1].startswith("Det går tyvärr inte att ordna: skjuts")
    assert "åker med" not in await talk.say(CHAIR, "/behov")


async def test_a_car_that_is_needed_is_answered_in_words_of_its_own(talk):
    with talk.database.read() as session:
        lift = session.exec(select(Need.id).where(Need.want == "lift")).one()

    said = [(await talk.say(CHAIR, "", action=f"need-met:{lift}:{verb}")).splitlines()[0] for verb in ("yes", "no")]
    assert said == [
        "Tack! Nu vet Birk S. att bilen behövs.",
        "Nu vet Birk S. att bilen inte behövs den här gången.",
    ]


async def test_told_in_the_app_where_they_said_that_they_come(start_talk):
    """Alva and Birk have both apps and have chosen none; they say yes in Slack."""
    talk = await start_talk(platforms=("telegram", "slack"), whole_forms=True, reminds=True)
    with talk.database.begin() as session:
        ids = {account.user: account.member_id for account in session.exec(select(Account))}
        activity = session.get_one(Activity, meeting(talk))
        shift = shifts.whole(session, activity)
        for who, want in ((RIDER, Want.RIDE), (DRIVER, Want.LIFT)):
            number = ids[CHATS[who]]
            signups.sign_up(session, shift.id, number, platform="slack", said_at=talk.now, now=talk.now)
            needs.put(session, activity, number, want, count=1, words=":", now=talk.now)
    await talk.wait(timedelta(minutes=1))
    written = len(to(talk, RIDER)), len(to(talk, DRIVER))
    lift = (await agreed(talk))["lift"]
    await talk.say(CHAIR, "", action=f"need-met:{lift}:no")
    await talk.wait(timedelta(minutes=1))

    slack = "\n".join(talk.texts("slack"))
    for words in (
        "Det finns plats i en bil",
        "Får hen åka med dig?",
        "Klart: du åker med",
        "Skjutsen till",
        "Tack för att",
    ):
        assert words in slack
    answers = to(talk, RIDER)[written[0] :] + to(talk, DRIVER)[written[1] :]
    assert not any(text.startswith(("Det finns plats", "Någon behöver skjuts", "Skjutsen")) for text in answers)
