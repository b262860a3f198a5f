"""Quiet hours: one's own, and those that a chair sets for the branch."""

from datetime import date, time

import pytest
from sqlmodel import select

from storage import preferences
from storage.models import Account, Branch, Post
from tests.talk import IDS


def quiet(talk, who: str = "medlem") -> tuple[time, time]:
    with talk.database.read() as session:
        member = session.exec(select(Account.member_id).where(Account.user == IDS[who])).one()
        return preferences.of(session, member).quiet


def of_branch(talk, branch_id: int = 1) -> tuple[time, time]:
    with talk.database.read() as session:
        row = session.get_one(Branch, branch_id)
        return row.quiet_from, row.quiet_to


async def test_hours_of_one_s_own(talk):
    await talk.say("medlem", "/paminnelser")
    assert (await talk.press("medlem", "Tysta timmar")).startswith("Dina tysta timmar: kl. 21.00–08.00.")
    assert "Nu står det: 21.00" in await talk.press("medlem", "Ändra")
    await talk.say("medlem", "22.30")
    await talk.press("medlem", "Behåll")

    assert await talk.press("medlem", "Spara") == "Sparat. Dina tysta timmar: kl. 22.30–08.00."
    assert quiet(talk) == (time(22, 30), time(8))
    assert of_branch(talk) == (time(21), time(8))


async def test_none_at_all_and_as_in_the_branch_again(talk):
    await talk.say("medlem", "", action="quiet:show")
    assert await talk.press("medlem", "Inga tysta timmar") == "Sparat. Dina tysta timmar: inga."
    assert quiet(talk) == (time(0), time(0))

    assert (await talk.say("medlem", "", action="quiet:show")).startswith("Dina tysta timmar: inga.")
    said = await talk.press("medlem", "Som i Norrby")
    assert said == "Sparat. Dina tysta timmar är som i Norrby: kl. 21.00–08.00."
    assert quiet(talk) == (time(21), time(8))


async def test_the_same_time_twice_is_none(start_talk):
    talk = await start_talk(whole_forms=True)
    ((_, reply),) = await talk.hear(talk.incoming("medlem", action="quiet:edit"))
    assert [field.value for field in reply.form.fields] == ["21:00", "08:00"]

    values = {"begins": "08:00", "ends": "08:00"}
    said = await talk.say("medlem", "", action=f"form:{reply.form.id}:send", values=values)
    assert said == "Sparat. Dina tysta timmar: inga."


async def test_a_chair_s_hold_for_the_branch(talk):
    await talk.say("ordforande", "/paminnelser")
    assert (await talk.press("ordforande", "Tysta timmar för Norrby")).startswith(
        "Tysta timmar för Norrby: kl. 21.00–08.00."
    )
    await talk.press("ordforande", "Ändra")
    await talk.say("ordforande", "20")
    await talk.say("ordforande", "9")

    assert await talk.press("ordforande", "Spara") == "Sparat. Tysta timmar för Norrby: kl. 20.00–09.00."
    assert (of_branch(talk), of_branch(talk, 2)) == ((time(20), time(9)), (time(21), time(8)))
    assert quiet(talk) == (time(20), time(9))


async def test_a_branch_without_any(talk):
    said = await talk.say("ordforande", "", action="quiet:none:1")

    assert said == "Sparat. Tysta timmar för Norrby: inga."
    assert of_branch(talk) == (time(0), time(0))


async def test_members_are_not_shown_the_branch_s(talk):
    ((_, reply),) = await talk.hear(talk.incoming("medlem", "/paminnelser"))

    assert [button.label for button in reply.buttons if "Tysta" in button.label] == ["Tysta timmar"]


@pytest.mark.parametrize("who", ["medlem", "ordforande2", "ombudsperson"])
async def test_whoever_does_not_chair_the_branch_cannot_set_them(talk, who):
    assert (await talk.say(who, "", action="quiet:none:1")).startswith("Det där får du inte göra")
    assert of_branch(talk) == (time(21), time(8))


async def test_who_is_chair_no_longer_when_it_is_handed_in(talk):
    await talk.say("ordforande", "", action="quiet:edit:1")
    await talk.say("ordforande", "20")
    await talk.say("ordforande", "9")
    with talk.database.begin() as session:
        session.exec(select(Post).where(Post.branch_id == 1, Post.role == "chair")).one().last_day = date(2027, 2, 7)

    assert (await talk.press("ordforande", "Spara")).startswith("Det där får du inte göra")
    assert of_branch(talk) == (time(21), time(8))


@pytest.mark.parametrize("action", ["quiet:", "quiet:loud", "quiet:branch:1", "quiet"])
async def test_a_forged_button(talk, action):
    assert (await talk.say("ordforande", "", action=action)).startswith("Den knappen gäller inte längre.")
    assert (of_branch(talk), quiet(talk, "ordforande")) == ((time(21), time(8)), (time(21), time(8)))
