"""`/pride`: when a town has its Pride."""

from datetime import date, timedelta

import pytest
from sqlmodel import select

from storage.models import Branch, Post, PrideDay, Role
from tests.talk import IDS

ASK = "Är det Pride i Norrby 2027, och vilken dag?"


def days(talk) -> dict[tuple[str, int], date | None]:
    with talk.database.read() as session:
        return {(row.town, row.year): row.day for row in session.exec(select(PrideDay))}


def labels(talk) -> list[str]:
    return [button.label for button in talk.adapter().sent[-1][1].buttons]


async def press(talk, verb: str, who: str = "ordforande", *, of: str = "2027:1", **more) -> str:
    return await talk.say(who, "", action=f"pride:{verb}:{of}", **more)


@pytest.mark.parametrize(
    ("written", "day", "shown"),
    [
        ("5 juni", date(2027, 6, 5), "lördag 5 juni, om 4 månader"),
        ("5/6", date(2027, 6, 5), "lördag 5 juni, om 4 månader"),
        ("2028-06-03", date(2028, 6, 3), "lördag 3 juni 2028, om 16 månader"),
    ],
)
async def test_a_chair_sets_the_day_in_one_line(talk, written, day, shown):
    said = await talk.say("ordforande", f"/pride {written}")

    assert said == f"Pride i Norrby är {shown}. Tack! Jag frågar i god tid vad ni gör."
    assert days(talk) == {("Norrby", day.year): day}


@pytest.mark.parametrize(
    "written", ["30 februari", "1 januari 2020", "2040-06-01", "snart", "'; DROP TABLE pride_day;--"]
)
async def test_what_is_no_day_is_refused(talk, written):
    await talk.say("ordforande", f"/pride {written}")

    assert days(talk) == {}


async def test_the_form_asks_one_question(talk):
    assert (await talk.say("ordforande", "/pride")).startswith(ASK)
    assert labels(talk) == ["Skriv dagen", "Vi har ingen Pride", "Vet inte än"]
    assert "Vilken dag är det Pride i Norrby?" in await talk.press("ordforande", "Skriv dagen")
    await talk.say("ordforande", "5 juni")
    assert (await talk.press("ordforande", "Spara")).startswith("Pride i Norrby är lördag 5 juni")

    assert (await talk.say("ordforande", "/pride")) == "Pride i Norrby är lördag 5 juni, om 4 månader."
    await talk.press("ordforande", "Ändra dagen")
    await talk.say("ordforande", "12 juni")
    await talk.press("ordforande", "Spara")
    assert days(talk) == {("Norrby", 2027): date(2027, 6, 12)}


async def test_there_is_none(talk):
    assert await press(talk, "none") == "Det är ingen Pride i Norrby 2027."
    assert (days(talk), labels(talk)) == ({("Norrby", 2027): None}, ["Ändra dagen"])

    await talk.say("ordforande", "/pride 5 juni")
    assert days(talk) == {("Norrby", 2027): date(2027, 6, 5)}


@pytest.mark.parametrize(
    ("ahead", "said"),
    [
        (0, "Då frågar jag dig igen måndag 1 mars."),
        (30, "Då frågar jag kontaktpersonen torsdag 1 april."),
        (60, "Då frågar jag ombudspersonen lördag 1 maj."),
        (90, "Då frågar jag inte mer i år."),
    ],
)
async def test_who_does_not_know_yet_hears_when_it_is_asked_again(talk, ahead, said):
    talk.now += timedelta(days=ahead)

    assert (await press(talk, "later")).startswith(said)
    assert days(talk) == {}


async def test_whoever_is_asked_next_is_told_that_it_is_them(talk):
    talk.now += timedelta(days=30)

    assert (await press(talk, "later", "styrelse")).startswith("Då frågar jag dig igen torsdag 1 april.")
    assert (await press(talk, "later", "ombudsperson")).startswith("Då frågar jag kontaktpersonen torsdag 1 april.")
    with talk.database.begin() as session:
        for post in session.exec(select(Post).where(Post.role == Role.CONTACT)):
            session.delete(post)
    assert (await press(talk, "later", "ombudsperson")).startswith("Då frågar jag dig igen torsdag 1 april.")


async def test_a_pride_that_had_a_day_is_none_after_all(talk):
    await talk.say("ordforande", "/pride 5 juni")
    assert labels(talk) == ["Ändra dagen", "Vi har ingen Pride"]

    assert await talk.press("ordforande", "Vi har ingen Pride") == "Det är ingen Pride i Norrby 2027."
    assert days(talk) == {("Norrby", 2027): None}


async def test_the_old_button_says_that_there_is_none(talk):
    await talk.say("ordforande", "/pride 5 juni")

    assert await press(talk, "none") == "Det är ingen Pride i Norrby 2027."


@pytest.mark.parametrize("words", ["ingen", "Ingen Pride", "none"])
async def test_that_there_is_none_in_one_line(talk, words):
    await talk.say("ordforande", "/pride 5 juni")

    assert await talk.say("ordforande", f"/pride {words}") == "Det är ingen Pride i Norrby 2027."


@pytest.mark.parametrize("who", ["styrelse", "ombudsperson"])
@pytest.mark.parametrize(
    "words", ["Älmvik 8 juni", "8 juni Älmvik", "i Älmvik 8 juni", "8 juni i älmvik", "Älmvik: 8/6"]
)
async def test_a_town_and_its_day(talk, who, words):
    said = await talk.say(who, f"/pride {words}")

    assert said == "Pride i Älmvik är tisdag 8 juni, om 4 månader. Tack! Jag frågar i god tid vad ni gör."
    assert days(talk) == {("Älmvik", 2027): date(2027, 6, 8)}


async def test_a_town_without_a_day_and_one_without_a_pride(talk):
    assert (await talk.say("ombudsperson", "/pride Älmvik")).startswith("Är det Pride i Älmvik 2027")
    assert await talk.say("ombudsperson", "/pride Älmvik ingen") == "Det är ingen Pride i Älmvik 2027."


async def test_a_town_that_is_not_theirs_and_one_that_is_nobody_s(talk):
    assert (await talk.say("ordforande", "/pride Älmvik 8 juni")).startswith("Det är ordföranden i Älmvik")
    assert "Menade du" in await talk.say("ombudsperson", "/pride Älmvk 8 juni")
    assert days(talk) == {}


async def test_with_only_a_day_the_town_is_asked(talk):
    said = await talk.say("styrelse", "/pride 8 juni")

    assert said.startswith("Vilken ort gäller det?")
    assert len(labels(talk)) == 12
    assert (await talk.press("styrelse", "Pride i Älmvik")).startswith("Pride i Älmvik är tisdag 8 juni")
    assert days(talk) == {("Älmvik", 2027): date(2027, 6, 8)}


async def test_a_chair_of_two_branches_is_asked_which(talk):
    with talk.database.begin() as session:
        chair = session.exec(select(Post).where(Post.role == Role.CHAIR, Post.branch_id == 1)).one()
        session.add(Post(member_id=chair.member_id, role=Role.CHAIR, branch_id=2, first_day=chair.first_day))

    for words, said in {
        "": "Är det Pride i Södersjö",
        " ingen": "Det är ingen",
        " 8 juni": "Pride i Södersjö är",
    }.items():
        assert (await talk.say("ordforande", f"/pride{words}")).startswith("Vilken ort gäller det?")
        assert labels(talk) == ["Pride i Norrby", "Pride i Södersjö"]
        assert (await talk.press("ordforande", "Pride i Södersjö")).startswith(said)


async def test_what_is_told_already_is_not_told_otherwise_by_an_old_button(talk):
    await talk.say("ordforande", "/pride 5 juni")

    for verb in ("later", "show"):
        assert await press(talk, verb) == "Pride i Norrby är lördag 5 juni, om 4 månader."
    assert days(talk) == {("Norrby", 2027): date(2027, 6, 5)}


async def test_one_branch_of_a_town_says_it_for_the_others(talk):
    with talk.database.begin() as session:
        session.get_one(Branch, 2).town = "Norrby"
    await talk.say("ordforande", "/pride 5 juni")

    assert (await talk.say("ordforande2", "/pride")).startswith("Pride i Norrby är lördag 5 juni")


@pytest.mark.parametrize("who", ["styrelse", "ombudsperson"])
async def test_who_looks_after_the_branches_sees_what_is_missing(talk, who):
    await talk.say("ordforande", "/pride 5 juni")
    said = await talk.say(who, "/pride")

    assert said.startswith("Jag vet inte vilken dag det är Pride 2027 i de här orterna:\n")
    assert "- Norrby" not in said
    assert (await talk.press(who, "Pride i Södersjö")).startswith("Är det Pride i Södersjö 2027")
    await talk.press(who, "Vi har ingen Pride")
    assert days(talk)["Södersjö", 2027] is None


async def test_when_nothing_is_missing_it_says_so(talk):
    with talk.database.begin() as session:
        for branch in session.exec(select(Branch)):
            session.add(PrideDay(town=branch.town, year=2027, set_at=talk.now))

    assert (await talk.say("ombudsperson", "/pride")).startswith("Alla orter har sagt hur det blir med Pride 2027.")


async def test_in_the_autumn_it_is_next_year_s(talk):
    talk.now += timedelta(days=240)

    assert (await talk.say("ordforande", "/pride")).startswith("Är det Pride i Norrby 2028")


@pytest.mark.parametrize("who", ["ordforande2", "medlem", "representant", "gast"])
@pytest.mark.parametrize("verb", ["show", "write", "none", "later"])
async def test_nobody_else_may(talk, verb, who):
    assert (await press(talk, verb, who)).startswith("Det är ordföranden i Norrby som svarar på det här.")
    assert days(talk) == {}


@pytest.mark.parametrize("who", ["medlem", "representant", "tekniker", "gast"])
async def test_the_command_is_for_those_who_answer(talk, who):
    assert (await talk.say(who, "/pride 5 juni")).startswith(("Det där får du inte göra", "Det där är för medlemmar."))


async def test_in_a_group_it_is_told_in_private(talk):
    await talk.say("ordforande", "/pride 5 juni", group="norrby")

    assert talk.adapter().sent[-1][0].only == IDS["ordforande"]


@pytest.mark.parametrize(
    "action",
    ["pride", "pride:", "pride:none", "pride:none:2027", "pride:none:2026:1", "pride:none:2029:1", "pride:none:²027:1",
     "pride:none:2027:99", "pride:none:2027:x", "pride:burn:2027:1",
     "pride:on:2027-02-30:1", "pride:on:2027:1", "pride:show:2027-06-01:1", "pride:on:2020-06-01:1",
     "pride:none:2027:'; DROP TABLE pride_day;--"],
)  # fmt: skip
async def test_a_forged_button_does_nothing(talk, action):
    assert (await talk.say("ombudsperson", "", action=action)).startswith("Den knappen gäller inte längre.")
    assert days(talk) == {}


async def test_a_form_begun_as_chair_is_not_taken_from_who_is_none_any_more(talk):
    await press(talk, "write")
    await talk.say("ordforande", "5 juni")
    with talk.database.begin() as session:
        for post in session.exec(select(Post).where(Post.role == Role.CHAIR, Post.branch_id == 1)):
            post.branch_id = 2

    assert (await talk.press("ordforande", "Spara")).startswith("Det där får du inte göra")
    assert days(talk) == {}
