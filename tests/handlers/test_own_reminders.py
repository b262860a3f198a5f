"""The list of one's own reminders, and taking one away."""

from datetime import date, time, timedelta

import pytest
from sqlmodel import select

from storage import preferences
from storage.models import Account, Occurrence, Post
from tests.handlers.kept import kept
from tests.talk import IDS


async def test_all_of_them_by_when_they_come(talk):
    for line in ("8 mars varje år köp blommor", "imorgon kl 9 ring *kommunen*"):
        await talk.say("medlem", f"/paminn {line}")
    await talk.say("medlem", "/paminnelser")

    ((_, reply),) = await talk.hear(talk.incoming("medlem", action=talk.button("Mina egna").action))
    assert reply.text == (
        "*Det här har du bett mig påminna om:*\n- *ring \\*kommunen\\**, tisdag 9 februari kl. 09.00\n"
        "- *köp blommor*, måndag 8 mars kl. 09.00, varje år"
    )
    assert [button.label for button in reply.buttons] == ["Ta bort: ring *kommunen*", "Ta bort: köp blommor"]


async def test_page_by_page(talk):
    for n in range(10):
        await talk.say("medlem", f"/paminn imorgon kl {n + 9} sak {n}")

    first = await talk.say("medlem", "", action="mine:0")
    assert [line.split(",")[0] for line in first.splitlines()[1:]] == [f"- sak {n}" for n in range(8)]
    rest = await talk.press("medlem", "Visa fler")
    assert [line.split(",")[0] for line in rest.splitlines()[1:]] == ["- sak 8", "- sak 9"]
    assert await talk.say("medlem", "", action="mine:10") == (
        "Du har inget eget på väg. Skriv till exempel /paminn imorgon kl 9 ring kommunen."
    )


async def test_without_any_there_is_no_button(talk):
    ((_, reply),) = await talk.hear(talk.incoming("medlem", "/paminnelser"))
    assert "Mina egna" not in [button.label for button in reply.buttons]


async def test_what_comes_the_evening_before_says_so(talk):
    with talk.database.begin() as session:
        member = session.exec(select(Account.member_id).where(Account.user == IDS["medlem"])).first()
        preferences.change(session, member, quiet_from=time(22), quiet_to=time(9))

    said = await talk.say("medlem", "/paminn senast fredag kl 12 rapport")

    assert "Jag påminner också dagen före och kvällen före, " in said


async def test_one_that_was_just_kept_is_taken_away(talk):
    await talk.say("medlem", "/paminn varje fredag kl 9 ring")

    assert await talk.press("medlem", "Ta bort") == "Borttaget: ring."
    assert await talk.press("medlem", "Ta bort") == "Den påminnelsen finns inte längre."
    (row,) = kept(talk)
    assert row.ended_at == talk.now
    with talk.database.read() as session:
        assert {one.fate for one in session.exec(select(Occurrence).where(Occurrence.topic == "own"))} == {"cancelled"}


async def test_nobody_takes_away_another_s_or_learns_that_it_is_there(talk):
    await talk.say("medlem", "/paminn imorgon kl 9 ring")
    action = talk.button("Ta bort").action

    for who, wrong in {"medlem2": action, "ordforande": action, "medlem3": "forget:999"}.items():
        assert await talk.say(who, "", action=wrong) == "Den påminnelsen finns inte längre."
    assert [row.ended_at for row in kept(talk)] == [None]


@pytest.mark.parametrize("action", ["forget:", "forget:x", "forget:-1", "forget:²", "mine:", "mine:x"])
async def test_a_forged_button(talk, action):
    assert (await talk.say("medlem", "", action=action)).startswith("Den knappen gäller inte längre.")


async def test_the_next_chair_takes_away_what_the_last_one_wanted_in_the_group(talk):
    await talk.say("ordforande", "/paminn")
    for answer in ("västar", "i morgon", "15.30", "varje vecka", "nej", "gruppen för Norrby"):
        await talk.say("ordforande", answer)
    await talk.press("ordforande", "Spara")
    action = talk.button("Ta bort").action
    with talk.database.begin() as session:
        for post in session.exec(select(Post).where(Post.role == "chair", Post.branch_id.in_([1, 2]))):
            post.branch_id = {1: None, 2: 1}[post.branch_id]
            post.first_day = date(2027, 2, 1)

    assert await talk.say("ordforande2", "", action=action) == "Borttaget: västar."


async def test_what_is_for_a_group_says_so_in_the_list_and_in_what_comes(talk):
    await talk.say("ordforande", "/paminn")
    for answer in ("västar", "i morgon", "15.30", "varje vecka", "nej", "gruppen för Norrby"):
        await talk.say("ordforande", answer)
    await talk.press("ordforande", "Spara")

    assert (await talk.say("ordforande", "", action="mine:0")).splitlines()[1] == (
        "- västar, tisdag 9 februari kl. 15.30, varje vecka, i gruppen för Norrby"
    )
    assert "- tisdag 9 februari kl. 15.30: västar, i gruppen för Norrby" in await talk.say("medlem", "/paminnelser")
    assert "västar" not in await talk.say("medlem2", "/paminnelser")
    assert "västar" in await talk.say("medlem2", "/paminnelser", group="norrby")


async def test_what_has_come_is_listed_no_more(start_talk):
    talk = await start_talk(reminds=True)
    await talk.say("medlem", "/paminn om en timme ring")
    await talk.wait(timedelta(hours=1))

    assert (await talk.say("medlem", "", action="mine:0")).startswith("Du har inget eget på väg.")
