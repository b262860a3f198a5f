"""`/paminn` as people talk: parts of the day, numbers that belong to the thing, what drifts, and the ends of months."""

from datetime import timedelta

import pytest

from bot.texts import languages, texts
from handlers.sentence import without_repeat
from storage.models import Repeat
from tests.handlers.kept import kept

NO_HOUR = "Du sade inget klockslag, så jag tar kl. {}."


def stored(talk) -> list[str]:
    return [f"{row.what} {row.day} {row.wall:%H:%M}" for row in kept(talk)]


@pytest.mark.parametrize(
    ("line", "row", "hour"),
    [
        ("fredag kväll film", "film 2027-02-12 18:00", "18.00"),
        ("imorgon eftermiddag ring", "ring 2027-02-09 15:00", "15.00"),
        ("imorgon bitti ring", "ring 2027-02-09 08:00", "08.00"),
        ("ring på fredag förmiddag", "ring 2027-02-12 10:00", "10.00"),
        ("fredag lunch ring", "ring 2027-02-12 12:00", "12.00"),
        ("on friday evening film", "film 2027-02-12 18:00", "18.00"),
    ],
)
async def test_a_part_of_the_day_is_an_hour_that_fits_it(talk, line, row, hour):
    assert (await talk.say("medlem", f"/paminn {line}")).endswith(NO_HOUR.format(hour))
    assert stored(talk) == [row]


@pytest.mark.parametrize(
    ("hours", "line", "question", "answered"),
    [
        (10, "ikväll handla", "Vilken tid i kväll?", {"8": "handla 2027-02-08 20:00"}),
        (10, "ikväll handla", "Vilken tid i kväll?", {"om en timme": "handla 2027-02-08 20:00"}),
        (10, "ikväll handla", "Vilken tid i kväll?", {"imorgon kl 9": "handla 2027-02-09 09:00"}),
        (10, "idag handla", "Vilken tid i dag?", {"kl 21.30": "handla 2027-02-08 21:30"}),
        (7, "i eftermiddag handla", "Vilken tid i eftermiddag?", {"5": "handla 2027-02-08 17:00"}),
        (9, "idag förmiddag handla", "Den tiden har redan varit.", {"kl 20": "handla 2027-02-08 20:00"}),
    ],
)
async def test_where_the_usual_hour_has_been_the_hour_is_asked(talk, hours, line, question, answered):
    talk.now += timedelta(hours=hours)

    assert (await talk.say("medlem", f"/paminn {line}")).startswith(question)
    for answer in answered:
        await talk.say("medlem", answer)
    await talk.press("medlem", "Spara")
    assert stored(talk) == [*answered.values()]


@pytest.mark.parametrize(
    ("line", "row"),
    [
        ("läs sidan 8 på fredag", "läs sidan 8 2027-02-12 09:00"),
        ("buss 19 imorgon", "buss 19 2027-02-09 09:00"),
        ("möte i sal 4 imorgon", "möte i sal 4 2027-02-09 09:00"),
        ("ring 070-123 45 67 imorgon kl 9", "ring *** 2027-02-09 09:00"),
    ],
)
async def test_a_number_belongs_to_the_thing(talk, line, row):
    await talk.say("medlem", f"/paminn {line}")

    assert stored(talk) == [row]


async def test_what_cannot_be_read_as_a_time_is_kept_whole(talk):
    await talk.say("medlem", "/paminn ring den 1 måndag kl 10")
    await talk.say("medlem", "imorgon kl 9")
    await talk.press("medlem", "Spara")

    assert stored(talk) == ["ring den 1 måndag kl 10 2027-02-09 09:00"]


async def test_an_answer_is_read_when_it_is_given(talk):
    await talk.say("medlem", "/paminn ring")
    said = await talk.say("medlem", "om 10 minuter")

    assert said == "Stämmer det här?\n- När? måndag 8 februari kl. 09.10"
    talk.now += timedelta(minutes=5)
    await talk.press("medlem", "Spara")
    assert stored(talk) == ["ring 2027-02-08 09:10"]


@pytest.mark.parametrize(
    ("answer", "shown"),
    [
        ("på fredag", "fredag 12 februari kl. 09.00"),
        ("varje fredag kl 17", "fredag 12 februari kl. 17.00, varje vecka"),
        ("andra tisdagen varje månad", "tisdag 9 februari kl. 09.00, samma veckodag varje månad"),
        (
            "den 15:e varje månad utom sommaren",
            "måndag 15 februari kl. 09.00, varje månad utom juni, juli och augusti",
        ),
        ("senast fredag", "senast fredag 12 februari kl. 08.00"),
        ("den 31 varje månad", "den 31 varje månad"),
    ],
)
async def test_the_summary_shows_what_was_understood(talk, answer, shown):
    await talk.say("medlem", "/paminn ring")

    assert await talk.say("medlem", answer) == f"Stämmer det här?\n- När? {shown}"
    await talk.press("medlem", "Spara")
    (row,) = kept(talk)
    await talk.say("medlem", f"/paminn {answer} ring")
    again = kept(talk)[1]
    assert (row.day, row.wall, row.repeat, row.deadline) == (again.day, again.wall, again.repeat, again.deadline)


@pytest.mark.parametrize("repeat", [one for one in Repeat if one is not Repeat.NEVER])
@pytest.mark.parametrize("language", languages())
def test_how_often_is_read_as_it_is_shown(language, repeat):
    assert without_repeat(texts(language).label(f"repeat.{repeat}")) == ("", repeat)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("varje månad den 31 kl 10 kassan", "söndag 28 februari kl. 10.00"),
        ("sista dagen varje månad kl 10 kassan", "söndag 28 februari kl. 10.00"),
        ("den 30:e varje månad kl 10 kassan", "söndag 28 februari kl. 10.00"),
    ],
)
async def test_the_end_of_a_month_is_also_that_of_a_short_one(talk, line, said):
    assert await talk.say("medlem", f"/paminn {line}") == (
        f"Sparat: kassan. Jag påminner dig {said}, om 3 veckor.\n"
        "Är månaden kortare tar jag den sista dagen.\n"
        f"Sedan varje månad, nästa gång {'tisdag 30' if '30' in line else 'onsdag 31'} mars."
    )


async def test_a_day_of_one_month_begins_there(talk):
    await talk.say("medlem", "/paminn 31 mars varje månad kl 10 kassan")

    assert stored(talk) == ["kassan 2027-03-31 10:00"]


async def test_by_friday_is_a_last_day(talk):
    assert await talk.say("medlem", "/paminn senast fredag kl 12 rapport") == (
        "Sparat: rapport. Sista dagen är fredag 12 februari kl. 12.00, om 4 dagar.\n"
        "Jag påminner också dagen före och samma morgon, och kommer det för sent så kommer det ändå."
    )


async def test_another_exception_than_the_summer_is_no_rhythm_of_ours(talk):
    said = await talk.say("medlem", "/paminn den 15:e varje månad utom juli flygblad")

    assert said.startswith("Så kan jag inte upprepa.")
    assert kept(talk) == []


@pytest.mark.parametrize(
    "text",
    [
        "påminn mig imorgon kl 9 om att ringa", "Påminn mig om att ringa imorgon kl 9",
        "paminn mig att ringa imorgon kl 9",
        "kan du påminna mig imorgon kl 9 om att ringa?", "Remind me tomorrow at 9 to ringa",
    ],
)  # fmt: skip
async def test_in_plain_words(talk, text):
    assert (await talk.say("medlem", text)).startswith("Sparat: ringa")
    assert stored(talk) == ["ringa 2027-02-09 09:00"]


async def test_in_plain_words_only_for_members_and_in_private(talk):
    assert (await talk.say("gast", "påminn mig imorgon om att ringa")).startswith("Det där är för medlemmar.")
    ((_, reply),) = await talk.hear(talk.incoming("medlem", "påminn mig imorgon om att ringa", group="norrby"))
    assert reply.text.startswith("Vad du vill bli påmind om angår ingen annan.")


@pytest.mark.parametrize("text", ["påminn mig", "remind me"])
async def test_the_words_alone_begin_the_form(talk, text):
    assert (await talk.say("medlem", text)).startswith("Vad vill du bli påmind om?")


async def test_half_an_answer_is_settled_with_what_was_known(talk):
    await talk.say("medlem", "/paminn varje vecka ring")

    assert (
        await talk.say("medlem", "fredag kl 9") == "Stämmer det här?\n- När? fredag 12 februari kl. 09.00, varje vecka"
    )
