"""`/deltagarlista` and [Lista]: who may have it, what is in the files, and that each name in it is noted."""

import csv
import io

import pytest

from bot.attendance import paper
from bot.pictures import Sheet, paint, sketch
from bot.texts import texts
from bot.voice import Voice
from storage import access, attendance, incidents, shifts, signups
from storage.models import Activity, Member
from tests.handlers.saturday import (
    EARLY,
    LATE,
    LEADS,
    STOCKHOLM,
    activity,
    join,
    labels,
    last,
    member,
    noted,
    shift,
    until,
)
from tests.talk import Talk


@pytest.fixture
async def talk(talk_on_each) -> Talk:
    join(talk_on_each, "medlem2", LEADS)
    join(talk_on_each, "medlem3", EARLY, guests=1)
    join(talk_on_each, "medlem9", EARLY, guests=2)
    join(talk_on_each, "medlem4", EARLY)
    return talk_on_each


def rows(talk) -> list[list[str]]:
    content = last(talk).pictures[1].content
    assert content.startswith(b"\xef\xbb\xbf")  # without it Excel shows Ã…
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))


def on_paper(talk) -> Sheet:
    """What stands on the PDF: of its bytes nothing can be read."""
    with talk.database.read() as session:
        voice = Voice(session, talk.now, STOCKHOLM, texts("sv"), "Distriktet")
        here, listed = shifts.of(session, activity(talk).id), attendance.listed(session, activity(talk))
        return paper(activity(talk), here, listed, voice)


async def give(talk, who: str, **more: object) -> str:
    return await talk.say(who, "", action=f"attendance:{activity(talk).id}", **more)


async def test_whoever_arranges_it_has_it_on_paper_and_as_a_table(talk):
    said = await talk.say("ordforande2", "/deltagarlista lördagstorget")

    assert said.startswith("Här är listan till Flygblad på lördagstorget")
    assert [(one.name, one.media_type) for one in last(talk).pictures] == [
        ("deltagare-2027-02-13.pdf", "application/pdf"), ("deltagare-2027-02-13.csv", "text/csv"),
    ]  # fmt: skip
    assert last(talk).private
    assert rows(talk) == [
        ["Pass", "Roll", "Plats", "Namn", "Vänner", "Läge", "Kom", "Vänner som kom"],
        ["2027-02-13 kl. 11.00–13.00", "samordnare", "Lilla torget, Södersjö", "Birk S.", "0", "med", "", ""],
        ["2027-02-13 kl. 11.00–12.00", "", "Lilla torget, Södersjö", "Cleo Ä.", "1", "med", "", ""],
        ["2027-02-13 kl. 11.00–12.00", "", "Lilla torget, Södersjö", "Dag B.", "0", "med", "", ""],
        ["2027-02-13 kl. 11.00–12.00", "", "Lilla torget, Södersjö", "Iris Ö.", "2", "i kö", "", ""],
    ]


async def test_on_paper_are_those_who_have_a_place(talk):
    sheet = on_paper(talk)
    assert (sheet.title, sheet.facts) == (
        "Flygblad på lördagstorget",
        ("När: lördag 13 februari kl. 11.00–13.00", "Var: Lilla torget, Södersjö", "Ta med: varma kläder"),
    )
    assert [(one.head, [(line.name, line.friends) for line in one.lines]) for one in sheet.tables] == [
        ("kl. 11.00–13.00, samordnare (1 i allt)", [("Birk S.", "")]),
        ("kl. 11.00–12.00 (3 i allt)", [("Cleo Ä.", "+1"), ("Dag B.", "")]),
        ("kl. 12.00–13.00 (0 i allt)", []),
    ]
    assert sheet.columns == ("Kom", "Namn", "Vänner", "Tar med")
    await give(talk, "ordforande2")
    assert last(talk).pictures[0].content == paint(sketch(sheet))


async def test_everybody_on_it_is_noted(talk):
    await give(talk, "ordforande2")

    names = ["Birk S.", "Cleo Ä.", "Dag B.", "Iris Ö."]
    assert noted(talk, "export") == [("Nanna S.", name) for name in names]
    with talk.database.read() as session:
        assert access.broken(session) is None


async def test_a_name_is_no_formula(talk):
    with talk.database.begin() as session:
        session.get_one(Member, member(talk, "medlem3")).name = "=cmd|'/c calc'!A0"
    await give(talk, "ordforande2")

    assert [row[3] for row in rows(talk)][-3:] == ["'=cmd|'/c calc'!A0", "Dag B.", "Iris Ö."]


async def test_who_was_there_is_told_and_ticked(talk):
    await until(talk, 13, 10, 45)
    await talk.say("ordforande2", "", action=f"came-all:{shift(talk, EARLY)}:0")
    assert labels(talk)[-1] == "Lista"
    await talk.press("ordforande2", "Lista")

    assert [row[6] for row in rows(talk)] == ["Kom", "", "Ja", "Ja", ""]
    assert [line.ticked for one in on_paper(talk).tables for line in one.lines] == [False, True, True]


async def test_with_how_many_friends_they_came_stands_in_the_table(talk):
    with talk.database.read() as session:
        signup = signups.find(session, shift(talk, EARLY), member(talk, "medlem3")).id
    await until(talk, 13, 10, 45)
    for said, friends in (("0", "0"), ("1", "1"), ("yes", "1"), ("no", "")):
        await talk.say("ordforande2", "", action=f"came:{signup}:{said}:0")
        await give(talk, "ordforande2")
        assert [row[-1] for row in rows(talk) if row[3] == "Cleo Ä."] == [friends]


async def test_who_came_without_a_sign_up_is_a_last_row_of_the_shift(talk):
    await until(talk, 13, 11, 45)
    for which, number in ((EARLY, 7), (LATE, 2)):
        await talk.say("ordforande2", "", action=f"came-too:{shift(talk, which)}:0:{number}:0")
    await give(talk, "ordforande2")

    assert [row[:1] + row[3:] for row in rows(talk)][-3:] == [
        ["2027-02-13 kl. 11.00–12.00", "Iris Ö.", "2", "i kö", "", ""],
        ["2027-02-13 kl. 11.00–12.00", "utan anmälan", "", "", "7", ""],
        ["2027-02-13 kl. 12.00–13.00", "utan anmälan", "", "", "2", ""],
    ]
    sheet = on_paper(talk)
    assert [one.foot for one in sheet.tables] == ["", "Kom utan anmälan: 7", "Kom utan anmälan: 2"]
    assert last(talk).pictures[0].content == paint(sketch(sheet))


async def test_where_nobody_had_signed_up_those_who_came_are_listed_all_the_same(talk):
    for who, which in (("medlem2", LEADS), ("medlem3", EARLY), ("medlem9", EARLY), ("medlem4", EARLY)):
        await talk.say(who, "", action=f"leave:{shift(talk, which)}")
    assert (await give(talk, "ordforande2")).startswith("Ingen har sagt ja")
    await until(talk, 13, 11, 45)
    await talk.say("ordforande2", "", action=f"came-too:{shift(talk, LATE)}:0:2:0")
    await give(talk, "ordforande2")

    assert [row[3] for row in rows(talk)] == ["Namn", "utan anmälan"]


async def test_who_is_responsible_may_have_it(talk):
    assert (await give(talk, "medlem5")).startswith("Det där får du inte göra")
    with talk.database.begin() as session:
        session.get_one(Activity, activity(talk).id).contact_id = member(talk, "medlem5")

    assert (await talk.say("medlem5", "/deltagarlista")).startswith("Här är listan")


@pytest.mark.parametrize("who", ["medlem2", "medlem3", "ordforande", "styrelse", "ombudsperson", "gast"])
async def test_nobody_else_may_not_even_who_leads(talk, who):
    assert (await give(talk, who)).startswith(("Det där får du inte göra", "Det där är för medlemmar"))
    assert (await talk.say(who, "/deltagarlista")).startswith(("Du ordnar inget just nu", "Det där är för medlemmar"))
    assert noted(talk, "export") == []


async def test_not_in_a_group(talk):
    assert (await give(talk, "ordforande2", group="sodersjo")).startswith("Det där gäller bara dig")
    assert (await talk.say("ordforande2", "/deltagarlista", group="sodersjo")).startswith("Vilken lista?")
    assert noted(talk, "export") == []


async def test_not_while_a_leak_is_looked_into(talk):
    with talk.database.begin() as session:
        incidents.freeze(session, by="r", what="w", now=talk.now)

    await give(talk, "ordforande2")
    assert last(talk).pictures == ()
    assert noted(talk, "export") == []


async def test_of_several_it_is_asked_which(talk):
    with talk.database.begin() as session:
        other = session.get_one(Activity, activity(talk).id)
        session.get_one(Activity, other.id + 1).contact_id = member(talk, "ordforande2")
    join(talk, "medlem5", LATE)
    await talk.say("medlem5", "", action=f"come:{activity(talk).id + 1}")

    assert await talk.say("ordforande2", "/deltagarlista") == "Vilken lista?"
    assert labels(talk) == ["13/2 Flygblad på lördagstorget", "21/2 Medlemsmöte i Södersjö"]


@pytest.mark.parametrize("action", ["attendance:", "attendance:²", "attendance:x"])
async def test_a_forged_button(talk, action):
    assert (await talk.say("ordforande2", "", action=action)).startswith("Den knappen gäller inte längre.")
