"""`/resultat`: sums by branch and month, who sees which, and the same as a picture."""

from datetime import date, datetime, time

import pytest
from sqlmodel import select

from bot.context import Context
from bot.pictures import paint
from bot.pictures.sketches import read
from bot.texts import texts
from handlers import results
from handlers.results import View
from storage import activities, shifts
from storage.models import Branch, Network, Result
from storage.results import Owner, sums
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


def tell(
    session, branch_id: int | None, day: date, *, came: int, flyers: int, note: str = "", network_id: int | None = None
) -> None:
    activity = activities.plan(
        session, key=f"r{branch_id}{network_id}{day}", kind="flyering", title="T", day=day, starts=time(10),
        ends=time(12), zone="Europe/Stockholm", place="P", branch_id=branch_id, network_id=network_id,
    )  # fmt: skip
    shift = shifts.add(session, activity, starts=time(10), ends=time(12))
    session.add(Result(shift_id=shift.id, came=came, flyers=flyers, note=note, told_at=shift.ends_at))
    session.flush()


def drawn(talk, theme: str) -> str:
    """The sketch of Södersjö's picture."""
    with talk.database.read() as session:
        ctx = Context(session, talk.now, STOCKHOLM, texts("sv"), "Distriktet")
        owner = Owner(session.exec(select(Branch.id).where(Branch.name == "Södersjö")).one())
        return results.picture(sums(session, 2027, [owner]), "Södersjö", View(owner, 2027, theme), ctx).sketch


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
    assert labels(talk) == ["distriktet", "Norrby", "Södersjö", "Mörk bild", "Förra året"]
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


async def test_the_year_before_by_a_button_and_any_by_its_number(talk):
    with talk.database.begin() as session:
        ids = dict(session.exec(select(Branch.name, Branch.id)).all())
        tell(session, ids["Södersjö"], date(2025, 5, 1), came=7, flyers=0)
    assert (await talk.say("medlem", "/resultat")).startswith("Passen 2027 i Norrby\n- februari: ett pass, en kom")
    assert (await talk.press("medlem", "Förra året")).startswith("Passen 2026 i Norrby\n- december: ett pass, 99 kom")
    assert labels(talk) == ["Mörk bild", "I år"]
    assert (await talk.press("medlem", "Mörk bild")).startswith("Passen 2026 i Norrby")
    assert (await talk.press("medlem", "I år")).startswith("Passen 2027 i Norrby")

    assert (await talk.say("medlem2", "/resultat 2025")).startswith("Passen 2025 i Södersjö\n- maj: ett pass, 7 kom")
    assert await talk.say("medlem2", "/resultat 2026") == (
        "Inget resultat är lämnat 2026 i Södersjö. Skriv /resultat så ser du i år."
    )
    assert labels(talk) == ["2025", "I år"]
    assert (await talk.say("medlem", "/resultat förra året")).startswith("Passen 2026 i Norrby")
    for odd in ("hej", "20261", "²⁰²⁶"):
        assert (await talk.say("medlem2", f"/resultat {odd}")).startswith("Passen 2027 i Södersjö")


async def test_in_january_the_year_before_is_still_found(talk):
    await talk.wait(datetime(2028, 1, 5, 9, tzinfo=STOCKHOLM) - talk.now)

    assert (await talk.say("medlem2", "/resultat")).startswith("Inget resultat är lämnat 2028 i Södersjö än.")
    assert (await talk.press("medlem2", "Förra året")).replace("\xa0", " ").splitlines() == OWN


async def test_how_it_went_is_shown_the_latest_first_to_those_who_see_it(talk):
    with talk.database.begin() as session:
        ids = dict(session.exec(select(Branch.name, Branch.id)).all())
        for day in range(20, 26):
            tell(session, ids["Södersjö"], date(2027, 2, day), came=1, flyers=0, note=f"Bra *{day}*\noch kallt")
        tell(session, ids["Norrby"], date(2027, 2, 27), came=1, flyers=0, note="Blåsigt")

    lines = (await talk.say("medlem2", "/resultat")).splitlines()
    at = lines.index("Så gick det senast:")
    assert lines[at + 1 :] == [
        "- torsdag 25 februari: Bra *25* och kallt",
        "- onsdag 24 februari: Bra *24* och kallt",
        "- tisdag 23 februari: Bra *23* och kallt",
        "- måndag 22 februari: Bra *22* och kallt",
        "- söndag 21 februari: Bra *21* och kallt",
    ]
    assert "- Norrby, lördag 27 februari: Blåsigt" in (await talk.say("styrelse", "/resultat")).splitlines()


async def test_what_a_network_does_is_seen_by_those_in_it_alone(talk):
    """medlem2 convenes it, medlem7 is in it and of a branch without results, and the board is not."""
    with talk.database.begin() as session:
        network = session.exec(select(Network.id).where(Network.name == "Klimatnätverket")).one()
        tell(session, None, date(2027, 2, 24), came=12, flyers=7, note="Många frågor", network_id=network)

    assert (await talk.say("medlem2", "/resultat")).replace("\xa0", " ").splitlines() == [
        "Passen 2027 i det du är med i",
        "- januari: ett pass, 4 kom, 12 000 flygblad",
        "- februari: 3 pass, 22 kom, 407 flygblad",
        "Hela året: 4 pass, 26 kom, 12 407 flygblad",
        "Var för sig:",
        "- Klimatnätverket: ett pass, 12 kom, 7 flygblad",
        "- Södersjö: 3 pass, 14 kom, 12 400 flygblad",
        "Så gick det senast:",
        "- Klimatnätverket, onsdag 24 februari: Många frågor",
    ]
    assert (await talk.press("medlem2", "Klimatnätverket")).startswith("Passen 2027 i Klimatnätverket")
    assert (await talk.say("medlem7", "/resultat")).startswith("Passen 2027 i Klimatnätverket")
    for who in ("styrelse", "medlem"):
        assert "Klimat" not in await talk.say(who, "/resultat")
        said = await talk.say(who, "", action=f"results:n{network}:light:2027")
        assert said.startswith("Det där får du inte göra")
