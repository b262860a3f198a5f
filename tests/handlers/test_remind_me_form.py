"""`/paminn` question by question: one that comes round, a last day, and one for a branch's group."""

import pytest
from sqlmodel import col, delete, select

from storage import own
from storage.models import Group, Occurrence, Post
from tests.handlers.kept import kept


async def fill_in(talk, *answers: str, who: str = "medlem") -> str:
    await talk.say(who, "/paminn")
    for answer in answers:
        await talk.say(who, answer)
    return await talk.press(who, "Spara")


async def test_question_by_question(talk):
    said = await fill_in(talk, "Boka lokalen", "9 mars", "17.30", "samma veckodag varje månad", "nej")

    assert said == (
        "Sparat: Boka lokalen. Jag påminner dig tisdag 9 mars kl. 17.30, om 4 veckor.\n"
        "Sedan samma veckodag varje månad, nästa gång tisdag 13 april."
    )


@pytest.mark.parametrize(
    ("hour", "said"),
    [
        (
            "17", ("Sparat: rapporten. Sista dagen är tisdag 9 mars kl. 17.00, om 4 veckor.\n"
            "Jag påminner också en vecka före, dagen före och samma morgon, "
            "och kommer det för sent så kommer det ändå."),
        ),
        (
            "Hoppa över", ("Sparat: rapporten. Sista dagen är tisdag 9 mars kl. 08.00, om 4 veckor.\n"
            "Du sade inget klockslag, så jag tar kl. 08.00.\n"
            "Jag påminner också en vecka före och dagen före, och kommer det för sent så kommer det ändå."),
        ),
    ],
)  # fmt: skip
async def test_a_last_day(talk, hour, said):
    assert await fill_in(talk, "rapporten", "9 mars", hour, "nej", "ja") == said


async def test_a_last_day_that_is_near_tells_what_is_still_to_come(talk):
    said = await fill_in(talk, "rapporten", "i morgon", "17", "nej", "ja")

    assert "Jag påminner också dagen före och samma morgon" in said


async def test_an_hour_that_has_been_is_asked_for_again(talk):
    said = await fill_in(talk, "ring", "i dag", "8", "nej", "nej")

    assert said.startswith("Den tiden har redan varit. Skriv en senare tid eller en annan dag.")
    assert "Fråga 3 av 5: Vilket klockslag?" in said
    assert kept(talk) == []


async def test_what_comes_round_may_begin_today_though_the_hour_has_been(talk):
    said = await fill_in(talk, "ring", "i dag", "8", "varje vecka", "nej")

    assert said.startswith("Sparat: ring. Jag påminner dig måndag 15 februari kl. 08.00")


async def test_a_chair_chooses_for_whom(talk):
    said = await fill_in(
        talk, "västar", "i morgon", "15.30", "nej", "nej", "gruppen för Norrby", who="ordforande"
    )  # fmt: skip

    assert said == "Sparat: västar. Jag skriver det tisdag 9 februari kl. 15.30, i morgon, i gruppen för Norrby."
    (row,) = kept(talk)
    assert row.branch_id == 1
    with talk.database.read() as session:
        (one,) = session.exec(select(Occurrence).where(Occurrence.topic == own.OWN))
    assert (one.branch_id, one.member_id) == (1, None)
    assert f"{one.deliver_until:%Y-%m-%d %H:%M}" == "2027-02-09 23:00"


async def test_a_chair_s_own_is_the_chair_s_alone(talk):
    await fill_in(talk, "västar", "i morgon", "15.30", "nej", "nej", "mig", who="ordforande")

    assert [row.branch_id for row in kept(talk)] == [None]


async def test_without_a_group_there_is_nobody_else_to_choose(talk):
    with talk.database.begin() as session:
        session.exec(delete(Group).where(col(Group.branch_id) == 1))

    assert "Fråga 1 av 5" in await talk.say("ordforande", "/paminn")


async def test_a_group_is_left_in_peace(talk):
    said = await fill_in(talk, "västar", "i morgon", "22", "nej", "nej", "gruppen för Norrby", who="ordforande")

    assert said.startswith("Då har Norrby tysta timmar. Välj en annan tid.")


async def test_who_is_chair_no_longer_when_it_is_handed_in(talk):
    await talk.say("ordforande", "/paminn")
    for answer in ("västar", "i morgon", "15.30", "nej", "nej", "gruppen för Norrby"):
        await talk.say("ordforande", answer)
    with talk.database.begin() as session:
        session.exec(delete(Post).where(col(Post.branch_id) == 1))

    assert (await talk.press("ordforande", "Spara")).startswith("Det där får du inte göra")
    assert kept(talk) == []


@pytest.mark.parametrize("whom", ["branch2", "branch", "branch999999999999"])
async def test_a_forged_branch_is_refused(start_talk, whom):
    talk = await start_talk(whole_forms=True)
    ((_, reply),) = await talk.hear(talk.incoming("ordforande", "/paminn"))
    values = {"what": "x", "date": "2027-02-09", "time": "", "repeat": "never", "deadline": "no", "whom": whom}

    ((_, answer),) = await talk.hear(talk.incoming("ordforande", action=f"form:{reply.form.id}:send", values=values))
    assert kept(talk) == []
    assert answer.form is not None or answer.text.startswith("Det där får du inte göra")
