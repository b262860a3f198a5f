"""`/laget`: what the branches do on the days of the yearly chain."""

from datetime import date

import pytest
from sqlmodel import select

from storage import chain
from storage.chain import Matter
from storage.models import Activity, Occasion, Stand
from tests.talk import IDS

MARCH, MAY, PRIDE = Occasion.WOMENS_DAY, Occasion.MAY_DAY, Occasion.PRIDE
NORRBY, SODERSJO, ALMVIK, BRUKSANG = 1, 2, 3, 4
ALL = (
    "Bruksäng, Granhult, Harafors, Kvarnbro, Lövåsen, Mörkdalen, Norrby, "
    "Stensjöholm, Södersjö, Tallberga, Älmvik, Österäng"
)


@pytest.fixture
def answered(talk):
    """Södersjö arranges something for Pride and Norrby goes along; on 8 March one goes with the district."""
    with talk.database.begin() as session:
        activity = {row.title: row.id for row in session.exec(select(Activity))}

        def say(branch_id: int, occasion: Occasion, stand: Stand, **more: int) -> None:
            chain.answer(session, Matter(occasion, 2027, branch_id), stand, by=None, now=talk.now, **more)

        for town, day in (("Södersjö", date(2027, 8, 15)), ("Norrby", date(2027, 6, 5)), ("Älmvik", None)):
            chain.set_pride(session, town=town, year=2027, day=day, by=None, now=talk.now)
        say(SODERSJO, PRIDE, Stand.ORGANISES, activity_id=activity["Pride i Södersjö"])
        say(NORRBY, PRIDE, Stand.JOINS, joins_id=SODERSJO)
        say(ALMVIK, MARCH, Stand.JOINS, activity_id=activity["Åttonde mars i Norrby"])
        say(NORRBY, MARCH, Stand.ORGANISES)
        say(BRUKSANG, MARCH, Stand.NOT_THIS_YEAR)
    return talk


async def test_before_anybody_has_answered(talk):
    assert await talk.say("styrelse", "/laget") == (
        f"Internationella kvinnodagen, måndag 8 mars, om 4 veckor\n- Har inte svarat: {ALL}\n\n"
        f"Arbetarrörelsens dag, lördag 1 maj, om 3 månader\n- Har inte svarat: {ALL}\n\n"
        f"Pride\n- Dagen är inte satt: {ALL}"
    )


async def test_everything_by_occasion(answered):
    said = await answered.say("ombudsperson", "/laget")

    assert said.split("\n\n")[0] == (
        "Internationella kvinnodagen, måndag 8 mars, om 4 veckor\n"
        "- Norrby ordnar något. Vad det blir är inte inlagt än.\n"
        "- Älmvik går med distriktet på Åttonde mars i Norrby, kl. 17.00–19.00, Stora torget, Norrby.\n"
        "- Inte i år: Bruksäng\n"
        "- Har inte svarat: Granhult, Harafors, Kvarnbro, Lövåsen, Mörkdalen, "
        "Stensjöholm, Södersjö, Tallberga, Österäng"
    )
    assert said.split("\n\n")[2] == (
        "Pride\n"
        "- Söndag 15 augusti: Södersjö ordnar Pride i Södersjö, kl. 13.00–16.00, Hamnplan, Södersjö.\n"
        "- Lördag 5 juni: Norrby går med Södersjö.\n"
        "- Dagen är inte satt: Bruksäng, Granhult, Harafors, Kvarnbro, Lövåsen, Mörkdalen, "
        "Stensjöholm, Tallberga, Österäng\n"
        "- Ingen Pride: Älmvik"
    )


async def test_who_goes_with_somebody_that_arranges_nothing_yet_is_seen_to(answered):
    with answered.database.begin() as session:
        matter = Matter(MARCH, 2027, SODERSJO)
        chain.answer(session, matter, Stand.JOINS, by=None, now=answered.now, joins_id=BRUKSANG)

    said = await answered.say("ombudsperson", "/laget")
    assert "- Södersjö går med Bruksäng, som inte har sagt att de ordnar något.\n" in said


async def test_the_picture_says_the_same(answered):
    await answered.say("styrelse", "/laget")

    (picture,) = answered.adapter().sent[-1][1].pictures
    assert (picture.name, picture.media_type, picture.content[:4]) == ("laget-2027.png", "image/png", b"\x89PNG")
    assert picture.alt.startswith("8 mars: ordnar Norrby; går med någon Älmvik (med distriktet); inte i år Bruksäng;")
    assert "Pride: ordnar Södersjö; går med någon Norrby (med Södersjö); dagen är inte satt Bruksäng," in picture.alt
    assert picture.alt.endswith("; ingen Pride Älmvik.")


async def test_what_only_a_branch_may_see_is_not_named_to_the_board(answered):
    with answered.database.begin() as session:
        session.exec(select(Activity).where(Activity.title == "Pride i Södersjö")).one().visibility = "branch"

    said = await answered.say("tekniker", "/laget"), await answered.say("ombudsperson", "/laget")
    assert said[0].startswith("Det där får du inte göra")
    assert "Söndag 15 augusti: Södersjö ordnar något för sina medlemmar." in said[1]


async def test_a_chair_sees_the_own_branch_and_can_answer(answered):
    said = await answered.say("ordforande", "/laget")

    assert said == (
        "Internationella kvinnodagen, måndag 8 mars, om 4 veckor\n"
        "Norrby ordnar något. Vad det blir är inte inlagt än.\n\n"
        "Arbetarrörelsens dag, lördag 1 maj, om 3 månader\nVad gör Norrby? Ett tryck räcker, och det går att ändra.\n\n"
        "Pride i Norrby, lördag 5 juni, om 4 månader\n"
        "Norrby går med Södersjö på Pride i Södersjö, söndag 15 augusti kl. 13.00–16.00, Hamnplan, Södersjö."
    )
    assert answered.adapter().sent[-1][1].pictures == ()
    await answered.press("ordforande", "1 maj")
    await answered.press("ordforande", "Inte i år")
    assert (await answered.say("ordforande", "/laget")).count("Norrby ordnar inget i år.") == 1


async def test_a_chair_whose_town_has_no_day_or_no_pride(answered):
    said = await answered.say("ordforande4", "/laget")
    assert said.endswith("Pride i Bruksäng 2027: jag vet inte vilken dag det är.")
    assert (await answered.press("ordforande4", "Pride")).startswith("Är det Pride i Bruksäng 2027")

    assert "Pride" not in await answered.say("ordforande3", "/laget")


@pytest.mark.parametrize("year", ["2026", "2028", "2023"])
async def test_another_year(answered, year):
    said = await answered.say("styrelse", f"/laget {year}")

    assert f"8 mars {year}" in said
    assert "ordnar" not in said


@pytest.mark.parametrize("year", ["2022", "2029", "27", "tvåtusen", "²027", "2027 2028", "-1"])
async def test_a_year_that_is_none_of_ours(talk, year):
    assert (
        await talk.say("styrelse", f"/laget {year}") == "Skriv ett år mellan 2023 och 2028, till exempel /laget 2028."
    )


@pytest.mark.parametrize("who", ["medlem", "representant", "tekniker", "gast"])
async def test_nobody_else_sees_it(talk, who):
    assert (await talk.say(who, "/laget")).startswith(("Det där får du inte göra", "Det där är för medlemmar."))


async def test_in_a_group_it_is_told_in_private(talk):
    await talk.say("styrelse", "/laget", group="norrby")

    assert talk.adapter().sent[-1][0].only == IDS["styrelse"]
