"""Whoever is told somebody's name is written down with it: in an answer, and in a message to somebody else."""

from sqlmodel import select

from bot.messages import Reply
from bot.naming import shown
from bot.texts import texts
from bot.voice import Voice
from storage import access
from storage.models import Access, Member, Role
from tests.conftest import STOCKHOLM
from tests.handlers import flyering
from tests.handlers.test_rides import DRIVER, RIDER, meeting, propose, say
from tests.talk import NOW, Talk


def noted(talk: Talk, what: str) -> list[tuple[str, str]]:
    """Who was told whose name."""
    with talk.database.read() as session:
        names = {one.ref: one.name for one in session.exec(select(Member))}
        rows = session.exec(select(Access).where(Access.what == what).order_by(Access.id))
        return [(names[row.actor], names[row.subject]) for row in rows]


def test_a_name_comes_with_its_row_and_one_s_own_without(district):
    alva, birk = district.exec(select(Member).order_by(Member.id).limit(2))
    voice = Voice(district, NOW, STOCKHOLM, texts("sv"), "")

    assert shown(voice, alva, to=birk.ref) == alva.name
    assert shown(voice, alva, to=alva.ref) == alva.name

    (row,) = access.about(district, alva.ref)
    assert (row.actor, row.what, row.branch_id) == (birk.ref, "name", alva.branch_id)


async def test_who_is_asked_to_swap_and_who_swapped(talk):
    one, other = flyering.add(talk, 17, 18, capacity=1), flyering.add(talk, 18, 19, capacity=1)
    flyering.join(talk, "medlem", one)
    flyering.join(talk, "medlem3", other)

    await talk.say("medlem", "", action=f"swap:{one}:{other}")
    assert noted(talk, "told") == [("Cleo Ä.", "Alva N.")]

    await talk.say("medlem3", "", action="swapped:1")
    assert noted(talk, "told") == [("Cleo Ä.", "Alva N."), ("Alva N.", "Cleo Ä.")]


async def test_who_goes_together_in_both_directions(start_talk):
    talk = await start_talk(whole_forms=True)
    for who, want in ((RIDER, "ride"), (DRIVER, "lift")):
        await talk.say(who, "", action=f"come:{meeting(talk)}")
        await flyering.hand_in(talk, who, f"need:{meeting(talk)}:{want}", count="1", words="Storgatan")
    await propose(talk)
    for who in (RIDER, DRIVER):
        await say(talk, who, "yes")

    assert noted(talk, "told") == [("Alva N.", "Birk S.")]
    assert noted(talk, "name") == [("Birk S.", "Alva N.")]


async def test_the_same_message_a_second_time_tells_nobody_anew(talk):
    for _ in range(2):
        with talk.database.begin() as session:
            ctx = talk.bot.dispatcher.answers.bare_context(session, talk.now)
            to, *_ = ctx.holders(Role.OMBUDSPERSON)
            ctx.push(to, Reply("Alva N."), key="k", about=flyering.member(talk, "medlem"))

    assert noted(talk, "told") == [("Pella B.", "Alva N.")]
