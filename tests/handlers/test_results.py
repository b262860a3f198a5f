"""`/resultat`: sums by branch and month, who sees which, and the same as a picture."""

from datetime import date, time

import pytest
from sqlmodel import select

from bot.context import Context
from bot.pictures import paint
from bot.pictures.sketches import read
from bot.texts import texts
from handlers import results
from storage import activities, shifts
from storage.models import Branch, Result
from storage.results import sums
from tests.handlers.saturday import STOCKHOLM, labels, last
from tests.talk import Talk


@pytest.fixture
async def talk(talk_on_each) -> Talk:
    """Södersjö in January and February, Norrby in February, the district in March, and Norrby the year before."""
    with talk_on_each.database.begin() as session:
        ids = dict(session.exec(select(Branch.name, Branch.id)).all())
        tell(session, ids["Södersjö"], date(2027, 1, 16), came=4, flyers=12000)
        tell(session, ids["Södersjö"], date(2027, 2, 6), came=9, flyers=400)
        tell(session, ids["Södersjö"], date(2027, 2, 7), came=1, flyers=0)
        tell(session, ids["Norrby"], date(2027, 2, 6), came=1, flyers=1)
        tell(session, None, date(2027, 3, 6), came=30, flyers=50)
        tell(session, ids["Norrby"], date(2026, 12, 31), came=99, flyers=99)
    return talk_on_each


def tell(session, branch_id: int | None, day: date, *, came: int, flyers: int) -> None:
    activity = activities.plan(
        session, key=f"r{branch_id}{day}", kind="flyering", title="T", day=day, starts=time(10), ends=time(12),
        zone="Europe/Stockholm", place="P", branch_id=branch_id,
    )  # fmt: skip
    shift = shifts.add(session, activity, starts=time(10), ends=time(12))
    session.add(Result(shift_id=shift.id, came=came, flyers=flyers, told_at=shift.ends_at))
    session.flush()


def drawn(talk, theme: str) -> str:
    """The sketch of Södersjö's picture."""
    with talk.database.read() as session:
        ctx = Context(session, talk.now, STOCKHOLM, texts("sv"), "Distriktet")
        branch_id = session.exec(select(Branch.id).where(Branch.name == "Södersjö")).one()
        return results.picture(sums(session, 2027, [branch_id]), "Södersjö", theme, ctx).sketch


OWN = [
    "Passen 2027 i Södersjö",
    "- januari: ett pass, 4 kom, 12 000 flygblad",
    "- februari: 2 pass, 10 kom, 400 flygblad",
    "Hela året: 3 pass, 14 kom, 12 400 flygblad",
]


@pytest.mark.parametrize("who", ["medlem2", "ordforande2"])
async def test_a_branch_sees_its_own_by_month(talk, who):
    said = await talk.say(who, "/resultat")

    assert said.replace("\xa0", " ").splitlines() == OWN
    assert labels(talk) == ["Mörk bild"]
    assert last(talk).private


@pytest.mark.parametrize("who", ["styrelse", "ombudsperson"])
async def test_who_looks_after_the_branches_sees_all_and_each(talk, who):
    said = (await talk.say(who, "/resultat")).replace("\xa0", " ").splitlines()

    assert said == [
        "Passen 2027 i Distriktet Älvmarken",
        "- januari: ett pass, 4 kom, 12 000 flygblad",
        "- februari: 3 pass, 11 kom, 401 flygblad",
        "- mars: ett pass, 30 kom, 50 flygblad",
        "Hela året: 5 pass, 45 kom, 12 451 flygblad",
        "Var för sig:",
        "- distriktet: ett pass, 30 kom, 50 flygblad",
        "- Norrby: ett pass, en kom, ett flygblad",
        "- Södersjö: 3 pass, 14 kom, 12 400 flygblad",
    ]
    assert labels(talk) == ["distriktet", "Norrby", "Södersjö", "Mörk bild"]
    assert (await talk.press(who, "Södersjö")).replace("\xa0", " ").splitlines() == OWN
    await talk.say(who, "/resultat")
    assert (await talk.press(who, "distriktet")).startswith("Passen 2027 i distriktet\n- mars: ett pass, 30 kom")


async def test_others_are_not_theirs_to_see(talk):
    await talk.say("styrelse", "/resultat")
    norrby, district = talk.button("Norrby").action, talk.button("distriktet").action

    for action in (norrby, district):
        assert (await talk.say("ordforande2", "", action=action)).startswith("Det där får du inte göra")
    assert "30 kom" not in await talk.say("ordforande2", "", action="results-look:all:dark")


async def test_a_branch_without_any_is_told_how_they_come_about(talk):
    said = await talk.say("medlem3", "/resultat")

    assert said.startswith("Inget resultat är lämnat 2027 i Älmvik än. Den som checkar in på ett pass med /incheckning")
    assert last(talk).pictures == ()
    assert (await talk.say("gast", "/resultat")).startswith("Det där är för medlemmar")


async def test_the_picture_says_the_same_light_and_dark(talk):
    await talk.say("medlem2", "/resultat")
    (light,) = last(talk).pictures
    assert light.content == paint(drawn(talk, "light"))
    bars = [[bar.label.replace("\xa0", " ") for bar in group.bars] for group in read(drawn(talk, "light")).groups]
    assert bars == [["4 kom", "12 000 flygblad"], ["10 kom", "400 flygblad"]]

    await talk.press("medlem2", "Mörk bild")
    (dark,) = last(talk).pictures
    assert dark.content == paint(drawn(talk, "dark")) != light.content
    assert (last(talk).replaces, labels(talk)) == (True, ["Ljus bild"])


@pytest.mark.parametrize("action", ["results:", "results:x:light", "results-look:²:dark"])
async def test_a_forged_button(talk, action):
    assert (await talk.say("styrelse", "", action=action)).startswith("Den knappen gäller inte längre.")
