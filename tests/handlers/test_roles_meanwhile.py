"""`/roller`: what was agreed to is what was shown, and what is shown of others is noted."""

from datetime import date

import pytest
from sqlmodel import select

from storage import access, erasure, needed
from storage.models import Member, Post, Role
from tests.handlers.test_roles import confirm, hand_in, member, posts
from tests.talk import Talk

CHANGED = "Något har ändrats sedan du bad om det, så jag gjorde ingenting."


@pytest.fixture
async def talk(start_talk) -> Talk:
    return await start_talk(platforms=("telegram", "slack"), whole_forms=True)


def add(talk: Talk, name: str) -> int:
    with talk.database.begin() as session:
        session.add(found := Member(name=name, branch_id=1))
        session.flush()
        return found.id or 0


async def test_who_comes_after_somebody_forgotten_does_not_get_their_post(talk):
    xenia = add(talk, "Xenia Gammal")
    await hand_in(talk, name="Xenia Gammal")
    with talk.database.begin() as session:
        erasure.erase(session, xenia, talk.now)
    bo = add(talk, "Bo Ny")

    assert await confirm(talk) == "Hen är inte kvar i registret, så jag gav inget uppdrag."
    with talk.database.read() as session:
        assert bo != xenia
        assert session.exec(select(Post).where(Post.member_id == bo)).all() == []


@pytest.mark.parametrize("change", [{"branch_id": 2}, {"name": "Xenia Annan"}])
async def test_who_moved_or_was_renamed_meanwhile_is_shown_again_first(talk, change):
    xenia = add(talk, "Xenia Kort")
    await hand_in(talk, name="Xenia Kort")
    with talk.database.begin() as session:
        session.get_one(Member, xenia).sqlmodel_update(change)

    assert (await confirm(talk)).startswith(CHANGED)
    with talk.database.read() as session:
        assert session.exec(select(Post).where(Post.member_id == xenia)).all() == []


async def test_nor_does_a_post_end_that_is_another_than_was_shown(talk):
    (post,) = posts(talk, "ordforande")
    await talk.say("ombudsperson", "", action=f"end_post:{post.id}")
    with talk.database.begin() as session:
        session.get_one(Post, post.id).branch_id = 2

    assert (await confirm(talk)).startswith(CHANGED)
    assert posts(talk, "ordforande")[0].last_day is None


@pytest.mark.parametrize("last", ["8 februari", "1 maj"])
async def test_the_last_technician_does_not_go_by_being_given_a_last_day(talk, last):
    (post,) = posts(talk, "tekniker")
    whose = {"name": "Sixten", "branch": "Harafors", "role": "tekniker", "place": "distriktet"}

    assert "skulle det inte finnas någon tekniker. Ge uppdraget" in await hand_in(talk, **whose, last=last)
    assert posts(talk, "tekniker") == [post]


async def test_nor_where_the_other_one_goes_between_the_question_and_the_yes(talk):
    alva = member(talk, "medlem").id
    with talk.database.begin() as session:
        second = Post(member_id=alva, role=Role.TECHNICIAN, first_day=talk.now.date())
        session.add(second)
    await hand_in(talk, name="Sixten", branch="Harafors", role="tekniker", place="distriktet", last="1 maj")
    with talk.database.begin() as session:
        session.get_one(Post, second.id).last_day = date(2027, 4, 1)

    assert (await confirm(talk)).startswith("Från söndag 2 maj skulle det inte finnas någon tekniker.")
    with talk.database.read() as session:
        assert needed.empty_from(session, Role.TECHNICIAN, today=talk.now.date()) is None


async def test_what_runs_out_already_can_run_longer(talk):
    with talk.database.begin() as session:
        session.exec(select(Post).where(Post.role == Role.TECHNICIAN)).one().last_day = date(2027, 3, 1)

    await hand_in(talk, name="Sixten", branch="Harafors", role="tekniker", place="distriktet", last="1 maj")

    assert (await confirm(talk)).startswith("Klart: Sixten H. är nu tekniker.")
    assert posts(talk, "tekniker")[0].last_day == date(2027, 5, 1)


async def test_whose_name_is_completed_or_listed_is_noted(talk):
    await hand_in(talk, name="Alv")
    await talk.say("ombudsperson", "/roller")
    await talk.say("ombudsperson", "", action="roles:end")

    with talk.database.read() as session:
        asker = member(talk, "ombudsperson").ref
        for who, times in (("medlem", 1), ("tekniker", 2), ("ombudsperson", 0)):
            noted = access.about(session, member(talk, who).ref)
            assert [(row.actor, row.what) for row in noted] == [(asker, "name")] * times
