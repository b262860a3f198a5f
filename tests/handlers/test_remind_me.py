"""`/paminn`: kept in one line, or asked for what is wanting; nothing that was written is lost."""

from datetime import date, time, timedelta

import pytest
from sqlmodel import select

from storage import own
from storage.models import Branch, Occurrence, OwnReminder, Repeat
from tests.handlers.kept import kept
from tests.talk import NOW


def when(talk) -> list[str]:
    return [f"{row.day} {row.wall:%H:%M} {row.repeat}" for row in kept(talk)]


@pytest.mark.parametrize(
    ("line", "stored", "said"),
    [
        (
            "imorgon kl 9 ring kommunen",
            "2027-02-09 09:00 never",
            "Sparat: ring kommunen. Jag påminner dig tisdag 9 februari kl. 09.00, i morgon.",
        ),
        (
            "på fredag ring *kommunen*",
            "2027-02-12 09:00 never",
            ("Sparat: ring *kommunen*. Jag påminner dig fredag 12 februari kl. 09.00, om 4 dagar.\n"
            "Du sade inget klockslag, så jag tar kl. 09.00."),
        ),
        (
            "om två timmar ta ut tvätten",
            "2027-02-08 11:00 never",
            "Sparat: ta ut tvätten. Jag påminner dig måndag 8 februari kl. 11.00, i dag.",
        ),
        (
            "den 15:e varje månad utom sommaren kl 9 flygblad",
            "2027-02-15 09:00 monthly_but_summer",
            ("Sparat: flygblad. Jag påminner dig måndag 15 februari kl. 09.00, om en vecka.\n"
            "Sedan varje månad utom juni, juli och augusti, nästa gång måndag 15 mars."),
        ),
        (
            "varje fredag kl 17 rapport",
            "2027-02-12 17:00 weekly",
            ("Sparat: rapport. Jag påminner dig fredag 12 februari kl. 17.00, om 4 dagar.\n"
            "Sedan varje vecka, nästa gång fredag 19 februari."),
        ),
        (
            "möte 8/3 18–20",
            "2027-03-08 18:00 never",
            ("Sparat: möte. Jag påminner dig måndag 8 mars kl. 18.00, om 4 veckor.\n"
            "Du skrev från och till, så jag tar början."),
        ),
        (
            "möte i morgon halv sju till åtta",
            "2027-02-09 06:30 never",
            ("Sparat: möte. Jag påminner dig tisdag 9 februari kl. 06.30, i morgon. Menar du på kvällen, skriv 18.30.\n"
            "Du skrev från och till, så jag tar början."),
        ),
        (
            "varje fredag 18-20 rapport",
            "2027-02-12 18:00 weekly",
            ("Sparat: rapport. Jag påminner dig fredag 12 februari kl. 18.00, om 4 dagar.\n"
            "Du skrev från och till, så jag tar början.\n"
            "Sedan varje vecka, nästa gång fredag 19 februari."),
        ),
        (
            "städa lördag och söndag",
            "2027-02-13 09:00 never",
            ("Sparat: städa. Jag påminner dig lördag 13 februari kl. 09.00, om 5 dagar.\n"
            "Du skrev flera dagar, så jag tar den första.\n"
            "Du sade inget klockslag, så jag tar kl. 09.00."),
        ),
        (
            "13/2 lördag kl 10 fika",
            "2027-02-13 10:00 never",
            "Sparat: fika. Jag påminner dig lördag 13 februari kl. 10.00, om 5 dagar.",
        ),
        (
            "möte i morgon halv sju",
            "2027-02-09 06:30 never",
            "Sparat: möte. Jag påminner dig tisdag 9 februari kl. 06.30, i morgon. Menar du på kvällen, skriv 18.30.",
        ),
        (
            "ställa klockan 28 mars kl 2.30",
            "2027-03-28 03:00 never",
            ("Sparat: ställa klockan. Jag påminner dig söndag 28 mars kl. 03.00, om 7 veckor. "
            "Klockan ställs fram då, så kl. 02.30 finns inte den dagen."),
        ),
        (
            "ställa klockan 31 oktober kl 2.30",
            "2027-10-31 02:30 never",
            ("Sparat: ställa klockan. Jag påminner dig söndag 31 oktober kl. 02.30, om 9 månader. "
            "Kl. 02.30 kommer två gånger då, och jag tar den första."),
        ),
    ],
)  # fmt: skip
async def test_one_line(talk, line, stored, said):
    assert await talk.say("medlem", f"/paminn {line}") == said
    assert when(talk) == [stored]


async def test_in_english(talk):
    said = await talk.say("medlem6", "/remind me every friday at 5 pm to call mum")

    assert said == (
        "Saved: call mum. I will remind you Friday 12 February at 17:00, in 4 days.\n"
        "After that every week, next on Friday 19 February."
    )


async def test_it_comes(start_talk):
    talk = await start_talk(reminds=True)
    await talk.say("medlem", "/paminn om en timme ring kommunen")

    await talk.wait(timedelta(minutes=59))
    assert "Du bad mig påminna dig: ring kommunen" not in talk.texts()
    await talk.wait(timedelta(minutes=1))
    assert talk.texts()[-1] == "Du bad mig påminna dig: ring kommunen"


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("betala 31 april", "31 april finns inte i almanackan. Menade du fredag 30 april?"),
        ("betala 29 februari 2027", "29 februari 2027 finns inte i almanackan. Menade du söndag 28 februari?"),
        ("betala onsdag 1 mars", "1 mars 2027 är en måndag. Menade du måndag 1 mars eller onsdag 3 mars?"),
        ("betala igår", "Den dagen har redan varit. Välj i dag eller en dag framåt."),
        ("betala idag kl 8", "Den tiden har redan varit. Menade du tisdag 9 februari kl. 08.00?"),
        ("betala 8 mars 0001", "Den dagen har redan varit. Menade du måndag 8 mars?"),
        ("betala 8 mars 9999", "Så långt fram kan jag inte planera."),
        ("betala 8 mars 20026", "Så långt fram kan jag inte planera."),
        ("möte 8/3 20–18", "Slutet kommer före början."),
        ("möte 8 mars 2027 till 9 mars 2037", "Det är mer än ett år."),
        ("vakna imorgon kl 25:00", "Vilket klockslag menar du? Skriv till exempel kl. 18.00."),
        ("vakna imorgon kl 24:00", "Midnatt ligger mellan två dagar."),
        ("vakna kl 7 fem i åtta", "Det kan betyda två saker."),
        ("vakna imorgon kl 6", "Menade du tisdag 9 februari kl. 18.00 eller tisdag 9 februari kl. 06.00?"),
        ("fika fredag 18-20 8/3", "8 mars 2027 är en måndag. Menade du måndag 8 mars kl. 18.00–20.00 eller"),
        ("fika den 1 måndag kl 10", "Jag förstår inte ”den 1 måndag kl 10”."),
        ("fika fredag eller lördag", "Jag förstår inte ”fredag eller lördag”."),
        ("ring idag", "Vilken tid i dag? Det räcker med klockslaget."),
        ("ring kommunen", "ring kommunen: när ska jag påminna dig?"),
        ("varje vecka ring", "ring: när ska jag påminna dig?"),
    ],
)  # fmt: skip
async def test_what_is_unclear_is_asked_and_the_rest_is_kept(talk, line, why):
    talk.now += timedelta(minutes=1)  # past nine
    said = await talk.say("medlem", f"/paminn {line}")

    assert said.startswith(why)
    assert "\nNär?\n" in said
    assert kept(talk) == []

    await talk.say("medlem", "3 mars kl 10")
    assert (await talk.press("medlem", "Spara")).startswith(f"Sparat: {line.split()[0 if 'varje' not in line else 2]}")
    assert [(row.day, row.wall) for row in kept(talk)] == [(date(2027, 3, 3), time(10))]


async def test_what_it_can_have_been_stands_on_buttons(talk):
    await talk.say("medlem", "/paminn betala onsdag 1 mars kl 18")
    await talk.press("medlem", "onsdag 3 mars kl. 18.00")
    await talk.press("medlem", "Spara")

    assert when(talk) == ["2027-03-03 18:00 never"]


async def test_how_often_is_kept_while_the_day_is_asked(talk):
    await talk.say("medlem", "/paminn 31 april varje år betala")
    await talk.say("medlem", "30 april")
    said = await talk.press("medlem", "Spara")

    assert said.endswith("Sedan varje år, nästa gång söndag 30 april 2028.")


async def test_how_often_can_be_said_when_it_is_asked(talk):
    await talk.say("medlem", "/paminn betala")
    await talk.say("medlem", "varje fredag kl 9")
    await talk.press("medlem", "Spara")

    assert when(talk) == ["2027-02-12 09:00 weekly"]


async def test_an_answer_that_is_unclear_is_asked_for_again(talk):
    await talk.say("medlem", "/paminn betala")
    said = await talk.say("medlem", "när det blir sommar")

    assert said.startswith("Jag förstår inte ”när det blir sommar”.")
    await talk.say("medlem", "1 juni")
    assert (await talk.press("medlem", "Spara")).startswith("Sparat: betala. Jag påminner dig tisdag 1 juni")


async def test_what_it_is_about_is_asked_and_the_time_does_not_move_meanwhile(talk):
    said = await talk.say("medlem", "/paminn om två timmar")
    assert said.startswith("Jag påminner dig måndag 8 februari kl. 11.00. Om vad?\nVad?")
    talk.now += timedelta(minutes=30)
    await talk.say("medlem", "ta ut tvätten")
    await talk.press("medlem", "Spara")

    assert when(talk) == ["2027-02-08 11:00 never"]


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("den 31 april", "Den 31 april finns inte i almanackan. Menade du fredag 30 april?"),
        ("kl 25", "Vilket klockslag menar du? Skriv till exempel kl. 18.00."),
    ],
)
async def test_what_is_explained_is_asked_first(talk, line, why):
    said = await talk.say("medlem", f"/paminn {line}")

    assert said.startswith(f"{why}\nFråga 1 av 2: När?\n")
    assert (await talk.say("medlem", "30 april kl 10")).startswith("Fråga 2 av 2: Vad?")
    await talk.say("medlem", "betala")
    await talk.press("medlem", "Spara")
    assert when(talk) == ["2027-04-30 10:00 never"]


@pytest.mark.parametrize(
    "line", ["städa varje dag kl 9", "*/1 * * * * * städa", "FREQ=SECONDLY;COUNT=1000000000 städa"]
)
async def test_another_rhythm_is_refused_and_the_form_holds_what_was_written(talk, line):
    said = await talk.say("medlem", f"/paminn {line}")

    assert said.startswith("Så kan jag inte upprepa.")
    assert f"Nu står det: {line}" in said
    assert "Fråga 2 av 5: Vilken dag?" in await talk.press("medlem", "Behåll")


async def test_in_a_group_it_is_refused_and_nobody_else_sees_it(talk):
    ((to, reply),) = await talk.hear(talk.incoming("medlem", "/paminn imorgon kl 9 ring", group="norrby"))

    assert reply.text == "Vad du vill bli påmind om angår ingen annan. Skriv /paminn till mig privat."
    assert to.only == "1001"
    assert kept(talk) == []


async def test_only_members(talk):
    assert (await talk.say("gast", "/paminn imorgon kl 9 ring")).startswith("Det där är för medlemmar.")


async def test_fifty_and_no_more(talk):
    await talk.say("medlem", "/paminn imorgon kl 9 ring")
    with talk.database.begin() as session:
        (first,) = session.exec(select(OwnReminder))
        for n in range(own.MOST - 1):
            row = own.add(
                session, key=f"k{n}", member_id=first.member_id, what="x", day=first.day, wall=first.wall,
                zone=first.zone, now=NOW,
            )  # fmt: skip
            session.add(
                Occurrence(
                    key=f"o{n}", topic=own.OWN, subject=str(row.id), due_at=NOW + timedelta(days=1),
                    member_id=first.member_id,
                )
            )  # fmt: skip

    assert (await talk.say("medlem", "/paminn imorgon kl 9 ring")).startswith("Du har redan 50 påminnelser")
    assert len(kept(talk)) == own.MOST
    assert (await talk.say("medlem2", "/paminn imorgon kl 9 ring")).startswith("Sparat")


async def test_so_long_and_no_longer(talk):
    assert (await talk.say("medlem", f"/paminn imorgon kl 9 {'x' * 200}")).startswith("Sparat")
    assert (await talk.say("medlem", f"/paminn imorgon kl 9 {'x' * 201}")).startswith(
        "Det där blev för långt: högst 200"
    )


async def test_the_same_message_twice_is_one_reminder(talk):
    for _ in range(2):
        await talk.hear(talk.incoming("medlem", "/paminn imorgon kl 9 ring", event_id="again"))

    assert len(kept(talk)) == 1


async def test_what_was_written_is_never_read_as_markup(talk):
    said = await talk.say("medlem", "/paminn imorgon kl 9 [Norrby](https://ond.example) *fet*")

    assert "[Norrby](https://ond.example) *fet*" in said


async def test_the_branch_s_quiet_hours_are_no_matter_for_oneself(talk):
    with talk.database.begin() as session:
        session.get_one(Branch, 1).quiet_from = time(9)

    assert "kl. 23.00" in await talk.say("medlem", "/paminn ikväll kl 23 ring")
    assert [row.repeat for row in kept(talk)] == [Repeat.NEVER]
