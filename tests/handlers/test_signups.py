"""Saying yes in chat: with what each may see and do, and what comes of it on another platform or a second press."""

import asyncio
import re
from datetime import timedelta

import pytest
from sqlmodel import select

from bot.markup import plain
from storage import activities, signups
from storage.models import Account, Activity, Member, Place, Shift, Signup

EARLY = "Jag kommer kl. 11.00–12.00"


@pytest.fixture
def saturday(talk) -> dict[str, int]:
    """The flyering in Södersjö that the sample has: the shifts' ids by hours and role."""
    with talk.database.read() as session:
        found = session.exec(select(Shift).order_by(Shift.id)).all()
        return {one.role or f"{one.starts:%H}": one.id for one in found}


def activity_of(talk, shift_id: int) -> int:
    with talk.database.read() as session:
        return session.get_one(Shift, shift_id).activity_id


def rows(talk) -> list[Signup]:
    with talk.database.read() as session:
        return list(session.exec(select(Signup).order_by(Signup.id)))


async def view(talk, who: str, saturday, **more) -> str:
    return await talk.say(who, "", action=f"see:{activity_of(talk, saturday['11'])}", **more)


async def test_one_press_and_one_is_in(talk, saturday):
    await view(talk, "medlem2", saturday)

    said = await talk.press("medlem2", EARLY)

    assert said.splitlines() == [
        "Du är med: Flygblad på lördagstorget, lördag 13 februari kl. 11.00–12.00, om 5 dagar.",
        "Var: Lilla torget, Södersjö", "Ta med: varma kläder",
    ]  # fmt: skip
    assert [(one.shift_id, one.place, one.platform) for one in rows(talk)] == [(saturday["11"], "going", "telegram")]


async def test_a_second_press_says_how_it_stands(talk, saturday):
    await talk.say("medlem2", "", action=f"shift:{saturday['11']}")

    assert (await talk.say("medlem2", "", action=f"shift:{saturday['11']}")).startswith(
        "Det har du redan sagt ja till."
    )
    assert len(rows(talk)) == 1


@pytest.mark.parametrize("platforms", [("telegram", "slack")])
async def test_one_person_in_two_apps_has_one_place(start_talk, saturday_in_two):
    talk, shift = saturday_in_two
    await talk.say("medlem2", "", action=f"shift:{shift}")
    with talk.database.read() as session:
        user = session.exec(
            select(Account.user).join(Member).where(Account.platform == "slack", Member.name == "Birk S.")
        ).one()

    said = await talk.say(user, "", action=f"shift:{shift}", platform="slack")

    assert said.startswith("Det har du redan sagt ja till.")
    assert len(rows(talk)) == 1


@pytest.mark.parametrize("platforms", [("telegram", "slack")])
async def test_on_slack_the_last_word_holds_though_it_comes_first(saturday_in_two):
    """F33: what was pressed at nine comes after what was pressed a minute later."""
    talk, shift = saturday_in_two
    early, late = talk.now, talk.now + timedelta(minutes=1)
    talk.now += timedelta(minutes=2)

    async def press(who: str, word: str, sent_at) -> None:
        await talk.say(who, "", action=f"{word}:{shift}", platform="slack", sent_at=sent_at)

    await press("U0002", "leave", late)
    await press("U0002", "shift", early)
    await press("U0003", "shift", early)
    await press("U0003", "leave", talk.now)
    await press("U0003", "shift", late)
    await press("U0004", "shift", late)
    await press("U0004", "leave", early)

    assert [one.place for one in rows(talk)] == [Place.CANCELLED, Place.CANCELLED, Place.GOING]


async def test_a_hundred_who_press_for_the_last_place_get_it_or_stand_in_line_as_they_came(talk_on_each):
    """F44."""
    talk = talk_on_each
    people = [str(5000 + n) for n in range(100)]
    with talk.database.begin() as session:
        shift = session.exec(select(Shift).where(Shift.capacity == 4)).one()
        shift.capacity, number = 1, shift.id
        for user in people:
            session.add(member := Member(name=f"Nr {user}", branch_id=1))
            session.flush()
            account = Account(platform="telegram", user=user, chat=user, member_id=member.id, tied_at=talk.now)
            session.add(account)

    pressed = [talk.incoming(user, action=f"shift:{number}") for user in people]
    await asyncio.gather(*(talk.adapter().hear(msg) for msg in pressed))
    await talk.bot.settle()

    assert [one.place for one in rows(talk)] == [Place.GOING] + [Place.WAITING] * 99
    told = {to.chat: plain(reply.text) for to, reply in talk.adapter().sent}
    assert told[people[0]].startswith("Du är med: Flygblad på lördagstorget")
    assert [re.search(r"nummer (\d+)", told[user])[1] for user in people[1:]] == [str(n) for n in range(1, 100)]


@pytest.fixture
async def saturday_in_two(start_talk, platforms):
    talk = await start_talk(platforms=platforms)
    with talk.database.read() as session:
        return talk, session.exec(select(Shift.id).where(Shift.capacity == 4)).one()


async def test_a_stranger_sees_what_is_public_and_cannot_sign_up(talk, saturday):
    await view(talk, "gast", saturday)

    assert [button.label for button in talk.adapter().sent[-1][1].buttons] == ["Lägg i kalendern"]
    assert (await talk.say("gast", "", action=f"shift:{saturday['11']}")).startswith("Det där är för medlemmar.")
    assert rows(talk) == []


@pytest.mark.parametrize("action", ["see:{}", "come:{}"])
async def test_what_is_not_for_them_is_not_told_from_what_is_not_there(talk, action):
    with talk.database.begin() as session:
        closed = session.exec(select(Activity).where(Activity.visibility == "branch")).first()
        number, there = closed.id, closed.branch_id
        other = session.exec(select(Member).where(Member.name == "Birk S.")).one()
        assert other.branch_id != there

    said = await talk.say("medlem2", "", action=action.format(number))

    assert said == await talk.say("medlem2", "", action=action.format(99999))
    assert said.startswith("Det där finns inte längre, eller är inte öppet för dig.")


async def test_a_shift_of_what_is_not_for_them_is_refused_too(talk, saturday):
    with talk.database.begin() as session:
        session.get_one(Activity, session.get_one(Shift, saturday["11"]).activity_id).visibility = "branch"

    for word in ("shift", "leave", "bring", "own", "swap"):
        said = await talk.say("medlem", "", action=f"{word}:{saturday['11']}")
        assert said.startswith("Det där finns inte längre, eller är inte öppet för dig."), word
    assert rows(talk) == []


async def test_an_offer_is_only_theirs_whose_it_is(talk, saturday, logged):
    with talk.database.begin() as session:
        session.get_one(Shift, saturday["11"]).capacity = 1
    for who in ("medlem2", "medlem3"):
        await talk.say(who, "", action=f"shift:{saturday['11']}")
    await talk.say("medlem2", "", action=f"leave:{saturday['11']}")
    offered = next(one.id for one in rows(talk) if one.place == Place.OFFERED)

    refused = await talk.say("medlem4", "", action=f"take:{offered}", event_id="smygtryck")
    assert "event=dispatch.refused event_id=smygtryck platform=telegram pressed=take" in logged.getvalue()
    assert talk.bot.dispatcher.counts["refused"] == 1
    assert [one.place for one in rows(talk)] == [Place.CANCELLED, Place.OFFERED]
    taken = await talk.say("medlem3", "", action=f"take:{offered}")

    assert refused.startswith("Det där får du inte göra")
    assert taken.startswith("Du är med: Flygblad på lördagstorget")


@pytest.mark.parametrize("way", ["shift", "swap"])
async def test_to_lead_is_for_the_organiser_s_own_because_of_the_names(talk, saturday, way):
    lead = saturday["samordnare"]
    if way == "swap":
        await talk.say("medlem3", "", action=f"shift:{saturday['11']}")
    said = await talk.say("medlem3", "", action=f"shift:{lead}" if way == "shift" else f"swap:{saturday['11']}:{lead}")

    assert said.startswith(
        "Den som samordnar får se vilka som kommer. Därför är det passet bara för dem som är med i Sö"
    )
    assert all(one.shift_id != lead for one in rows(talk))


async def test_nor_by_taking_over_another_s_place(talk, saturday):
    """Who leads asks to swap with somebody of another branch."""
    with talk.database.begin() as session:
        session.get_one(Shift, saturday["11"]).capacity = 1
    await talk.say("medlem3", "", action=f"shift:{saturday['11']}")
    await talk.say("medlem2", "", action=f"shift:{saturday['samordnare']}")
    await talk.say("medlem2", "", action=f"swap:{saturday['samordnare']}:{saturday['11']}")

    said = await talk.press("medlem3", "Ja, vi byter")
    assert said.startswith("Den som samordnar får se vilka som kommer.")


async def test_what_the_district_arranges_anybody_may_lead(talk, saturday):
    with talk.database.begin() as session:
        session.get_one(Activity, session.get_one(Shift, saturday["11"]).activity_id).branch_id = None

    assert (await talk.say("medlem3", "", action=f"shift:{saturday['samordnare']}")).startswith("Du är med")


async def test_in_a_group_the_answer_is_for_whoever_pressed(talk, saturday):
    (to, reply), *_ = await talk.hear(talk.incoming("medlem2", action=f"shift:{saturday['11']}", group="sodersjo"))

    assert to.only == "1002"
    assert reply.text.startswith("Du är med")


async def test_an_activity_without_parts_is_one_press_as_well(talk):
    await talk.say("medlem", "/nasta-aktivitet")

    said = await talk.press("medlem", "Jag kommer: Flygblad vid stationen")

    assert said.startswith("Du är med: Flygblad vid stationen, tisdag 9 februari kl. 16.30–18.00, i morgon.")
    assert [button.label for button in talk.adapter().sent[-1][1].buttons] == [
        "Jag tar med någon", "Jag behöver något", "Jag kan inte",
    ]  # fmt: skip


async def test_own_shifts_are_listed_when_there_are_several(talk, saturday):
    await talk.say("medlem", "/nasta-aktivitet")
    await talk.press("medlem", "Jag kommer: Flygblad vid stationen")
    await talk.say("medlem", "", action=f"shift:{saturday['12']}")

    said = await talk.say("medlem", "/mina-pass")

    assert said.count("Du är med:") == 2
    assert (await talk.press("medlem", "13/2 kl. 12.00–13.00: Flygblad på lördagstorget")).startswith("Du är med:")


async def test_once_it_has_begun_one_is_told_whom_to_ask(talk, saturday):
    await talk.wait(timedelta(days=5, hours=2, minutes=30))

    said = await talk.say("medlem2", "", action=f"shift:{saturday['11']}")

    assert said.startswith("Det har redan börjat:")


@pytest.mark.parametrize("friends", ["9", "-1", "x", "10", ""])
async def test_forged_friends(talk, saturday, friends):
    await talk.say("medlem2", "", action=f"shift:{saturday['11']}")

    await talk.say("medlem2", "", action=f"bring:{saturday['11']}:{friends}")

    assert rows(talk)[0].guests in range(signups.MOST_GUESTS + 1)
    assert sum(one.guests + 1 for one in rows(talk)) <= 4


async def test_where_there_is_no_help_needed(talk, saturday):
    with talk.database.begin() as session:
        for shift in session.exec(select(Shift)):
            shift.minimum = 0

    assert (await talk.say("medlem", "/hjalp-behovs")).startswith("Just nu är det folk överallt.")


async def test_who_signed_up_is_reminded_of_the_shift_and_not_of_the_activity(start_talk):
    talk = await start_talk(reminds=True)
    await talk.say("medlem", "/nasta-aktivitet")
    await talk.press("medlem", "Jag kommer: Flygblad vid stationen")
    before = len(talk.adapter().sent)

    await talk.wait(timedelta(hours=9))

    mine = [reply.text for to, reply in talk.adapter().sent[before:] if to.chat == "1001" and "stationen" in reply.text]
    assert [text.splitlines()[1].split(":")[0] for text in mine] == ["Du har sagt ja"]


async def test_nothing_is_said_of_a_shift_to_who_left_it(start_talk):
    talk = await start_talk(reminds=True)
    await talk.say("medlem", "/nasta-aktivitet")
    await talk.press("medlem", "Jag kommer: Flygblad vid stationen")
    await talk.press("medlem", "Jag kan inte")
    with talk.database.begin() as session:
        activity = session.exec(select(Activity).where(Activity.title == "Flygblad vid stationen")).first()
        activities.cancel(session, activity, reason="", now=talk.now)
    before = len(talk.adapter().sent)

    await talk.wait(timedelta(hours=30))

    assert [reply.text for to, reply in talk.adapter().sent[before:] if "Du har sagt ja" in reply.text] == []
